#include "inclusion/distinct.h"

enum { POSITION_LIMIT = 160 };

/* The values of one goal, as many as can matter. */
typedef struct choices {
    const goal *of;
    const value **values;
    size_t count;
} choices;

typedef struct matching {
    solver *s;
    goal *parent;
    arena *a;
    const cell *cells;
    size_t count;
    choices *lists;
    VEC(choices) known;
    size_t *position_of; /* of a value's index, count: free */
    VEC(const value *) values;
    bool *visited;
    outcome trouble;
    doubt *why;
} matching;

static goal *need(matching *m, const item *items, size_t count)
{
    item *copy = arena_copy(m->a, items, count * sizeof *items);
    goal *g = solver_need(m->s, m->parent, copy, count);
    if (g->state == GOAL_UNKNOWN) {
        m->trouble = OUTCOME_UNKNOWN;
        if (!m->why->text)
            *m->why = g->doubt;
    } else if (g->state != GOAL_FOUND && g->state != GOAL_EMPTY) {
        m->trouble = OUTCOME_WAIT;
    }
    return g;
}

/* Up to `count` values of the cell's goal; fewer are all there are. */
static choices list_values(matching *m, const cell *c)
{
    const goal *first = need(m, c->items, c->count);
    for (size_t i = 0; i < m->known.count; i++) {
        if (m->known.items[i].of == first)
            return m->known.items[i];
    }
    choices list = {.of = first, .values = arena_array_of(m->a, const value *, m->count)};
    item *items = arena_array_of(m->a, item, c->count + m->count);
    for (size_t i = 0; i < c->count; i++)
        items[i] = c->items[i];
    for (const goal *g = first; g->state == GOAL_FOUND && list.count < m->count;) {
        items[c->count + list.count] = item_differs(g->witness);
        list.values[list.count++] = g->witness;
        if (list.count < m->count)
            g = need(m, items, c->count + list.count);
    }
    vec_push(m->a, &m->known, list);
    return list;
}

static size_t index_of(matching *m, const value *v)
{
    for (size_t i = 0; i < m->values.count; i++) {
        if (m->values.items[i] == v)
            return i;
    }
    vec_push(m->a, &m->values, v);
    return m->values.count - 1;
}

/* Kuhn's augmenting path; its depth is the number of positions at most. */
static bool assign(matching *m, size_t at)
{
    const choices *list = &m->lists[at];
    for (size_t i = 0; i < list->count; i++) {
        size_t v = index_of(m, list->values[i]);
        if (m->visited[v])
            continue;
        m->visited[v] = true;
        if (m->position_of[v] == m->count || assign(m, m->position_of[v])) {
            m->position_of[v] = at;
            return true;
        }
    }
    return false;
}

static bool match(matching *m)
{
    size_t most = m->count * m->count;
    m->position_of = arena_array_of(m->a, size_t, most);
    m->visited = arena_array_of(m->a, bool, most);
    for (size_t v = 0; v < most; v++)
        m->position_of[v] = m->count;
    for (size_t n = 0; n < m->count; n++) {
        for (size_t v = 0; v < most; v++)
            m->visited[v] = false;
        if (!assign(m, n))
            return false;
    }
    return true;
}

static bool all_differ(const value *const *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (values[i] == values[j])
                return false;
        }
    }
    return true;
}

outcome distinct_choose(solver *s, goal *parent, arena *a, const cell *cells, size_t count,
                        const value **out, doubt *why)
{
    if (count > POSITION_LIMIT) {
        *why = (doubt){"so many different items are not built; ask for fewer of them with minItems",
                       NULL};
        return OUTCOME_UNKNOWN;
    }
    if (all_differ(out, count))
        return OUTCOME_FOUND;
    matching m = {.s = s, .parent = parent, .a = a, .cells = cells, .count = count, .why = why};
    m.lists = arena_array_of(a, choices, count);
    for (size_t n = 0; n < count; n++)
        m.lists[n] = list_values(&m, &cells[n]);
    if (!match(&m))
        return m.trouble;
    for (size_t v = 0; v < m.values.count; v++) {
        if (m.position_of[v] != count)
            out[m.position_of[v]] = m.values.items[v];
    }
    return OUTCOME_FOUND;
}
