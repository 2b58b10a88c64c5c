/* Facts of the reader, one by one: whether what the writers say makes each hold. */
#include "inclusion/simulate_private.h"

#include <string.h>

#include "inclusion/format_lattice.h"
#include "inclusion/summary.h"

/* --- members --- */

const mentions *simulate__mentions(walk *w, here *at)
{
    if (!at->has_mentions) {
        goal g = {.items = at->writers, .count = at->count};
        at->mentions = mention_of_goal(w->s, &g, 0);
        at->has_mentions = true;
    }
    return &at->mentions;
}

/* In the closed reading: a name that the writer, documenting others, does not mention. */
static bool is_unsent(walk *w, here *at, const value *name)
{
    if (!w->s->closed || simulate__mentions(w, at)->list.count == 0)
        return false;
    for (size_t i = 0; i < at->mentions.list.count; i++) {
        if (evaluate_keys(&w->s->evaluator, at->mentions.list.items[i], name) != TRUTH_NO)
            return false;
    }
    return true;
}

/* In the closed reading what is sent under a name depends on all that is said of it: whether some
 * case says more than the facts that hold in any. */
static bool may_say_more(walk *w, const here *at, const value *name)
{
    for (size_t i = 0; w->s->closed && i < at->conditions.count; i++) {
        const fact *f = at->conditions.items[i];
        for (uint32_t c = 0; f->kind != FACT_CONTAINS && c < f->child_count; c++) {
            item one = f->children[c]->item & ~(item)ITEM_READER;
            goal g = {.items = &one, .count = 1};
            mentions m = mention_of_goal(w->s, &g, 0);
            for (size_t k = 0; k < m.list.count; k++) {
                if (!simulate__burn(w, 1) ||
                    evaluate_keys(&w->s->evaluator, m.list.items[k], name) != TRUTH_NO)
                    return true;
            }
        }
    }
    return false;
}

static truth speaks_of(walk *w, const keys *k, const value *name)
{
    if (k->name_count == 1 && !k->complement && !k->pattern_count && !k->schema)
        return k->names[0] == name ? TRUTH_YES : TRUTH_NO;
    return evaluate_keys(&w->s->evaluator, k, name);
}

/* What stands under that name is the reader's. */
static bool member_holds(walk *w, here *at, const value *name, item reader)
{
    item writers[WRITERS];
    uint32_t count = 0;
    if (reader == ITEM_TRUE)
        return true;
    for (size_t i = 0; i < at->facts.count; i++) {
        const fact *f = at->facts.items[i];
        truth covers = f->kind == FACT_MEMBERS ? speaks_of(w, f->keys, name) : TRUTH_NO;
        if (covers == TRUTH_NO)
            continue;
        if (covers == TRUTH_UNKNOWN || count == WRITERS)
            return false;
        writers[count++] = f->children[0]->item;
    }
    if (count == 0)
        return is_unsent(w, at, name);
    return !may_say_more(w, at, name) && simulate__enter(w, writers, count, reader);
}

static bool is_plain(const keys *k)
{
    return !k->pattern_count && !k->schema;
}

/* Members that the writer names and the reader's keys cover. */
static bool named_hold(walk *w, here *at, const keys *of, const value *const *names, uint32_t count,
                       item reader)
{
    for (uint32_t i = 0; i < count; i++) {
        truth covered = speaks_of(w, of, names[i]);
        if (covered == TRUTH_UNKNOWN ||
            (covered == TRUTH_YES && !member_holds(w, at, names[i], reader)))
            return false;
    }
    return true;
}

/* The one fact of the writer about all names it does not list; NULL: none, or too many. */
static const fact *rest_of(const here *at)
{
    const fact *rest = NULL;
    for (size_t i = 0; i < at->facts.count; i++) {
        const fact *f = at->facts.items[i];
        if (f->kind != FACT_MEMBERS || !f->keys->complement)
            continue;
        if (rest)
            return NULL;
        rest = f;
    }
    return rest;
}

/* All names but some, patterns aside. */
static bool others_hold(walk *w, here *at, const fact *f)
{
    item reader = f->children[0]->item;
    if (!is_plain(f->keys) || (w->s->closed && at->conditions.count > 0))
        return false;
    for (size_t i = 0; i < at->facts.count; i++) {
        const fact *named = at->facts.items[i];
        if (named->kind != FACT_MEMBERS || named->keys->complement)
            continue;
        if (!is_plain(named->keys) ||
            !named_hold(w, at, f->keys, named->keys->names, named->keys->name_count, reader))
            return false;
    }
    const fact *rest = rest_of(at);
    if (rest) {
        item writer = rest->children[0]->item;
        return is_plain(rest->keys) &&
               named_hold(w, at, f->keys, rest->keys->names, rest->keys->name_count, reader) &&
               simulate__enter(w, &writer, 1, reader);
    }
    /* Of an open writer only names that it mentions are sent, where the reader mentions all. */
    if (!w->s->closed || reader == ITEM_FALSE || simulate__mentions(w, at)->list.count == 0)
        return false;
    for (size_t i = 0; i < at->mentions.list.count; i++) {
        const keys *k = at->mentions.list.items[i];
        if (!is_plain(k) || k->complement ||
            !named_hold(w, at, f->keys, k->names, k->name_count, reader))
            return false;
    }
    return true;
}

static bool members_hold(walk *w, here *at, const fact *f)
{
    if (f->keys->complement)
        return others_hold(w, at, f);
    return is_plain(f->keys) &&
           named_hold(w, at, f->keys, f->keys->names, f->keys->name_count, f->children[0]->item);
}

static bool items_hold(walk *w, here *at, const fact *f)
{
    item writers[WRITERS];
    uint32_t count = 0;
    if (w->s->closed && at->conditions.count > 0)
        return false;
    for (size_t i = 0; i < at->facts.count; i++) {
        const fact *g = at->facts.items[i];
        if (g->kind != FACT_ITEMS || g->most <= f->least || g->least >= f->most)
            continue;
        if (g->least > f->least || g->most < f->most || count == WRITERS)
            return false;
        writers[count++] = g->children[0]->item;
    }
    return count > 0 && simulate__enter(w, writers, count, f->children[0]->item);
}

/* --- facts --- */

static bool same_children(const fact *a, const fact *b)
{
    if (a->child_count != b->child_count)
        return false;
    for (uint32_t i = 0; i < a->child_count; i++) {
        if (a->children[i]->item != b->children[i]->item)
            return false;
    }
    return true;
}

static bool same_values(const fact *a, const fact *b)
{
    return a->value_count == b->value_count &&
           (a->value_count == 0 ||
            memcmp(a->values, b->values, a->value_count * sizeof *a->values) == 0);
}

static bool bound_within(const fact *known, const fact *f)
{
    int order = number_compare(&known->bound, &f->bound);
    if (order == 0)
        return known->exclusive || !f->exclusive;
    return f->kind == FACT_MINIMUM ? order > 0 : order < 0;
}

/* Whether one fact that holds makes another hold, for the kinds of values that there are. */
static bool fact_within(const fact *known, const fact *f, kind_set kinds)
{
    if (known->kind != f->kind || (f->kinds & kinds & ~known->kinds))
        return false;
    switch ((fact_kind)f->kind) {
    case FACT_MINIMUM:
    case FACT_MAXIMUM:
        return bound_within(known, f);
    case FACT_MULTIPLE:
        return number_is_multiple_of(&known->bound, &f->bound) == NUMBER_YES;
    case FACT_LENGTH:
    case FACT_COUNT:
        return known->least >= f->least && known->most <= f->most;
    case FACT_PATTERN:
        return known->text == f->text;
    case FACT_FORMAT:
        return known->text == f->text ||
               format_relate(known->text->text, f->text->text) == FORMATS_WITHIN;
    case FACT_UNIQUE:
        return true;
    case FACT_REQUIRED:
        return known->name == f->name;
    case FACT_CONTAINS:
        return known->least >= f->least && known->most <= f->most && same_children(known, f);
    case FACT_NOT:
    case FACT_IF:
    case FACT_NAMES:
    case FACT_DEPENDENT:
    case FACT_DEPENDENT_REQUIRED:
        return known->name == f->name && same_children(known, f) && same_values(known, f);
    default:
        return false;
    }
}

bool simulate__is_apart(walk *w, const here *at, item other)
{
    kind_set left = at->kinds;
    for (uint32_t i = 0; i < at->count; i++) {
        for (value_kind k = KIND_NULL; k < KIND_COUNT; k++) {
            if (left >> k & 1 && summary_disjoint(w->s->graph, at->writers[i], other, k))
                left &= (kind_set) ~(1u << k);
        }
    }
    return left == KINDS_NONE;
}

static bool choice_holds(walk *w, here *at, const fact *f, unsigned nesting)
{
    for (uint32_t i = 0; i < f->child_count; i++) {
        item branch = f->children[i]->item;
        if (!simulate__burn(w, 1) || simulate__is_apart(w, at, branch) ||
            !simulate__holds(w, at, branch, nesting + 1, SPLITS))
            continue;
        bool alone = true;
        for (uint32_t c = 0; f->kind == FACT_ONE && c < f->child_count && alone; c++)
            alone = c == i || simulate__is_apart(w, at, f->children[c]->item);
        if (alone)
            return true;
    }
    return false;
}

bool simulate__fact(walk *w, here *at, const fact *f, unsigned nesting)
{
    if (!simulate__burn(w, 1 + at->facts.count / 8))
        return false;
    if (!(f->kinds & at->kinds))
        return true;
    switch ((fact_kind)f->kind) {
    case FACT_KINDS:
        return !(at->kinds & f->kinds & ~f->mask);
    case FACT_ALL:
        for (uint32_t i = 0; i < f->child_count; i++) {
            if (!simulate__holds(w, at, f->children[i]->item, nesting + 1, SPLITS))
                return false;
        }
        return true;
    case FACT_ANY:
    case FACT_ONE:
        return choice_holds(w, at, f, nesting);
    case FACT_MEMBERS:
        return members_hold(w, at, f);
    case FACT_ITEMS:
        return items_hold(w, at, f);
    case FACT_NOT:
        if (simulate__is_apart(w, at, f->children[0]->item))
            return true;
        break;
    case FACT_DEPENDENT:
    case FACT_DEPENDENT_REQUIRED:
        if (is_unsent(w, at, f->name))
            return true;
        break;
    default:
        break;
    }
    for (size_t i = 0; i < at->facts.count; i++) {
        if (fact_within(at->facts.items[i], f, at->kinds))
            return true;
    }
    return false;
}
