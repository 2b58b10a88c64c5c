#include "inclusion/evaluate.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "inclusion/text.h"
#include "schema/format.h"

void evaluator_init(evaluator *e, graph *g, arena *a)
{
    memset(e, 0, sizeof *e);
    e->graph = g;
    e->arena = a;
    e->patterns = pattern_pool_new();
    e->memo = arena_array_of(a, evaluated, EVALUATED_SLOTS);
    e->path = arena_alloc_array(a, LIMIT_EVALUATION_DEPTH, sizeof *e->path);
}

void evaluator_clear(evaluator *e)
{
    pattern_scratch_clear(&e->scratch);
    pattern_pool_free(e->patterns);
    e->patterns = NULL;
}

static truth of_bool(bool b)
{
    return b ? TRUTH_YES : TRUTH_NO;
}

static truth negate(truth t)
{
    return t == TRUTH_UNKNOWN ? t : of_bool(t == TRUTH_NO);
}

static truth both(truth a, truth b)
{
    if (a == TRUTH_NO || b == TRUTH_NO)
        return TRUTH_NO;
    return a == TRUTH_YES ? b : a;
}

truth evaluate_pattern(evaluator *e, const value *pattern_text, str subject)
{
    static const char invalid;
    while (e->by_text.count <= pattern_text->id)
        vec_push(e->arena, &e->by_text, NULL);
    const pattern **slot = &e->by_text.items[pattern_text->id];
    if (!*slot) {
        pattern_error error;
        *slot = pattern_pool_get(e->patterns, pattern_text->text, &error);
        if (!*slot)
            *slot = (const pattern *)&invalid;
    }
    if (*slot == (const pattern *)&invalid)
        return TRUTH_UNKNOWN;
    pattern_answer answer = pattern_search(*slot, subject, &e->scratch);
    return answer == PATTERN_LIMIT ? TRUTH_UNKNOWN : of_bool(answer == PATTERN_YES);
}

truth evaluate_keys(evaluator *e, const keys *k, const value *name)
{
    truth in = TRUTH_NO;
    for (uint32_t i = 0; i < k->name_count && in == TRUTH_NO; i++)
        in = of_bool(k->names[i] == name);
    for (uint32_t i = 0; i < k->pattern_count && in != TRUTH_YES; i++) {
        truth matches = evaluate_pattern(e, k->patterns[i], name->text);
        if (matches != TRUTH_NO)
            in = matches;
    }
    if (k->schema && in != TRUTH_YES) {
        truth matches = evaluate_item(e, k->schema, name);
        if (matches != TRUTH_NO)
            in = matches;
    }
    return k->complement ? negate(in) : in;
}

/* --- facts --- */

static bool among(evaluator *e, const fact *f, const value *v)
{
    const value *plain = value_as_integer(e->graph->values, v);
    for (uint32_t i = 0; i < f->value_count; i++) {
        if (f->values[i] == v || value_as_integer(e->graph->values, f->values[i]) == plain)
            return true;
    }
    return false;
}

static truth evaluate_child(evaluator *e, const fact *f, uint32_t i, const value *v)
{
    return evaluate_item(e, f->children[i]->item, v);
}

/* At least `least` and at most `most` children hold. */
static truth evaluate_branches(evaluator *e, const fact *f, const value *v, uint32_t least,
                               uint32_t most)
{
    uint32_t yes = 0, unknown = 0;
    for (uint32_t i = 0; i < f->child_count; i++) {
        truth t = evaluate_child(e, f, i, v);
        yes += t == TRUTH_YES;
        unknown += t == TRUTH_UNKNOWN;
        if (yes > most)
            return TRUTH_NO;
        if (yes >= least && most == UINT32_MAX)
            return TRUTH_YES;
    }
    if (yes + unknown < least)
        return TRUTH_NO;
    return unknown == 0 ? TRUTH_YES : TRUTH_UNKNOWN;
}

static truth evaluate_if(evaluator *e, const fact *f, const value *v)
{
    truth condition = evaluate_child(e, f, 0, v);
    if (condition != TRUTH_UNKNOWN)
        return evaluate_child(e, f, condition == TRUTH_YES ? 1 : 2, v);
    truth then = evaluate_child(e, f, 1, v), otherwise = evaluate_child(e, f, 2, v);
    return then == otherwise ? then : TRUTH_UNKNOWN;
}

static truth evaluate_multiple(const fact *f, const value *v)
{
    number_answer answer = number_is_multiple_of(&v->number, &f->bound);
    return answer == NUMBER_TOO_LARGE ? TRUTH_UNKNOWN : of_bool(answer == NUMBER_YES);
}

static truth evaluate_bound(const fact *f, const value *v)
{
    int order = number_compare(&v->number, &f->bound);
    if (f->kind == FACT_MAXIMUM)
        order = -order;
    return of_bool(order > 0 || (order == 0 && !f->exclusive));
}

static truth within(const fact *f, uint64_t count)
{
    return of_bool(count >= f->least && count <= f->most);
}

static truth evaluate_format(evaluator *e, const fact *f, const value *v)
{
    return of_bool(f->format->accepts(text_of(v, e->arena)));
}

static truth evaluate_items(evaluator *e, const fact *f, const value *v, uint64_t from, uint64_t to,
                            item i)
{
    truth all = TRUTH_YES;
    (void)f;
    for (uint64_t n = from; n < to && n < v->count && all != TRUTH_NO; n++)
        all = both(all, evaluate_item(e, i, v->items[n]));
    return all;
}

static truth evaluate_contains(evaluator *e, const fact *f, const value *v)
{
    uint64_t yes = 0, unknown = 0;
    for (uint32_t n = 0; n < v->count; n++) {
        truth t = evaluate_child(e, f, 0, v->items[n]);
        yes += t == TRUTH_YES;
        unknown += t == TRUTH_UNKNOWN;
    }
    if (yes > f->most || yes + unknown < f->least)
        return TRUTH_NO;
    return unknown == 0 || (yes >= f->least && yes + unknown <= f->most) ? TRUTH_YES
                                                                         : TRUTH_UNKNOWN;
}

static truth evaluate_unique(const value *v)
{
    for (uint32_t i = 0; i < v->count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (v->items[i] == v->items[j])
                return TRUTH_NO;
        }
    }
    return TRUTH_YES;
}

static truth evaluate_members(evaluator *e, const keys *names, item i, const value *v)
{
    truth all = TRUTH_YES;
    if (names->name_count == 1 && !names->complement && !names->pattern_count && !names->schema) {
        const value *found = value_get(v, names->names[0]);
        return found ? evaluate_item(e, i, found) : TRUTH_YES;
    }
    for (uint32_t n = 0; n < v->count && all != TRUTH_NO; n++) {
        truth in = evaluate_keys(e, names, v->members[n].name);
        if (in == TRUTH_NO)
            continue;
        truth holds = evaluate_item(e, i, v->members[n].value);
        all = both(all, in == TRUTH_YES || holds == TRUTH_YES ? holds : TRUTH_UNKNOWN);
    }
    return all;
}

static truth evaluate_names(evaluator *e, const fact *f, const value *v)
{
    truth all = TRUTH_YES;
    for (uint32_t n = 0; n < v->count && all != TRUTH_NO; n++)
        all = both(all, evaluate_child(e, f, 0, v->members[n].name));
    return all;
}

static truth evaluate_dependent(evaluator *e, const fact *f, const value *v)
{
    if (!value_get(v, f->name))
        return TRUTH_YES;
    if (f->kind == FACT_DEPENDENT)
        return evaluate_child(e, f, 0, v);
    for (uint32_t i = 0; i < f->value_count; i++) {
        if (!value_get(v, f->values[i]))
            return TRUTH_NO;
    }
    return TRUTH_YES;
}

static truth evaluate_rest(evaluator *e, const fact *f, const fact_case *c, const value *v)
{
    item rest = f->children[c->rest]->item;
    if (v->kind == KIND_OBJECT)
        return c->keys ? evaluate_members(e, c->keys, rest, v) : TRUTH_YES;
    return c->from == UINT64_MAX ? TRUTH_YES : evaluate_items(e, f, v, c->from, UINT64_MAX, rest);
}

static truth evaluate_cases(evaluator *e, const fact *f, const value *v)
{
    bool unknown = false;
    for (uint32_t i = 0; i < f->case_count; i++) {
        const fact_case *c = &f->cases[i];
        truth applies = TRUTH_YES;
        for (size_t j = 0; j < c->condition_count && applies != TRUTH_NO; j++) {
            truth holds = evaluate_child(e, f, c->conditions[j] / 2, v);
            applies = both(applies, c->conditions[j] & 1 ? negate(holds) : holds);
        }
        if (applies == TRUTH_YES)
            return evaluate_rest(e, f, c, v);
        unknown |= applies == TRUTH_UNKNOWN;
    }
    return unknown ? TRUTH_UNKNOWN : TRUTH_YES;
}

static truth evaluate_fact(evaluator *e, const fact *f, const value *v)
{
    if (!(f->kinds >> v->kind & 1))
        return TRUTH_YES;
    switch ((fact_kind)f->kind) {
    case FACT_KINDS:
        return of_bool(f->mask >> v->kind & 1);
    case FACT_VALUES:
        return of_bool(among(e, f, v));
    case FACT_ALL:
        return evaluate_branches(e, f, v, f->child_count, UINT32_MAX - 1);
    case FACT_ANY:
        return evaluate_branches(e, f, v, 1, UINT32_MAX);
    case FACT_ONE:
        return evaluate_branches(e, f, v, 1, 1);
    case FACT_NOT:
        return negate(evaluate_child(e, f, 0, v));
    case FACT_IF:
        return evaluate_if(e, f, v);
    case FACT_MINIMUM:
    case FACT_MAXIMUM:
        return evaluate_bound(f, v);
    case FACT_MULTIPLE:
        return evaluate_multiple(f, v);
    case FACT_LENGTH:
        return within(f, utf8_length(text_of(v, e->arena)));
    case FACT_PATTERN:
        return evaluate_pattern(e, f->text, text_of(v, e->arena));
    case FACT_FORMAT:
        return evaluate_format(e, f, v);
    case FACT_ITEMS:
        return evaluate_items(e, f, v, f->least, f->most, f->children[0]->item);
    case FACT_COUNT:
        return within(f, v->count);
    case FACT_UNIQUE:
        return evaluate_unique(v);
    case FACT_CONTAINS:
        return evaluate_contains(e, f, v);
    case FACT_MEMBERS:
        return evaluate_members(e, f->keys, f->children[0]->item, v);
    case FACT_REQUIRED:
        return of_bool(value_get(v, f->name) != NULL);
    case FACT_NAMES:
        return evaluate_names(e, f, v);
    case FACT_DEPENDENT_REQUIRED:
    case FACT_DEPENDENT:
        return evaluate_dependent(e, f, v);
    case FACT_CASES:
        return evaluate_cases(e, f, v);
    case FACT_ASIDE:
        return TRUTH_YES;
    case FACT_OPAQUE:
        break;
    }
    return TRUTH_UNKNOWN;
}

/* A schema that is applied to the same value within itself adds nothing. */
static bool is_open(const evaluator *e, uint32_t class_id, const value *v)
{
    for (unsigned n = e->depth; n > 0 && e->path[n - 1].value == v; n--) {
        if (e->path[n - 1].class_id == class_id)
            return true;
    }
    return false;
}

static truth evaluate_facts(evaluator *e, uint32_t class_id, const value *v)
{
    if (e->depth >= LIMIT_EVALUATION_DEPTH || e->steps >= e->limit)
        return TRUTH_UNKNOWN;
    if (is_open(e, class_id, v))
        return TRUTH_YES;
    e->path[e->depth].class_id = class_id;
    e->path[e->depth++].value = v;
    e->steps++;
    const vertex *of = e->graph->classes.items[class_id].vertex;
    truth all = TRUTH_YES;
    for (uint32_t i = 0; i < of->fact_count && all != TRUTH_NO; i++)
        all = both(all, evaluate_fact(e, &of->facts[i], v));
    e->depth--;
    return all;
}

static bool is_put_together(const vertex *v)
{
    for (uint32_t i = 0; i < v->fact_count; i++) {
        if (v->facts[i].child_count > 1)
            return true;
    }
    return false;
}

static truth evaluate_class(evaluator *e, uint32_t class_id, const value *v)
{
    if (class_id == 0)
        return TRUTH_YES;
    if (v->kind != KIND_ARRAY && v->kind != KIND_OBJECT &&
        !is_put_together(e->graph->classes.items[class_id].vertex))
        return evaluate_facts(e, class_id, v);
    evaluated *slot = &e->memo[(class_id * 0x9e3779b1u ^ v->id * 0x85ebca77u) % EVALUATED_SLOTS];
    if (slot->class_id == class_id && slot->value_id == v->id + 1)
        return (truth)slot->truth;
    truth t = evaluate_facts(e, class_id, v);
    if (t != TRUTH_UNKNOWN)
        *slot = (evaluated){class_id, v->id + 1, (uint8_t)t};
    return t;
}

truth evaluate_item(evaluator *e, item i, const value *v)
{
    if (item_is_value(i)) {
        bool same = item_value(i) == v->id;
        bool may_be_twin = !same && !item_is_negated(i) && v->kind == KIND_DECIMAL;
        return may_be_twin ? TRUTH_UNKNOWN : of_bool(same != item_is_negated(i));
    }
    truth t = evaluate_class(e, item_class(i), v);
    return item_is_negated(i) ? negate(t) : t;
}
