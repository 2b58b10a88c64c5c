/*
 * The JSON reader: RFC 8259 to the letter, in one pass.
 *
 * The text is followed by NULs (TREE_PADDING), so that no loop needs to ask for its end: a NUL is
 * no JSON, and where one is met the offset tells the end from a NUL in the text. Eight bytes are
 * looked at together where text is long: in strings and in indentation. Recursion is one call a
 * level and stops at LIMIT_DOCUMENT_DEPTH.
 *
 * Stricter than the grammar in one point: an escaped surrogate without its other half ("\ud800")
 * is refused, because it stands for no character and two such strings would read the same.
 */
#include "doc/tree.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

typedef struct reader {
    tree *tree;
    const char *begin, *end;
    const char *p;
    unsigned depth;
} reader;

static uint32_t offset_of(const reader *r, const char *p)
{
    return (uint32_t)(p - r->begin);
}

/* --- errors --- */

static const char *expected_close(bool object)
{
    return object ? "'}'" : "']'";
}

static bool fail(reader *r, const char *at, const char *what)
{
    if (at >= r->end) {
        tree_error(r->tree, offset_of(r, r->end), "json.syntax", "unexpected end of input, expected %s",
                   what);
        return false;
    }
    unsigned char c = (unsigned char)*at;
    if (c >= 0x80 && utf8_check((str){at, (size_t)(r->end - at)}) == 0)
        tree_error(r->tree, offset_of(r, at), "utf8.invalid", "byte 0x%02x is not valid UTF-8", c);
    else if (c < 0x20 || c >= 0x7f)
        tree_error(r->tree, offset_of(r, at), "json.syntax", "unexpected character 0x%02x, expected %s", c,
                   what);
    else
        tree_error(r->tree, offset_of(r, at), "json.syntax", "unexpected '%c', expected %s", c, what);
    return false;
}

static bool fail_with(reader *r, const char *at, const char *message, const char *hint)
{
    diag *d = tree_error(r->tree, offset_of(r, at), "json.syntax", "%s", message);
    if (hint)
        diags_hint(r->tree->diags, d, "%s", hint);
    return false;
}

/* What stands where a value should: the usual mistakes get the words for them. */
static bool fail_value(reader *r)
{
    static const struct {
        const char *text, *message, *hint;
    } known[] = {
        {"//", "comments are not JSON", "remove it, or name the file .yaml and write '#'"},
        {"/*", "comments are not JSON", "remove it, or name the file .yaml and write '#'"},
        {"#", "comments are not JSON", "remove it, or name the file .yaml"},
        {"'", "strings are written in double quotes", NULL},
        {"NaN", "NaN is not a JSON number", "write null or a string"},
        {"nan", "NaN is not a JSON number", "write null or a string"},
        {"Infinity", "Infinity is not a JSON number", "write null or a string"},
        {"-Infinity", "Infinity is not a JSON number", "write null or a string"},
        {"True", "'True' is not JSON", "write true"},
        {"False", "'False' is not JSON", "write false"},
        {"None", "'None' is not JSON", "write null"},
        {"undefined", "'undefined' is not JSON", "write null"},
        {"+", "a number does not start with '+'", NULL},
        {".", "a number does not start with '.'", "write a 0 before it"},
    };
    str rest = {r->p, (size_t)(r->end - r->p)};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_starts_with(rest, str_from(known[i].text)))
            return fail_with(r, r->p, known[i].message, known[i].hint);
    return fail(r, r->p, "a value");
}

/* --- white space --- */

static const uint64_t ONES = 0x0101010101010101u, HIGHS = 0x8080808080808080u;

/* How many bytes of a word, in the order of memory, come before the first that is not zero (its
 * high bit, for masks of high bits). */
static inline unsigned leading_bytes(uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (unsigned)__builtin_ctzll(word) >> 3;
#else
    return (unsigned)__builtin_clzll(word) >> 3;
#endif
}

static const char *skip_long_space(const char *p)
{
    for (;;) {
        uint64_t other = hash_load8(p) ^ ONES * ' ';
        if (other == 0) {
            p += 8;
            continue;
        }
        p += leading_bytes(other);
        if (*p != '\n' && *p != '\r' && *p != '\t')
            return p;
        p++;
    }
}

static inline void skip_space(reader *r)
{
    if ((unsigned char)*r->p <= ' ')
        r->p = skip_long_space(r->p);
}

/* --- strings --- */

/* The first of '"', '\\', a control character, a byte above 127. Only the low seven bits of each
 * byte are added to, so no carry reaches the next one. */
static inline const char *skip_plain(const char *p)
{
    const uint64_t low = ONES * 0x7f;
    for (;; p += 8) {
        uint64_t word = hash_load8(p), bits = word & low;
        uint64_t not_quote = (bits ^ ONES * '"') + low, not_escape = (bits ^ ONES * '\\') + low;
        uint64_t not_control = bits + ONES * (0x80 - ' ');
        uint64_t hit = (~(not_quote & not_escape & not_control) | word) & HIGHS;
        if (hit)
            return p + leading_bytes(hit);
    }
}

static bool skip_wide(reader *r)
{
    str text = {r->begin, (size_t)(r->end - r->begin)};
    size_t offset = offset_of(r, r->p);
    while (offset < text.length && (unsigned char)text.data[offset] >= 0x80) {
        if (utf8_next(text, &offset) == UINT32_MAX) {
            diag *d = tree_error(r->tree, (uint32_t)offset - 1, "utf8.invalid",
                                 "byte 0x%02x is not valid UTF-8",
                                 (unsigned char)text.data[offset - 1]);
            diags_hint(r->tree->diags, d, "save the file as UTF-8");
            return false;
        }
    }
    r->p = text.data + offset;
    return true;
}

static bool read_hex(reader *r, uint32_t *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, r->p++) {
        char c = *r->p;
        uint32_t digit;
        if (c >= '0' && c <= '9')
            digit = (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (uint32_t)(c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            digit = (uint32_t)(c - 'A' + 10);
        else
            return fail(r, r->p, "a hexadecimal digit");
        *code = *code << 4 | digit;
    }
    return true;
}

/* Behind "\u". */
static bool read_unicode(reader *r, uint32_t *code)
{
    const char *start = r->p - 2;
    uint32_t low;
    if (!read_hex(r, code))
        return false;
    if (*code < 0xd800 || *code > 0xdfff)
        return true;
    if (*code <= 0xdbff && r->p[0] == '\\' && r->p[1] == 'u') {
        r->p += 2;
        if (!read_hex(r, &low))
            return false;
        if (low >= 0xdc00 && low <= 0xdfff) {
            *code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
            return true;
        }
    }
    return fail_with(r, start, "a surrogate escape without its other half is no character",
                     "write both halves, \\ud83d\\ude00, or the character itself");
}

static bool read_escape(reader *r, char **out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    r->p++;
    if (*r->p == 'u') {
        r->p++;
        uint32_t code;
        if (!read_unicode(r, &code))
            return false;
        *out += utf8_encode(code, *out);
        return true;
    }
    const char *known = *r->p ? strchr(from, *r->p) : NULL;
    if (!known)
        return fail(r, r->p, "one of \"\\/bfnrtu after '\\'");
    *(*out)++ = to[known - from];
    r->p++;
    return true;
}

/* How far the string goes on: to the first quote that no backslash precedes. */
static size_t bound_of_string(const char *p, const char *end)
{
    const char *start = p;
    while (p < end && *p != '"') {
        if (*p == '\\')
            p += 2;
        else if ((unsigned char)*p < ' ')
            break;
        else
            p = (unsigned char)*p >= 0x80 ? p + 1 : skip_plain(p + 1);
    }
    return (size_t)(p - start);
}

/* From the first escape on; what precedes it is plain. Decoded text is never longer than its
 * source, whose bound is taken first. */
static bool read_escaped(reader *r, const char *start, str *text)
{
    size_t plain = (size_t)(r->p - start);
    char *copy = arena_alloc(r->tree->arena, plain + bound_of_string(r->p, r->end) + 4), *out = copy;
    memcpy(out, start, plain);
    out += plain;
    while (*r->p != '"') {
        const char *from = r->p;
        if (*r->p == '\\') {
            if (!read_escape(r, &out))
                return false;
            continue;
        }
        r->p = skip_plain(r->p);
        if ((unsigned char)*r->p >= 0x80 && !skip_wide(r))
            return false;
        if (r->p == from)
            break;
        memcpy(out, from, (size_t)(r->p - from));
        out += r->p - from;
    }
    *text = (str){copy, (size_t)(out - copy)};
    return true;
}

/* At the opening quote. Strings without escapes are views of the source. */
static inline bool read_string(reader *r, str *text, bool *escaped)
{
    const char *open = r->p, *start = ++r->p;
    *escaped = false;
    for (;;) {
        r->p = skip_plain(r->p);
        if ((unsigned char)*r->p < 0x80)
            break;
        if (!skip_wide(r))
            return false;
    }
    if (*r->p == '"') {
        *text = (str){start, (size_t)(r->p - start)};
        r->p++;
        return true;
    }
    *escaped = true;
    if (*r->p == '\\' && !read_escaped(r, start, text))
        return false;
    if (*r->p == '"') {
        r->p++;
        return true;
    }
    if (r->p >= r->end)
        return fail_with(r, open, "the string that starts here is not closed", NULL);
    return fail_with(r, r->p, "a control character in a string must be escaped",
                     *r->p == '\n' ? "is the closing '\"' missing? a line break is written \\n"
                                   : NULL);
}

/* --- numbers --- */

static inline const char *skip_digits(const char *p)
{
    while (*p >= '0' && *p <= '9')
        p++;
    return p;
}

static bool read_exact_number(reader *r, const char *start, node *out)
{
    if (*r->p == '.') {
        const char *digits = r->p + 1;
        r->p = skip_digits(digits);
        if (r->p == digits)
            return fail(r, r->p, "a digit after '.'");
    }
    if (*r->p == 'e' || *r->p == 'E') {
        r->p += r->p[1] == '+' || r->p[1] == '-' ? 2 : 1;
        const char *digits = r->p;
        r->p = skip_digits(digits);
        if (r->p == digits)
            return fail(r, r->p, "a digit of the exponent");
    }
    out->count = (uint32_t)(r->p - start);
    if (!r->tree->without_hashes) {
        number value;
        number_parse(&value, (str){start, out->count}, r->tree->arena);
        out->hash = tree_hash_number(&value, r->tree->seed);
    }
    return true;
}

static bool read_number(reader *r, node *out)
{
    const char *start = r->p;
    bool negative = *start == '-';
    const char *digits = start + negative;
    out->kind = NODE_NUMBER;
    out->as.text = start;
    r->p = skip_digits(digits);
    size_t length = (size_t)(r->p - digits);
    if (length == 0)
        return negative && *digits != 'I' ? fail(r, r->p, "a digit after '-'") : (r->p = start, fail_value(r));
    if (*digits == '0' && length > 1)
        return fail_with(r, start, "a number does not start with 0", "write a string if it is a code");
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

static bool read_value(reader *r, node *out);

static bool enter(reader *r, const char *open)
{
    if (r->depth++ < LIMIT_DOCUMENT_DEPTH)
        return true;
    tree_error(r->tree, offset_of(r, open), "limit.depth", "nested deeper than %d levels",
               LIMIT_DOCUMENT_DEPTH);
    return false;
}

static bool fail_separator(reader *r, const char *open, bool object)
{
    if (r->p < r->end)
        return fail(r, r->p, object ? "',' or '}'" : "',' or ']'");
    uint32_t line, column;
    lines_position(r->tree->lines, offset_of(r, open), &line, &column);
    tree_error(r->tree, offset_of(r, r->end), "json.syntax",
               "unexpected end of input, expected %s for the '%c' at %u:%u", expected_close(object),
               *open, (unsigned)line, (unsigned)column);
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

static inline bool read_item(reader *r)
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

static bool read_array(reader *r, node *out)
{
    size_t base = r->tree->item_count;
    const char *open = r->p++;
    if (!enter(r, open))
        return false;
    skip_space(r);
    if (*r->p != ']') {
        for (;;) {
            skip_space(r);
            if (*r->p == ']')
                return fail_with(r, r->p, "a ',' stands before ']'", "remove the ','");
            if (!read_item(r))
                return false;
            skip_space(r);
            if (*r->p != ',')
                break;
            r->p++;
        }
        if (*r->p != ']')
            return fail_separator(r, open, false);
    }
    r->p++;
    r->depth--;
    tree_close_array(r->tree, base, out);
    return true;
}

static inline bool read_member_value(reader *r, size_t at)
{
    node container;
    if (!is_open(*r->p))
        return read_value(r, &r->tree->members[at].value);
    if (!read_value(r, &container))
        return false;
    r->tree->members[at].value = container;
    return true;
}

static inline bool read_member(reader *r)
{
    str key;
    bool escaped;
    skip_space(r);
    uint32_t start = offset_of(r, r->p);
    if (*r->p == '}')
        return fail_with(r, r->p, "a ',' stands before '}'", "remove the ','");
    if (*r->p != '"')
        return fail(r, r->p, "a key in double quotes");
    if (!read_string(r, &key, &escaped))
        return false;
    size_t at = r->tree->member_count;
    member *m = tree_open_member(r->tree);
    m->key_start = start;
    m->key_end = offset_of(r, r->p);
    m->key = key.data;
    m->key_length = (uint32_t)key.length;
    m->key_hash = tree_key_hash(key.data, key.length);
    skip_space(r);
    if (*r->p != ':')
        return fail(r, r->p, "':'");
    r->p++;
    skip_space(r);
    return read_member_value(r, at);
}

static bool read_object(reader *r, node *out)
{
    size_t base = r->tree->member_count;
    const char *open = r->p++;
    if (!enter(r, open))
        return false;
    skip_space(r);
    if (*r->p != '}') {
        for (;;) {
            if (!read_member(r))
                return false;
            skip_space(r);
            if (*r->p != ',')
                break;
            r->p++;
        }
        if (*r->p != '}')
            return fail_separator(r, open, true);
    }
    r->p++;
    r->depth--;
    tree_close_object(r->tree, base, out);
    return true;
}

static bool read_literal(reader *r, str word, node_kind kind, node *out)
{
    if (!str_starts_with((str){r->p, (size_t)(r->end - r->p)}, word))
        return fail_value(r);
    r->p += word.length;
    out->kind = (uint8_t)kind;
    bool value = kind == NODE_BOOLEAN && word.data[0] == 't';
    out->flags = value ? NODE_TRUE : 0;
    if (!r->tree->without_hashes)
        out->hash = tree_hash_literal(kind, value, r->tree->seed);
    return true;
}

static bool read_text(reader *r, node *out)
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

static bool read_kind(reader *r, node *out)
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
        return (*r->p >= '0' && *r->p <= '9') || *r->p == '-' ? read_number(r, out) : fail_value(r);
    }
}

static bool read_value(reader *r, node *out)
{
    uint32_t start = offset_of(r, r->p);
    *out = (node){.document = r->tree->index};
    if (r->tree->nodes++ == LIMIT_DOCUMENT_NODES) {
        tree_error(r->tree, start, "limit.nodes", "more than %u values in one document",
                   LIMIT_DOCUMENT_NODES);
        return false;
    }
    if (!read_kind(r, out))
        return false;
    out->start = start;
    out->end = offset_of(r, r->p);
    return true;
}

bool json_read(tree *t, str source, size_t offset, node *root)
{
    reader r = {.tree = t, .begin = source.data, .end = source.data + source.length};
    r.p = source.data + offset;
    skip_space(&r);
    if (!read_value(&r, root))
        return false;
    skip_space(&r);
    if (r.p != r.end)
        return fail(&r, r.p, "the end of the document");
    tree_finish(t, root);
    return true;
}
