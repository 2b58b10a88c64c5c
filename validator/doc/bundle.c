#include "doc/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/path.h"
#include "base/uri.h"
#include "base/vec.h"
#include "doc/bundle_private.h"
#include "doc/pointer.h"

static const str PLACE = {"file:///", 8};

/* --- making and freeing --- */

static bundle *bundle_new(const bundle_options *options)
{
    arena *a = arena_new();
    bundle *b = arena_new_of(a, bundle);
    b->arena = a;
    b->seed = options->seed;
    map_init(&b->by_uri, a, options->seed);
    return b;
}

void bundle_free(bundle *b)
{
    if (!b)
        return;
    for (size_t i = 0; i < b->documents.count; i++)
        document_free(b->documents.items[i]->document);
    for (size_t i = 0; i < b->failures.count; i++)
        diags_clear(b->failures.items[i]);
    arena_free(b->arena);
}

/* OpenAPI 3.2: "$self" is the URI by which documents name this one. Where it was read from stays
 * the base of its relative references, because that is where their files are. */
static void name_itself(bundle *b, bundled *added)
{
    const node *root = document_root(added->document);
    str self = uri_split(node_get_text(root, STR("$self"))).without_fragment;
    if (node_get(root, STR("openapi")) && self.length && uri_is_absolute(self) &&
        !map_has(&b->by_uri, self))
        map_put(&b->by_uri, self, added);
}

static bundled *add(bundle *b, document *doc, str uri)
{
    bundled *added = arena_new_of(b->arena, bundled);
    added->document = doc;
    added->uri = arena_str(b->arena, uri);
    map_init(&added->links, b->arena, b->seed);
    vec_push(b->arena, &b->documents, added);
    map_put(&b->by_uri, added->uri, added);
    name_itself(b, added);
    return added;
}

/* --- from a reference to a document's URI --- */

static str uri_of_path(str path, arena *a)
{
    return arena_printf(a, "%.*s%.*s", STR_ARG(PLACE), STR_ARG(uri_percent_encode_path(path, a)));
}

static bool path_of_uri(str uri, str *path, arena *a)
{
    return str_starts_with(uri, PLACE) && uri_percent_decode(str_skip(uri, PLACE.length), path, a);
}

/* A reference by path from a file of the place. RFC 3986 lets ".." stop silently at the root;
 * here it is told, because it is never meant. */
static link_state relative_target(str base, str ref, str *uri, arena *a)
{
    str path, base_path, query = str_take(ref, str_find(ref, '?'));
    if (!uri_percent_decode(query, &path, a))
        path = query;
    if (!path_of_uri(base, &base_path, a))
        return LINK_REMOTE;
    if (path.length && path.data[0] != '/')
        path = path_join(path_folder(base_path), path, a);
    path = path_normalise(path, a);
    if (!path.data)
        return LINK_OUTSIDE;
    if (path.length == 0)
        return LINK_MALFORMED;
    *uri = uri_of_path(path, a);
    return LINK_FOUND;
}

/* The document a reference names, from a document whose base URI is `base`. */
link_state bundle_target_uri(str base, str ref, str *uri, arena *a)
{
    if (ref.length == 0) {
        *uri = base;
        return LINK_FOUND;
    }
    bool has_authority = str_starts_with(ref, STR("//"));
    if (!uri_is_absolute(ref) && !has_authority && str_starts_with(base, PLACE))
        return relative_target(base, ref, uri, a);
    *uri = uri_resolve(base, ref, a);
    *uri = uri_split(*uri).without_fragment;
    if (str_starts_with(*uri, STR("file:")) && !str_starts_with(*uri, PLACE))
        return LINK_OUTSIDE;
    return uri_is_absolute(*uri) ? LINK_FOUND : LINK_MALFORMED;
}

/* --- reading --- */

typedef struct loader {
    bundle *b;
    input *in;
    const bundle_options *options;
    diags *diags;
    uint64_t bytes;
} loader;

static document *read_into(loader *l, buf *source, str name, diags *d)
{
    document_options options = {.format = l->options->format,
                                .seed = l->options->seed,
                                .index = (uint16_t)l->b->documents.count};
    l->bytes += source->length;
    if (l->b->documents.count >= LIMIT_BUNDLE_DOCUMENTS || l->bytes > LIMIT_BUNDLE_BYTES) {
        diags_error(d, "limit.bundle", "references reach more than %d files or %llu bytes",
                    LIMIT_BUNDLE_DOCUMENTS, (unsigned long long)LIMIT_BUNDLE_BYTES);
        return NULL;
    }
    if (l->b->documents.count)
        options.format = DOCUMENT_ANY;
    return document_read(source, name, &options, d);
}

static document *read_path(loader *l, str path, diags *d)
{
    buf source = {0};
    document *doc = NULL;
    if (input_read(l->in, path, &source, d))
        doc = read_into(l, &source, input_display(l->in, path, l->b->arena), d);
    buf_clear(&source);
    return doc;
}

static document *read_from_disk(loader *l, str path, diags *d)
{
    buf source = {0};
    document *doc = NULL;
    if (file_read(&source, arena_cstr(l->b->arena, path), LIMIT_DOCUMENT_BYTES, d))
        doc = read_into(l, &source, path, d);
    buf_clear(&source);
    return doc;
}

/* Where a mapping puts a URI; the longest prefix wins. */
static str mapped_path(const loader *l, str uri, arena *a)
{
    const bundle_mapping *best = NULL;
    for (size_t i = 0; i < l->options->mapping_count; i++) {
        const bundle_mapping *m = &l->options->mappings[i];
        if (str_starts_with(uri, m->uri_prefix) &&
            (!best || m->uri_prefix.length > best->uri_prefix.length))
            best = m;
    }
    if (!best)
        return STR_NULL;
    str rest = str_skip(uri, best->uri_prefix.length), decoded;
    str inside = uri_percent_decode(rest, &decoded, a) ? path_normalise(decoded, a) : STR_NULL;
    if (!inside.data)
        return STR_NULL;
    return inside.length ? path_join(best->path, inside, a) : best->path;
}

/* Reads what a URI names; what goes wrong goes to `d`. */
static document *read_uri(loader *l, str uri, link_state *state, diags *d)
{
    arena *a = l->b->arena;
    str path, mapped = mapped_path(l, uri, a);
    *state = LINK_UNREADABLE;
    if (mapped.data && mapped.length && mapped.data[0] == '/')
        return read_from_disk(l, mapped, d);
    if (mapped.data) {
        path = path_normalise(mapped, a);
        if (path.data)
            return read_path(l, path, d);
        *state = LINK_OUTSIDE;
        return NULL;
    }
    if (path_of_uri(uri, &path, a))
        return read_path(l, path, d);
    *state = LINK_REMOTE;
    return NULL;
}

static void settle_link(loader *l, link *to, str uri)
{
    to->uri = arena_str(l->b->arena, uri);
    to->target = map_get(&l->b->by_uri, uri);
    if (to->target)
        return;
    diags *problems = arena_new_of(l->b->arena, diags);
    diags_init(problems);
    document *doc = read_uri(l, to->uri, &to->state, problems);
    if (doc) {
        to->state = LINK_FOUND;
        to->target = add(l->b, doc, to->uri);
        diags_move(l->diags, problems);
    } else {
        to->problems = problems;
        vec_push(l->b->arena, &l->b->failures, problems);
    }
}

/* A file that cannot be read is tried once, whoever names it. */
static void follow_reference(loader *l, bundled *from, str ref)
{
    str file = uri_split(ref).without_fragment, uri;
    if (file.length == 0 || map_has(&from->links, file))
        return;
    link *to = NULL;
    link_state state = bundle_target_uri(from->uri, file, &uri, l->b->arena);
    if (state == LINK_FOUND)
        to = map_get(&l->b->links_by_uri, uri);
    if (!to) {
        to = arena_new_of(l->b->arena, link);
        to->state = state;
        if (state == LINK_FOUND) {
            settle_link(l, to, uri);
            map_put(&l->b->links_by_uri, to->uri, to);
        }
    }
    map_put(&from->links, file, to);
}

static void load_references(loader *l)
{
    map_init(&l->b->links_by_uri, l->b->arena, l->b->seed);
    for (size_t i = 0; i < l->b->documents.count; i++) {
        bundled *from = l->b->documents.items[i];
        size_t count;
        const reference *references = document_references(from->document, &count);
        for (size_t j = 0; j < count; j++)
            follow_reference(l, from, node_text(&references[j].member->value));
    }
}

bundle *bundle_load(input *in, const bundle_options *options, diags *d)
{
    bundle *b = bundle_new(options);
    loader l = {.b = b, .in = in, .options = options, .diags = d};
    document *entry = NULL;
    if (input_is_folder(in)) {
        str shown = input_display(in, input_entry(in), b->arena);
        diags_error(d, "input.not-a-file", "cannot read '%.*s': it is a folder, not a file",
                    STR_ARG(shown));
    } else {
        entry = read_path(&l, input_entry(in), d);
    }
    if (entry) {
        add(b, entry, uri_of_path(input_entry(in), b->arena));
        load_references(&l);
    }
    input_free(in);
    if (entry)
        return b;
    bundle_free(b);
    return NULL;
}

bundle *bundle_of(document *doc, str uri)
{
    bundle *b = bundle_new(&(bundle_options){0});
    bundle_add(b, doc, uri);
    return b;
}

void bundle_add(bundle *b, document *doc, str uri)
{
    document_set_index(doc, (uint16_t)b->documents.count);
    add(b, doc, uri.length ? uri : uri_of_path(document_name(doc), b->arena));
}

/* --- looking --- */

size_t bundle_count(const bundle *b)
{
    return b->documents.count;
}

const document *bundle_document(const bundle *b, size_t index)
{
    return b->documents.items[index]->document;
}

const node *bundle_root(const bundle *b)
{
    return document_root(bundle_document(b, 0));
}

str bundle_uri(const bundle *b, size_t index)
{
    return b->documents.items[index]->uri;
}

const document *bundle_find(const bundle *b, str uri_without_fragment)
{
    const bundled *found = map_get(&b->by_uri, uri_without_fragment);
    return found ? found->document : NULL;
}

const document *bundle_document_of(const bundle *b, const node *n)
{
    return bundle_document(b, n->document < b->documents.count ? n->document : 0);
}

uint64_t bundle_seed(const bundle *b)
{
    return b->seed;
}

size_t bundle_memory(const bundle *b)
{
    size_t bytes = arena_used(b->arena);
    for (size_t i = 0; i < b->documents.count; i++)
        bytes += document_memory(b->documents.items[i]->document);
    return bytes;
}

static position position_at(const bundle *b, const node *n, uint32_t offset, arena *a)
{
    const document *doc = bundle_document_of(b, n);
    line_column at = document_position(doc, offset);
    return (position){.file = document_name(doc),
                      .line = at.line,
                      .column = at.column,
                      .pointer = pointer_of(document_root(doc), n, a)};
}

position bundle_position(const bundle *b, const node *n, arena *a)
{
    return position_at(b, n, n->start, a);
}

position bundle_key_position(const bundle *b, const member *m, const node *holder, arena *a)
{
    position p = position_at(b, holder, m->key_start, a);
    if (p.pointer.data)
        p.pointer = pointer_join(p.pointer, member_key(m), a);
    return p;
}

diag *bundle_diag_at(const bundle *b, diags *d, diag *of, const node *n)
{
    return document_diag_at(bundle_document_of(b, n), d, of, n);
}
