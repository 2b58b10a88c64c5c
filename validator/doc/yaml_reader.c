/*
 * The YAML reader: libyaml's events made into nodes.
 *
 * Nesting is a stack of our own, so events come to one loop and no recursion follows the input.
 * An alias is a shallow copy of the anchored node: its children are shared, never expanded, and
 * the number of nodes one would reach by following all aliases is counted against a limit.
 */
#include "doc/yaml_reader.h"

#include <stdlib.h>

#include "doc/yaml_merge.h"

static bool is_merge_key(const yaml_event_t *e)
{
    return e->type == YAML_SCALAR_EVENT && e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           str_equal(yaml_event_text(e), STR("<<")) && !e->data.scalar.tag;
}

/* A scalar, or an alias of one, becomes the key of the mapping in hand: its text, whatever its
 * type. */
static bool take_key(yaml_reader *r, yaml_frame *f, const yaml_event_t *e, const node *n)
{
    str key = node_text(n);
    if (e->type == YAML_SCALAR_EVENT) {
        bool copied, quoted = e->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
                              e->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
        key = yaml_keep_text(r, yaml_event_text(e), n->start, n->end, quoted, &copied);
        if (key.length == 0 && !quoted)
            return yaml_fail(r, e->start_mark, "yaml.key", "a key is missing here", NULL);
    } else if (!key.data) {
        return yaml_fail(r, e->start_mark, "yaml.key", "a key is a string or a number, not this",
                         NULL);
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

static void put_value(yaml_reader *r, const node *n)
{
    if (r->depth == 0) {
        r->root = *n;
        r->has_root = true;
        return;
    }
    yaml_frame *f = &r->frames[r->depth];
    f->last_end = n->end;
    if (!f->is_mapping) {
        *tree_open_item(r->tree) = *n;
        return;
    }
    f->key.value = *n;
    *tree_open_member(r->tree) = f->key;
    f->has_key = false;
}

static bool waits_for_key(const yaml_reader *r)
{
    const yaml_frame *f = &r->frames[r->depth];
    return r->depth && f->is_mapping && !f->has_key;
}

static bool count_value(yaml_reader *r, yaml_mark_t mark, bool is_key)
{
    r->tree->nodes += !is_key;
    if (r->tree->nodes > LIMIT_DOCUMENT_NODES)
        return yaml_fail(r, mark, "limit.nodes", "too many values in one document", NULL);
    if (++r->reached > LIMIT_ALIAS_NODES)
        return yaml_fail_reached(r, mark);
    return true;
}

/* A scalar or an alias. */
static bool take_leaf(yaml_reader *r, const yaml_event_t *e)
{
    uint64_t before = r->reached;
    bool is_key = waits_for_key(r);
    node n = {.document = r->tree->index};
    n.start = yaml_offset(r, e->start_mark);
    n.end = yaml_offset(r, e->end_mark);
    if (!count_value(r, e->start_mark, is_key))
        return false;
    if (e->type == YAML_ALIAS_EVENT) {
        if (!yaml_read_alias(r, e, &n))
            return false;
    } else {
        if (e->data.scalar.anchor || e->data.scalar.tag)
            n.start = yaml_skip_properties(r->source, n.start, n.end);
        if (!yaml_check_misread(r, e, e->data.scalar.anchor, n.start))
            return false;
        yaml_anchor *a = yaml_define_anchor(r, e->data.scalar.anchor);
        if (!yaml_read_scalar(r, e, &n))
            return false;
        yaml_close_anchor(r, a, &n, before);
    }
    if (is_key)
        return take_key(r, &r->frames[r->depth], e, &n);
    put_value(r, &n);
    return true;
}

static bool open_container(yaml_reader *r, const yaml_event_t *e)
{
    bool is_mapping = e->type == YAML_MAPPING_START_EVENT;
    const yaml_char_t *name = is_mapping ? e->data.mapping_start.tag : e->data.sequence_start.tag;
    yaml_tag t = yaml_tag_of(name);
    if (waits_for_key(r))
        return yaml_fail(r, e->start_mark, "yaml.key",
                         "a key is a string, not a mapping or a sequence",
                         "quote a value that starts with '{' or '['");
    if (t == TAG_UNKNOWN)
        return yaml_fail_tag(r, e, name);
    if (t != TAG_NONE && t != (is_mapping ? TAG_MAPPING : TAG_SEQUENCE))
        return yaml_fail(r, e->start_mark, "yaml.tag", "the value is not what its tag says", NULL);
    if (r->depth == LIMIT_DOCUMENT_DEPTH) {
        tree_error(r->tree, yaml_offset(r, e->start_mark), "limit.depth",
                   "nested deeper than %d levels", LIMIT_DOCUMENT_DEPTH);
        return false;
    }
    uint64_t before = r->reached;
    if (!count_value(r, e->start_mark, false))
        return false;
    yaml_frame *f = &r->frames[++r->depth];
    *f = (yaml_frame){.is_mapping = is_mapping, .reached_before = before};
    f->base = is_mapping ? r->tree->member_count : r->tree->item_count;
    f->is_flow = is_mapping ? e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                            : e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    f->anchor = yaml_define_anchor(r, is_mapping ? e->data.mapping_start.anchor
                                                 : e->data.sequence_start.anchor);
    f->node.start = yaml_offset(r, e->start_mark);
    f->last_end = f->node.start;
    return yaml_check_misread(
        r, e, is_mapping ? e->data.mapping_start.anchor : e->data.sequence_start.anchor,
        f->node.start);
}

static bool close_container(yaml_reader *r, const yaml_event_t *e)
{
    yaml_frame *f = &r->frames[r->depth];
    node n = f->node;
    if (f->has_merge && !yaml_merge(r->tree, f->base, &r->reached))
        return false;
    if (f->is_mapping)
        tree_close_object(r->tree, f->base, &n);
    else
        tree_close_array(r->tree, f->base, &n);
    /* a block collection's end event stands at the next token, far below */
    n.end = f->is_flow ? yaml_offset(r, e->end_mark) : f->last_end;
    yaml_close_anchor(r, f->anchor, &n, f->reached_before);
    r->depth--;
    put_value(r, &n);
    return true;
}

static bool take_event(yaml_reader *r, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (r->documents++ == 0)
            return true;
        return yaml_fail(r, e->start_mark, "yaml.documents", "a second document starts here",
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

static bool read_events(yaml_reader *r)
{
    for (;;) {
        yaml_event_t e;
        if (!yaml_parser_parse(&r->parser, &e))
            return yaml_fail_parser(r);
        bool done = e.type == YAML_STREAM_END_EVENT;
        bool fine = take_event(r, &e);
        yaml_event_delete(&e);
        if (!fine || done)
            return fine;
    }
}

bool yaml_read(tree *t, str source, size_t offset, node *root)
{
    yaml_reader *r = memory_alloc(sizeof *r);
    *r = (yaml_reader){.tree = t, .source = source, .begin = offset, .byte = offset};
    arena *scratch = arena_new();
    map_init(&r->anchors, scratch, t->seed);
    bool read = yaml_check_encoding(r) && yaml_check_directives(r);
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
