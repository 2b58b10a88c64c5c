#include "report/verdict.h"

#include "base/utf8.h"
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
    if (m->recorded != RESULT_NONE)
        line(out, "", arena_printf(a, "recorded: %s", gate_result_name(m->recorded)));
    if (m->waived)
        write_waiver(out, m->waived, a);
}

void verdict_render_text(buf *out, const verdict_found *v, const gate_rows *rows, arena *a)
{
    buf_printf(out, "verdict %.*s\n", STR_ARG(v->id));
    line(out, "asked", arena_printf(a, "%.*s: %.*s", STR_ARG(v->command), STR_ARG(v->subject)));
    line(out, "by", v->asked_by.length ? v->asked_by : STR("(nobody said)"));
    line(out, "at", v->recorded_at);
    if (v->times > 1)
        line(out, "", arena_printf(a, "and %zu times before", v->times - 1));
    line(out, "row", arena_printf(a, "%lld", (long long)v->sequence));
    line(out, "answer", v->answer);
    line(out, "tool", v->tool);
    line(out, "rules", v->rules);
    if (!v->evidence.data)
        line(out, "evidence", STR("is no longer in the ledger"));
    if (v->was_changed)
        line(out, "evidence", STR("was changed after it was recorded"));
    if (!rows)
        return;
    gate_decision decision = gate_decide(rows, a);
    for (size_t i = 0; i < decision.reason_count; i++)
        line(out, "because",
             arena_printf(a, "%.*s [%s]", STR_ARG(decision.reasons[i].text),
                          gate_reason_name(decision.reasons[i].kind)));
    for (size_t i = 0; i < rows->meeting_count; i++)
        write_meeting(out, &rows->meetings[i], a);
}

void verdict_render_json(buf *out, const verdict_found *v)
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
              !v->evidence.data ? cJSON_CreateNull()
              : v->was_changed  ? cjson_text(v->evidence)
                                : cjson_raw(v->evidence));
    cjson_print(out, whole);
}
