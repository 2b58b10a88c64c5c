#include "gate/content.h"

#include "base/digest.h"
#include "base/path.h"
#include "base/uri.h"
#include "doc/json_writer.h"

#define PLACE_URI    STR("file:///")
#define BUNDLE_START STR("{\"handoff\":\"bundle\",")

/* --- in --- */

/* Inside the place; STR_NULL of a document that a mapping named. */
static str path_of(const bundle *b, size_t index, arena *a)
{
    str uri = bundle_uri(b, index), path;
    if (!str_starts_with(uri, PLACE_URI))
        return STR_NULL;
    return uri_percent_decode(str_skip(uri, PLACE_URI.length), &path, a) ? path : STR_NULL;
}

static str common_folder(const bundle *b, arena *a)
{
    str folder = path_folder(path_of(b, 0, a));
    for (size_t i = 1; i < bundle_count(b); i++) {
        str path = path_of(b, i, a);
        while (path.data && folder.length && !path_is_below(path, folder))
            folder = path_folder(folder);
    }
    return folder;
}

static str shorten(str path, str folder)
{
    return folder.length ? str_skip(path, folder.length + 1) : path;
}

static void write_member(buf *out, const char *name, str value)
{
    buf_printf(out, "\"%s\":", name);
    json_write_string(out, value);
}

static void write_file(buf *out, const bundle *b, size_t index, str folder, arena *a)
{
    const document *doc = bundle_document(b, index);
    str path = path_of(b, index, a);
    str stored = path.data ? shorten(path, folder)
                           : arena_printf(a, "mapped/%zu/%.*s", index,
                                          STR_ARG(path_name(document_name(doc))));
    buf_append_char(out, '{');
    write_member(out, "path", stored);
    buf_append_char(out, ',');
    if (!path.data) {
        write_member(out, "uri", bundle_uri(b, index));
        buf_append_char(out, ',');
    }
    write_member(out, "text", document_source(doc));
    buf_append_char(out, '}');
}

static str bundle_text(const bundle *b, arena *a)
{
    buf out = {0};
    str folder = common_folder(b, a);
    buf_append(&out, BUNDLE_START);
    write_member(&out, "entry", shorten(path_of(b, 0, a), folder));
    buf_append(&out, STR(",\"files\":["));
    for (size_t i = 0; i < bundle_count(b); i++) {
        if (i)
            buf_append_char(&out, ',');
        write_file(&out, b, i, folder, a);
    }
    buf_append(&out, STR("]}"));
    str text = arena_str(a, buf_str(&out));
    buf_clear(&out);
    return text;
}

packed_contract content_pack(const bundle *b, arena *a)
{
    packed_contract packed = {
        .name = path_name(path_of(b, 0, a)),
        .text = bundle_count(b) == 1 ? arena_str(a, document_source(bundle_document(b, 0)))
                                     : bundle_text(b, a),
    };
    packed.digest = digest_hex(packed.text, a);
    return packed;
}

/* --- out --- */

/* What a ledger holds is not trusted: a path that leads out of the bundle would be looked for on
 * this machine. */
static bool is_inside(str path, arena *a)
{
    return path.length && path.data[0] != '/' && str_equal(path_normalise(path, a), path);
}

static bool read_files(const node *files, input_text *texts, bundle_mapping *mappings,
                       size_t *mapping_count, arena *a)
{
    for (size_t i = 0; i < files->count; i++) {
        const node *file = node_item(files, i);
        str uri = node_get_text(file, STR("uri"));
        texts[i] = (input_text){node_get_text(file, STR("path")), node_get_text(file, STR("text"))};
        if (!is_inside(texts[i].path, a) || !texts[i].text.data)
            return false;
        if (uri.data)
            mappings[(*mapping_count)++] = (bundle_mapping){uri, texts[i].path};
    }
    return true;
}

static input *open_bundle(str name, str text, const bundle_mapping **mappings,
                          size_t *mapping_count, arena *a, diags *d)
{
    const node *root = node_parse_json(text, a, d);
    const node *files = node_get(root, STR("files"));
    str entry = node_get_text(root, STR("entry"));
    if (!root)
        return NULL;
    if (node_is(files, NODE_ARRAY) && entry.data) {
        input_text *texts = arena_array_of(a, input_text, files->count);
        bundle_mapping *found = arena_array_of(a, bundle_mapping, files->count);
        *mappings = found;
        if (read_files(files, texts, found, mapping_count, a))
            return input_open_memory(texts, files->count, entry, name);
    }
    diags_error(d, "content.structure", "what is stored as '%.*s' is no bundle", STR_ARG(name));
    return NULL;
}

input *content_open(str name, str text, const bundle_mapping **mappings, size_t *mapping_count,
                    arena *a, diags *d)
{
    *mappings = NULL;
    *mapping_count = 0;
    if (str_starts_with(text, BUNDLE_START))
        return open_bundle(name, text, mappings, mapping_count, a, d);
    const input_text only = {name, text};
    return input_open_memory(&only, 1, name, name);
}
