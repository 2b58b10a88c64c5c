#include "doc/json_scan.h"

#include "base/utf8.h"

bool json_fail(json_reader *r, const char *at, const char *what)
{
    if (at >= r->end) {
        tree_error(r->tree, json_offset(r, r->end), "json.syntax",
                   "unexpected end of input, expected %s", what);
        return false;
    }
    unsigned char c = (unsigned char)*at;
    if (c >= 0x80 && utf8_check((str){at, (size_t)(r->end - at)}) == 0)
        tree_error(r->tree, json_offset(r, at), "utf8.invalid", "byte 0x%02x is not valid UTF-8",
                   c);
    else if (c < 0x20 || c >= 0x7f)
        tree_error(r->tree, json_offset(r, at), "json.syntax",
                   "unexpected character 0x%02x, expected %s", c, what);
    else
        tree_error(r->tree, json_offset(r, at), "json.syntax", "unexpected '%c', expected %s", c,
                   what);
    return false;
}

bool json_fail_with(json_reader *r, const char *at, const char *message, const char *hint)
{
    diag *d = tree_error(r->tree, json_offset(r, at), "json.syntax", "%s", message);
    if (hint)
        diags_hint(r->tree->diags, d, "%s", hint);
    return false;
}

/* What stands where a value should: the usual mistakes get the words for them. */
bool json_fail_value(json_reader *r)
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
            return json_fail_with(r, r->p, known[i].message, known[i].hint);
    return json_fail(r, r->p, "a value");
}

bool json_fail_separator(json_reader *r, const char *open)
{
    bool object = *open == '{';
    if (r->p < r->end)
        return json_fail(r, r->p, object ? "',' or '}'" : "',' or ']'");
    uint32_t line, column;
    lines_position(r->tree->lines, json_offset(r, open), &line, &column);
    tree_error(r->tree, json_offset(r, r->end), "json.syntax",
               "unexpected end of input, expected '%c' for the '%c' at %u:%u", object ? '}' : ']',
               *open, (unsigned)line, (unsigned)column);
    return false;
}
