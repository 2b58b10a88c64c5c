/*
 * One document in many forms is one model: random values are written as JSON, as indented JSON with
 * its members in another order and its numbers spelled otherwise, as YAML in block style (with
 * anchors and aliases), as YAML in flow style, and read back. All must be equal to the value, have
 * its structural hash and its canonical text. HANDOFF_SEED=N tries others.
 */
#include "doc/build.h"
#include "doc/document.h"
#include "doc/json_writer.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CASES = 1500, SEED = 11 };

/* --- random values --- */

static uint64_t state;

static uint32_t next(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

static str random_text(arena *a)
{
    static const char *const known[] = {"",
                                        "null",
                                        "true",
                                        "~",
                                        "1",
                                        "1.5",
                                        "0x1f",
                                        "010",
                                        "<<",
                                        "- a",
                                        "a: b",
                                        "#x",
                                        "a #b",
                                        "'",
                                        "\"",
                                        "\\",
                                        "*a",
                                        "&a",
                                        "!t",
                                        "%d",
                                        "@",
                                        "`",
                                        "|",
                                        ">",
                                        "yes",
                                        "2020-01-01",
                                        ".inf",
                                        "{",
                                        "[",
                                        ",",
                                        "?",
                                        ":",
                                        "-",
                                        "---",
                                        "...",
                                        " lead",
                                        "trail ",
                                        "tab\there",
                                        "line\nbreak",
                                        "\r\n",
                                        "\xc3\xa9\xe2\x82\xac"};
    if (next(3) == 0)
        return str_from(known[next(sizeof known / sizeof *known)]);
    buf b = {0};
    for (uint32_t i = next(24); i > 0; i--) {
        static const uint32_t codes[] = {0,    1,      0x1f,   0x7f,   0x80,   0x85,
                                         0xa0, 0x2028, 0xfeff, 0xffff, 0x1f600};
        char text[4];
        uint32_t code = next(12) ? 'a' + next(26) : codes[next(sizeof codes / sizeof *codes)];
        buf_append(&b, (str){text, utf8_encode(code, text)});
    }
    str s = arena_str(a, buf_str(&b));
    buf_clear(&b);
    return s;
}

static node random_value(unsigned depth, arena *a)
{
    static const char *const numbers[] = {"0",
                                          "-1",
                                          "42",
                                          "9007199254740993",
                                          "1.5",
                                          "-0.001",
                                          "1e400",
                                          "25e-2",
                                          "123456789012345678901234567890",
                                          "999999999999999999"};
    uint32_t count = next(4) ? next(5) : next(40);
    switch (next(depth ? 9 : 6)) {
    case 0:
        return build_null();
    case 1:
        return build_boolean(next(2));
    case 2:
        return build_number_text(str_from(numbers[next(sizeof numbers / sizeof *numbers)]));
    case 3:
    case 4:
    case 5:
        return build_string(random_text(a));
    case 6: {
        node *items = arena_array_of(a, node, count);
        for (uint32_t i = 0; i < count; i++)
            items[i] = i && next(4) == 0 ? items[i - 1] : random_value(depth - 1, a);
        return build_array(items, count);
    }
    default: {
        member *members = arena_array_of(a, member, count);
        for (uint32_t i = 0; i < count; i++)
            members[i] = build_member(random_text(a), random_value(depth - 1, a));
        return build_object(members, count, a);
    }
    }
}

/* --- forms --- */

/* The same number in other words. */
static void write_number_otherwise(buf *b, str text)
{
    buf_append(b, text);
    if (str_find(text, 'e') == SIZE_MAX)
        buf_append(b, next(2)                           ? STR("e0")
                      : str_find(text, '.') == SIZE_MAX ? STR(".00")
                                                        : STR("0"));
}

static void write_shuffled(buf *b, const node *n)
{
    if (n->kind == NODE_NUMBER) {
        write_number_otherwise(b, node_text(n));
    } else if (n->kind == NODE_ARRAY || n->kind == NODE_OBJECT) {
        uint32_t shift = n->count && n->kind == NODE_OBJECT ? next(n->count) : 0;
        buf_append(b, n->kind == NODE_ARRAY ? STR("[\r\n\t") : STR("{ "));
        for (uint32_t i = 0; i < n->count; i++) {
            uint32_t at = (i + shift) % n->count;
            buf_append(b, i ? STR(" ,\n") : STR(""));
            if (n->kind == NODE_OBJECT) {
                json_write_string(b, member_key(&n->as.members[at]));
                buf_append(b, STR(" :\t"));
            }
            write_shuffled(b, n->kind == NODE_ARRAY ? &n->as.items[at] : &n->as.members[at].value);
        }
        buf_append(b, n->kind == NODE_ARRAY ? STR("\n]") : STR("}"));
    } else {
        json_write(b, n);
    }
}

/* Double quotes with every character escaped that libyaml would not read as it is. */
static void write_yaml_string(buf *b, str s)
{
    buf_append_char(b, '"');
    for (size_t i = 0; i < s.length;) {
        uint32_t code = utf8_next(s, &i);
        char text[4];
        if (code == '"' || code == '\\')
            buf_printf(b, "\\%c", (char)code);
        else if (code < 0x20 || (code >= 0x7f && code <= 0xa0))
            buf_printf(b, "\\x%02x", (unsigned)code);
        else if (code == 0x2028 || code == 0xfeff || code == 0xffff)
            buf_printf(b, "\\u%04x", (unsigned)code);
        else
            buf_append(b, (str){text, utf8_encode(code, text)});
    }
    buf_append_char(b, '"');
}

static bool is_plain(str s)
{
    if (s.length == 0 || s.data[0] < 'g' || s.data[0] > 'm') /* no word of the core schema */
        return false;
    for (size_t i = 0; i < s.length; i++)
        if (s.data[i] < 'a' || s.data[i] > 'z')
            return false;
    return true;
}

static void write_yaml_scalar(buf *b, const node *n)
{
    if (n->kind != NODE_STRING)
        json_write(b, n);
    else if (is_plain(node_text(n)))
        buf_append(b, node_text(n));
    else
        write_yaml_string(b, node_text(n));
}

static bool is_container(const node *n)
{
    return n->count && (n->kind == NODE_ARRAY || n->kind == NODE_OBJECT);
}

static void write_flow(buf *b, const node *n)
{
    if (!is_container(n)) {
        write_yaml_scalar(b, n);
        return;
    }
    buf_append_char(b, n->kind == NODE_ARRAY ? '[' : '{');
    for (uint32_t i = 0; i < n->count; i++) {
        buf_append(b, i ? STR(",\n ") : STR(""));
        if (n->kind == NODE_OBJECT) {
            write_yaml_string(b, member_key(&n->as.members[i]));
            buf_append(b, STR(": "));
        }
        write_flow(b, n->kind == NODE_ARRAY ? &n->as.items[i] : &n->as.members[i].value);
    }
    buf_append_char(b, n->kind == NODE_ARRAY ? ']' : '}');
}

static void write_block(buf *b, const node *n, unsigned indent, unsigned *anchors)
{
    for (uint32_t i = 0; i < n->count; i++) {
        const node *child = n->kind == NODE_ARRAY ? &n->as.items[i] : &n->as.members[i].value;
        buf_printf(b, "%*s", (int)(indent * 2), "");
        if (n->kind == NODE_OBJECT) {
            write_yaml_string(b, member_key(&n->as.members[i]));
            buf_append_char(b, ':');
        } else {
            buf_append_char(b, '-');
        }
        bool again =
            i && n->kind == NODE_ARRAY && node_equal(child, child - 1) && is_container(child);
        if (again) { /* anchored by its neighbour */
            buf_printf(b, " *a%u\n", *anchors);
            continue;
        }
        if (is_container(child)) {
            if (i + 1 < n->count && n->kind == NODE_ARRAY && node_equal(child, child + 1)) {
                buf inner = {0};
                write_flow(&inner, child); /* no anchors inside, so the number stays the last */
                buf_printf(b, " &a%u %.*s\n", ++*anchors, STR_ARG(buf_str(&inner)));
                buf_clear(&inner);
            } else {
                buf_append_char(b, '\n');
                write_block(b, child, indent + 1, anchors);
            }
        } else {
            buf_append_char(b, ' ');
            write_yaml_scalar(b, child);
            buf_append_char(b, '\n');
        }
    }
}

/* --- the property --- */

static const char *check_form(const node *value, const buf *text, document_format format,
                              str canonical)
{
    diags d;
    diags_init(&d);
    buf source = {0}, again = {0};
    buf_append(&source, buf_str(text));
    document *doc = document_read(&source, STR("form"),
                                  &(document_options){.format = format, .seed = SEED}, &d);
    const char *wrong = NULL;
    if (!doc) {
        wrong = "was refused";
        printf("%u:%u %.*s\n", (unsigned)d.items[0].line, (unsigned)d.items[0].column,
               STR_ARG(d.items[0].message));
    } else {
        json_write_canonical(&again, document_root(doc));
        if (!node_equal(document_root(doc), value))
            wrong = "is another value";
        else if (document_root(doc)->hash != node_hash(value, SEED))
            wrong = "has another hash";
        else if (!str_equal(buf_str(&again), canonical))
            wrong = "has another canonical text";
    }
    document_free(doc);
    buf_clear(&again);
    diags_clear(&d);
    return wrong;
}

static bool check_value(arena *a)
{
    static const char *const names[] = {"compact JSON", "shuffled JSON", "YAML flow",
                                        "YAML flow after '---'", "YAML block"};
    static const document_format formats[] = {DOCUMENT_JSON, DOCUMENT_JSON, DOCUMENT_YAML,
                                              DOCUMENT_YAML, DOCUMENT_YAML};
    node value = random_value(5, a);
    buf forms[5] = {{0}}, canonical = {0};
    unsigned anchors = 0;
    bool good = true;
    json_write_canonical(&canonical, &value);
    json_write(&forms[0], &value);
    write_shuffled(&forms[1], &value);
    write_flow(&forms[2], &value);
    buf_append(&forms[3], STR("--- "));
    write_flow(&forms[3], &value);
    if (is_container(&value))
        write_block(&forms[4], &value, 0, &anchors);
    else
        write_yaml_scalar(&forms[4], &value);
    for (int i = 0; i < 5; i++) {
        const char *wrong = check_form(&value, &forms[i], formats[i], buf_str(&canonical));
        if (wrong) {
            printf("%s %s:\n%.*s\n", names[i], wrong, STR_ARG(str_take(buf_str(&forms[i]), 2000)));
            good = false;
        }
        buf_clear(&forms[i]);
    }
    buf_clear(&canonical);
    return good;
}

int main(void)
{
    const char *seed = getenv("HANDOFF_SEED");
    state = seed ? strtoull(seed, NULL, 10) : 20261121;
    arena *a = arena_new();
    int passed = 0, failed = 0;
    for (int i = 0; i < CASES && failed < 3; i++) {
        bool good = check_value(a);
        passed += good;
        failed += !good;
        arena_clear(a);
    }
    arena_free(a);
    printf("property/forms: %d passed, %d failed, 0 skipped\n", passed, failed);
    return failed ? 1 : 0;
}
