/*
 * The solver: is there a value that satisfies a conjunction of items?
 *
 * A goal is a set of items. `A within B` is the goal {+A, -B} having no value. A goal is split into
 * leaves, conjunctions of literals about one kind of value, by a DPLL search that always branches
 * on the disjunction with the fewest live alternatives (split.c); each kind has its own solver
 * (solve_*.c), which asks for the goals of members and items.
 *
 * JSON values are finite trees, so "has a value" is a least fixpoint over goals: a leaf that needs
 * a goal which is still open waits, and is taken up again when that goal finds a value. When
 * nothing moves any more, what still waits has none. So no answer is ever kept under an open
 * assumption.
 *
 * What a solver does not understand it drops, and says so: a goal without value then is unknown
 * instead of empty. Every value found satisfies its goal by evaluate.h.
 */
#ifndef HANDOFF_INCLUSION_SOLVER_H
#define HANDOFF_INCLUSION_SOLVER_H

#include "inclusion/automaton.h"
#include "inclusion/evaluate.h"

typedef struct goal goal;
typedef struct solver solver;

typedef enum goal_state {
    GOAL_NEW,
    GOAL_OPEN,    /* being attempted: on the C stack */
    GOAL_WAITING, /* for the values of other goals */
    GOAL_FOUND,
    GOAL_EMPTY,
    GOAL_UNKNOWN
} goal_state;

/* Why something is unknown. A zeroed one is none. */
typedef struct doubt {
    const char *text;
    const fact *fact; /* what was not understood, or NULL */
} doubt;

/* How often values of a leaf turned out to be excluded, and how many of them are being replaced. */
typedef struct leaf_hits {
    unsigned count, depth;
} leaf_hits;

/* A conjunction of literals about values of one kind. */
typedef struct leaf {
    value_kind kind;
    const literal *const *literals;
    size_t count;
    doubt dropped;   /* a literal that is not understood */
    leaf_hits *hits; /* excluded.c; NULL: none so far */
} leaf;

struct goal {
    uint64_t hash;
    const item *items; /* sorted, no two alike */
    uint32_t count;
    uint8_t state;
    bool queued;
    bool stale; /* something it waits for was found while it was open */
    const value *witness;
    doubt doubt;
    VEC(leaf) leaves;  /* those that wait */
    VEC(goal *) needs; /* what they wait for */
    VEC(goal *) waiters;
    bool marked; /* while fixpoints close */
};

typedef struct automaton_slot {
    const automaton *automaton;
    automaton_problem problem;
    bool known;
} automaton_slot;

struct solver {
    graph *graph;
    arena *arena;
    value_store *values;
    formulas formulas;
    evaluator evaluator;
    bool closed; /* the writer-closed reading: items carry roles */
    bool text;   /* values are text on the wire */
    bool sure;   /* what is not understood holds of nothing, nor does its negation: values found
                    do not hang on it, and that a goal is empty means nothing */
    intern goals;
    intern simulated; /* pairs of simulate.c */
    VEC(goal *) queue;
    size_t queue_next;
    size_t steps, step_limit, memory_limit;
    bool exhausted;
    doubt dropped; /* the last literal of the question that was not understood */
    unsigned depth;
    /* split.c: stacks shared by all attempts that are open */
    VEC(item) items;
    VEC(const literal *) literals;
    VEC(const formula *) choices;
    /* solve_string.c, keys.c */
    VEC(automaton_slot) patterns, formats; /* by id of the text's value */
    VEC(item) pattern_items;               /* by id of the pattern's value, 0: not yet */
    item strings;                          /* the item of all strings, 0: not yet */
    /* mention.c */
    VEC(struct mentions *) mentions; /* by class */
    /* aside.c */
    VEC(struct aside *) asides;     /* by class */
    VEC(struct aside *) new_asides; /* being made */
    VEC(uint32_t) aside_rounds;     /* by class: the round it was last met in */
    uint32_t aside_round;
};

void solver_init(solver *s, graph *g, value_store *values, arena *a);
void solver_clear(solver *s);

/* A question begins: it has so many steps. */
void solver_begin(solver *s, size_t steps);

/* Solves to the end: the goal is FOUND, EMPTY or UNKNOWN. Sorts the items it is given. */
const goal *solver_solve(solver *s, item *items, size_t count);

/* --- for the solvers of this family --- */

/* Counts steps; false (and `exhausted`) when there are none left. */
bool solver_burn(solver *s, size_t steps);

/* The goal of these items, attempted when it is new; `parent` waits for it when it is not decided.
 * Sorts the items it is given. */
goal *solver_need(solver *s, goal *parent, item *items, size_t count);

/* Whether a value may satisfy the goal; keeps it as the witness when it does. */
bool solver_offer(solver *s, goal *g, const value *v);

bool items_contradict(solver *s, item a, item b);

typedef enum outcome { OUTCOME_EMPTY, OUTCOME_FOUND, OUTCOME_WAIT, OUTCOME_UNKNOWN } outcome;

/* What a leaf solver reports beside its outcome. */
typedef outcome leaf_solver(solver *s, goal *g, const leaf *l, doubt *why);

leaf_solver solve_number, solve_string, solve_array, solve_object;
outcome solve_leaf(solver *s, goal *g, const leaf *l, doubt *why);

/* split.c: hands the leaves of a goal to `each` until it returns false. */
typedef bool leaf_visitor(solver *s, goal *g, const leaf *l);
void split_goal(solver *s, goal *g, leaf_visitor *each);

/* Whether the value is excluded by the leaf's NOT_IN literals. */
bool leaf_excludes(const leaf *l, const value *v);

#endif
