/*
 * The YAML reader: libyaml's events made into nodes.
 *
 * Nesting is a stack of our own, so events come to one loop and no recursion follows the input.
 * An alias is a shallow copy of the anchored node: its children are shared, never expanded, and
 * the number of nodes one would reach by following all aliases is counted against a limit.
 */
#include "doc/tree.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/utf8.h"
#include "doc/yaml_merge.h"
#include "doc/yaml_scalar.h"

/* An anchor by its latest definition. */
typedef struct anchor {
    node node;
    uint64_t size; /* nodes reached from it, aliases followed */
    bool is_open;  /* still being read: an alias to it would recurse */
} anchor;

typedef struct frame {
    bool is_mapping, is_flow, has_key, has_merge;
    size_t base;  /* of its children on the tree's scratch stack */
    member key;   /* the member whose value is read next */
    node node;
    uint32_t last_end; /* of its last child */
    anchor *anchor;
    uint64_t reached_before;
} frame;

typedef struct reader {
    tree *tree;
    str source;
    size_t begin; /* where libyaml's text starts: behind the byte order mark */
    yaml_parser_t parser;
    /* libyaml counts characters: the last mark and its byte offset */
    size_t character, byte;
    map anchors;
    uint64_t reached;
    unsigned depth, documents;
    bool has_root;
    node root;
    frame frames[LIMIT_DOCUMENT_DEPTH + 1];
} reader;

/* --- positions --- */

static bool continues(const reader *r, size_t byte)
{
    return byte < r->source.length && ((unsigned char)r->source.data[byte] & 0xc0) == 0x80;
}

static bool is_ascii(const char *p)
{
    return (hash_load8(p) & 0x8080808080808080u) == 0;
}

/* Marks come nearly in order, so the way from the last one is short. */
static uint32_t offset_of(reader *r, yaml_mark_t mark)
{
    while (r->character + 8 <= mark.index && r->byte + 9 <= r->source.length &&
           is_ascii(r->source.data + r->byte + 1)) {
        r->character += 8;
        r->byte += 8;
    }
    while (r->character < mark.index && r->byte < r->source.length) {
        do
            r->byte++;
        while (continues(r, r->byte));
        r->character++;
    }
    while (r->character > mark.index && r->byte > r->begin) {
        do
            r->byte--;
        while (continues(r, r->byte));
        r->character--;
    }
    return (uint32_t)r->byte;
}

/* --- errors --- */

static const struct {
    const char *problem, *hint;
} hints[] = {
    {"mapping values are not allowed in this context",
     "check the indentation, and quote a value that holds ': '"},
    {"found character that cannot start any token",
     "a value that starts with '@', '`' or '%' is quoted; indent with spaces, never with tabs"},
    {"found a tab character that violates indentation", "indent with spaces, never with tabs"},
    {"found a tab character where an indentation space is expected",
     "indent with spaces, never with tabs"},
    {"did not find expected key", "check the indentation of this line and of those above it"},
    {"could not find expected ':'", "a key is followed by ': '; check the quotes above this line"},
    {"found undefined tag handle", "declare the tag with %TAG, or remove it"},
    {"control characters are not allowed", "remove it, or write it escaped in double quotes"},
};

static bool fail_parser(reader *r)
{
    const yaml_parser_t *p = &r->parser;
    const char *problem = p->problem ? p->problem : "out of memory";
    bool in_reader = p->error == YAML_READER_ERROR;
    size_t byte = r->begin + p->problem_offset;
    uint32_t at = in_reader ? (uint32_t)byte : offset_of(r, p->problem_mark);
    diag *d;
    if (in_reader && p->problem_value >= 0)
        d = tree_error(r->tree, at, "yaml.syntax", "%s (0x%02x)", problem,
                       (unsigned)p->problem_value);
    else if (p->context && p->context_mark.line != p->problem_mark.line)
        d = tree_error(r->tree, at, "yaml.syntax", "%s, %s that starts at %zu:%zu", problem,
                       p->context, p->context_mark.line + 1, p->context_mark.column + 1);
    else
        d = tree_error(r->tree, at, "yaml.syntax", "%s%s%s", problem, p->context ? ", " : "",
                       p->context ? p->context : "");
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (strcmp(problem, hints[i].problem) == 0)
            diags_hint(r->tree->diags, d, "%s", hints[i].hint);
    return false;
}

static bool fail(reader *r, yaml_mark_t mark, const char *code, const char *message,
                 const char *hint)
{
    diag *d = tree_error(r->tree, offset_of(r, mark), code, "%s", message);
    if (hint)
        diags_hint(r->tree->diags, d, "%s", hint);
    return false;
}

/* --- scalars --- */

static str event_text(const yaml_event_t *e)
{
    return (str){(const char *)e->data.scalar.value, e->data.scalar.length};
}

/* A view of the source where the scalar stands there as it is, else a copy. */
static str keep_text(reader *r, str text, uint32_t start, uint32_t end, bool quoted, bool *copied)
{
    str written = {r->source.data + start + quoted, end - start - 2u * quoted};
    *copied = end - start < 2u * quoted || !str_equal(text, written);
    return *copied ? arena_str(r->tree->arena, text) : written;
}

typedef enum tag {
    TAG_NONE,
    TAG_STRING,
    TAG_PLAIN, /* !!int, !!float, !!bool, !!null: the text decides, whatever the quotes */
    TAG_MAPPING,
    TAG_SEQUENCE,
    TAG_UNKNOWN
} tag;

static tag tag_of(const yaml_char_t *text)
{
    static const struct {
        const char *name;
        tag tag;
    } known[] = {
        {"!", TAG_STRING},      {"str", TAG_STRING},   {"binary", TAG_STRING},
        {"timestamp", TAG_STRING}, {"int", TAG_PLAIN},    {"float", TAG_PLAIN},
        {"bool", TAG_PLAIN},    {"null", TAG_PLAIN},   {"map", TAG_MAPPING},
        {"seq", TAG_SEQUENCE},
    };
    static const str prefix = {"tag:yaml.org,2002:", 18};
    if (!text)
        return TAG_NONE;
    str name = str_from((const char *)text);
    if (str_starts_with(name, prefix))
        name = str_skip(name, prefix.length);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_equal(name, str_from(known[i].name)))
            return known[i].tag;
    return TAG_UNKNOWN;
}

static bool fail_tag(reader *r, const yaml_event_t *e, const yaml_char_t *name)
{
    buf shown = {0};
    utf8_append_printable(&shown, str_take(str_from((const char *)name), 80));
    diag *d = tree_error(r->tree, offset_of(r, e->start_mark), "yaml.tag",
                         "the tag '%s' has no meaning in a contract", buf_cstr(&shown));
    diags_hint(r->tree->diags, d, "remove it; !!str, !!int, !!float, !!bool, !!null, !!map and "
                                  "!!seq are known");
    buf_clear(&shown);
    return false;
}

static void make_string(reader *r, node *out, str text, bool quoted, bool copied)
{
    out->kind = NODE_STRING;
    out->as.text = text.data;
    out->count = (uint32_t)text.length;
    out->flags = (quoted ? NODE_QUOTED : 0) | (copied ? NODE_HAS_ESCAPES : 0);
    if (!r->tree->without_hashes)
        out->hash = tree_hash_text(text.data, text.length, r->tree->seed);
}

static void make_literal(reader *r, node *out, node_kind kind, bool value)
{
    out->kind = (uint8_t)kind;
    out->flags = value ? NODE_TRUE : 0;
    if (!r->tree->without_hashes)
        out->hash = tree_hash_literal(kind, value, r->tree->seed);
}

static bool is_small_integer(str text)
{
    size_t i = text.data[0] == '-';
    if (text.length - i > 18)
        return false;
    while (i < text.length && text.data[i] >= '0' && text.data[i] <= '9')
        i++;
    return i == text.length;
}

static void make_number(reader *r, node *out, str text)
{
    out->kind = NODE_NUMBER;
    out->as.text = text.data;
    out->count = (uint32_t)text.length;
    out->flags = is_small_integer(text) ? NODE_SMALL_INTEGER : 0;
    if (!r->tree->without_hashes)
        out->hash = node_hash(out, r->tree->seed);
}

/* By its text, as a plain scalar. */
static bool make_plain(reader *r, node *out, str text, bool copied)
{
    str json = STR_NULL;
    yaml_type type = yaml_type_of(text, &json, r->tree->arena);
    diag *d;
    switch (type) {
    case YAML_TYPE_STRING:
        make_string(r, out, text, false, copied);
        break;
    case YAML_TYPE_NULL:
        make_literal(r, out, NODE_NULL, false);
        break;
    case YAML_TYPE_TRUE:
    case YAML_TYPE_FALSE:
        make_literal(r, out, NODE_BOOLEAN, type == YAML_TYPE_TRUE);
        break;
    case YAML_TYPE_NUMBER:
        make_number(r, out, json);
        break;
    case YAML_TYPE_NOT_FINITE:
        d = tree_warning(r->tree, out->start, "yaml.not-finite",
                         "%.*s is no JSON number: it is read as a string", STR_ARG(text));
        diags_hint(r->tree->diags, d, "quote it, or leave it out");
        make_string(r, out, text, false, copied);
        break;
    case YAML_TYPE_TOO_LARGE:
        tree_error(r->tree, out->start, "limit.number", "a number of more than %d digits",
                   LIMIT_NUMBER_EXPONENT);
        return false;
    }
    return true;
}

static bool make_tagged(reader *r, const yaml_event_t *e, node *out, str text, bool copied)
{
    if (!make_plain(r, out, text, copied))
        return false;
    str wanted = str_from((const char *)e->data.scalar.tag);
    node_kind kind = str_ends_with(wanted, STR(":null"))   ? NODE_NULL
                     : str_ends_with(wanted, STR(":bool")) ? NODE_BOOLEAN
                                                           : NODE_NUMBER;
    if (out->kind == kind)
        return true;
    return fail(r, e->start_mark, "yaml.tag", "the value is not what its tag says", NULL);
}

static bool read_scalar(reader *r, const yaml_event_t *e, node *out)
{
    yaml_scalar_style_t style = e->data.scalar.style;
    bool quoted = style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    bool copied;
    str text = keep_text(r, event_text(e), out->start, out->end, quoted, &copied);
    switch (tag_of(e->data.scalar.tag)) {
    case TAG_NONE:
        if (style == YAML_PLAIN_SCALAR_STYLE)
            return make_plain(r, out, text, copied);
        make_string(r, out, text, quoted, copied);
        return true;
    case TAG_STRING:
        make_string(r, out, text, quoted, copied);
        return true;
    case TAG_PLAIN:
        return make_tagged(r, e, out, text, copied);
    case TAG_MAPPING:
    case TAG_SEQUENCE:
        return fail(r, e->start_mark, "yaml.tag", "the value is not what its tag says", NULL);
    case TAG_UNKNOWN:
        break;
    }
    return fail_tag(r, e, e->data.scalar.tag);
}

/* --- anchors --- */

static anchor *define_anchor(reader *r, const yaml_char_t *name)
{
    if (!name)
        return NULL;
    str key = str_from((const char *)name);
    anchor *defined = map_get(&r->anchors, key);
    if (defined && !defined->is_open) {
        *defined = (anchor){.is_open = true};
        return defined;
    }
    defined = arena_new_of(r->tree->arena, anchor);
    defined->is_open = true;
    map_put(&r->anchors, map_has(&r->anchors, key) ? key : arena_str(r->tree->arena, key), defined);
    return defined;
}

static void close_anchor(reader *r, anchor *a, const node *n, uint64_t reached_before)
{
    if (!a)
        return;
    a->node = *n;
    a->size = r->reached - reached_before;
    a->is_open = false;
}

static bool fail_reached(reader *r, yaml_mark_t mark)
{
    return fail(r, mark, "limit.aliases", "following the aliases reaches too many values",
                "write out what is meant, or split the file");
}

static bool read_alias(reader *r, const yaml_event_t *e, node *out)
{
    str name = str_from((const char *)e->data.alias.anchor);
    const anchor *a = map_get(&r->anchors, name);
    if (!a)
        return fail(r, e->start_mark, "yaml.alias", "the alias has no anchor before it", NULL);
    if (a->is_open)
        return fail(r, e->start_mark, "yaml.alias", "the alias stands within its own anchor",
                    "a schema refers to itself with \"$ref\"");
    r->reached += a->size;
    if (r->reached > LIMIT_ALIAS_NODES)
        return fail_reached(r, e->start_mark);
    uint32_t start = out->start, end = out->end;
    *out = a->node;
    out->start = start;
    out->end = end;
    out->flags |= NODE_FROM_ALIAS;
    return true;
}

/* --- structure --- */

static bool is_merge_key(const yaml_event_t *e)
{
    return e->type == YAML_SCALAR_EVENT && e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           str_equal(event_text(e), STR("<<")) && !e->data.scalar.tag;
}

/* Two things libyaml 0.2.5 would misread: it ends the name of `&an:chor` at the colon, and takes the
 * '?' of `[?x]` for the sign of a key. */
static bool check_misread(reader *r, const yaml_event_t *e, const yaml_char_t *anchor_name,
                          uint32_t start)
{
    const char *text = r->source.data;
    if (anchor_name) {
        uint32_t at = offset_of(r, e->start_mark);
        while (text[at] != '&' && at < start)
            at++;
        size_t behind = at + 1 + strlen((const char *)anchor_name);
        if (text[at] == '&' && behind < r->source.length && text[behind] == ':')
            return fail(r, e->start_mark, "yaml.anchor", "a ':' in the name of an anchor",
                        "name it with letters, digits, '-' and '_'");
    }
    if (r->depth && r->frames[r->depth].is_flow && start > 0 && text[start - 1] == '?')
        return fail(r, e->start_mark, "yaml.key", "a '?' stands right before a text",
                    "quote the text, or put a space behind the '?' of a key");
    return true;
}

/* A scalar, or an alias of one, becomes the key of the mapping in hand: its text, whatever its
 * type. */
static bool take_key(reader *r, frame *f, const yaml_event_t *e, const node *n)
{
    str key = node_text(n);
    if (e->type == YAML_SCALAR_EVENT) {
        bool copied, quoted = e->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
                              e->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
        key = keep_text(r, event_text(e), n->start, n->end, quoted, &copied);
        if (key.length == 0 && !quoted)
            return fail(r, e->start_mark, "yaml.key", "a key is missing here", NULL);
    } else if (!key.data) {
        return fail(r, e->start_mark, "yaml.key", "a key is a string or a number, not this", NULL);
    }
    f->key = (member){.key = key.data,
                      .key_length = (uint32_t)key.length,
                      .key_hash = tree_key_hash(key.data, key.length),
                      .key_start = n->start,
                      .key_end = n->end};
    f->has_key = true;
    if (is_merge_key(e)) {
        f->has_merge = true;
        f->key.key_hash = YAML_MERGE_MARK;
    }
    return true;
}

static void put_value(reader *r, const node *n)
{
    if (r->depth == 0) {
        r->root = *n;
        r->has_root = true;
        return;
    }
    frame *f = &r->frames[r->depth];
    f->last_end = n->end;
    if (!f->is_mapping) {
        *tree_open_item(r->tree) = *n;
        return;
    }
    f->key.value = *n;
    *tree_open_member(r->tree) = f->key;
    f->has_key = false;
}

static bool waits_for_key(const reader *r)
{
    const frame *f = &r->frames[r->depth];
    return r->depth && f->is_mapping && !f->has_key;
}

static bool count_value(reader *r, yaml_mark_t mark, bool is_key)
{
    r->tree->nodes += !is_key;
    if (r->tree->nodes > LIMIT_DOCUMENT_NODES)
        return fail(r, mark, "limit.nodes", "too many values in one document", NULL);
    if (++r->reached > LIMIT_ALIAS_NODES)
        return fail_reached(r, mark);
    return true;
}

/* A scalar or an alias. */
static bool take_leaf(reader *r, const yaml_event_t *e)
{
    uint64_t before = r->reached;
    bool is_key = waits_for_key(r);
    node n = {.document = r->tree->index};
    n.start = offset_of(r, e->start_mark);
    n.end = offset_of(r, e->end_mark);
    if (!count_value(r, e->start_mark, is_key))
        return false;
    if (e->type == YAML_ALIAS_EVENT) {
        if (!read_alias(r, e, &n))
            return false;
    } else {
        if (e->data.scalar.anchor || e->data.scalar.tag)
            n.start = yaml_skip_properties(r->source, n.start, n.end);
        if (!check_misread(r, e, e->data.scalar.anchor, n.start))
            return false;
        anchor *a = define_anchor(r, e->data.scalar.anchor);
        if (!read_scalar(r, e, &n))
            return false;
        close_anchor(r, a, &n, before);
    }
    if (is_key)
        return take_key(r, &r->frames[r->depth], e, &n);
    put_value(r, &n);
    return true;
}

static bool open_container(reader *r, const yaml_event_t *e)
{
    bool is_mapping = e->type == YAML_MAPPING_START_EVENT;
    const yaml_char_t *name = is_mapping ? e->data.mapping_start.tag : e->data.sequence_start.tag;
    tag t = tag_of(name);
    if (waits_for_key(r))
        return fail(r, e->start_mark, "yaml.key", "a key is a string, not a mapping or a sequence",
                    "quote a value that starts with '{' or '['");
    if (t == TAG_UNKNOWN)
        return fail_tag(r, e, name);
    if (t != TAG_NONE && t != (is_mapping ? TAG_MAPPING : TAG_SEQUENCE))
        return fail(r, e->start_mark, "yaml.tag", "the value is not what its tag says", NULL);
    if (r->depth == LIMIT_DOCUMENT_DEPTH) {
        tree_error(r->tree, offset_of(r, e->start_mark), "limit.depth",
                   "nested deeper than %d levels", LIMIT_DOCUMENT_DEPTH);
        return false;
    }
    uint64_t before = r->reached;
    if (!count_value(r, e->start_mark, false))
        return false;
    frame *f = &r->frames[++r->depth];
    *f = (frame){.is_mapping = is_mapping, .reached_before = before};
    f->base = is_mapping ? r->tree->member_count : r->tree->item_count;
    f->is_flow = is_mapping ? e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                            : e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    f->anchor = define_anchor(r, is_mapping ? e->data.mapping_start.anchor
                                            : e->data.sequence_start.anchor);
    f->node.start = offset_of(r, e->start_mark);
    f->last_end = f->node.start;
    return check_misread(r, e, is_mapping ? e->data.mapping_start.anchor
                                          : e->data.sequence_start.anchor, f->node.start);
}

static bool close_container(reader *r, const yaml_event_t *e)
{
    frame *f = &r->frames[r->depth];
    node n = f->node;
    if (f->has_merge && !yaml_merge(r->tree, f->base, &r->reached))
        return false;
    if (f->is_mapping)
        tree_close_object(r->tree, f->base, &n);
    else
        tree_close_array(r->tree, f->base, &n);
    /* a block collection's end event stands at the next token, far below */
    n.end = f->is_flow ? offset_of(r, e->end_mark) : f->last_end;
    close_anchor(r, f->anchor, &n, f->reached_before);
    r->depth--;
    put_value(r, &n);
    return true;
}

static bool take_event(reader *r, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (r->documents++ == 0)
            return true;
        return fail(r, e->start_mark, "yaml.documents", "a second document starts here",
                    "a contract is one document: put the others into files of their own");
    case YAML_SCALAR_EVENT:
    case YAML_ALIAS_EVENT:
        return take_leaf(r, e);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return open_container(r, e);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_container(r, e);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
    return true;
}

static bool read_events(reader *r)
{
    for (;;) {
        yaml_event_t e;
        if (!yaml_parser_parse(&r->parser, &e))
            return fail_parser(r);
        bool done = e.type == YAML_STREAM_END_EVENT;
        bool fine = take_event(r, &e);
        yaml_event_delete(&e);
        if (!fine || done)
            return fine;
    }
}

/* libyaml compares each directive with all before it. */
enum { DIRECTIVES_MAX = 100 };

static bool check_directives(reader *r)
{
    str rest = str_skip(r->source, r->begin), line;
    size_t directives = 0;
    while (str_split(&rest, '\n', &line)) {
        bool is_directive = line.length && line.data[0] == '%';
        directives += is_directive;
        if (directives > DIRECTIVES_MAX) {
            tree_error(r->tree, (uint32_t)(line.data - r->source.data), "limit.directives",
                       "more than %d directives", DIRECTIVES_MAX);
            return false;
        }
        if (!is_directive && str_trim(line).length && line.data[0] != '#')
            break;
    }
    return true;
}

static size_t search_pair(str text, char first, char second)
{
    for (size_t at = 0; at < text.length; at++) {
        size_t next = str_find(str_skip(text, at), first);
        if (next == SIZE_MAX)
            return SIZE_MAX;
        at += next;
        if (at + 1 < text.length && text.data[at + 1] == second)
            return at;
    }
    return SIZE_MAX;
}

/* U+0085 ends a line in YAML 1.1, which libyaml reads, and is a character like any other in 1.2. */
static bool check_line_ends(reader *r)
{
    size_t at = search_pair(r->source, '\xc2', '\x85');
    if (at == SIZE_MAX)
        return true;
    diag *d = tree_error(r->tree, (uint32_t)at, "yaml.syntax", "a raw U+0085 has two meanings");
    diags_hint(r->tree->diags, d, "write it as \\x85 in double quotes");
    return false;
}

static bool check_encoding(reader *r)
{
    size_t bad = utf8_check(r->source);
    if (bad == r->source.length)
        return check_line_ends(r);
    diag *d = tree_error(r->tree, (uint32_t)bad, "utf8.invalid", "byte 0x%02x is not valid UTF-8",
                         (unsigned char)r->source.data[bad]);
    diags_hint(r->tree->diags, d, "save the file as UTF-8");
    return false;
}

bool yaml_read(tree *t, str source, size_t offset, node *root)
{
    reader *r = memory_alloc(sizeof *r);
    *r = (reader){.tree = t, .source = source, .begin = offset, .byte = offset};
    arena *scratch = arena_new();
    map_init(&r->anchors, scratch, t->seed);
    bool read = check_encoding(r) && check_directives(r);
    if (read && yaml_parser_initialize(&r->parser)) {
        yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&r->parser, (const unsigned char *)source.data + offset,
                                     source.length - offset);
        read = read_events(r);
        yaml_parser_delete(&r->parser);
    }
    if (read && !r->has_root) {
        tree_error(t, (uint32_t)offset, "document.empty",
                   "the file holds only comments, expected a JSON or YAML document");
        read = false;
    }
    if (read) {
        *root = r->root;
        tree_finish(t, root);
    }
    arena_free(scratch);
    free(r);
    return read;
}
