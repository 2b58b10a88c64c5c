#include "consumer/promise_parts.h"

#include "base/vec.h"
#include "consumer/kinds.h"
#include "doc/json_writer.h"

/* More ways than these are not listed by inclusion/: what is not seen is not excused. */
enum { BREAKS_LOOKED_AT = 64 };

void promise_tell(checking *c, const element *e, promise_kind kind, const node *contract_node,
                  str message)
{
    const promise p = {
        .kind = kind,
        .operation = e->operation,
        .event = e->event,
        .found = e->found,
        .part = e->part,
        .field = e->field,
        .sends = e->sends,
        .relies_on = e->relies_on,
        .message = message,
        .witness = STR_NULL,
        .contract_node = contract_node,
    };
    vec_push(c->arena, &c->found, p);
    c->found.undecided += kind == PROMISE_UNDECIDED;
    c->found.broken += kind != PROMISE_KEPT && kind != PROMISE_UNDECIDED;
}

static str json_text(const node *n, arena *a)
{
    buf b = {0};
    json_write(&b, n);
    str text = arena_str(a, buf_str(&b));
    buf_clear(&b);
    return text;
}

promise_break promise_break_of(const inclusion_break *b, arena *a)
{
    bool missing = b->name.data && (str_equal(b->keyword, STR("required")) ||
                                    str_starts_with(b->keyword, STR("dependent")));
    return (promise_break){
        .pointer = b->name.data ? pointer_join(b->instance_path, b->name, a)
                                : arena_str(a, b->instance_path),
        .missing = missing,
        .witness = json_text(b->witness, a),
    };
}

/* --- what a type name leaves to the contract --- */

/* Whether other lines say what is in the field; then it is not left to the contract. */
static bool is_detailed(const expected_fields *fields, const expected_field *f)
{
    for (size_t i = 0; fields && i < fields->count; i++) {
        const field_path *other = &fields->items[i].path;
        const field_path prefix = {other->steps, f->path.count};
        if (other->count > f->path.count && field_path_equal(&prefix, &f->path))
            return true;
    }
    return false;
}

/* A value of the type that is named, refused for something else than its type; or something within
 * a list or an object of which no more is said than that. */
static bool is_excused(const checking *c, const ask *q, const inclusion_break *b,
                       const expected_field *f)
{
    bool below = b->name.data;
    if (f->kinds == 0 || !field_path_holds(&f->path, b->instance_path, &below))
        return false;
    if (below)
        return !is_detailed(q->fields, f);
    unsigned allowed = kinds_of_schema(c->contract->registry, b->reader);
    return !str_equal(b->keyword, STR("type")) && (f->kinds & ~allowed) == 0;
}

static bool is_loose(const checking *c, const ask *q, const inclusion_result *r)
{
    if (!q->element->sends || r->break_count >= BREAKS_LOOKED_AT)
        return false;
    for (size_t i = 0; i < r->break_count; i++) {
        const inclusion_break *b = &r->breaks[i];
        bool excused = q->element->field && is_excused(c, q, b, q->element->field);
        for (size_t j = 0; q->fields && !excused && j < q->fields->count; j++)
            excused = is_excused(c, q, b, &q->fields->items[j]);
        if (!excused)
            return false;
    }
    return true;
}

/* --- inclusion, told as a promise --- */

static void tell_broken(checking *c, const element *e, const node *contract_node,
                        const inclusion_result *r)
{
    arena *a = c->arena;
    str witness = json_text(r->breaks[0].witness, a);
    promise_tell(
        c, e, e->sends ? PROMISE_NOT_ACCEPTED : PROMISE_NOT_AS_READ, contract_node,
        e->sends ? arena_printf(a, "the contract may refuse what is sent as '%.*s': %.*s",
                                STR_ARG(e->relies_on), STR_ARG(witness))
                 : arena_printf(
                       a,
                       e->event ? "the contract allows an event that is not read as '%.*s': %.*s"
                                : "the contract may answer what is not read as '%.*s': %.*s",
                       STR_ARG(e->relies_on), STR_ARG(witness)));
    promise_break *breaks = arena_array_of(a, promise_break, r->break_count);
    for (size_t i = 0; i < r->break_count; i++)
        breaks[i] = promise_break_of(&r->breaks[i], a);
    promise *told = &c->found.items[c->found.count - 1];
    told->witness = witness;
    told->breaks = breaks;
    told->break_count = r->break_count;
}

void promise_ask(checking *c, const ask *q)
{
    const element *e = q->element;
    const inclusion_options options = {
        .reading = READING_WRITER_CLOSED,
        .direction = q->direction,
        .wire = q->wire,
        .assert_formats = true,
    };
    const inclusion_result *r =
        e->sends ? inclusion_ask(c->inclusion, q->expected, q->contract, &options)
                 : inclusion_ask(c->inclusion, q->contract, q->expected, &options);
    bool loose = r->answer == ANSWER_NOT_INCLUDED && is_loose(c, q, r);
    if (r->answer == ANSWER_UNKNOWN)
        promise_tell(c, e, PROMISE_UNDECIDED, q->node,
                     arena_printf(c->arena, "cannot decide whether '%.*s' is kept: %.*s",
                                  STR_ARG(e->relies_on), STR_ARG(r->reason)));
    else if (r->answer == ANSWER_INCLUDED || loose)
        promise_tell(c, e, PROMISE_KEPT, q->node, STR(""));
    else
        tell_broken(c, e, q->node, r);
    promise *told = &c->found.items[c->found.count - 1];
    told->loose = loose;
    told->asked = q->contract;
    told->wire = q->wire;
    told->fields = q->fields;
}
