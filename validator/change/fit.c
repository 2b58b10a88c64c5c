#include "change/fit.h"

#include "base/clock.h"
#include "base/limits.h"
#include "change/tally.h"
#include "doc/build.h"

struct fit {
    inclusion *engine;
    bool literal;
    size_t steps;
    arena *arena;
    size_t steps_left; /* of the whole comparison */
    tally *tally;      /* NULL: nobody asked for statistics */
};

fit *fit_new(registry *old, registry *new_, bool literal, size_t steps, arena *a)
{
    fit *f = arena_new_of(a, fit);
    f->engine = inclusion_new(old, new_);
    f->literal = literal;
    f->steps = steps;
    f->arena = a;
    f->steps_left = LIMIT_COMPARISON_STEPS;
    return f;
}

void fit_keep_statistics(fit *f, report *into)
{
    f->tally = tally_new(into, f->arena);
}

void fit_free(fit *f)
{
    if (!f)
        return;
    if (f->tally)
        tally_close(f->tally, inclusion_refuted(f->engine));
    inclusion_free(f->engine);
}

/* One question may take a fair part of what is left: a contract with many hard ones still ends, and
 * ends the same way on every machine. */
static size_t steps_for_one(const fit *f)
{
    size_t part = f->steps_left / 8, most = f->steps ? f->steps : LIMIT_INCLUSION_STEPS;
    if (part < LIMIT_COMPARISON_STEPS_LEAST)
        part = LIMIT_COMPARISON_STEPS_LEAST;
    return part < most ? part : most;
}

static void spend(fit *f, size_t steps)
{
    f->steps_left -= steps < f->steps_left ? steps : f->steps_left;
}

static const inclusion_result *ask_engine(fit *f, site writer, site reader,
                                          const inclusion_options *options)
{
    int64_t began = f->tally ? clock_microseconds() : 0;
    const inclusion_result *result = inclusion_ask(f->engine, writer, reader, options);
    if (f->tally)
        tally_add(f->tally, writer, reader, result, clock_microseconds() - began);
    spend(f, result->steps);
    return result;
}

/* Whether a value is refused for what it is, in whichever of its spellings as text. */
static bool is_refused_as_text(const inclusion_result *result)
{
    static const char *const by_spelling[] = {"type", "enum", "const", "format"};
    for (size_t i = 0; i < result->break_count; i++) {
        bool depends = false;
        for (size_t k = 0; k < sizeof by_spelling / sizeof *by_spelling; k++)
            depends = depends || str_equal(result->breaks[i].keyword, str_from(by_spelling[k]));
        if (!depends)
            return true;
    }
    return false;
}

/* What cannot be decided of texts may be clear of the values they spell: a reader of all values is
 * a reader of all their texts. */
static const inclusion_result *ask(fit *f, site writer, site reader,
                                   const inclusion_options *options)
{
    const inclusion_result *result = ask_engine(f, writer, reader, options);
    if (result->answer != ANSWER_UNKNOWN || options->wire != WIRE_TEXT)
        return result;
    inclusion_options as_values = *options;
    as_values.wire = WIRE_JSON;
    const inclusion_result *second = ask_engine(f, writer, reader, &as_values);
    bool is_clear = second->answer == ANSWER_INCLUDED ||
                    (second->answer == ANSWER_NOT_INCLUDED && is_refused_as_text(second));
    return is_clear ? second : result;
}

static inclusion_options options_of(const fit *f, fit_wire wire, fit_direction direction)
{
    static const schema_direction directions[] = {[FIT_REQUEST] = DIRECTION_REQUEST,
                                                  [FIT_RESPONSE] = DIRECTION_RESPONSE,
                                                  [FIT_NEITHER] = DIRECTION_NONE};
    return (inclusion_options){
        .reading = f->literal ? READING_LITERAL : READING_WRITER_CLOSED,
        .direction = directions[direction],
        .assert_formats = true,
        .wire = wire == FIT_TEXT ? WIRE_TEXT : WIRE_JSON,
        .steps = steps_for_one(f),
    };
}

/* What a writer of forms sends: what its schema accepts of objects. */
static site only_objects(const fit *f, site writer)
{
    if (!writer.node)
        return writer; /* and what it says nothing about is not compared */
    member type = build_member(STR("type"), build_string(STR("object")));
    node *both = arena_alloc(f->arena, 2 * sizeof *both);
    both[0] = *writer.node;
    both[1] = build_object(&type, 1, f->arena);
    member all = build_member(STR("allOf"), build_array(both, 2));
    writer.node = build_copy(build_object(&all, 1, f->arena), f->arena);
    return writer;
}

static site sent(const fit *f, site writer, fit_wire wire)
{
    return wire == FIT_FORM ? only_objects(f, writer) : writer;
}

const fit_answer *fit_ask(fit *f, site writer, site reader, fit_wire wire, fit_direction direction,
                          inclusion_detail detail)
{
    inclusion_options options = options_of(f, wire, direction);
    options.detail = detail;
    fit_answer *out = arena_new_of(f->arena, fit_answer);
    out->result = ask(f, sent(f, writer, wire), reader, &options);
    out->answer = out->result->answer;
    return out;
}

const inclusion_result *fit_lift(fit *f, site writer, const inclusion_way *way, const node *part,
                                 fit_wire wire, fit_direction direction)
{
    inclusion_options options = options_of(f, wire, direction);
    const inclusion_result *result =
        inclusion_lift(f->engine, sent(f, writer, wire), way, part, &options);
    spend(f, result->steps);
    return result;
}

bool fit_is_within(fit *f, site narrow, site wide, fit_wire wire, fit_direction direction)
{
    inclusion_options options = options_of(f, wire, direction);
    options.reading = READING_LITERAL;
    options.detail = DETAIL_WITNESS;
    return ask(f, sent(f, narrow, wire), wide, &options)->answer == ANSWER_INCLUDED;
}

bool fit_is_equivalent(fit *f, site old, site new_, fit_wire wire, fit_direction direction)
{
    return fit_is_within(f, old, new_, wire, direction) &&
           fit_is_within(f, new_, old, wire, direction);
}
