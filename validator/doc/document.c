#include "doc/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "doc/lines.h"
#include "doc/tree.h"

struct document {
    buf source;
    str name;
    document_format format;
    arena *arena;
    lines *lines;
    node root;
    reference *references;
    size_t reference_count;
    size_t nodes;
};

static const size_t BOM_LENGTH = 3;

static bool has_bom(str text)
{
    return str_starts_with(text, STR("\xef\xbb\xbf"));
}

/* --- which format --- */

static bool starts_like_json(str text)
{
    text = str_skip(text, has_bom(text) ? BOM_LENGTH : 0);
    size_t i = 0;
    while (i < text.length && strchr(" \t\r\n", text.data[i]) && text.data[i])
        i++;
    return i < text.length && (text.data[i] == '{' || text.data[i] == '[');
}

static bool name_ends_in(str name, str ending)
{
    return name.length >= ending.length &&
           str_equal_ignoring_case(str_skip(name, name.length - ending.length), ending);
}

typedef enum attempt { ONLY_JSON, ONLY_YAML, JSON_THEN_YAML } attempt;

static attempt attempt_for(document_format wanted, str name)
{
    if (wanted == DOCUMENT_JSON || (wanted == DOCUMENT_ANY && name_ends_in(name, STR(".json"))))
        return ONLY_JSON;
    return wanted == DOCUMENT_YAML ? ONLY_YAML : JSON_THEN_YAML;
}

/* --- texts that are no documents --- */

static bool refuse(document *doc, diags *d, uint32_t offset, const char *code, const char *message,
                   const char *hint)
{
    line_column at = document_position(doc, offset);
    diag *e = diags_at(d, diags_error(d, code, "%s", message), doc->name, at.line, at.column);
    if (hint)
        diags_hint(d, e, "%s", hint);
    return false;
}

static bool is_blank(str text)
{
    return str_trim(str_skip(text, has_bom(text) ? BOM_LENGTH : 0)).length == 0;
}

static bool is_utf16(str text)
{
    if (text.length < 2)
        return false;
    const unsigned char *p = (const unsigned char *)text.data;
    return (p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff) ||
           (text.length >= 4 && ((p[0] == 0) != (p[1] == 0)) && ((p[2] == 0) != (p[3] == 0)));
}

static bool check_text(document *doc, diags *d)
{
    str text = buf_str(&doc->source);
    if (text.length > LIMIT_DOCUMENT_BYTES)
        return refuse(doc, d, 0, "limit.size", "the file is larger than the limit of 256 MB", NULL);
    if (is_blank(text))
        return refuse(doc, d, 0, "document.empty",
                      "the file is empty, expected a JSON or YAML document", NULL);
    if (is_utf16(text))
        return refuse(doc, d, 0, "utf8.invalid", "the file is written in UTF-16 or UTF-32",
                      "save the file as UTF-8");
    const char *nul = memchr(text.data, 0, text.length < 4096 ? text.length : 4096);
    if (nul)
        return refuse(doc, d, (uint32_t)(nul - text.data), "document.binary",
                      "the file is binary: it holds a byte 0", "expected a JSON or YAML document");
    return true;
}

/* --- reading --- */

static bool read_as(document *doc, document_format format, const document_options *options,
                    diags *d)
{
    tree t = {.arena = doc->arena,
              .seed = options->seed,
              .without_hashes = options->without_hashes,
              .index = options->index,
              .name = doc->name,
              .lines = doc->lines,
              .diags = d};
    str text = buf_str(&doc->source);
    size_t offset = has_bom(text) ? BOM_LENGTH : 0;
    if (offset && format == DOCUMENT_JSON)
        tree_warning(&t, 0, "json.bom",
                     "the file starts with a byte order mark, which JSON does not allow");
    bool read = format == DOCUMENT_JSON ? json_read(&t, text, offset, &doc->root)
                                        : yaml_read(&t, text, offset, &doc->root);
    doc->format = format;
    doc->nodes = t.nodes;
    if (read) {
        doc->references = t.references;
        doc->reference_count = t.reference_count;
        t.references = NULL;
    }
    tree_clear(&t);
    return read;
}

/* Both are tried; of two failures the one in the format that the text looks like is told. */
static bool read_as_either(document *doc, const document_options *options, diags *d)
{
    diags json, yaml;
    diags_init(&json);
    bool named_yaml = name_ends_in(doc->name, STR(".yaml")) || name_ends_in(doc->name, STR(".yml"));
    bool like_json = starts_like_json(buf_str(&doc->source));
    if ((like_json || !named_yaml) && read_as(doc, DOCUMENT_JSON, options, &json)) {
        diags_move(d, &json);
        return true;
    }
    arena_clear(doc->arena);
    diags_init(&yaml);
    bool read = read_as(doc, DOCUMENT_YAML, options, &yaml);
    diags_move(d, read || !like_json || named_yaml ? &yaml : &json);
    diags_clear(&yaml);
    diags_clear(&json);
    return read;
}

static bool read_document(document *doc, const document_options *options, diags *d)
{
    if (!check_text(doc, d))
        return false;
    switch (attempt_for(options->format, doc->name)) {
    case ONLY_JSON:
        return read_as(doc, DOCUMENT_JSON, options, d);
    case ONLY_YAML:
        return read_as(doc, DOCUMENT_YAML, options, d);
    case JSON_THEN_YAML:
        return read_as_either(doc, options, d);
    }
    return false;
}

document *document_read(buf *source, str name, const document_options *options, diags *d)
{
    document *doc = memory_alloc(sizeof *doc);
    doc->source = *source;
    *source = (buf){0};
    buf_reserve(&doc->source, TREE_PADDING);
    memset(doc->source.data + doc->source.length, 0, TREE_PADDING);
    doc->arena = arena_new();
    arena_expect(doc->arena, doc->source.length * 2); /* what pretty-printed text comes to */
    doc->lines = lines_new(buf_str(&doc->source));
    char *copy = memory_alloc(name.length + 1);
    if (name.length)
        memcpy(copy, name.data, name.length);
    doc->name = (str){copy, name.length};
    if (read_document(doc, options, d))
        return doc;
    document_free(doc);
    return NULL;
}

void document_free(document *doc)
{
    if (!doc)
        return;
    buf_clear(&doc->source);
    lines_free(doc->lines);
    arena_free(doc->arena);
    free(doc->references);
    free((void *)doc->name.data);
    free(doc);
}

/* --- looking --- */

const node *document_root(const document *doc)
{
    return &doc->root;
}

str document_name(const document *doc)
{
    return doc->name;
}

str document_source(const document *doc)
{
    return buf_str(&doc->source);
}

document_format document_format_of(const document *doc)
{
    return doc->format;
}

const reference *document_references(const document *doc, size_t *count)
{
    *count = doc->reference_count;
    return doc->references;
}

size_t document_memory(const document *doc)
{
    return sizeof *doc + doc->source.capacity + arena_used(doc->arena) + lines_memory(doc->lines) +
           doc->reference_count * sizeof(reference);
}

size_t document_nodes(const document *doc)
{
    return doc->nodes;
}

/* The document owns its nodes, so it may change them while nobody else looks. What an alias shares
 * is reached through its anchor. */
static void set_index(node *n, uint16_t index)
{
    n->document = index;
    if (n->flags & NODE_FROM_ALIAS)
        return;
    for (uint32_t i = 0; n->kind == NODE_ARRAY && i < n->count; i++)
        set_index((node *)&n->as.items[i], index);
    for (uint32_t i = 0; n->kind == NODE_OBJECT && i < n->count; i++)
        set_index((node *)&n->as.members[i].value, index);
}

void document_set_index(document *doc, uint16_t index)
{
    if (doc->root.document != index)
        set_index(&doc->root, index);
}

line_column document_position(const document *doc, uint32_t offset)
{
    line_column at;
    lines_position(doc->lines, offset, &at.line, &at.column);
    return at;
}

str document_line(const document *doc, uint32_t line)
{
    return lines_text(doc->lines, line);
}

diag *document_diag_at(const document *doc, diags *d, diag *of, const node *n)
{
    line_column at = document_position(doc, n->start);
    return diags_at(d, of, doc->name, at.line, at.column);
}

const node *node_parse_json(str text, arena *a, diags *d)
{
    diags ignored;
    diags_init(&ignored);
    if (text.length > LIMIT_DOCUMENT_BYTES) {
        diags_error(d, "limit.size", "the text is larger than the limit of 256 MB");
        diags_clear(&ignored);
        return NULL;
    }
    char *copy = arena_alloc(a, text.length + TREE_PADDING);
    if (text.length)
        memcpy(copy, text.data, text.length);
    str source = {copy, text.length};
    lines *l = lines_new(source);
    tree t = {.arena = a, .lines = l, .diags = d ? d : &ignored};
    node *root = arena_new_of(a, node);
    bool read = json_read(&t, source, 0, root);
    tree_clear(&t);
    lines_free(l);
    diags_clear(&ignored);
    return read ? root : NULL;
}
