#include "change/tally.h"

#include "base/map.h"
#include "base/vec.h"
#include "schema/registry.h"

struct tally {
    report *report;
    arena *arena;
    map counted; /* results */
    VEC(schema_question) unknown;
};

tally *tally_new(report *into, arena *a)
{
    tally *t = arena_new_of(a, tally);
    t->report = into;
    t->arena = a;
    map_init(&t->counted, a, 0);
    into->statistics = arena_new_of(into->arena, schema_statistics);
    return t;
}

static position place_of(const tally *t, site s)
{
    if (!s.node)
        return (position){0};
    position p = registry_position(s.resource->owner, s.node, t->report->arena);
    p.file = arena_str(t->report->arena, p.file);
    return p;
}

static schema_question describe(const tally *t, site writer, site reader,
                                const inclusion_result *result, int64_t microseconds)
{
    static const char *const answers[] = {[ANSWER_INCLUDED] = "included",
                                          [ANSWER_NOT_INCLUDED] = "not included",
                                          [ANSWER_UNKNOWN] = "unknown"};
    arena *a = t->report->arena;
    return (schema_question){
        .answer = answers[result->answer],
        .keyword = result->reason_keyword.data ? arena_str(a, result->reason_keyword) : STR_NULL,
        .reason = result->reason.data ? arena_str(a, result->reason) : STR_NULL,
        .writer = place_of(t, writer),
        .reader = place_of(t, reader),
        .steps = result->steps,
        .microseconds = microseconds};
}

void tally_add(tally *t, site writer, site reader, const inclusion_result *result,
               int64_t microseconds)
{
    schema_statistics *s = t->report->statistics;
    s->microseconds += microseconds;
    if (!map_put_pointer(&t->counted, result, t))
        return;
    s->included += result->answer == ANSWER_INCLUDED;
    s->not_included += result->answer == ANSWER_NOT_INCLUDED;
    if (!s->slowest.answer || microseconds > s->slowest.microseconds)
        s->slowest = describe(t, writer, reader, result, microseconds);
    if (result->answer == ANSWER_UNKNOWN)
        vec_push(t->arena, &t->unknown, describe(t, writer, reader, result, microseconds));
}

void tally_close(tally *t, size_t refuted)
{
    schema_statistics *s = t->report->statistics;
    s->refuted = refuted;
    s->unknown_count = t->unknown.count;
    if (t->unknown.count > 0)
        s->unknown = arena_copy(t->report->arena, t->unknown.items,
                                t->unknown.count * sizeof *t->unknown.items);
}
