#include "report/verdict.h"

#include "base/utf8.h"
#include "doc/document.h"
#include "doc/json_tree.h"
#include "report/decision_parts.h"

static void line(buf *out, const char *name, str value)
{
    buf_printf(out, "  %-9s ", name);
    utf8_append_printable(out, value);
    buf_append_char(out, '\n');
}

static void write_waiver(buf *out, const gate_waived *w, arena *a)
{
    line(out, "",
         arena_printf(a, "waived by %.*s until %.*s: %.*s", STR_ARG(w->owner), STR_ARG(w->expires),
                      STR_ARG(w->reason)));
}

static void write_meeting(buf *out, const gate_meeting *m, arena *a)
{
    str provider_version = m->provider.version.data ? m->provider.version : STR("-");
    line(out, "with",
         arena_printf(a, "%.*s@%.*s and %.*s@%.*s: %s", STR_ARG(m->consumer.service),
                      STR_ARG(m->consumer.version), STR_ARG(m->provider.service),
                      STR_ARG(provider_version), decision_result_name(m)));
    if (m->content.data)
        line(out, "", arena_printf(a, "consumer's contract %.*s", STR_ARG(m->content)));
    if (m->provided.data)
        line(out, "", arena_printf(a, "provider's contract %.*s", STR_ARG(m->provided)));
    if (m->computed.answer != COMPARISON_NONE)
        line(out, "",
             arena_printf(a, "compared: %s%s%.*s", comparison_answer_name(m->computed.answer),
                          m->computed.why.data ? ": " : "", STR_ARG(m->computed.why)));
    if (m->computed.evidence.data)
        line(out, "", arena_printf(a, "comparison %.*s", STR_ARG(m->computed.evidence)));
    if (m->recorded != RESULT_NONE)
        line(out, "", arena_printf(a, "recorded: %s", gate_result_name(m->recorded)));
    if (m->waived)
        write_waiver(out, m->waived, a);
}

/* Evidence that is no JSON was not written by a handoff; it is shown as text at most. */
static const node *read_evidence(const verdict_found *v, arena *a)
{
    diags unheard;
    diags_init(&unheard);
    const node *root = v->evidence.data ? node_parse_json(v->evidence, a, &unheard) : NULL;
    diags_clear(&unheard);
    return root;
}

static void write_decision(buf *out, const gate_rows *rows, arena *a)
{
    gate_decision decision = gate_decide(rows, a);
    for (size_t i = 0; i < decision.reason_count; i++)
        line(out, "because",
             arena_printf(a, "%.*s [%s]", STR_ARG(decision.reasons[i].text),
                          gate_reason_name(decision.reasons[i].kind)));
    for (size_t i = 0; i < rows->meeting_count; i++)
        write_meeting(out, &rows->meetings[i], a);
}

static void write_place(buf *out, const char *what, const node *place, arena *a)
{
    int64_t row = 0, column = 0;
    const node *row_node = node_get(place, STR("line")),
               *column_node = node_get(place, STR("column"));
    if (row_node && column_node && node_int64(row_node, &row) && node_int64(column_node, &column))
        line(out, "",
             arena_printf(a, "%s %.*s:%lld:%lld", what, STR_ARG(node_get_text(place, STR("file"))),
                          (long long)row, (long long)column));
}

static void write_problems(buf *out, const node *problems, arena *a)
{
    for (size_t i = 0; node_is(problems, NODE_ARRAY) && i < problems->count; i++) {
        const node *p = node_item(problems, i);
        line(out, "because", node_get_text(p, STR("message")));
        write_place(out, "consumer", node_get(p, STR("given")), a);
        write_place(out, "contract", node_get(p, STR("at")), a);
    }
}

static void write_recording(buf *out, const verdict_found *v, arena *a)
{
    line(out, "by", v->asked_by.length ? v->asked_by : STR("(nobody said)"));
    line(out, "at", v->recorded_at);
    if (v->times > 1)
        line(out, "", arena_printf(a, "and %zu times before", v->times - 1));
    line(out, "row", arena_printf(a, "%lld", (long long)v->sequence));
}

void verdict_render_text(buf *out, const verdict_found *v, arena *a)
{
    const node *root = read_evidence(v, a);
    gate_rows rows;
    buf_printf(out, "%s %.*s\n", v->sequence ? "verdict" : "comparison", STR_ARG(v->id));
    line(out, "asked", arena_printf(a, "%.*s: %.*s", STR_ARG(v->command), STR_ARG(v->subject)));
    if (v->sequence)
        write_recording(out, v, a);
    line(out, "answer", v->answer);
    line(out, "tool", v->tool);
    line(out, "rules", v->rules.length ? v->rules : node_get_text(root, STR("rules")));
    if (!v->evidence.data)
        line(out, "evidence", STR("is no longer in the ledger"));
    if (v->was_changed)
        line(out, "evidence", STR("was changed after it was recorded"));
    if (root && evidence_read_rows(root, &rows, a))
        write_decision(out, &rows, a);
    str back = node_get_text(node_get(root, STR("rollback")), STR("answer"));
    if (back.data)
        line(out, "rollback", back);
    write_problems(out, node_get(root, STR("problems")), a);
}

void verdict_render_json(buf *out, const verdict_found *v, arena *a)
{
    cJSON *whole = cJSON_CreateObject();
    cjson_add_text(whole, "verdict", v->id);
    cjson_add_text(whole, "command", v->command);
    cjson_add_text(whole, "subject", v->subject);
    cjson_add_text(whole, "answer", v->answer);
    cjson_add_text(whole, "asked_by", v->asked_by);
    cjson_add_text(whole, "recorded_at", v->recorded_at);
    cjson_add_number(whole, "sequence", (double)v->sequence);
    cjson_add_number(whole, "times", (double)v->times);
    cjson_add_text(whole, "tool", v->tool);
    cjson_add_text(whole, "rules", v->rules);
    cjson_add(whole, "evidence",
              !v->evidence.data     ? cJSON_CreateNull()
              : read_evidence(v, a) ? cjson_raw(v->evidence)
                                    : cjson_text(v->evidence));
    cjson_print(out, whole);
}
