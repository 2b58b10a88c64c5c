#include "doc/yaml_reader.h"

#include <string.h>

#include "base/utf8.h"

/* --- positions --- */

static bool continues(const yaml_reader *r, size_t byte)
{
    return byte < r->source.length && ((unsigned char)r->source.data[byte] & 0xc0) == 0x80;
}

static bool is_ascii(const char *p)
{
    return (hash_load8(p) & 0x8080808080808080u) == 0;
}

/* Marks come nearly in order, so the way from the last one is short. */
uint32_t yaml_offset(yaml_reader *r, yaml_mark_t mark)
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

bool yaml_fail_parser(yaml_reader *r)
{
    const yaml_parser_t *p = &r->parser;
    const char *problem = p->problem ? p->problem : "out of memory";
    bool in_reader = p->error == YAML_READER_ERROR;
    size_t byte = r->begin + p->problem_offset;
    uint32_t at = in_reader ? (uint32_t)byte : yaml_offset(r, p->problem_mark);
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

bool yaml_fail(yaml_reader *r, yaml_mark_t mark, const char *code, const char *message,
               const char *hint)
{
    diag *d = tree_error(r->tree, yaml_offset(r, mark), code, "%s", message);
    if (hint)
        diags_hint(r->tree->diags, d, "%s", hint);
    return false;
}

/* --- what libyaml would get wrong, or take too long for --- */

/* Two things libyaml 0.2.5 would misread: it ends the name of `&an:chor` at the colon, and takes
 * the
 * '?' of `[?x]` for the sign of a key. */
bool yaml_check_misread(yaml_reader *r, const yaml_event_t *e, const yaml_char_t *anchor_name,
                        uint32_t start)
{
    const char *text = r->source.data;
    if (anchor_name) {
        uint32_t at = yaml_offset(r, e->start_mark);
        while (at < start && text[at] != '&')
            at++;
        size_t behind = at + 1 + strlen((const char *)anchor_name);
        if (text[at] == '&' && behind < r->source.length && text[behind] == ':')
            return yaml_fail(r, e->start_mark, "yaml.anchor", "a ':' in the name of an anchor",
                             "name it with letters, digits, '-' and '_'");
    }
    if (r->depth && r->frames[r->depth].is_flow && start > 0 && text[start - 1] == '?')
        return yaml_fail(r, e->start_mark, "yaml.key", "a '?' stands right before a text",
                         "quote the text, or put a space behind the '?' of a key");
    return true;
}

/* libyaml compares each directive with all before it. */
enum { DIRECTIVES_MAX = 100 };

bool yaml_check_directives(yaml_reader *r)
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
static bool check_line_ends(yaml_reader *r)
{
    size_t at = search_pair(r->source, '\xc2', '\x85');
    if (at == SIZE_MAX)
        return true;
    diag *d = tree_error(r->tree, (uint32_t)at, "yaml.syntax", "a raw U+0085 has two meanings");
    diags_hint(r->tree->diags, d, "write it as \\x85 in double quotes");
    return false;
}

bool yaml_check_encoding(yaml_reader *r)
{
    size_t bad = utf8_check(r->source);
    if (bad == r->source.length)
        return check_line_ends(r);
    diag *d = tree_error(r->tree, (uint32_t)bad, "utf8.invalid", "byte 0x%02x is not valid UTF-8",
                         (unsigned char)r->source.data[bad]);
    diags_hint(r->tree->diags, d, "save the file as UTF-8");
    return false;
}
