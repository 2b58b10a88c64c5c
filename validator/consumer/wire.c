#include "consumer/wire.h"

#include "base/uri.h"
#include "base/vec.h"
#include "consumer/kinds.h"
#include "doc/json_writer.h"

enum { KINDS_DEPTH = 20 };

/* The schema of a member or of items, wherever in place it stands first. */
static site find_below(registry *r, site s, str keyword, str name, unsigned depth)
{
    static const char *const in_place[] = {"allOf", "anyOf", "oneOf"};
    if (!s.node || depth >= KINDS_DEPTH)
        return (site){0};
    s = kinds_follow(r, s);
    const node *value = node_get(s.node, keyword);
    if (name.data)
        value = node_get(value, name);
    if (value)
        return registry_child(r, s, value);
    for (size_t i = 0; i < sizeof in_place / sizeof *in_place; i++) {
        const node *branches = node_get(s.node, str_from(in_place[i]));
        for (size_t j = 0; node_is(branches, NODE_ARRAY) && j < branches->count; j++) {
            site found = find_below(r, registry_child(r, s, &branches->as.items[j]), keyword, name,
                                    depth + 1);
            if (found.node)
                return found;
        }
    }
    return (site){0};
}

static site items_of(registry *r, site s)
{
    return find_below(r, s, STR("items"), STR_NULL, 0);
}

static site property_of(registry *r, site s, str name)
{
    return find_below(r, s, STR("properties"), name, 0);
}

/* --- one scalar --- */

static void write_scalar(buf *out, unsigned kinds, str text)
{
    arena *a = arena_new();
    number parsed;
    if ((kinds & KIND_NUMBER) && number_parse(&parsed, text, a))
        buf_append(out, text);
    else if ((kinds & KIND(NODE_BOOLEAN)) &&
             (str_equal(text, STR("true")) || str_equal(text, STR("false"))))
        buf_append(out, text);
    else if ((kinds & KIND(NODE_NULL)) && !(kinds & KIND(NODE_STRING)) &&
             (text.length == 0 || str_equal(text, STR("null"))))
        buf_append(out, STR("null"));
    else
        json_write_string(out, text);
    arena_free(a);
}

static const node *parsed(buf *text, arena *a)
{
    diags unheard;
    diags_init(&unheard);
    const node *n = node_parse_json(arena_str(a, buf_str(text)), a, &unheard);
    diags_clear(&unheard);
    buf_clear(text);
    return n;
}

/* --- arrays and objects in one text --- */

static char separator_of(parameter_style style, bool explode)
{
    switch (style) {
    case STYLE_SPACE_DELIMITED:
        return ' ';
    case STYLE_PIPE_DELIMITED:
        return '|';
    case STYLE_TSV:
        return '\t';
    case STYLE_LABEL:
        return explode ? '.' : ',';
    case STYLE_MATRIX:
        return explode ? ';' : ',';
    case STYLE_SIMPLE:
    case STYLE_FORM:
    case STYLE_DEEP_OBJECT:
    case STYLE_COOKIE:
        break;
    }
    return ',';
}

static str without_prefix(parameter_style style, str text)
{
    if (style == STYLE_LABEL && str_starts_with(text, STR(".")))
        return str_skip(text, 1);
    if (style == STYLE_MATRIX && str_starts_with(text, STR(";"))) {
        size_t equals = str_find(text, '=');
        return equals == SIZE_MAX ? str_skip(text, 1) : str_skip(text, equals + 1);
    }
    return text;
}

static void write_array(registry *r, buf *out, site s, char separator, str text)
{
    unsigned kinds = kinds_of_schema(r, items_of(r, s));
    str part;
    bool first = true;
    buf_append_char(out, '[');
    while (text.length && str_split(&text, separator, &part)) {
        if (!first)
            buf_append_char(out, ',');
        first = false;
        write_scalar(out, kinds, part);
    }
    buf_append_char(out, ']');
}

static void write_member(registry *r, buf *out, site s, str name, str value, bool *first)
{
    if (!*first)
        buf_append_char(out, ',');
    *first = false;
    json_write_string(out, name);
    buf_append_char(out, ':');
    write_scalar(out, kinds_of_schema(r, property_of(r, s, name)), value);
}

/* "a,1,b,2" or, exploded, "a=1,b=2". */
static void write_object(registry *r, buf *out, site s, char separator, bool explode, str text)
{
    str part, value;
    bool first = true;
    buf_append_char(out, '{');
    while (text.length && str_split(&text, separator, &part)) {
        if (explode) {
            size_t equals = str_find(part, '=');
            value = equals == SIZE_MAX ? STR("") : str_skip(part, equals + 1);
            part = str_take(part, equals);
        } else if (!str_split(&text, separator, &value)) {
            value = STR("");
        }
        write_member(r, out, s, part, value, &first);
    }
    buf_append_char(out, '}');
}

static void write_text(registry *r, buf *out, site s, parameter_style style, bool explode, str text)
{
    unsigned kinds = kinds_of_schema(r, s);
    char separator = separator_of(style, explode);
    text = without_prefix(style, text);
    if (kinds == KIND(NODE_ARRAY) || kinds == (KIND(NODE_ARRAY) | KIND(NODE_NULL)))
        write_array(r, out, s, separator, text);
    else if (kinds == KIND(NODE_OBJECT) || kinds == (KIND(NODE_OBJECT) | KIND(NODE_NULL)))
        write_object(r, out, s, separator, explode, text);
    else
        write_scalar(out, kinds, text);
}

const node *wire_text(registry *r, site s, parameter_style style, bool explode, str text, arena *a)
{
    buf out = {0};
    write_text(r, &out, s, style, explode, text);
    return parsed(&out, a);
}

/* --- parameters spread over several fields --- */

/* name[a][b]=v below `prefix`, as a tree of objects; a level of brackets a call. */
static bool write_deep(registry *r, buf *out, site s, const fields *given, str prefix,
                       unsigned depth)
{
    bool first = true;
    buf_append_char(out, '{');
    for (size_t i = 0; i < given->count && depth < KINDS_DEPTH; i++) {
        str name = given->items[i].name;
        if (!str_starts_with(name, prefix) || name.length <= prefix.length ||
            name.data[prefix.length] != '[')
            continue;
        str rest = str_skip(name, prefix.length + 1);
        size_t close = str_find(rest, ']');
        if (close == SIZE_MAX)
            continue;
        str key = str_take(rest, close), whole = str_take(name, prefix.length + close + 2);
        bool seen = false;
        for (size_t j = 0; j < i; j++)
            seen |= str_starts_with(given->items[j].name, whole);
        if (seen)
            continue;
        /* What stands behind the last bracket is dropped, as servers' parsers do. */
        if (whole.length == name.length || name.data[whole.length] != '[') {
            write_member(r, out, s, key, given->items[i].value, &first);
            continue;
        }
        if (!first)
            buf_append_char(out, ',');
        first = false;
        json_write_string(out, key);
        buf_append_char(out, ':');
        write_deep(r, out, property_of(r, s, key), given, whole, depth + 1);
    }
    buf_append_char(out, '}');
    return !first;
}

/* An exploded form object: each of its properties is a field of its own. */
static bool write_spread(registry *r, buf *out, site s, const fields *given)
{
    site top = kinds_follow(r, s);
    const node *properties = node_get(top.node, STR("properties"));
    bool first = true;
    buf_append_char(out, '{');
    for (size_t i = 0; node_is(properties, NODE_OBJECT) && i < properties->count; i++) {
        str name = member_key(&properties->as.members[i]);
        const field *f = fields_find(given, name, false);
        if (f)
            write_member(r, out, s, name, f->value, &first);
    }
    buf_append_char(out, '}');
    return !first;
}

static bool write_repeated(registry *r, buf *out, site s, str name, const fields *given)
{
    unsigned kinds = kinds_of_schema(r, items_of(r, s));
    bool first = true;
    buf_append_char(out, '[');
    for (size_t i = 0; i < given->count; i++) {
        str given_name = given->items[i].name;
        bool bracketed = given_name.length == name.length + 2 &&
                         str_starts_with(given_name, name) && str_ends_with(given_name, STR("[]"));
        if (!bracketed && !str_equal(given_name, name))
            continue;
        if (!first)
            buf_append_char(out, ',');
        first = false;
        write_scalar(out, kinds, given->items[i].value);
    }
    buf_append_char(out, ']');
    return !first;
}

/* The same name given several times for one text: the values are its items, or it is one text. */
static str joined(const fields *given, str name, parameter_style style, arena *a)
{
    str all = STR_NULL;
    char between[] = {separator_of(style, false), '\0'};
    for (size_t i = 0; i < given->count; i++)
        if (str_equal(given->items[i].name, name))
            all = all.data ? arena_printf(a, "%.*s%s%.*s", STR_ARG(all), between,
                                          STR_ARG(given->items[i].value))
                           : given->items[i].value;
    return all;
}

static size_t count_named(const fields *given, str name)
{
    size_t count = 0;
    for (size_t i = 0; i < given->count; i++)
        count += str_equal(given->items[i].name, name);
    return count;
}

const node *wire_parameter(registry *r, const api_parameter *p, const fields *given, arena *a)
{
    unsigned kinds = kinds_of_schema(r, p->schema);
    buf out = {0};
    bool there;
    if (p->style == STYLE_DEEP_OBJECT)
        there = write_deep(r, &out, p->schema, given, p->name, 0);
    else if (p->style == STYLE_FORM && p->explode && kinds == KIND(NODE_OBJECT))
        there = write_spread(r, &out, p->schema, given);
    else if (p->style == STYLE_FORM && p->explode &&
             (kinds == KIND(NODE_ARRAY) || count_named(given, p->name) > 1))
        there = write_repeated(r, &out, p->schema, p->name, given);
    else {
        str text = joined(given, p->name, p->style, a);
        there = text.data != NULL;
        if (there)
            write_text(r, &out, p->schema, p->style, p->explode, text);
    }
    if (there)
        return parsed(&out, a);
    buf_clear(&out);
    return NULL;
}

/* --- forms --- */

static const node *form_object(registry *r, site s, const fields *given, arena *a)
{
    buf out = {0};
    bool first = true;
    buf_append_char(&out, '{');
    for (size_t i = 0; i < given->count; i++) {
        str name = given->items[i].name;
        bool seen = false;
        for (size_t j = 0; j < i; j++)
            seen |= str_equal(given->items[j].name, name);
        if (seen)
            continue;
        site below = property_of(r, s, name);
        bool list = count_named(given, name) > 1 || kinds_of_schema(r, below) == KIND(NODE_ARRAY);
        if (!list) {
            write_member(r, &out, s, name, given->items[i].value, &first);
            continue;
        }
        if (!first)
            buf_append_char(&out, ',');
        first = false;
        json_write_string(&out, name);
        buf_append_char(&out, ':');
        write_repeated(r, &out, below, name, given);
    }
    buf_append_char(&out, '}');
    return parsed(&out, a);
}

const node *wire_form(registry *r, site s, str text, arena *a)
{
    fields given = fields_from_query(text, NULL, a);
    return form_object(r, s, &given, a);
}

static str name_in_headers(str headers)
{
    size_t at = str_search(headers, STR("name=\""));
    if (at == SIZE_MAX)
        return STR_NULL;
    str rest = str_skip(headers, at + 6);
    return str_take(rest, str_find(rest, '"'));
}

const node *wire_multipart(registry *r, site s, str text, str boundary, arena *a)
{
    VEC(field) found = {0};
    str mark = arena_printf(a, "--%.*s", STR_ARG(boundary));
    for (size_t at = str_search(text, mark); at != SIZE_MAX; at = str_search(text, mark)) {
        text = str_skip(text, at + mark.length);
        size_t end = str_search(text, mark);
        str part = end == SIZE_MAX ? STR("") : str_take(text, end);
        size_t blank = str_search(part, STR("\r\n\r\n"));
        size_t skip = 4;
        if (blank == SIZE_MAX) {
            blank = str_search(part, STR("\n\n"));
            skip = 2;
        }
        str name = blank == SIZE_MAX ? STR_NULL : name_in_headers(str_take(part, blank));
        if (!name.data)
            continue;
        str value = str_skip(part, blank + skip);
        while (str_ends_with(value, STR("\n")) || str_ends_with(value, STR("\r")))
            value.length--;
        vec_push(a, &found, (field){name, value, NULL});
    }
    fields given = {found.items, found.count};
    return form_object(r, s, &given, a);
}
