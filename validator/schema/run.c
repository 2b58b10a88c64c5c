#include "schema/run.h"

#include <stdlib.h>

bool run_stop(validation *v, const char *limit)
{
    if (!v->limit)
        v->limit = limit;
    v->steps = 0;
    return false;
}

/* The first guess is no, others are those that `guess_otherwise` set. */
static bool guess(validation *v)
{
    if (v->guessed == LIMIT_UNRESOLVED_GUESSES)
        return run_stop(v, "ref.unresolved");
    uint32_t bit = 1u << v->guessed++;
    if (v->guessed > v->guesses_kept)
        v->guesses &= ~bit;
    return v->guesses & bit;
}

/* One test. CALL and END are the loop's. */
static bool test(validation *v, const op *o, const node *n)
{
    switch ((op_code)o->code) {
    case OP_END:
        return true;
    case OP_UNRESOLVED:
        return guess(v);
    case OP_FAIL:
        return false;
    case OP_TRUE:
        return n->flags & NODE_TRUE;
    case OP_FALSE:
        return !(n->flags & NODE_TRUE);
    case OP_INTEGER:
        return n->flags & NODE_SMALL_INTEGER || run_integer(v, n);
    case OP_LITERAL_INTEGER:
        return n->flags & NODE_SMALL_INTEGER || !memchr(n->as.text, '.', n->count);
    case OP_ITEM_COUNT:
    case OP_MEMBER_COUNT:
        return n->count >= o->count && n->count <= o->most;
    case OP_LENGTH:
        return run_length(n, o->count, o->most);
    case OP_BOUNDS:
        return run_bounds(v, o->data, n);
    case OP_STRING_IN:
        return run_string_find(o->data, n->as.text, n->count) != NULL;
    case OP_VALUE_IN:
        return run_value_in(v, o->data, n);
    case OP_MULTIPLE_OF:
        return run_multiple_of(v, o->data, n);
    case OP_REQUIRED:
        return run_required(o->data, n);
    case OP_DISCRIMINATOR:
        return run_discriminator(o->data, n);
    case OP_DEPENDENT_REQUIRED:
        return run_dependent_required(o->data, n);
    case OP_ITEMS:
        return run_items(v, o->data, n, o->flags & OP_TRACKS);
    case OP_OBJECT:
        return run_object(v, o->data, n);
    case OP_OBJECT_FULL:
        return run_object_full(v, o->data, n, o->flags & OP_TRACKS);
    case OP_PROPERTY_NAMES:
        return run_property_names(v, o->data, n);
    case OP_FORMAT:
        return format_accepts(o->data, n);
    case OP_PATTERN:
        return run_pattern(v, o->data, (str){n->as.text, n->count});
    case OP_CALL:
        return apply_in_place(v, o->data, n);
    case OP_DEPENDENT_SCHEMA:
        return run_dependent_schema(v, o->data, n);
    case OP_DISPATCH:
        return run_dispatch(v, o->data, n, o->flags & OP_TRACKS);
    case OP_IF:
        return run_if(v, o, n);
    case OP_NOT:
        return !apply_in_place(v, o->data, n) && !v->limit;
    case OP_ANY_OF:
        return run_any_of(v, o, n);
    case OP_ONE_OF:
        return run_one_of(v, o, n);
    case OP_CONTAINS:
        return run_contains(v, o->data, n, o->flags & OP_TRACKS);
    case OP_UNIQUE:
        return run_unique(v, n);
    case OP_CONTENT:
        return run_content(o->data, n);
    case OP_FRAME:
        return run_frame(v, o, n);
    case OP_UNEVALUATED_PROPERTIES:
        return run_unevaluated_properties(v, o->data, n);
    case OP_UNEVALUATED_ITEMS:
        return run_unevaluated_items(v, o->data, n);
    }
    return false;
}

bool run(validation *v, const op *o, const node *n)
{
    for (;; o++) {
        /* A call at the end is a jump: chains of references take no stack. */
        while (o->code == OP_CALL && o->flags & OP_LAST && spend(v, 1))
            o = ((const block *)o->data)->entry[n->kind];
        if (o->code == OP_END)
            return true;
        if (!test(v, o, n))
            return false;
        if (o->flags & OP_LAST)
            return true;
    }
}

bool run_call(validation *v, const op *o, const node *n)
{
    if (--v->steps <= 0)
        return run_stop(v, "limit.validation-steps");
    if (v->depth >= LIMIT_VALIDATION_DEPTH)
        return run_stop(v, "limit.validation-depth");
    v->depth++;
    bool holds = run(v, o, n);
    v->depth--;
    return holds;
}

void run_reset(validation *v, const schema *s, const node *instance)
{
    uint64_t bytes = instance->end > instance->start ? instance->end - instance->start : 0;
    v->steps = (int64_t)(LIMIT_VALIDATION_STEPS + bytes * LIMIT_VALIDATION_STEPS_BYTE);
    v->depth = 0;
    v->limit = NULL;
    v->frame = NULL;
    v->bits_top = 0;
    v->seed = s->program->seed;
}

static validity validate_once(const schema *s, validation *v, const node *instance)
{
    run_reset(v, s, instance);
    v->guessed = 0;
    bool holds = apply_in_place(v, s->root, instance);
    if (v->limit)
        return UNDECIDED;
    return holds ? VALID : INVALID;
}

/* The next way to guess: the last no becomes a yes, what was guessed after it is open again. */
static bool guess_otherwise(validation *v)
{
    uint32_t n = v->guessed;
    while (n > 0 && v->guesses >> (n - 1) & 1)
        n--;
    if (n == 0)
        return false;
    v->guesses |= 1u << (n - 1);
    v->guesses_kept = n;
    return true;
}

/* Where something is not known (schema_options, tolerate_unresolved), the answer is one only when
 * it is the same whatever that may be. */
validity schema_validate(const schema *s, validation *v, const node *instance)
{
    v->guesses_kept = 0;
    validity answer = validate_once(s, v, instance);
    while (v->guessed > 0 && answer != UNDECIDED && guess_otherwise(v)) {
        if (validate_once(s, v, instance) != answer) {
            v->limit = "ref.unresolved";
            return UNDECIDED;
        }
    }
    return answer;
}

const char *validation_limit(const validation *v)
{
    return v->limit;
}

validation *validation_new(void)
{
    return memory_alloc(sizeof(validation));
}

void run_clear(validation *v)
{
    pattern_scratch_clear(&v->patterns);
    arena_free(v->numbers);
    free(v->bits);
    free(v->hashes);
}

void validation_free(validation *v)
{
    if (!v)
        return;
    run_clear(v);
    free(v);
}

validity schema_is_valid(const schema *s, const node *instance)
{
    validation v = {0};
    validity answer = schema_validate(s, &v, instance);
    run_clear(&v);
    return answer;
}
