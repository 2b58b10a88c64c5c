#include "report/render.h"

#include "change/rules.h"
#include "lint/rules.h"

#include "base/utf8.h"

/* A witness is an aid to the eye in reports for people; JSON and SARIF carry it whole. */
#define WITNESS_SHOWN 400

listed *render_list(const report_set *set, size_t *count, arena *a)
{
    size_t all = 0;
    for (size_t i = 0; i < set->count; i++)
        all += set->entries[i].report != NULL ? set->entries[i].report->finding_count : 0;
    listed *list = arena_array_of(a, listed, all);
    *count = 0;
    for (int wanted = LEVEL_BREAKING; wanted >= LEVEL_NONE; wanted--)
        for (size_t i = 0; i < set->count; i++) {
            const report *r = set->entries[i].report;
            for (size_t f = 0; r != NULL && f < r->finding_count; f++)
                if ((int)r->findings[f].level == wanted)
                    list[(*count)++] = (listed){&set->entries[i], &r->findings[f]};
        }
    return list;
}

str render_contract(const report_entry *entry)
{
    if (entry->contract.data != NULL || entry->report == NULL)
        return entry->contract;
    return entry->report->new_name;
}

const position *render_place(const finding *f)
{
    return f->new_place.line > 0 ? &f->new_place : &f->old_place;
}

bool render_fails(const finding *f, const report_options *options)
{
    return f->waived == NULL && options->fail_on != LEVEL_NONE && f->level >= options->fail_on;
}

void render_operations(buf *out, const finding *f, size_t most)
{
    for (size_t i = 0; i < f->operation_count && i < most; i++) {
        buf_append(out, i > 0 ? STR(", ") : STR(""));
        buf_append(out, f->operations[i]);
    }
    if (f->operation_count > most)
        buf_printf(out, " and %zu more", f->operation_count - most);
}

static str cut(str s, size_t most)
{
    if (s.length <= most)
        return s;
    while (most > 0 && ((unsigned char)s.data[most] & 0xC0) == 0x80)
        most--;
    return str_take(s, most);
}

void render_witness(buf *out, const finding *f)
{
    const proof *p = &f->proof;
    if (p->kind != PROOF_WITNESS)
        return;
    str whole = p->request.length > 0 ? p->request : p->witness; /* a message holds its value */
    str shown = cut(whole, WITNESS_SHOWN);
    buf_append(out, shown);
    if (shown.length < whole.length)
        buf_append(out, STR("…"));
    bool by_side = render_is_side(p->sent_by), to_side = render_is_side(p->rejected_by);
    buf_printf(out, " sent by %s%.*s%s, refused by %s%.*s", by_side ? "the " : "",
               STR_ARG(p->sent_by), by_side ? " side" : "", to_side ? "the " : "",
               STR_ARG(p->rejected_by));
}

bool render_is_side(str name)
{
    return str_equal(name, STR("old")) || str_equal(name, STR("new"));
}

void render_consumer(buf *out, const affected_consumer *c)
{
    buf_append(out, STR("breaks "));
    buf_append(out, c->consumer);
    if (c->team.length > 0)
        buf_printf(out, " (team %.*s)", STR_ARG(c->team));
    if (c->relies_on.length > 0)
        buf_printf(out, ", which %.*s %.*s", STR_ARG(c->uses), STR_ARG(c->relies_on));
    if (c->operation.length > 0 && !str_equal(c->operation, c->relies_on))
        buf_printf(out, " in %.*s", STR_ARG(c->operation));
}

void render_waiver(buf *out, const waiver_note *w)
{
    buf_append(out, STR("waived"));
    if (w->expires.length > 0)
        buf_printf(out, " until %.*s", STR_ARG(w->expires));
    if (w->owner.length > 0)
        buf_printf(out, " by %.*s", STR_ARG(w->owner));
    if (w->approver.length > 0)
        buf_printf(out, ", approved by %.*s", STR_ARG(w->approver));
    if (w->reason.length > 0)
        buf_printf(out, ": %.*s", STR_ARG(w->reason));
}

void render_utf8(buf *out, str s)
{
    utf8_append_valid(out, s);
}

void render_markup(buf *out, str s)
{
    for (size_t at = 0; at < s.length;) {
        size_t start = at;
        uint32_t code = utf8_next(s, &at);
        if (code == '\n' || code == '\t')
            buf_append_char(out, (char)code);
        else if (code == '&')
            buf_append(out, STR("&amp;"));
        else if (code == '<')
            buf_append(out, STR("&lt;"));
        else if (code == '>')
            buf_append(out, STR("&gt;"));
        else if (code == '"')
            buf_append(out, STR("&quot;"));
        else if (code == '\'')
            buf_append(out, STR("&#39;"));
        else
            utf8_append_printable(out, str_of(s.data + start, at - start));
    }
}

bool render_rule(str id, rule_words *out)
{
    const rule *known = rule_find(id);
    if (known != NULL) {
        *out = (rule_words){known->level, known->title,  known->why,
                            known->fix,   known->before, known->after};
        return true;
    }
    const lint_rule_row *row = lint_rule_find(id);
    if (row != NULL)
        *out = (rule_words){row->level, row->title, row->why, row->fix, NULL, NULL};
    return row != NULL;
}

bool render_words(const finding *f, rule_words *out)
{
    if (!render_rule(f->rule, out))
        return false;
    const rule *known = rule_find(f->rule);
    if (known != NULL) {
        out->why = rule_why(known, f->level);
        out->fix = rule_fix(known, f->level);
    }
    return true;
}

const char *render_level(const finding *f)
{
    return f->level == LEVEL_BREAKING && lint_rule_find(f->rule) ? "error" : level_name(f->level);
}
