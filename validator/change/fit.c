#include "change/fit.h"

struct fit {
    inclusion *engine;
    bool literal;
    arena *arena;
};

fit *fit_new(registry *old, registry *new_, bool literal, arena *a)
{
    fit *f = arena_new_of(a, fit);
    f->engine = inclusion_new(old, new_);
    f->literal = literal;
    f->arena = a;
    return f;
}

void fit_free(fit *f)
{
    if (f)
        inclusion_free(f->engine);
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
    };
}

const fit_answer *fit_ask(fit *f, site writer, site reader, fit_wire wire, fit_direction direction)
{
    inclusion_options options = options_of(f, wire, direction);
    fit_answer *out = arena_new_of(f->arena, fit_answer);
    out->result = inclusion_ask(f->engine, writer, reader, &options);
    out->answer = out->result->answer;
    return out;
}

bool fit_is_within(fit *f, site narrow, site wide, fit_wire wire, fit_direction direction)
{
    inclusion_options options = options_of(f, wire, direction);
    options.reading = READING_LITERAL;
    return inclusion_ask(f->engine, narrow, wide, &options)->answer == ANSWER_INCLUDED;
}

bool fit_is_equivalent(fit *f, site old, site new_, fit_wire wire, fit_direction direction)
{
    return fit_is_within(f, old, new_, wire, direction) &&
           fit_is_within(f, new_, old, wire, direction);
}
