/*
 * What one comparison holds, for the files that answer its questions.
 */
#ifndef HANDOFF_INCLUSION_SESSION_H
#define HANDOFF_INCLUSION_SESSION_H

#include "inclusion/inclusion.h"
#include "inclusion/judge.h"
#include "inclusion/solver.h"

struct inclusion {
    arena *arena;
    registry *registries[2];
    value_store values;
    graph graph;
    judge judge;
    solver *solvers[2][2][2]; /* by reading, wire and whether it is to be sure; made when asked */
    intern answers;
};

/* One question. */
typedef struct question {
    inclusion *session;
    site writer, reader;
    inclusion_options options;
    solver *solver;
    vertex *writer_vertex, *reader_vertex;
    size_t steps; /* spent so far, over several goals */
    unsigned shrink_tries;
} question;

void question_begin(question *q, inclusion *i, site writer, site reader,
                    const inclusion_options *options);

/* A schema of the reader. */
vertex *question_vertex(question *q, site s);

/* A value of the writer that satisfies these items too (ITEM_TRUE: none) and that the judge
 * confirms, or NULL with the last goal. */
const value *question_witness(question *q, item refused, item also, const goal **last);

/* The goal of the items, with what is left of the question's steps. */
const goal *question_solve(question *q, item *items, size_t count);

item question_writer_item(const question *q);
item question_reader_item(const question *q, const vertex *v, bool negated);

#endif
