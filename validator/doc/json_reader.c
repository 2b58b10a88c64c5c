/*
 * The JSON reader: RFC 8259 to the letter, in one pass. Recursion is one call a level and stops at
 * LIMIT_DOCUMENT_DEPTH.
 *
 * Stricter than the grammar in one point: an escaped surrogate without its other half ("\ud800")
 * is refused, because it stands for no character and two such strings would read the same.
 */
#include "doc/json_scan.h"

#include "base/limits.h"

/* --- strings --- */

/* At the opening quote. Strings without escapes are views of the source. */
static inline bool read_string(json_reader *r, str *text, bool *escaped)
{
    const char *open = r->p, *start = ++r->p;
    *escaped = false;
    for (;;) {
        r->p = json_skip_plain(r->p);
        if ((unsigned char)*r->p < 0x80)
            break;
        if (!json_skip_wide(r))
            return false;
    }
    if (*r->p == '"') {
        *text = (str){start, (size_t)(r->p - start)};
        r->p++;
        return true;
    }
    *escaped = true;
    if (*r->p == '\\' && !json_read_escaped(r, start, text))
        return false;
    if (*r->p == '"') {
        r->p++;
        return true;
    }
    return json_fail_string(r, open);
}

/* --- numbers --- */

static inline const char *skip_digits(const char *p)
{
    while (*p >= '0' && *p <= '9')
        p++;
    return p;
}

static bool read_exact_number(json_reader *r, const char *start, node *out)
{
    if (*r->p == '.') {
        const char *digits = r->p + 1;
        r->p = skip_digits(digits);
        if (r->p == digits)
            return json_fail(r, r->p, "a digit after '.'");
    }
    if (*r->p == 'e' || *r->p == 'E') {
        r->p += r->p[1] == '+' || r->p[1] == '-' ? 2 : 1;
        const char *digits = r->p;
        r->p = skip_digits(digits);
        if (r->p == digits)
            return json_fail(r, r->p, "a digit of the exponent");
    }
    out->count = (uint32_t)(r->p - start);
    if (!r->tree->without_hashes) {
        number value;
        number_parse(&value, (str){start, out->count}, r->tree->arena);
        out->hash = tree_hash_number(&value, r->tree->seed);
    }
    return true;
}

static bool read_number(json_reader *r, node *out)
{
    const char *start = r->p;
    bool negative = *start == '-';
    const char *digits = start + negative;
    out->kind = NODE_NUMBER;
    out->as.text = start;
    r->p = skip_digits(digits);
    size_t length = (size_t)(r->p - digits);
    if (length == 0)
        return negative && *digits != 'I' ? json_fail(r, r->p, "a digit after '-'")
                                          : (r->p = start, json_fail_value(r));
    if (*digits == '0' && length > 1)
        return json_fail_with(r, start, "a number does not start with 0",
                              "write a string if it is a code");
    if (length > 18 || *r->p == '.' || *r->p == 'e' || *r->p == 'E')
        return read_exact_number(r, start, out);
    out->count = (uint32_t)(r->p - start);
    out->flags = NODE_SMALL_INTEGER;
    if (!r->tree->without_hashes) {
        int64_t value = 0;
        for (; digits < r->p; digits++)
            value = value * 10 + (*digits - '0');
        out->hash = tree_hash_integer(negative ? -value : value, r->tree->seed);
    }
    return true;
}

/* --- values --- */

static bool read_value(json_reader *r, node *out);

static bool enter(json_reader *r, const char *open)
{
    if (r->depth++ < LIMIT_DOCUMENT_DEPTH)
        return true;
    tree_error(r->tree, json_offset(r, open), "limit.depth", "nested deeper than %d levels",
               LIMIT_DOCUMENT_DEPTH);
    return false;
}

/*
 * A child is written where it stays on the scratch stack. Only containers take the way over a
 * local node, because while they are read the stack may move.
 */
static inline bool is_open(char c)
{
    return c == '{' || c == '[';
}

static inline bool read_item(json_reader *r)
{
    size_t at = r->tree->item_count;
    node *item = tree_open_item(r->tree), container;
    if (!is_open(*r->p))
        return read_value(r, item);
    if (!read_value(r, &container))
        return false;
    r->tree->items[at] = container;
    return true;
}

static bool read_array(json_reader *r, node *out)
{
    size_t base = r->tree->item_count;
    const char *open = r->p++;
    if (!enter(r, open))
        return false;
    json_skip_space(r);
    if (*r->p != ']') {
        for (;;) {
            json_skip_space(r);
            if (*r->p == ']')
                return json_fail_with(r, r->p, "a ',' stands before ']'", "remove the ','");
            if (!read_item(r))
                return false;
            json_skip_space(r);
            if (*r->p != ',')
                break;
            r->p++;
        }
        if (*r->p != ']')
            return json_fail_separator(r, open);
    }
    r->p++;
    r->depth--;
    tree_close_array(r->tree, base, out);
    return true;
}

static inline bool read_member_value(json_reader *r, size_t at)
{
    node container;
    if (!is_open(*r->p))
        return read_value(r, &r->tree->members[at].value);
    if (!read_value(r, &container))
        return false;
    r->tree->members[at].value = container;
    return true;
}

static inline bool read_member(json_reader *r)
{
    str key;
    bool escaped;
    json_skip_space(r);
    uint32_t start = json_offset(r, r->p);
    if (*r->p == '}')
        return json_fail_with(r, r->p, "a ',' stands before '}'", "remove the ','");
    if (*r->p != '"')
        return json_fail(r, r->p, "a key in double quotes");
    if (!read_string(r, &key, &escaped))
        return false;
    size_t at = r->tree->member_count;
    member *m = tree_open_member(r->tree);
    m->key_start = start;
    m->key_end = json_offset(r, r->p);
    m->key = key.data;
    m->key_length = (uint32_t)key.length;
    m->key_hash = tree_key_hash(key.data, key.length);
    json_skip_space(r);
    if (*r->p != ':')
        return json_fail(r, r->p, "':'");
    r->p++;
    json_skip_space(r);
    return read_member_value(r, at);
}

static bool read_object(json_reader *r, node *out)
{
    size_t base = r->tree->member_count;
    const char *open = r->p++;
    if (!enter(r, open))
        return false;
    json_skip_space(r);
    if (*r->p != '}') {
        for (;;) {
            if (!read_member(r))
                return false;
            json_skip_space(r);
            if (*r->p != ',')
                break;
            r->p++;
        }
        if (*r->p != '}')
            return json_fail_separator(r, open);
    }
    r->p++;
    r->depth--;
    tree_close_object(r->tree, base, out);
    return true;
}

static bool read_literal(json_reader *r, str word, node_kind kind, node *out)
{
    if (!str_starts_with((str){r->p, (size_t)(r->end - r->p)}, word))
        return json_fail_value(r);
    r->p += word.length;
    out->kind = (uint8_t)kind;
    bool value = kind == NODE_BOOLEAN && word.data[0] == 't';
    out->flags = value ? NODE_TRUE : 0;
    if (!r->tree->without_hashes)
        out->hash = tree_hash_literal(kind, value, r->tree->seed);
    return true;
}

static bool read_text(json_reader *r, node *out)
{
    str text;
    bool escaped;
    if (!read_string(r, &text, &escaped))
        return false;
    out->kind = NODE_STRING;
    out->as.text = text.data;
    out->count = (uint32_t)text.length;
    out->flags = NODE_QUOTED | (escaped ? NODE_HAS_ESCAPES : 0);
    if (!r->tree->without_hashes)
        out->hash = tree_hash_text(text.data, text.length, r->tree->seed);
    return true;
}

static bool read_kind(json_reader *r, node *out)
{
    switch (*r->p) {
    case '"':
        return read_text(r, out);
    case '{':
        return read_object(r, out);
    case '[':
        return read_array(r, out);
    case 't':
        return read_literal(r, STR("true"), NODE_BOOLEAN, out);
    case 'f':
        return read_literal(r, STR("false"), NODE_BOOLEAN, out);
    case 'n':
        return read_literal(r, STR("null"), NODE_NULL, out);
    default:
        return (*r->p >= '0' && *r->p <= '9') || *r->p == '-' ? read_number(r, out)
                                                              : json_fail_value(r);
    }
}

static bool read_value(json_reader *r, node *out)
{
    uint32_t start = json_offset(r, r->p);
    *out = (node){.document = r->tree->index};
    if (r->tree->nodes++ == LIMIT_DOCUMENT_NODES) {
        tree_error(r->tree, start, "limit.nodes", "more than %u values in one document",
                   LIMIT_DOCUMENT_NODES);
        return false;
    }
    if (!read_kind(r, out))
        return false;
    out->start = start;
    out->end = json_offset(r, r->p);
    return true;
}

bool json_read(tree *t, str source, size_t offset, node *root)
{
    json_reader r = {.tree = t, .begin = source.data, .end = source.data + source.length};
    r.p = source.data + offset;
    json_skip_space(&r);
    if (!read_value(&r, root))
        return false;
    json_skip_space(&r);
    if (r.p != r.end)
        return json_fail(&r, r.p, "the end of the document");
    tree_finish(t, root);
    return true;
}
