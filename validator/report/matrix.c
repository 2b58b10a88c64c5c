#include "report/matrix.h"

#include "base/utf8.h"
#include "report/matrix_parts.h"

/* --- words --- */

const char *matrix_fit_name(const gate_meeting *m)
{
    static const char *const names[] = {"unknown", "fits", "breaks"};
    return m->waived && m->result != RESULT_PASSED ? "waived" : names[m->result];
}

const char *matrix_worst(const matrix_counts *counts)
{
    return counts->failed    ? "breaks"
           : counts->unknown ? "unknown"
           : counts->waived  ? "waived"
           : counts->passed  ? "fits"
                             : "alone";
}

static bool same_text(str a, str b)
{
    return (a.data == NULL) == (b.data == NULL) && str_equal(a, b);
}

static bool same_fate(const matrix_instance *a, const matrix_instance *b)
{
    return a->phase == b->phase && a->unapproved == b->unapproved &&
           str_equal(a->version, b->version) && same_text(a->back_to, b->back_to);
}

static bool was_told(const matrix_cell *c, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (same_fate(&c->instances.items[i], &c->instances.items[at]))
            return true;
    return false;
}

void matrix_each_version(const matrix_cell *c, matrix_tell *tell, void *payload)
{
    buf names = {0};
    bool named = false; /* one instance without a name needs none */
    for (size_t i = 0; i < c->instances.count; i++)
        named |= c->instances.items[i].instance.length > 0;
    for (size_t i = 0; i < c->instances.count; i++) {
        const matrix_instance *first = &c->instances.items[i];
        if (was_told(c, i))
            continue;
        buf_clear(&names);
        for (size_t j = i; j < c->instances.count; j++) {
            const matrix_instance *other = &c->instances.items[j];
            str name = other->instance.length ? other->instance : STR("unnamed");
            if (named && same_fate(first, other))
                buf_printf(&names, "%s%.*s", names.length ? ", " : "", STR_ARG(name));
        }
        tell(payload, first, buf_str(&names));
    }
    buf_clear(&names);
}

str matrix_why(const gate_meeting *m, arena *a)
{
    if (m->waived && m->result != RESULT_PASSED)
        return arena_printf(a, "until %.*s by %.*s: %.*s", STR_ARG(m->waived->expires),
                            STR_ARG(m->waived->owner), STR_ARG(m->waived->reason));
    if (m->result == RESULT_PASSED)
        return STR_NULL;
    if (!m->provider.version.data)
        return STR("the provider is not there");
    if (m->computed.why.data)
        return m->computed.why;
    if (m->recorded == RESULT_FAILED)
        return STR("a recorded verification failed");
    if (m->verified_by.data)
        return arena_printf(a, "verified by version %.*s only", STR_ARG(m->verified_by));
    return m->content.data ? STR("never verified") : STR("no contract was published");
}

/* --- text --- */

static void cell(buf *out, str s, size_t width)
{
    size_t start = out->length;
    utf8_append_printable(out, s);
    for (size_t used = out->length - start; used < width; used++)
        buf_append_char(out, ' ');
    buf_append(out, STR("  "));
}

static void tell_version(void *payload, const matrix_instance *first, str instances)
{
    buf *line = payload;
    buf_printf(line, "%s%.*s", line->length ? ", " : "", STR_ARG(first->version));
    if (instances.length)
        buf_printf(line, " (%.*s)", STR_ARG(instances));
    if (first->phase != PHASE_LIVE)
        buf_printf(line, " %s", matrix_phase_name(first->phase));
    if (first->unapproved)
        buf_append(line, STR(" [not approved]"));
    if (first->back_to.data)
        buf_printf(line, " [to go back to %.*s]", STR_ARG(first->back_to));
}

static void write_cell(buf *out, const matrix_cell *c, size_t width, int64_t now, arena *a)
{
    buf line = {0};
    matrix_each_version(c, tell_version, &line);
    for (size_t i = 0; i < c->states.count; i++) {
        const contract_state *s = &c->states.items[i];
        str phrase = lifecycle_phrase(s->state, s->sunset, now, a);
        buf_printf(&line, "; %.*s%s%.*s", STR_ARG(s->contract), s->contract.length ? " " : "",
                   STR_ARG(phrase));
    }
    buf_append(out, STR("  "));
    cell(out, c->service, width);
    cell(out, str_from(matrix_worst(&c->counts)), 7);
    utf8_append_printable(out, buf_str(&line));
    buf_append_char(out, '\n');
    buf_clear(&line);
}

static str named(const gate_version *v, arena *a)
{
    return arena_printf(a, "%.*s@%.*s", STR_ARG(v->service),
                        STR_ARG(v->version.data ? v->version : STR("-")));
}

static void write_meeting(buf *out, const gate_meeting *m, size_t width, arena *a)
{
    str why = matrix_why(m, a);
    buf_append(out, STR("  "));
    cell(out, named(&m->consumer, a), width);
    cell(out, named(&m->provider, a), width);
    buf_append(out, str_from(matrix_fit_name(m)));
    if (why.data) {
        buf_append(out, STR(": "));
        utf8_append_printable(out, why);
    }
    buf_append_char(out, '\n');
}

static void widen(size_t *width, str s)
{
    enum { WIDEST = 32 };
    if (s.length > *width)
        *width = s.length < WIDEST ? s.length : WIDEST;
}

static void write_environment(buf *out, const matrix_environment *e, int64_t now, arena *a)
{
    size_t services = 8, sides = 8;
    for (size_t i = 0; i < e->cells.count; i++)
        widen(&services, e->cells.items[i]->service);
    for (size_t i = 0; i < e->meeting_count; i++) {
        widen(&sides, named(&e->meetings[i].consumer, a));
        widen(&sides, named(&e->meetings[i].provider, a));
    }
    utf8_append_printable(out, e->name);
    buf_printf(out, "%s: %zu fit, %zu break, %zu unknown, %zu waived\n",
               e->production ? " (production)" : "", e->counts.passed, e->counts.failed,
               e->counts.unknown, e->counts.waived);
    if (e->cells.count == 0)
        buf_append(out, STR("  nothing is there\n"));
    for (size_t i = 0; i < e->cells.count; i++)
        write_cell(out, e->cells.items[i], services, now, a);
    if (e->meeting_count)
        buf_append(out, STR("  who fits whom:\n"));
    for (size_t i = 0; i < e->meeting_count; i++)
        write_meeting(out, &e->meetings[i], sides, a);
    for (size_t i = 0; i < e->note_count; i++) {
        buf_append(out, STR("  note: "));
        utf8_append_printable(out, e->notes[i].text);
        buf_append_char(out, '\n');
    }
}

static void render_text(buf *out, const matrix *m)
{
    arena *a = arena_new();
    for (size_t i = 0; i < m->count; i++) {
        if (i)
            buf_append_char(out, '\n');
        write_environment(out, &m->items[i], m->now, a);
    }
    if (m->count == 0)
        buf_append(out, STR("no environments\n"));
    arena_free(a);
}

void matrix_render(buf *out, const matrix *m, matrix_format format)
{
    static void (*const renderers[])(buf *, const matrix *) = {
        render_text, matrix_render_json, matrix_render_html}; /* ORDER matrix_format */
    renderers[format](out, m);
}
