#include "report/decision.h"

#include <string.h>

#include "base/utf8.h"
#include "gate/notes.h"
#include "report/decision_parts.h"
#include "report/render.h"

/* Enough of a digest to find it again. */
enum { VERDICT_SHOWN = 16 };

const char *decision_result_name(const gate_meeting *m)
{
    static const char *const names[] = {"unknown", "passed", "failed"};
    if (m->waived && !m->ignored && m->result != RESULT_PASSED)
        return "waived";
    return m->ignored ? "ignored" : names[m->result];
}

static const char *headline(gate_answer answer)
{
    static const char *const texts[] = {"may deploy", "may not deploy", "cannot tell"};
    return texts[answer];
}

static const char *level_of(const gate_reason *reason, gate_answer answer)
{
    if (reason->kind == REASON_APPROVED)
        return "note";
    if (gate_reason_is_warning(reason->kind))
        return "warning";
    return answer == GATE_YES ? "ok" : "error";
}

/* --- text --- */

static void text_cell(buf *out, str s, size_t width)
{
    size_t start = out->length;
    utf8_append_printable(out, s.data ? s : STR("-"));
    for (size_t used = out->length - start; used < width; used++)
        buf_append_char(out, ' ');
    buf_append_char(out, ' ');
}

/* What a waiver of the meeting would have to name. */
static void text_identity(buf *out, const gate_meeting *m)
{
    if (m->ignored || m->result == RESULT_PASSED || !m->provider.version.data)
        return;
    arena *a = arena_new();
    buf line = {0};
    str fingerprint = gate_meeting_fingerprint(m, a), contract = gate_meeting_contract(m, a);
    buf_printf(&line, "         id %.*s for content %.*s", STR_ARG(fingerprint), STR_ARG(contract));
    utf8_append_printable(out, buf_str(&line));
    buf_append_char(out, '\n');
    buf_clear(&line);
    arena_free(a);
}

/* Whether there is something to tell of why what is replaced could not come back. */
static bool has_obstacle(const rollback *back)
{
    return back->answer == ROLLBACK_UNSAFE || back->answer == ROLLBACK_UNKNOWN;
}

static void text_rollback(buf *out, const rollback *back)
{
    buf_printf(out, "  rollback: %s\n", rollback_name(back->answer));
    for (size_t i = 0; has_obstacle(back) && i < back->decision.reason_count; i++) {
        const gate_reason *reason = &back->decision.reasons[i];
        if (gate_reason_is_warning(reason->kind))
            continue;
        buf_append(out, STR("    "));
        utf8_append_printable(out, reason->text);
        buf_printf(out, " [%s]\n", gate_reason_name(reason->kind));
    }
}

static void write_text(buf *out, const decision_report *r)
{
    const gate_decision *decision = r->decision;
    buf_printf(out, "%s: ", headline(decision->answer));
    utf8_append_printable(out, r->question);
    buf_append_char(out, '\n');
    for (size_t i = 0; i < decision->reason_count; i++) {
        const gate_reason *reason = &decision->reasons[i];
        buf_printf(out, "  %s: ", level_of(reason, decision->answer));
        utf8_append_printable(out, reason->text);
        buf_printf(out, " [%s]\n", gate_reason_name(reason->kind));
    }
    for (size_t i = 0; i < r->rows->meeting_count; i++) {
        const gate_meeting *m = &r->rows->meetings[i];
        text_cell(out, i == 0 ? STR("  with") : STR("      "), 6);
        text_cell(out, m->consumer.service, 20);
        text_cell(out, m->consumer.version, 12);
        text_cell(out, m->provider.service, 20);
        text_cell(out, m->provider.version, 12);
        buf_printf(out, "%s\n", decision_result_name(m));
        text_identity(out, m);
    }
    if (r->rollback)
        text_rollback(out, r->rollback);
    if (r->verdict.data)
        buf_printf(out, "  verdict: %.*s\n", VERDICT_SHOWN, r->verdict.data);
}

/* --- markdown --- */

static void markdown_reason(buf *out, const gate_reason *reason)
{
    buf_printf(out, "- `%s` ", gate_reason_name(reason->kind));
    render_markdown_text(out, reason->text);
    buf_append_char(out, '\n');
}

static void markdown_rollback(buf *out, const rollback *back)
{
    buf_printf(out, "\nrollback: **%s**\n", rollback_name(back->answer));
    if (!has_obstacle(back))
        return;
    buf_append_char(out, '\n');
    for (size_t i = 0; i < back->decision.reason_count; i++)
        if (!gate_reason_is_warning(back->decision.reasons[i].kind))
            markdown_reason(out, &back->decision.reasons[i]);
}

static void write_markdown(buf *out, const decision_report *r)
{
    static const char *const marks[] = {"✅", "❌", "❔"};
    const gate_decision *decision = r->decision;
    buf_printf(out, "### %s %s: ", marks[decision->answer], headline(decision->answer));
    render_markdown_text(out, r->question);
    buf_append(out, STR("\n\n"));
    for (size_t i = 0; i < decision->reason_count; i++)
        markdown_reason(out, &decision->reasons[i]);
    if (r->rows->meeting_count)
        buf_append(
            out,
            STR("\n| consumer | version | provider | version | result |\n|---|---|---|---|---|\n"));
    for (size_t i = 0; i < r->rows->meeting_count; i++) {
        const gate_meeting *m = &r->rows->meetings[i];
        const str cells[] = {m->consumer.service, m->consumer.version, m->provider.service,
                             m->provider.version, str_from(decision_result_name(m))};
        for (size_t j = 0; j < sizeof cells / sizeof *cells; j++) {
            buf_append(out, STR("| "));
            render_markdown_text(out, cells[j].data ? cells[j] : STR("-"));
            buf_append_char(out, ' ');
        }
        buf_append(out, STR("|\n"));
    }
    if (r->rollback)
        markdown_rollback(out, r->rollback);
    if (r->verdict.data)
        buf_printf(out, "\nverdict `%.*s`\n", VERDICT_SHOWN, r->verdict.data);
}

/* --- GitHub workflow commands --- */

static void github_data(buf *out, str s)
{
    for (size_t i = 0; i < s.length; i++) {
        unsigned char c = (unsigned char)s.data[i];
        if (c == '%' || c < 0x20)
            buf_printf(out, "%%%02X", c);
        else
            buf_append_char(out, s.data[i]);
    }
}

static void write_github(buf *out, const decision_report *r)
{
    const gate_decision *decision = r->decision;
    for (size_t i = 0; i < decision->reason_count; i++) {
        const gate_reason *reason = &decision->reasons[i];
        const char *weight = level_of(reason, decision->answer);
        bool is_notice = strcmp(weight, "ok") == 0 || strcmp(weight, "note") == 0;
        buf_printf(out, "::%s title=%s::", is_notice ? "notice" : weight,
                   gate_reason_name(reason->kind));
        github_data(out, r->question);
        buf_append(out, STR(": "));
        github_data(out, reason->text);
        buf_append_char(out, '\n');
    }
}

void decision_render(buf *out, const decision_report *r, decision_format format)
{
    switch (format) {
    case DECISION_TEXT:
        write_text(out, r);
        break;
    case DECISION_JSON:
        decision_render_json(out, r);
        break;
    case DECISION_MARKDOWN:
        write_markdown(out, r);
        break;
    case DECISION_GITHUB:
        write_github(out, r);
        break;
    case DECISION_JUNIT:
        decision_render_junit(out, r);
        break;
    }
}
