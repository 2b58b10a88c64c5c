#include "doc/yaml_reader.h"

#include "base/utf8.h"
#include "doc/yaml_scalar.h"

/* --- scalars --- */

str yaml_event_text(const yaml_event_t *e)
{
    return (str){(const char *)e->data.scalar.value, e->data.scalar.length};
}

/* A view of the source where the scalar stands there as it is, else a copy. */
str yaml_keep_text(yaml_reader *r, str text, uint32_t start, uint32_t end, bool quoted,
                   bool *copied)
{
    str written = {r->source.data + start + quoted, end - start - 2u * quoted};
    *copied = end - start < 2u * quoted || !str_equal(text, written);
    return *copied ? arena_str(r->tree->arena, text) : written;
}

yaml_tag yaml_tag_of(const yaml_char_t *text)
{
    static const struct {
        const char *name;
        yaml_tag tag;
    } known[] = {
        {"!", TAG_STRING},         {"str", TAG_STRING}, {"binary", TAG_STRING},
        {"timestamp", TAG_STRING}, {"int", TAG_PLAIN},  {"float", TAG_PLAIN},
        {"bool", TAG_PLAIN},       {"null", TAG_PLAIN}, {"map", TAG_MAPPING},
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

bool yaml_fail_tag(yaml_reader *r, const yaml_event_t *e, const yaml_char_t *name)
{
    buf shown = {0};
    utf8_append_printable(&shown, str_take(str_from((const char *)name), 80));
    diag *d = tree_error(r->tree, yaml_offset(r, e->start_mark), "yaml.tag",
                         "the tag '%s' has no meaning in a contract", buf_cstr(&shown));
    diags_hint(r->tree->diags, d,
               "remove it; !!str, !!int, !!float, !!bool, !!null, !!map and "
               "!!seq are known");
    buf_clear(&shown);
    return false;
}

static void make_string(yaml_reader *r, node *out, str text, bool quoted, bool copied)
{
    out->kind = NODE_STRING;
    out->as.text = text.data;
    out->count = (uint32_t)text.length;
    out->flags = (quoted ? NODE_QUOTED : 0) | (copied ? NODE_HAS_ESCAPES : 0);
    if (!r->tree->without_hashes)
        out->hash = tree_hash_text(text.data, text.length, r->tree->seed);
}

static void make_literal(yaml_reader *r, node *out, node_kind kind, bool value)
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

static void make_number(yaml_reader *r, node *out, str text)
{
    out->kind = NODE_NUMBER;
    out->as.text = text.data;
    out->count = (uint32_t)text.length;
    out->flags = is_small_integer(text) ? NODE_SMALL_INTEGER : 0;
    if (!r->tree->without_hashes)
        out->hash = node_hash(out, r->tree->seed);
}

/* By its text, as a plain scalar. */
static bool make_plain(yaml_reader *r, node *out, str text, bool copied)
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

static bool make_tagged(yaml_reader *r, const yaml_event_t *e, node *out, str text, bool copied)
{
    if (!make_plain(r, out, text, copied))
        return false;
    str wanted = str_from((const char *)e->data.scalar.tag);
    node_kind kind = str_ends_with(wanted, STR(":null"))   ? NODE_NULL
                     : str_ends_with(wanted, STR(":bool")) ? NODE_BOOLEAN
                                                           : NODE_NUMBER;
    if (out->kind == kind)
        return true;
    return yaml_fail(r, e->start_mark, "yaml.tag", "the value is not what its tag says", NULL);
}

bool yaml_read_scalar(yaml_reader *r, const yaml_event_t *e, node *out)
{
    yaml_scalar_style_t style = e->data.scalar.style;
    bool quoted =
        style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    bool copied;
    str text = yaml_keep_text(r, yaml_event_text(e), out->start, out->end, quoted, &copied);
    switch (yaml_tag_of(e->data.scalar.tag)) {
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
        return yaml_fail(r, e->start_mark, "yaml.tag", "the value is not what its tag says", NULL);
    case TAG_UNKNOWN:
        break;
    }
    return yaml_fail_tag(r, e, e->data.scalar.tag);
}

/* --- anchors --- */

yaml_anchor *yaml_define_anchor(yaml_reader *r, const yaml_char_t *name)
{
    if (!name)
        return NULL;
    str key = str_from((const char *)name);
    yaml_anchor *defined = map_get(&r->anchors, key);
    if (defined && !defined->is_open) {
        *defined = (yaml_anchor){.is_open = true};
        return defined;
    }
    defined = arena_new_of(r->tree->arena, yaml_anchor);
    defined->is_open = true;
    map_put(&r->anchors, map_has(&r->anchors, key) ? key : arena_str(r->tree->arena, key), defined);
    return defined;
}

void yaml_close_anchor(yaml_reader *r, yaml_anchor *a, const node *n, uint64_t reached_before)
{
    if (!a)
        return;
    a->node = *n;
    a->size = r->reached - reached_before;
    a->is_open = false;
}

bool yaml_fail_reached(yaml_reader *r, yaml_mark_t mark)
{
    return yaml_fail(r, mark, "limit.aliases", "following the aliases reaches too many values",
                     "write out what is meant, or split the file");
}

bool yaml_read_alias(yaml_reader *r, const yaml_event_t *e, node *out)
{
    str name = str_from((const char *)e->data.alias.anchor);
    const yaml_anchor *a = map_get(&r->anchors, name);
    if (!a)
        return yaml_fail(r, e->start_mark, "yaml.alias", "the alias has no anchor before it", NULL);
    if (a->is_open)
        return yaml_fail(r, e->start_mark, "yaml.alias", "the alias stands within its own anchor",
                         "a schema refers to itself with \"$ref\"");
    r->reached += a->size;
    if (r->reached > LIMIT_ALIAS_NODES)
        return yaml_fail_reached(r, e->start_mark);
    uint32_t start = out->start, end = out->end;
    *out = a->node;
    out->start = start;
    out->end = end;
    out->flags |= NODE_FROM_ALIAS;
    return true;
}
