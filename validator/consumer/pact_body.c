#include "consumer/pact_body.h"

#include "base/vec.h"
#include "consumer/pact_value.h"
#include "doc/json_writer.h"

/* The place in the body, one step a level; a document's depth bounds it, and the recursion. */
typedef struct place {
    const struct place *above;
    path_step step;
    size_t length;
} place;

static void compare(matching *m, const place *at, const node *expected, const node *actual);

static path_step *steps_of(const place *at, arena *a)
{
    path_step *steps = arena_array_of(a, path_step, at->length + 1);
    for (const place *p = at; p->above; p = p->above)
        steps[p->length - 1] = p->step;
    return steps;
}

static str place_text(const place *at, arena *a)
{
    if (!at->above)
        return STR("body $");
    str above = place_text(at->above, a);
    if (at->step.name.data)
        return arena_printf(a, "%.*s.%.*s", STR_ARG(above), STR_ARG(at->step.name));
    return arena_printf(a, "%.*s[%lld]", STR_ARG(above), (long long)at->step.index);
}

static str value_text(const node *n, arena *a)
{
    buf b = {0};
    json_write(&b, n);
    str text = b.length > 60 ? arena_printf(a, "%.*s…", 57, b.data) : arena_str(a, buf_str(&b));
    buf_clear(&b);
    return text;
}

static void differ(matching *m, const place *at, const node *expected, const node *actual)
{
    matching_add(m, place_text(at, m->arena), "expected %.*s, got %.*s",
                 STR_ARG(value_text(expected, m->arena)), STR_ARG(value_text(actual, m->arena)));
}

static const matching_rule *rule_at(matching *m, const place *at)
{
    return matching_rules_find(&m->rules, STR("body"), steps_of(at, m->arena), at->length);
}

/* --- values --- */

static void match_value(matching *m, const place *at, const matching_rule *rule,
                        const node *expected, const node *actual)
{
    bool one = false;
    for (size_t i = 0; i < rule->matcher_count; i++) {
        value_answer answer = pact_value_matches(&rule->matchers[i], expected, actual);
        if (answer == VALUE_UNDECIDED)
            m->found.undecided = true;
        else if (answer == VALUE_MATCHES)
            one = true;
        else if (!rule->any)
            matching_add(
                m, place_text(at, m->arena), "%.*s does not match by '%.*s'",
                STR_ARG(value_text(actual, m->arena)),
                STR_ARG(rule->matchers[i].name.data ? rule->matchers[i].name : STR("regex")));
    }
    if (rule->any && !one)
        matching_add(m, place_text(at, m->arena), "%.*s matches by none of its matchers",
                     STR_ARG(value_text(actual, m->arena)));
}

static const matcher *matcher_of(const matching_rule *rule, matcher_kind kind)
{
    for (size_t i = 0; rule && i < rule->matcher_count; i++)
        if (rule->matchers[i].kind == kind)
            return &rule->matchers[i];
    return NULL;
}

/* --- objects --- */

static place below_name(const place *at, str name)
{
    return (place){at, {.name = name, .index = -1}, at->length + 1};
}

static void compare_every_value(matching *m, const place *at, const node *expected,
                                const node *actual)
{
    const node *template = expected->count ? &expected->as.members[0].value : NULL;
    for (size_t i = 0; template && i < actual->count; i++) {
        const member *given = &actual->as.members[i];
        const node *wanted = node_get(expected, member_key(given));
        place below = below_name(at, member_key(given));
        compare(m, &below, wanted ? wanted : template, &given->value);
    }
}

static void compare_object(matching *m, const place *at, const matching_rule *rule,
                           const node *expected, const node *actual)
{
    if (matcher_of(rule, MATCH_VALUES) || matcher_of(rule, MATCH_EACH_KEY) ||
        matcher_of(rule, MATCH_EACH_VALUE)) {
        compare_every_value(m, at, expected, actual);
        return;
    }
    for (size_t i = 0; i < expected->count; i++) {
        const member *wanted = &expected->as.members[i];
        const node *given = node_get(actual, member_key(wanted));
        place below = below_name(at, member_key(wanted));
        if (given)
            compare(m, &below, &wanted->value, given);
        else
            matching_add(m, place_text(&below, m->arena), "is missing");
    }
    for (size_t i = 0; m->strict && i < actual->count; i++) {
        place below = below_name(at, member_key(&actual->as.members[i]));
        if (!node_get(expected, below.step.name))
            matching_add(m, place_text(&below, m->arena), "is not expected");
    }
}

/* --- arrays --- */

static void compare_item(matching *m, const place *at, size_t index, const node *expected,
                         const node *actual)
{
    place below = {at, {.index = (int64_t)index}, at->length + 1};
    compare(m, &below, expected, actual);
}

static void check_length(matching *m, const place *at, const matching_rule *rule,
                         const node *actual)
{
    for (size_t i = 0; i < rule->matcher_count; i++) {
        const matcher *bound = &rule->matchers[i];
        if (bound->has_minimum && (int64_t)actual->count < bound->minimum)
            matching_add(m, place_text(at, m->arena), "has %u items, fewer than %lld",
                         (unsigned)actual->count, (long long)bound->minimum);
        if (bound->has_maximum && (int64_t)actual->count > bound->maximum)
            matching_add(m, place_text(at, m->arena), "has %u items, more than %lld",
                         (unsigned)actual->count, (long long)bound->maximum);
    }
}

static bool item_matches(matching *m, const matching_rules *rules, const node *expected,
                         const node *actual)
{
    matching tried = {.arena = m->arena, .rules = *rules, .strict = m->strict};
    pact_body_match(&tried, expected, actual);
    m->found.undecided |= tried.found.undecided;
    return tried.found.count == 0;
}

static bool has_variant(matching *m, const node *variant, size_t nth, const node *expected,
                        const node *actual)
{
    int64_t index = (int64_t)nth;
    const node *given = node_get(variant, STR("index"));
    if (given && !node_int64(given, &index))
        return false;
    const node *wanted = index >= 0 ? node_item(expected, (size_t)index) : NULL;
    matching_rules rules =
        matching_rules_read_category(STR("body"), node_get(variant, STR("rules")), m->arena);
    for (size_t j = 0; wanted && j < actual->count; j++)
        if (item_matches(m, &rules, wanted, &actual->as.items[j]))
            return true;
    return false;
}

/* Each variant has an item that it fits; its rules are written from that item on. */
static void compare_variants(matching *m, const place *at, const matcher *contains,
                             const node *expected, const node *actual)
{
    const node *variants = node_get(contains->node, STR("variants"));
    for (size_t i = 0; node_is(variants, NODE_ARRAY) && i < variants->count; i++)
        if (!has_variant(m, &variants->as.items[i], i, expected, actual))
            matching_add(m, place_text(at, m->arena), "has no item that fits variant %zu", i);
}

static void compare_array(matching *m, const place *at, const matching_rule *rule,
                          const node *expected, const node *actual)
{
    const matcher *contains = matcher_of(rule, MATCH_ARRAY_CONTAINS);
    if (contains) {
        compare_variants(m, at, contains, expected, actual);
        return;
    }
    if (rule && !matcher_of(rule, MATCH_EQUALITY)) {
        if (matching_rule_is_exact(rule, at->length))
            check_length(m, at, rule, actual);
        for (size_t i = 0; expected->count && i < actual->count; i++)
            compare_item(m, at, i, &expected->as.items[i < expected->count ? i : 0],
                         &actual->as.items[i]);
        return;
    }
    for (size_t i = 0; i < expected->count && i < actual->count; i++)
        compare_item(m, at, i, &expected->as.items[i], &actual->as.items[i]);
    if (expected->count != actual->count)
        matching_add(m, place_text(at, m->arena), "has %u items, not %u", (unsigned)actual->count,
                     (unsigned)expected->count);
}

static void compare(matching *m, const place *at, const node *expected, const node *actual)
{
    const matching_rule *rule = rule_at(m, at);
    bool containers = expected->kind == actual->kind &&
                      (expected->kind == NODE_OBJECT || expected->kind == NODE_ARRAY);
    if (containers && rule && matcher_of(rule, MATCH_NOT_EMPTY) && actual->count == 0)
        matching_add(m, place_text(at, m->arena), "is empty");
    if (containers && expected->kind == NODE_OBJECT)
        compare_object(m, at, rule, expected, actual);
    else if (containers)
        compare_array(m, at, rule, expected, actual);
    else if (rule)
        match_value(m, at, rule, expected, actual);
    else if (!node_equal(expected, actual))
        differ(m, at, expected, actual);
}

void pact_body_match(matching *m, const node *expected, const node *actual)
{
    place root = {0};
    compare(m, &root, expected, actual);
}
