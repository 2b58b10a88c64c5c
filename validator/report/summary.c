#include "report/render.h"

#include <string.h>

static void add_report(report_totals *t, const report *r)
{
    for (size_t i = 0; i < r->finding_count; i++) {
        const finding *f = &r->findings[i];
        if (f->waived != NULL)
            t->waived++;
        else if (f->level == LEVEL_BREAKING)
            t->breaking++;
        else if (f->level == LEVEL_WARNING)
            t->warnings++;
        else if (f->level == LEVEL_INFO)
            t->infos++;
    }
    t->undecided += r->undecided_count;
    t->operations += r->operations_compared;
    if (r->verdict > t->verdict)
        t->verdict = r->verdict;
}

report_totals report_totals_of(const report_set *set)
{
    report_totals t = {0};
    for (size_t i = 0; i < set->count; i++) {
        const report_entry *entry = &set->entries[i];
        if (entry->report == NULL) {
            t.not_judged++;
            continue;
        }
        add_report(&t, entry->report);
        t.judged += !entry->about_settings;
        if (entry->problems != NULL)
            t.undecided += entry->problems->undecided;
    }
    return t;
}

static bool has_failing(const report_set *set, level fail_on)
{
    const report_options options = {.fail_on = fail_on};
    for (size_t i = 0; i < set->count; i++) {
        const report *r = set->entries[i].report;
        for (size_t f = 0; r != NULL && f < r->finding_count; f++)
            if (render_fails(&r->findings[f], &options))
                return true;
    }
    return false;
}

int report_answer(const report_set *set, level fail_on)
{
    bool open = false;
    for (size_t i = 0; i < set->count; i++) {
        const report_entry *entry = &set->entries[i];
        if (entry->problems != NULL && entry->problems->errors > 0)
            return 2;
        open = open || (entry->problems != NULL && entry->problems->undecided > 0) ||
               entry->report == NULL || entry->report->undecided_count > 0 ||
               entry->report->verdict == VERDICT_UNDECIDED;
    }
    if (set->count == 0)
        return 2;
    if (has_failing(set, fail_on))
        return 1;
    return open ? 3 : 0;
}

static void append_count(buf *out, size_t count, const char *one, const char *many)
{
    buf_printf(out, "%zu %s", count, count == 1 ? one : many);
}

/* Of contracts judged by themselves: nothing is compared, and what is wrong breaks nobody yet. */
static void summarise_lint(buf *out, const report_totals *t)
{
    if (t->judged == 0) {
        buf_append(out, STR("not judged\n"));
        return;
    }
    append_count(out, t->breaking, "error", "errors");
    buf_append(out, STR(", "));
    append_count(out, t->warnings, "warning", "warnings");
    buf_printf(out, ", %zu info (", t->infos);
    append_count(out, t->judged, "contract", "contracts");
    buf_printf(out, " judged, %zu undecided", t->undecided);
    if (t->not_judged > 0)
        buf_printf(out, ", %zu not judged", t->not_judged);
    buf_append(out, STR(")\n"));
}

void report_summary(buf *out, const report_set *set)
{
    report_totals t = report_totals_of(set);
    if (strcmp(set->command, "lint") == 0) {
        summarise_lint(out, &t);
        return;
    }
    if (t.judged == 0) {
        buf_append(out, STR("not compared\n"));
        return;
    }
    if (t.verdict == VERDICT_IDENTICAL && t.not_judged == 0) {
        buf_append(out, STR("identical"));
    } else {
        buf_printf(out, "%zu breaking, ", t.breaking);
        append_count(out, t.warnings, "warning", "warnings");
        buf_printf(out, ", %zu info", t.infos);
    }
    if (t.waived > 0)
        buf_printf(out, ", %zu waived", t.waived);
    buf_append(out, STR(" ("));
    if (!set->single) {
        append_count(out, t.judged, "contract", "contracts");
        buf_append(out, STR(" and "));
    }
    append_count(out, t.operations, "operation", "operations");
    buf_printf(out, " compared, %zu undecided", t.undecided);
    if (t.not_judged > 0)
        buf_printf(out, ", %zu not compared", t.not_judged);
    buf_append(out, STR(")\n"));
}
