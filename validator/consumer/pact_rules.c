#include "consumer/pact_rules.h"

#include "base/vec.h"

static const struct {
    const char *name;
    matcher_kind kind;
} kinds[] = {
    {"equality", MATCH_EQUALITY},
    {"regex", MATCH_REGEX},
    {"type", MATCH_TYPE},
    {"include", MATCH_INCLUDE},
    {"integer", MATCH_INTEGER},
    {"decimal", MATCH_DECIMAL},
    {"real", MATCH_DECIMAL},
    {"number", MATCH_NUMBER},
    {"boolean", MATCH_BOOLEAN},
    {"null", MATCH_NULL},
    {"date", MATCH_TIME},
    {"time", MATCH_TIME},
    {"timestamp", MATCH_TIME},
    {"datetime", MATCH_TIME},
    {"contentType", MATCH_CONTENT_TYPE},
    {"content-type", MATCH_CONTENT_TYPE},
    {"values", MATCH_VALUES},
    {"arrayContains", MATCH_ARRAY_CONTAINS},
    {"array-contains", MATCH_ARRAY_CONTAINS},
    {"statusCode", MATCH_STATUS},
    {"status-code", MATCH_STATUS},
    {"notEmpty", MATCH_NOT_EMPTY},
    {"not-empty", MATCH_NOT_EMPTY},
    {"semver", MATCH_SEMVER},
    {"eachKey", MATCH_EACH_KEY},
    {"each-key", MATCH_EACH_KEY},
    {"eachValue", MATCH_EACH_VALUE},
    {"each-value", MATCH_EACH_VALUE},
};

static matcher_kind kind_of(str name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_equal(str_from(kinds[i].name), name))
            return kinds[i].kind;
    return MATCH_UNKNOWN;
}

/* --- one matcher --- */

/* Old files name no matcher where a bound or an expression says it. */
static matcher_kind kind_implied(const node *n)
{
    if (node_get(n, STR("regex")))
        return MATCH_REGEX;
    if (node_get(n, STR("min")) || node_get(n, STR("max")))
        return MATCH_TYPE;
    if (node_get(n, STR("date")) || node_get(n, STR("time")) || node_get(n, STR("timestamp")))
        return MATCH_TIME;
    return MATCH_EQUALITY;
}

static matcher read_matcher(const node *n)
{
    matcher m = {.node = n, .name = node_get_text(n, STR("match"))};
    m.kind = m.name.data ? kind_of(m.name) : kind_implied(n);
    const node *minimum = node_get(n, STR("min")), *maximum = node_get(n, STR("max"));
    m.has_minimum = minimum && node_int64(minimum, &m.minimum);
    m.has_maximum = maximum && node_int64(maximum, &m.maximum);
    return m;
}

static void read_matchers(matching_rule *rule, const node *n, arena *a)
{
    const node *list = node_get(n, STR("matchers"));
    size_t count = node_is(list, NODE_ARRAY) ? list->count : 1;
    matcher *matchers = arena_array_of(a, matcher, count);
    for (size_t i = 0; i < count; i++)
        matchers[i] = read_matcher(node_is(list, NODE_ARRAY) ? &list->as.items[i] : n);
    rule->matchers = matchers;
    rule->matcher_count = count;
    rule->any = str_equal_ignoring_case(node_get_text(n, STR("combine")), STR("OR"));
}

/* --- paths: $.name, ['any name'], [0], [*], .* --- */

typedef VEC(path_step) step_list;

static bool is_digits(str s)
{
    for (size_t i = 0; i < s.length; i++)
        if (s.data[i] < '0' || s.data[i] > '9')
            return false;
    return s.length > 0 && s.length < 10;
}

static int64_t digits_value(str s)
{
    int64_t value = 0;
    for (size_t i = 0; i < s.length; i++)
        value = value * 10 + (s.data[i] - '0');
    return value;
}

static str read_bracket(str path, step_list *steps, arena *a)
{
    bool quoted = path.length > 1 && (path.data[1] == '\'' || path.data[1] == '"');
    size_t end = quoted
                     ? str_search(str_skip(path, 2), path.data[1] == '"' ? STR("\"]") : STR("']"))
                     : str_find(path, ']');
    if (end == SIZE_MAX)
        return STR("");
    if (quoted) {
        vec_push(a, steps, (path_step){.name = str_take(str_skip(path, 2), end), .index = -1});
        return str_skip(path, end + 4);
    }
    str inside = str_take(str_skip(path, 1), end - 1);
    if (str_equal(inside, STR("*")))
        vec_push(a, steps, (path_step){.index = -1, .wildcard = true});
    else if (is_digits(inside))
        vec_push(a, steps, (path_step){.index = digits_value(inside)});
    else
        vec_push(a, steps, (path_step){.name = inside, .index = -1});
    return str_skip(path, end + 1);
}

static str read_name(str path, step_list *steps, arena *a)
{
    size_t end = 0;
    while (end < path.length && path.data[end] != '.' && path.data[end] != '[')
        end++;
    str name = str_take(path, end);
    if (str_equal(name, STR("*")))
        vec_push(a, steps, (path_step){.index = -1, .wildcard = true});
    else if (name.length)
        vec_push(a, steps, (path_step){.name = name, .index = -1});
    return str_skip(path, end);
}

static void read_path(matching_rule *rule, str path, arena *a)
{
    step_list steps = {0};
    if (path.length && path.data[0] == '$')
        path = str_skip(path, 1);
    while (path.length) {
        if (path.data[0] == '[')
            path = read_bracket(path, &steps, a);
        else
            path = read_name(path.data[0] == '.' ? str_skip(path, 1) : path, &steps, a);
    }
    rule->steps = steps.items;
    rule->step_count = steps.count;
}

/* --- the whole --- */

typedef VEC(matching_rule) rule_list;

static void add_rule(rule_list *rules, str category, str path, const node *n, arena *a)
{
    matching_rule rule = {.category = category};
    read_path(&rule, path, a);
    read_matchers(&rule, n, a);
    vec_push(a, rules, rule);
}

/* Version 2: "$.body.a", "$.headers.X", "$.path"; the first step names the category. */
static void add_flat_rule(rule_list *rules, str path, const node *n, arena *a)
{
    matching_rule rule = {0};
    read_path(&rule, path, a);
    if (rule.step_count == 0 || !rule.steps[0].name.data)
        return;
    rule.category = rule.steps[0].name;
    if (str_equal(rule.category, STR("headers")))
        rule.category = STR("header");
    rule.steps++;
    rule.step_count--;
    read_matchers(&rule, n, a);
    vec_push(a, rules, rule);
}

/* Version 3: one object a category; "path" and "status" hold their matchers directly. */
static void add_category(rule_list *rules, str category, const node *n, arena *a)
{
    if (node_get(n, STR("matchers"))) {
        add_rule(rules, category, STR("$"), n, a);
        return;
    }
    for (size_t i = 0; i < n->count; i++) {
        const member *m = &n->as.members[i];
        str path = member_key(m);
        bool named = str_equal(category, STR("header")) || str_equal(category, STR("metadata")) ||
                     (str_equal(category, STR("query")) && str_find(path, '$') != 0);
        if (!named || str_starts_with(path, STR("$"))) {
            add_rule(rules, category, path, &m->value, a);
            continue;
        }
        matching_rule rule = {.category = category};
        path_step *step = arena_new_of(a, path_step);
        size_t bracket = str_find(path, '[');
        *step = (path_step){.name = str_take(path, bracket), .index = -1};
        rule.steps = step;
        rule.step_count = 1;
        read_matchers(&rule, &m->value, a);
        vec_push(a, rules, rule);
    }
}

matching_rules matching_rules_read(const node *n, arena *a)
{
    rule_list rules = {0};
    if (!node_is(n, NODE_OBJECT))
        return (matching_rules){0};
    for (size_t i = 0; i < n->count; i++) {
        const member *m = &n->as.members[i];
        if (m->value.kind != NODE_OBJECT)
            continue;
        str category = member_key(m);
        if (str_equal(category, STR("content")) || str_equal(category, STR("contents")))
            category = STR("body"); /* of messages */
        if (m->key_length && m->key[0] == '$')
            add_flat_rule(&rules, member_key(m), &m->value, a);
        else
            add_category(&rules, category, &m->value, a);
    }
    return (matching_rules){rules.items, rules.count};
}

matching_rules matching_rules_read_category(str category, const node *paths, arena *a)
{
    rule_list rules = {0};
    if (node_is(paths, NODE_OBJECT))
        add_category(&rules, category, paths, a);
    return (matching_rules){rules.items, rules.count};
}

/* --- which holds where --- */

static unsigned step_weight(const path_step *rule, const path_step *place, bool header)
{
    if (rule->wildcard)
        return 1;
    if (rule->name.data)
        return place->name.data && (header ? str_equal_ignoring_case(rule->name, place->name)
                                           : str_equal(rule->name, place->name))
                   ? 2
                   : 0;
    return rule->index >= 0 && rule->index == place->index ? 2 : 0;
}

static uint64_t weight_of(const matching_rule *rule, const path_step *path, size_t length,
                          bool header)
{
    uint64_t weight = 2;
    if (rule->step_count > length)
        return 0;
    for (size_t i = 0; i < rule->step_count && weight; i++) {
        unsigned step = step_weight(&rule->steps[i], &path[i], header);
        weight = weight > UINT64_MAX / 4 ? weight : weight * step;
        if (!step)
            weight = 0;
    }
    return weight;
}

const matching_rule *matching_rules_find(const matching_rules *rules, str category,
                                         const path_step *path, size_t length)
{
    const matching_rule *best = NULL;
    uint64_t best_weight = 0;
    bool header = str_equal(category, STR("header"));
    for (size_t i = 0; i < rules->count; i++) {
        const matching_rule *rule = &rules->items[i];
        if (!str_equal(rule->category, category))
            continue;
        uint64_t weight = weight_of(rule, path, length, header);
        if (weight > best_weight ||
            (weight && weight == best_weight && rule->step_count >= best->step_count)) {
            best = rule;
            best_weight = weight;
        }
    }
    return best;
}

bool matching_rule_is_exact(const matching_rule *rule, size_t length)
{
    return rule->step_count == length;
}
