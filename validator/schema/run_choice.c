/*
 * Branches that may fail, and the frames that keep their marks apart.
 */
#include "schema/run.h"

void frame_open(validation *v, frame *f, uint32_t bits)
{
    *f = (frame){.first = v->bits_top, .words = (bits + 63) / 64};
    v->bits_top += f->words;
    if (v->bits_top > v->bits_capacity) {
        v->bits_capacity = v->bits_top * 2 + 64;
        v->bits = memory_resize(v->bits, v->bits_capacity * sizeof *v->bits);
    }
    if (f->words)
        memset(v->bits + f->first, 0, f->words * sizeof *v->bits);
}

void frame_close(validation *v, const frame *f)
{
    v->bits_top = f->first;
}

void frame_merge(validation *v, frame *into, const frame *from)
{
    into->all |= from->all;
    for (uint32_t i = 0; i < from->words; i++)
        v->bits[into->first + i] |= v->bits[from->first + i];
}

/* A branch marks a frame of its own; only when it holds are its marks the outer frame's too. */
static bool tracked(validation *v, const block *b, const node *n)
{
    frame *outer = v->frame, inner;
    if (!spend(v, n->count / 64 + 1))
        return false;
    frame_open(v, &inner, n->count);
    v->frame = &inner;
    bool holds = apply_in_place(v, b, n);
    v->frame = outer;
    if (holds)
        frame_merge(v, outer, &inner);
    frame_close(v, &inner);
    return holds;
}

bool run_frame(validation *v, const op *o, const node *n)
{
    frame *outer = v->frame, inner;
    if (!spend(v, n->count / 64 + 1))
        return false;
    frame_open(v, &inner, n->count);
    v->frame = &inner;
    bool holds = run_call(v, o->data, n);
    v->frame = outer;
    if (holds && o->flags & OP_TRACKS)
        frame_merge(v, outer, &inner);
    frame_close(v, &inner);
    return holds;
}

static bool at_least_one(validation *v, const branch_list *list, const node *n, bool tracks)
{
    bool found = false;
    for (uint32_t i = 0; i < list->count && (tracks || !found); i++) {
        found |=
            tracks ? tracked(v, list->branches[i], n) : apply_in_place(v, list->branches[i], n);
        if (v->limit)
            return false;
    }
    return found;
}

bool run_any_of(validation *v, const op *o, const node *n)
{
    return at_least_one(v, o->data, n, o->flags & OP_TRACKS);
}

static bool exactly_one(validation *v, const branch_list *list, const node *n, bool tracks)
{
    bool found = false;
    for (uint32_t i = 0; i < list->count; i++) {
        bool holds =
            tracks ? tracked(v, list->branches[i], n) : apply_in_place(v, list->branches[i], n);
        if (v->limit || (holds && found))
            return false;
        found |= holds;
    }
    return found;
}

bool run_one_of(validation *v, const op *o, const node *n)
{
    return exactly_one(v, o->data, n, o->flags & OP_TRACKS);
}

bool run_if(validation *v, const op *o, const node *n)
{
    const block *const *blocks = o->data;
    bool tracks = o->flags & OP_TRACKS;
    bool holds = tracks ? tracked(v, blocks[0], n) : apply_in_place(v, blocks[0], n);
    if (v->limit)
        return false;
    const block *taken = blocks[holds ? 1 : 2];
    return !taken || apply_in_place(v, taken, n);
}

bool run_dispatch(validation *v, const dispatch *d, const node *n, bool tracks)
{
    const member *m = node_get_hashed(n, d->key, d->key_hash);
    const branch_list *list = m ? &d->other : &d->absent;
    if (m && m->value.kind == NODE_STRING) {
        const string_slot *slot = run_string_find(&d->values, m->value.as.text, m->value.count);
        if (slot)
            list = &d->lists[slot->value];
    }
    if (!d->one)
        return at_least_one(v, list, n, tracks);
    return list->count == 1 ? apply_in_place(v, list->branches[0], n)
                            : exactly_one(v, list, n, tracks);
}
