#include "inclusion/shrink.h"

/* Candidates tried for one witness, and for all of one question: each is two validations. */
enum { SHRINK_TRIES = 200, QUESTION_TRIES = 800, SHRINK_DEPTH = 12, SHRINK_SIZE = 2000 };

typedef struct shrinking {
    question *q;
    item fails; /* ITEM_FALSE: anything does */
    unsigned tries;
    /* The path from the whole value to the part at hand. */
    struct {
        const value *parent;
        uint32_t index;
    } path[SHRINK_DEPTH + 1];
    unsigned depth;
} shrinking;

/* The whole value when the part at hand becomes `part`. */
static const value *whole(const shrinking *x, const value *part)
{
    value_store *s = &x->q->session->values;
    for (unsigned d = x->depth; d > 0; d--)
        part = value_with_part(s, x->path[d - 1].parent, x->path[d - 1].index, part);
    return part;
}

static bool still_shows(shrinking *x, const value *part)
{
    question *q = x->q;
    if (x->tries >= SHRINK_TRIES || q->shrink_tries >= QUESTION_TRIES)
        return false;
    x->tries++;
    q->shrink_tries++;
    const value *v = whole(x, part);
    if (evaluate_item(&q->solver->evaluator, x->fails, v) == TRUTH_YES)
        return false;
    return judge_validate(&q->session->judge, q->writer, &q->options, v) == VALID &&
           judge_validate(&q->session->judge, q->reader, &q->options, v) == INVALID;
}

static const value *part_of(const value *v, uint32_t i)
{
    return v->kind == KIND_OBJECT ? v->members[i].value : v->items[i];
}

static const value *shrink(shrinking *x, const value *v);

/* Leaves out what can be left out, the last first, then shrinks what stays. */
static const value *shrink_parts(shrinking *x, const value *v)
{
    value_store *s = &x->q->session->values;
    for (uint32_t i = v->count; i-- > 0;) {
        const value *less = value_with_part(s, v, i, NULL);
        if (still_shows(x, less))
            v = less;
    }
    for (uint32_t i = 0; i < v->count && x->depth < SHRINK_DEPTH; i++) {
        x->path[x->depth].parent = v;
        x->path[x->depth].index = i;
        x->depth++;
        const value *part = shrink(x, part_of(v, i));
        x->depth--;
        v = value_with_part(s, v, i, part);
    }
    return v;
}

/* Shorter by halves: the longest start that need not be there is cut. */
static const value *shrink_text(shrinking *x, const value *v)
{
    value_store *s = &x->q->session->values;
    for (size_t cut = v->text.length; cut > 0; cut /= 2) {
        size_t length = v->text.length - cut;
        while (length > 0 && length < v->text.length && (v->text.data[length] & 0xc0) == 0x80)
            length--;
        if (cut > v->text.length || length == 0)
            continue;
        const value *less = value_of_string(s, str_take(v->text, length));
        if (still_shows(x, less))
            v = less;
    }
    return v;
}

static const value *shrink(shrinking *x, const value *v)
{
    if (v->kind == KIND_OBJECT || v->kind == KIND_ARRAY)
        return shrink_parts(x, v);
    return v->kind == KIND_STRING && v->text.length > 24 ? shrink_text(x, v) : v;
}

const value *shrink_break(question *q, const value *witness, item holds)
{
    shrinking x = {.q = q, .fails = holds};
    return witness->size > SHRINK_SIZE ? witness : shrink(&x, witness);
}

const value *shrink_witness(question *q, const value *witness)
{
    return shrink_break(q, witness, ITEM_FALSE);
}
