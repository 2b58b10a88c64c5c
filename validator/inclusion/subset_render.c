/*
 * The answer of `handoff subset`, for people and for programs.
 */
#include <cjson/cJSON.h>

#include "doc/json_writer.h"
#include "inclusion/subset_private.h"

static const char *answer_name(const subset *s, int n)
{
    static const char *const names[] = {"included", "not included", "unknown"};
    return s->refutations[n] ? "unknown" : names[s->results[n]->answer];
}

static void node_text_to(buf *out, const node *n)
{
    json_write(out, n);
}

/* --- JSON --- */

static void add_raw(cJSON *to, const char *name, const node *n)
{
    buf text = {0};
    if (n)
        node_text_to(&text, n);
    else
        buf_append(&text, STR("null"));
    cJSON_AddItemToObject(to, name, cJSON_CreateRaw(buf_cstr(&text)));
    buf_clear(&text);
}

static void add_text(cJSON *to, const char *name, str s)
{
    buf text = {0};
    if (s.data)
        json_write_string(&text, s);
    else
        buf_append(&text, STR("null"));
    cJSON_AddItemToObject(to, name, cJSON_CreateRaw(buf_cstr(&text)));
    buf_clear(&text);
}

static void add_position(cJSON *to, const char *name, const subset *s, site at, const node *keyword)
{
    if (!at.node) {
        cJSON_AddNullToObject(to, name);
        return;
    }
    position p = registry_position(at.resource->owner, keyword ? keyword : at.node, s->arena);
    cJSON *where = cJSON_AddObjectToObject(to, name);
    add_text(where, "file", p.file);
    cJSON_AddNumberToObject(where, "line", p.line);
    cJSON_AddNumberToObject(where, "column", p.column);
    add_text(where, "pointer", p.pointer);
}

static void add_break(cJSON *to, const subset *s, const inclusion_break *b)
{
    add_raw(to, "witness", b->witness);
    add_text(to, "instance", b->instance_path);
    add_text(to, "keyword", b->keyword);
    add_position(to, "old", s, b->writer, b->writer_keyword);
    add_position(to, "new", s, b->reader, b->reader_keyword);
}

static void add_result(cJSON *to, const subset *s, int n)
{
    const inclusion_result *r = s->results[n];
    cJSON_AddStringToObject(to, "answer", answer_name(s, n));
    if (r->break_count > 0)
        add_break(to, s, &r->breaks[0]);
    else {
        add_raw(to, "witness", s->refutations[n]);
        add_position(to, "old", s, s->sides[n].site, NULL);
        add_position(to, "new", s, s->sides[1 - n].site, NULL);
    }
    add_text(to, "reason",
             s->refutations[n] ? STR("a sampled value refutes the proof") : r->reason);
    if (r->reason_keyword.data)
        add_text(to, "reason_keyword", r->reason_keyword);
    if (r->reason_place.resource)
        add_position(to, "reason_place", s, r->reason_place, NULL);
    if (r->writer_is_empty)
        cJSON_AddTrueToObject(to, "writer_is_empty");
    if (r->reader_is_empty)
        cJSON_AddTrueToObject(to, "reader_is_empty");
    if (r->break_count > 1) {
        cJSON *others = cJSON_AddArrayToObject(to, "others");
        for (size_t i = 1; i < r->break_count; i++) {
            cJSON *one = cJSON_CreateObject();
            add_break(one, s, &r->breaks[i]);
            cJSON_AddItemToArray(others, one);
        }
    }
    if (s->samples[n])
        cJSON_AddNumberToObject(to, "samples", (double)s->samples[n]);
    cJSON_AddNumberToObject(to, "steps", (double)r->steps);
}

static void add_unless_empty(cJSON *to, const char *name, cJSON *list)
{
    if (cJSON_GetArraySize(list) > 0)
        cJSON_AddItemToObject(to, name, list);
    else
        cJSON_Delete(list);
}

static void add_notes(cJSON *to, const subset *s)
{
    static const char *const names[] = {"a", "b"};
    cJSON *empty = cJSON_CreateArray(), *never = cJSON_CreateArray();
    for (int n = 0; n < 2; n++) {
        const subset_side *side = &s->sides[n];
        if (side->is_empty)
            cJSON_AddItemToArray(empty, cJSON_CreateString(names[n]));
        for (size_t i = 0; i < side->never_count; i++) {
            cJSON *one = cJSON_CreateObject();
            cJSON_AddStringToObject(one, "side", names[n]);
            add_text(one, "name", side->never[i].name);
            add_position(one, "place", s, side->never[i].place, NULL);
            cJSON_AddItemToArray(never, one);
        }
    }
    add_unless_empty(to, "unsatisfiable", empty);
    add_unless_empty(to, "never_present", never);
}

void subset_write_json(buf *out, const subset *s)
{
    cJSON *whole = cJSON_CreateObject();
    if (s->directions == 1) {
        add_result(whole, s, 0);
    } else {
        static const char *const names[] = {"included", "not included", "unknown"};
        cJSON_AddStringToObject(whole, "answer", names[subset_verdict(s)]);
        add_result(cJSON_AddObjectToObject(whole, "a_within_b"), s, 0);
        add_result(cJSON_AddObjectToObject(whole, "b_within_a"), s, 1);
    }
    add_notes(whole, s);
    if (s->refuted)
        cJSON_AddNumberToObject(whole, "refuted", (double)s->refuted);
    char *text = cJSON_PrintUnformatted(whole);
    buf_append(out, str_from(text));
    buf_append_char(out, '\n');
    cJSON_free(text);
    cJSON_Delete(whole);
}

/* --- text --- */

static void append_node(buf *out, const node *n)
{
    buf text = {0};
    node_text_to(&text, n);
    utf8_append_printable(out, buf_str(&text));
    buf_clear(&text);
}

static void write_position(buf *out, const subset *s, const char *label, site at,
                           const node *keyword)
{
    if (!at.node)
        return;
    position p = registry_position(at.resource->owner, keyword ? keyword : at.node, s->arena);
    buf_printf(out, "    %s  ", label);
    utf8_append_printable(out, p.file);
    buf_printf(out, ":%u:%u ", p.line, p.column);
    utf8_append_printable(out, p.pointer.length ? p.pointer : STR("(root)"));
    buf_append_char(out, '\n');
}

static void write_break(buf *out, const subset *s, int n, const inclusion_break *b)
{
    buf_append(out, STR("  witness  "));
    append_node(out, b->witness);
    buf_append_char(out, '\n');
    if (b->keyword.data) {
        buf_append(out, STR("    refused at "));
        utf8_append_printable(out, b->instance_path.length ? b->instance_path : STR("the root"));
        buf_append(out, STR(" by "));
        utf8_append_printable(out, b->keyword);
        buf_append_char(out, '\n');
    }
    write_position(out, s, n == 0 ? "a" : "b", b->writer, b->writer_keyword);
    write_position(out, s, n == 0 ? "b" : "a", b->reader, b->reader_keyword);
}

static void write_reason(buf *out, const subset *s, const inclusion_result *r)
{
    buf_append(out, STR("  because "));
    utf8_append_printable(out, r->reason);
    if (r->reason_keyword.data) {
        buf_append(out, STR(" ("));
        utf8_append_printable(out, r->reason_keyword);
        buf_append_char(out, ')');
    }
    buf_append_char(out, '\n');
    if (r->reason_place.resource)
        write_position(out, s, "at", r->reason_place, NULL);
}

static void write_result(buf *out, const subset *s, int n)
{
    const inclusion_result *r = s->results[n];
    if (s->directions == 2)
        buf_append(out, n == 0 ? STR("a within b: ") : STR("b within a: "));
    buf_append(out, str_from(answer_name(s, n)));
    buf_append_char(out, '\n');
    if (s->refutations[n]) {
        buf_append(out, STR("  a sampled value refutes the proof: "));
        append_node(out, s->refutations[n]);
        buf_append_char(out, '\n');
        return;
    }
    for (size_t i = 0; i < r->break_count; i++)
        write_break(out, s, n, &r->breaks[i]);
    if (r->answer == ANSWER_UNKNOWN)
        write_reason(out, s, r);
}

static void write_notes(buf *out, const subset *s, int n)
{
    const subset_side *side = &s->sides[n];
    const char *label = n == 0 ? "a" : "b";
    if (side->is_empty) {
        buf_printf(out, "  note: no value satisfies %s\n", label);
        write_position(out, s, label, side->site, NULL);
    }
    for (size_t i = 0; i < side->never_count; i++) {
        buf_append(out, STR("  note: the member '"));
        utf8_append_printable(out, side->never[i].name);
        buf_printf(out, "' of %s can never be present\n", label);
        write_position(out, s, label, side->never[i].place, NULL);
    }
}

void subset_write_text(buf *out, const subset *s)
{
    for (int n = 0; n < s->directions; n++)
        write_result(out, s, n);
    for (int n = 0; n < 2; n++)
        write_notes(out, s, n);
}
