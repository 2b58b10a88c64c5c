/*
 * Sites: which of the writer's schemas apply at a place of a value, for explanations.
 */
#ifndef HANDOFF_INCLUSION_SITES_H
#define HANDOFF_INCLUSION_SITES_H

#include "inclusion/session.h"

typedef struct vertex_list {
    vertex **items;
    size_t count, capacity;
} vertex_list;

/* The writer's schemas that apply to a value, in place too, and to a member or item of it. */
vertex_list sites_at_root(question *q, const value *v);
vertex_list sites_below(question *q, const vertex_list *from, const value *v, uint32_t index);

/* Fills b->writer and b->writer_keyword: the writer's schema at the pointer in the value, best one
 * with a keyword of the same kind as the reader's fact. */
void sites_of_writer(question *q, const value *v, str pointer, const fact *readers,
                     inclusion_break *b);

#endif
