#include "consumer/pact_value.h"

#include "schema/pattern.h"

static value_answer answer(bool matches)
{
    return matches ? VALUE_MATCHES : VALUE_DIFFERS;
}

/* Pact's expressions match the whole text. */
static value_answer matches_pattern(str pattern_source, str text)
{
    arena *a = arena_new();
    pattern_pool *pool = pattern_pool_new();
    pattern_scratch scratch = {0};
    pattern_error error;
    const pattern *p =
        pattern_pool_get(pool, arena_printf(a, "^(?:%.*s)$", STR_ARG(pattern_source)), &error);
    static const value_answer answers[] = {VALUE_DIFFERS, VALUE_MATCHES, VALUE_UNDECIDED};
    value_answer found = p ? answers[pattern_search(p, text, &scratch)] : VALUE_UNDECIDED;
    pattern_scratch_clear(&scratch);
    pattern_pool_free(pool);
    arena_free(a);
    return found;
}

static bool is_whole_number_text(str s)
{
    if (s.length && s.data[0] == '-')
        s = str_skip(s, 1);
    for (size_t i = 0; i < s.length; i++)
        if (s.data[i] < '0' || s.data[i] > '9')
            return false;
    return s.length > 0;
}

static bool has_fraction(str number_source)
{
    return str_find(number_source, '.') != SIZE_MAX || str_find(number_source, 'e') != SIZE_MAX ||
           str_find(number_source, 'E') != SIZE_MAX;
}

static bool same_kind(const node *expected, const node *actual)
{
    return expected->kind == actual->kind;
}

static bool is_semver(str s)
{
    size_t dots = 0, digits = 0;
    for (size_t i = 0; i < s.length && s.data[i] != '-' && s.data[i] != '+'; i++) {
        if (s.data[i] == '.') {
            if (digits == 0)
                return false;
            dots++;
            digits = 0;
        } else if (s.data[i] >= '0' && s.data[i] <= '9') {
            digits++;
        } else {
            return false;
        }
    }
    return dots == 2 && digits > 0;
}

/* "success", "clientError", … or a list of codes. */
static bool is_status(const matcher *m, int64_t status)
{
    static const struct {
        const char *name;
        int64_t low, high;
    } ranges[] = {
        {"info", 100, 199},        {"success", 200, 299},     {"redirect", 300, 399},
        {"clientError", 400, 499}, {"serverError", 500, 599}, {"nonError", 100, 399},
        {"error", 400, 599},
    };
    const node *wanted = node_get(m->node, STR("status"));
    if (node_is(wanted, NODE_ARRAY)) {
        for (size_t i = 0; i < wanted->count; i++) {
            int64_t code;
            if (node_int64(&wanted->as.items[i], &code) && code == status)
                return true;
        }
        return false;
    }
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (str_equal(node_text(wanted), str_from(ranges[i].name)))
            return status >= ranges[i].low && status <= ranges[i].high;
    return false;
}

static bool is_not_empty(const node *n)
{
    switch (node_kind_of(n)) {
    case NODE_STRING:
    case NODE_ARRAY:
    case NODE_OBJECT:
        return n->count > 0;
    case NODE_NULL:
        return false;
    case NODE_BOOLEAN:
    case NODE_NUMBER:
        break;
    }
    return true;
}

static str text_of(const node *n)
{
    if (n->kind == NODE_BOOLEAN)
        return node_is_true(n) ? STR("true") : STR("false");
    return node_text(n);
}

value_answer pact_value_matches(const matcher *m, const node *expected, const node *actual)
{
    int64_t status;
    switch (m->kind) {
    case MATCH_EQUALITY:
        return answer(node_equal(expected, actual));
    case MATCH_REGEX:
        if (actual->kind == NODE_OBJECT || actual->kind == NODE_ARRAY || actual->kind == NODE_NULL)
            return VALUE_DIFFERS;
        return matches_pattern(node_get_text(m->node, STR("regex")), text_of(actual));
    case MATCH_TYPE:
    case MATCH_VALUES:
    case MATCH_EACH_KEY:
    case MATCH_EACH_VALUE:
    case MATCH_ARRAY_CONTAINS:
        return answer(same_kind(expected, actual));
    case MATCH_INCLUDE:
        return answer(actual->kind != NODE_OBJECT && actual->kind != NODE_ARRAY &&
                      str_search(text_of(actual), node_get_text(m->node, STR("value"))) !=
                          SIZE_MAX);
    case MATCH_INTEGER:
        return answer(actual->kind == NODE_NUMBER && !has_fraction(node_text(actual)));
    case MATCH_DECIMAL:
        return answer(actual->kind == NODE_NUMBER && has_fraction(node_text(actual)));
    case MATCH_NUMBER:
        return answer(actual->kind == NODE_NUMBER);
    case MATCH_BOOLEAN:
        return answer(actual->kind == NODE_BOOLEAN);
    case MATCH_NULL:
        return answer(actual->kind == NODE_NULL);
    case MATCH_NOT_EMPTY:
        return answer(same_kind(expected, actual) && is_not_empty(actual));
    case MATCH_SEMVER:
        return answer(actual->kind == NODE_STRING && is_semver(node_text(actual)));
    case MATCH_TIME:
        return answer(actual->kind == NODE_STRING && actual->count > 0);
    case MATCH_STATUS:
        return answer(node_int64(actual, &status) && is_status(m, status));
    case MATCH_CONTENT_TYPE:
    case MATCH_UNKNOWN:
        break;
    }
    return VALUE_UNDECIDED;
}

value_answer pact_text_matches(const matcher *m, str expected, str actual)
{
    switch (m->kind) {
    case MATCH_REGEX:
        return matches_pattern(node_get_text(m->node, STR("regex")), actual);
    case MATCH_INCLUDE:
        return answer(str_search(actual, node_get_text(m->node, STR("value"))) != SIZE_MAX);
    case MATCH_INTEGER:
        return answer(is_whole_number_text(actual));
    case MATCH_NUMBER:
    case MATCH_DECIMAL: {
        number n;
        arena *a = arena_new();
        bool parsed = number_parse(&n, actual, a);
        arena_free(a);
        return answer(parsed && (m->kind == MATCH_NUMBER || has_fraction(actual)));
    }
    case MATCH_BOOLEAN:
        return answer(str_equal(actual, STR("true")) || str_equal(actual, STR("false")));
    case MATCH_SEMVER:
        return answer(is_semver(actual));
    case MATCH_NOT_EMPTY:
    case MATCH_TIME:
        return answer(actual.length > 0);
    case MATCH_TYPE:
        return VALUE_MATCHES;
    case MATCH_UNKNOWN:
    case MATCH_CONTENT_TYPE:
        return VALUE_UNDECIDED;
    case MATCH_EQUALITY:
    case MATCH_NULL:
    case MATCH_VALUES:
    case MATCH_ARRAY_CONTAINS:
    case MATCH_STATUS:
    case MATCH_EACH_KEY:
    case MATCH_EACH_VALUE:
        break;
    }
    return answer(str_equal(expected, actual));
}
