#include "doc/finding.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

report *report_new(void)
{
    arena *a = arena_new();
    report *r = arena_new_of(a, report);
    r->arena = a;
    return r;
}

void report_free(report *r)
{
    if (r)
        arena_free(r->arena);
}

/* --- adding --- */

static void keep(arena *a, str *s)
{
    if (s->data)
        *s = arena_str(a, *s);
}

static void keep_position(arena *a, position *p)
{
    keep(a, &p->file);
    keep(a, &p->pointer);
}

static void keep_operations(arena *a, finding *f)
{
    if (f->operation_count == 0)
        return;
    f->operations = arena_copy(a, f->operations, f->operation_count * sizeof *f->operations);
    for (size_t i = 0; i < f->operation_count; i++)
        keep(a, &f->operations[i]);
}

static void keep_consumers(arena *a, finding *f)
{
    if (f->consumer_count == 0)
        return;
    f->consumers = arena_copy(a, f->consumers, f->consumer_count * sizeof *f->consumers);
    for (size_t i = 0; i < f->consumer_count; i++) {
        affected_consumer *c = &f->consumers[i];
        keep(a, &c->consumer);
        keep(a, &c->team);
        keep(a, &c->operation);
        keep(a, &c->uses);
        keep(a, &c->relies_on);
        keep_position(a, &c->place);
    }
}

static void keep_waiver(arena *a, finding *f)
{
    if (!f->waived)
        return;
    f->waived = arena_copy(a, f->waived, sizeof *f->waived);
    keep(a, &f->waived->owner);
    keep(a, &f->waived->reason);
    keep(a, &f->waived->expires);
    keep(a, &f->waived->approver);
    keep_position(a, &f->waived->place);
}

finding *report_add(report *r, const finding *f)
{
    finding copy = *f;
    str *const texts[] = {&copy.rule,          &copy.message,           &copy.where,
                          &copy.contract,      &copy.proof.witness,     &copy.proof.request,
                          &copy.proof.sent_by, &copy.proof.rejected_by, &copy.proof.reason,
                          &copy.fingerprint,   &copy.old_excerpt,       &copy.new_excerpt};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        keep(r->arena, texts[i]);
    keep_position(r->arena, &copy.old_place);
    keep_position(r->arena, &copy.new_place);
    keep_operations(r->arena, &copy);
    keep_consumers(r->arena, &copy);
    keep_waiver(r->arena, &copy);
    if (r->finding_count == r->finding_capacity)
        r->findings = vec_grow(r->arena, r->findings, r->finding_count, &r->finding_capacity,
                               sizeof *r->findings);
    r->findings[r->finding_count] = copy;
    return &r->findings[r->finding_count++];
}

undecided *report_add_undecided(report *r, const undecided *u)
{
    undecided copy = *u;
    keep(r->arena, &copy.where);
    keep(r->arena, &copy.why);
    keep_position(r->arena, &copy.place);
    if (r->undecided_count == r->undecided_capacity)
        r->undecided = vec_grow(r->arena, r->undecided, r->undecided_count, &r->undecided_capacity,
                                sizeof *r->undecided);
    r->undecided[r->undecided_count] = copy;
    return &r->undecided[r->undecided_count++];
}

/* --- order --- */

static int compare_positions(const position *a, const position *b)
{
    int order = str_compare(a->file, b->file);
    if (order == 0 && a->line != b->line)
        order = a->line < b->line ? -1 : 1;
    if (order == 0 && a->column != b->column)
        order = a->column < b->column ? -1 : 1;
    return order ? order : str_compare(a->pointer, b->pointer);
}

/* Where a reader looks first: in the new contract, in the old one for what is gone from it. */
static const position *place_of(const finding *f)
{
    return f->new_place.line ? &f->new_place : &f->old_place;
}

static int compare_findings(const void *left, const void *right)
{
    const finding *a = left, *b = right;
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    int order = str_compare(a->contract, b->contract);
    if (order == 0)
        order = compare_positions(place_of(a), place_of(b));
    if (order == 0)
        order = str_compare(a->rule, b->rule);
    if (order == 0)
        order = str_compare(a->where, b->where);
    if (order == 0)
        order = str_compare(a->message, b->message);
    if (order == 0)
        order = compare_positions(&a->old_place, &b->old_place);
    if (order == 0)
        order = compare_positions(&a->new_place, &b->new_place);
    return order ? order : str_compare(a->fingerprint, b->fingerprint);
}

static int compare_undecided(const void *left, const void *right)
{
    const undecided *a = left, *b = right;
    int order = compare_positions(&a->place, &b->place);
    if (order == 0)
        order = str_compare(a->where, b->where);
    return order ? order : str_compare(a->why, b->why);
}

static size_t sort_unique(void *items, size_t count, size_t size,
                          int (*compare)(const void *, const void *))
{
    if (count == 0)
        return 0;
    qsort(items, count, size, compare);
    char *bytes = items;
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (compare(bytes + (kept - 1) * size, bytes + i * size) == 0)
            continue;
        memmove(bytes + kept * size, bytes + i * size, size);
        kept++;
    }
    return kept;
}

size_t report_count(const report *r, level l)
{
    size_t count = 0;
    for (size_t i = 0; i < r->finding_count; i++)
        count += r->findings[i].level == l && !r->findings[i].waived;
    return count;
}

void report_finish(report *r, bool changed)
{
    r->finding_count =
        sort_unique(r->findings, r->finding_count, sizeof *r->findings, compare_findings);
    r->undecided_count =
        sort_unique(r->undecided, r->undecided_count, sizeof *r->undecided, compare_undecided);
    if (report_count(r, LEVEL_BREAKING))
        r->verdict = VERDICT_BREAKING;
    else if (r->undecided_count)
        r->verdict = VERDICT_UNDECIDED;
    else if (report_count(r, LEVEL_WARNING))
        r->verdict = VERDICT_WARNING;
    else
        r->verdict = changed || r->finding_count ? VERDICT_COMPATIBLE : VERDICT_IDENTICAL;
}

/* --- names --- */

const char *level_name(level l)
{
    static const char *const names[] = {"none", "info", "warning", "breaking"};
    return names[l];
}

bool level_parse(level *out, str s)
{
    static const struct {
        str name;
        level level;
    } names[] = {
        {{"none", 4}, LEVEL_NONE},      {{"off", 3}, LEVEL_NONE},
        {{"info", 4}, LEVEL_INFO},      {{"warning", 7}, LEVEL_WARNING},
        {{"warn", 4}, LEVEL_WARNING},   {{"breaking", 8}, LEVEL_BREAKING},
        {{"error", 5}, LEVEL_BREAKING}, {{"err", 3}, LEVEL_BREAKING},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal_ignoring_case(names[i].name, s)) {
            *out = names[i].level;
            return true;
        }
    }
    return false;
}

const char *verdict_name(verdict v)
{
    static const char *const names[] = {"identical", "compatible", "warning", "undecided",
                                        "breaking"};
    return names[v];
}
