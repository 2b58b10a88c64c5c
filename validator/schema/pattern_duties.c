/*
 * Duties of threads, interned: sorted lists of (look-ahead, state of its automaton), by number.
 */
#include "schema/pattern_subset.h"

#include <string.h>

static uint32_t duties_intern(subset *s, const duty *items, uint32_t count)
{
    if (count == 0)
        return DUTIES_NONE;
    arena *a = s->build->scratch;
    str key = str_of((const char *)items, count * sizeof *items);
    void *known = map_get(&s->duties_by_key, key);
    if (known)
        return (uint32_t)(uintptr_t)known;
    const duty *kept = arena_copy(a, items, key.length);
    uint32_t number = (uint32_t)s->duties.count;
    vec_push(a, &s->duties, (duty_set){kept, count});
    map_put(&s->duties_by_key, str_of((const char *)kept, key.length), (void *)(uintptr_t)number);
    return number;
}

/* A look-ahead in this state is done with, for good or ill; otherwise it stays a duty. */
static bool duty_is_met(const subset *s, duty d)
{
    return d.state == (s->looks[d.look].negated ? CODE_STATE_REJECT : CODE_STATE_ACCEPT);
}

static bool duty_has_failed(const subset *s, duty d)
{
    return d.state == (s->looks[d.look].negated ? CODE_STATE_ACCEPT : CODE_STATE_REJECT);
}

#define MAX_DUTIES 64u

/* Keeps `list` sorted and without duplicates. false: the duty has failed. */
static bool duties_insert(subset *s, duty *list, uint32_t *count, duty d)
{
    if (duty_has_failed(s, d))
        return false;
    if (duty_is_met(s, d))
        return true;
    uint32_t at = 0;
    while (at < *count &&
           (list[at].look < d.look || (list[at].look == d.look && list[at].state < d.state)))
        at++;
    if (at < *count && list[at].look == d.look && list[at].state == d.state)
        return true;
    if (*count == MAX_DUTIES)
        return build_stop(s->build, CODE_AUTOMATON_TOO_LARGE);
    memmove(list + at + 1, list + at, (*count - at) * sizeof *list);
    list[at] = d;
    (*count)++;
    return true;
}

uint32_t duties_with(subset *s, uint32_t duties, duty more)
{
    duty list[MAX_DUTIES + 1];
    uint32_t count = s->duties.items[duties].count;
    if (count > 0)
        memcpy(list, s->duties.items[duties].items, count * sizeof *list);
    return duties_insert(s, list, &count, more) ? duties_intern(s, list, count) : DUTIES_FAIL;
}

uint32_t duties_step(subset *s, uint32_t duties, uint32_t class)
{
    duty list[MAX_DUTIES + 1];
    uint32_t count = 0;
    if (duties == DUTIES_NONE)
        return duties;
    duty_set from = s->duties.items[duties];
    s->build->work += from.count;
    for (uint32_t i = 0; i < from.count; i++) {
        const code_automaton *inner = &s->looks[from.items[i].look].inner.automaton;
        duty d = {from.items[i].look,
                  inner->next[from.items[i].state * inner->alphabet->class_count + class]};
        if (!duties_insert(s, list, &count, d))
            return DUTIES_FAIL;
    }
    return duties_intern(s, list, count);
}

bool duties_met_at_end(const subset *s, uint32_t duties)
{
    const duty_set *set = &s->duties.items[duties];
    for (uint32_t i = 0; i < set->count; i++) {
        const look *l = &s->looks[set->items[i].look];
        if ((l->inner.automaton.accepts[set->items[i].state] != 0) == l->negated)
            return false;
    }
    return true;
}
