#include "consumer/pact_match.h"

#include "base/vec.h"
#include "consumer/pact_body.h"
#include "consumer/pact_value.h"
#include "base/uri.h"

void matching_add(matching *m, str where, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    str what = arena_vprintf(m->arena, format, arguments);
    va_end(arguments);
    vec_push(m->arena, &m->found, (mismatch){where, what});
}

/* Text against its rule, or equal where there is none. */
static void match_text(matching *m, str category, str name, const path_step *path, size_t length,
                       str expected, str actual)
{
    const matching_rule *rule = matching_rules_find(&m->rules, category, path, length);
    bool fits = !rule && str_equal(expected, actual);
    for (size_t i = 0; rule && i < rule->matcher_count; i++) {
        value_answer answer = pact_text_matches(&rule->matchers[i], expected, actual);
        m->found.undecided |= answer == VALUE_UNDECIDED;
        fits = answer != VALUE_DIFFERS && (i == 0 || rule->any || fits);
        if (rule->any ? fits : !fits)
            break;
    }
    if (!fits)
        matching_add(m,
                     name.data
                         ? arena_printf(m->arena, "%.*s '%.*s'", STR_ARG(category), STR_ARG(name))
                         : category,
                     "expected '%.*s', got '%.*s'", STR_ARG(expected), STR_ARG(actual));
}

/* --- method, path, status --- */

static void match_method(matching *m, const node *expected, const node *actual)
{
    str wanted = node_get_text(expected, STR("method")),
        given = node_get_text(actual, STR("method"));
    if (wanted.data && !str_equal_ignoring_case(wanted, given))
        matching_add(m, STR("method"), "expected '%.*s', got '%.*s'", STR_ARG(wanted),
                     STR_ARG(given));
}

static void match_path(matching *m, const node *expected, const node *actual)
{
    str wanted = node_get_text(expected, STR("path")), given = node_get_text(actual, STR("path"));
    if (wanted.data)
        match_text(m, STR("path"), STR_NULL, NULL, 0, wanted, given.data ? given : STR(""));
}

static void match_status(matching *m, const node *expected, const node *actual)
{
    const node *wanted = node_get(expected, STR("status")),
               *given = node_get(actual, STR("status"));
    const matching_rule *rule = matching_rules_find(&m->rules, STR("status"), NULL, 0);
    if (!wanted || !given)
        return;
    bool fits = rule ? pact_value_matches(&rule->matchers[0], wanted, given) == VALUE_MATCHES
                     : node_equal(wanted, given);
    if (!fits)
        matching_add(m, STR("status"), "expected %.*s, got %.*s", STR_ARG(node_text(wanted)),
                     STR_ARG(node_text(given)));
}

/* --- query: a string in version 1 and 2, a map from name to values later --- */

typedef struct query_value {
    str name, value;
    size_t nth; /* among those of its name */
} query_value;

typedef VEC(query_value) query;

static str decode(str text, arena *a)
{
    str decoded;
    return uri_percent_decode(text, &decoded, a) ? decoded : text;
}

static void add_value(query *q, str name, str value, arena *a)
{
    size_t nth = 0;
    for (size_t i = 0; i < q->count; i++)
        nth += str_equal(q->items[i].name, name);
    vec_push(a, q, (query_value){name, value, nth});
}

static query read_query(const node *holder, arena *a)
{
    query q = {0};
    const node *n = node_get(holder, STR("query"));
    if (node_is(n, NODE_STRING)) {
        str rest = node_text(n), part;
        while (str_split(&rest, '&', &part)) {
            size_t equals = str_find(part, '=');
            if (part.length)
                add_value(&q, decode(str_take(part, equals), a),
                          equals == SIZE_MAX ? STR("") : decode(str_skip(part, equals + 1), a), a);
        }
    }
    for (size_t i = 0; node_is(n, NODE_OBJECT) && i < n->count; i++) {
        const member *m = &n->as.members[i];
        for (size_t j = 0; m->value.kind == NODE_ARRAY && j < m->value.count; j++)
            add_value(&q, member_key(m), node_text(&m->value.as.items[j]), a);
        if (m->value.kind == NODE_STRING)
            add_value(&q, member_key(m), node_text(&m->value), a);
    }
    return q;
}

static const query_value *find_value(const query *q, str name, size_t nth)
{
    for (size_t i = 0; i < q->count; i++)
        if (str_equal(q->items[i].name, name) && q->items[i].nth == nth)
            return &q->items[i];
    return NULL;
}

static void match_query(matching *m, unsigned version, const node *expected, const node *actual)
{
    const node *text = node_get(expected, STR("query"));
    if (!text)
        return;
    if (version == 10 && text->kind == NODE_STRING) {
        match_text(m, STR("query"), STR_NULL, NULL, 0, decode(node_text(text), m->arena),
                   decode(node_get_text(actual, STR("query")), m->arena));
        return;
    }
    query wanted = read_query(expected, m->arena), given = read_query(actual, m->arena);
    for (size_t i = 0; i < wanted.count; i++) {
        const query_value *w = &wanted.items[i], *g = find_value(&given, w->name, w->nth);
        const path_step path[] = {{.name = w->name, .index = -1}, {.index = (int64_t)w->nth}};
        if (g)
            match_text(m, STR("query"), w->name, path, 2, w->value, g->value);
        else
            matching_add(m, STR("query"), "parameter '%.*s' is missing", STR_ARG(w->name));
    }
    for (size_t i = 0; i < given.count; i++)
        if (!find_value(&wanted, given.items[i].name, given.items[i].nth))
            matching_add(m, STR("query"), "parameter '%.*s' is not expected",
                         STR_ARG(given.items[i].name));
}

/* --- headers --- */

static const node *find_header(const node *headers, str name)
{
    for (size_t i = 0; node_is(headers, NODE_OBJECT) && i < headers->count; i++)
        if (str_equal_ignoring_case(member_key(&headers->as.members[i]), name))
            return &headers->as.members[i].value;
    return NULL;
}

/* Several values are one, comma separated; white space around commas and semicolons is nothing. */
static str header_text(const node *value, arena *a)
{
    str joined = STR("");
    if (!node_is(value, NODE_ARRAY))
        return node_text(value);
    for (size_t i = 0; i < value->count; i++)
        joined = arena_printf(a, "%.*s%s%.*s", STR_ARG(joined), i ? "," : "",
                              STR_ARG(node_text(&value->as.items[i])));
    return joined;
}

static str without_space(str text, char separator, arena *a)
{
    str out = STR(""), part;
    bool first = true;
    while (str_split(&text, separator, &part)) {
        out = arena_printf(a, "%.*s%s%.*s", STR_ARG(out), first ? "" : (char[]){separator, '\0'},
                           STR_ARG(str_trim(part)));
        first = false;
    }
    return out;
}

static bool same_parameter(str a, str b)
{
    size_t at = str_find(a, '='), bt = str_find(b, '=');
    if (!str_equal_ignoring_case(str_take(a, at), str_take(b, bt)))
        return false;
    bool charset = str_equal_ignoring_case(str_take(a, at), STR("charset"));
    str x = str_skip(a, at == SIZE_MAX ? a.length : at + 1),
        y = str_skip(b, bt == SIZE_MAX ? b.length : bt + 1);
    return charset ? str_equal_ignoring_case(x, y) : str_equal(x, y);
}

/* Every parameter expected is given, in whatever order; more may be given. */
static bool has_parameters(str of, str in)
{
    str part, other;
    str_split(&of, ';', &part);
    while (str_split(&of, ';', &part)) {
        str rest = in;
        bool found = false;
        str_split(&rest, ';', &other);
        while (!found && str_split(&rest, ';', &other))
            found = same_parameter(str_trim(part), str_trim(other));
        if (!found)
            return false;
    }
    return true;
}

static bool same_media_type(str expected, str actual)
{
    str x = str_trim(str_take(expected, str_find(expected, ';')));
    str y = str_trim(str_take(actual, str_find(actual, ';')));
    return str_equal(x, y) && has_parameters(expected, actual);
}

static void match_header(matching *m, str name, const node *expected, const node *actual)
{
    arena *a = m->arena;
    str wanted = without_space(header_text(expected, a), ',', a);
    str given = without_space(header_text(actual, a), ',', a);
    const path_step path[] = {{.name = name, .index = -1}};
    bool ruled = matching_rules_find(&m->rules, STR("header"), path, 1) != NULL;
    bool media = str_equal_ignoring_case(name, STR("Content-Type")) ||
                 str_equal_ignoring_case(name, STR("Accept"));
    if (!ruled && media && same_media_type(wanted, given))
        return;
    if (!ruled) {
        wanted = without_space(wanted, ';', a);
        given = without_space(given, ';', a);
    }
    match_text(m, STR("header"), name, path, 1, wanted, given);
}

static void match_headers(matching *m, const node *expected, const node *actual)
{
    const node *wanted = node_get(expected, STR("headers")),
               *given = node_get(actual, STR("headers"));
    for (size_t i = 0; node_is(wanted, NODE_OBJECT) && i < wanted->count; i++) {
        const member *w = &wanted->as.members[i];
        const node *g = find_header(given, member_key(w));
        if (g)
            match_header(m, member_key(w), &w->value, g);
        else
            matching_add(m, arena_printf(m->arena, "header '%.*s'", STR_ARG(member_key(w))),
                         "is missing");
    }
}

/* --- body --- */

/* Version 4 wraps a body: { "content": …, "contentType": …, "encoded": … }. */
static const node *body_of(const node *holder, str name)
{
    const node *body = node_get(holder, name);
    const node *content = node_get(body, STR("content"));
    bool wrapped =
        content && (node_get(body, STR("contentType")) || node_get(body, STR("encoded")));
    return wrapped ? content : body;
}

static str media_type_of(const node *holder)
{
    str text = node_text(find_header(node_get(holder, STR("headers")), STR("Content-Type")));
    if (!text.data)
        text = node_text(find_header(node_get(holder, STR("metaData")), STR("contentType")));
    if (!text.data)
        text = node_text(find_header(node_get(holder, STR("metadata")), STR("contentType")));
    return str_trim(str_take(text, str_find(text, ';')));
}

static void match_body(matching *m, const node *expected, const node *actual, str name)
{
    const node *wanted = body_of(expected, name), *given = body_of(actual, name);
    if (!wanted)
        return;
    bool nothing = wanted->kind == NODE_NULL || (wanted->kind == NODE_STRING && wanted->count == 0);
    bool nothing_given =
        !given || given->kind == NODE_NULL || (given->kind == NODE_STRING && given->count == 0);
    if (nothing && nothing_given)
        return;
    str wanted_type = media_type_of(expected), given_type = media_type_of(actual);
    if (!given)
        matching_add(m, STR("body"), "is missing");
    else if (wanted_type.data && given_type.data &&
             !str_equal_ignoring_case(wanted_type, given_type))
        matching_add(m, STR("body"), "expected content type '%.*s', got '%.*s'",
                     STR_ARG(wanted_type), STR_ARG(given_type));
    else
        pact_body_match(m, wanted, given);
}

mismatches pact_match(unsigned version, pact_side side, const node *expected, const node *actual,
                      arena *a)
{
    matching m = {.arena = a, .strict = side == PACT_REQUEST};
    m.rules = matching_rules_read(node_get(expected, STR("matchingRules")), a);
    if (side == PACT_REQUEST) {
        match_method(&m, expected, actual);
        match_path(&m, expected, actual);
        match_query(&m, version, expected, actual);
    }
    if (side == PACT_RESPONSE)
        match_status(&m, expected, actual);
    if (side != PACT_MESSAGE)
        match_headers(&m, expected, actual);
    match_body(&m, expected, actual, side == PACT_MESSAGE ? STR("contents") : STR("body"));
    return m.found;
}
