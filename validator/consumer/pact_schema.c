#include "consumer/pact_schema.h"

#include "base/arena.h"
#include "base/limits.h"
#include "doc/json_writer.h"

typedef struct writing {
    buf *out;
    const matching_rules *rules;
    path_step steps[LIMIT_DOCUMENT_DEPTH + 1];
    size_t depth;
    bool said; /* by a schema, so far */
} writing;

static void write_value(writing *w, const node *n);

static void text(writing *w, const char *s)
{
    buf_append(w->out, str_from(s));
}

static void write_const(writing *w, const node *n)
{
    text(w, "{\"const\":");
    json_write(w->out, n);
    text(w, "}");
}

static void write_below(writing *w, const node *n, path_step step)
{
    w->steps[w->depth++] = step;
    write_value(w, n);
    w->depth--;
}

/* --- lists and objects --- */

static void write_object(writing *w, const node *n)
{
    text(w, "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
    for (size_t i = 0; i < n->count; i++) {
        const member *m = &n->as.members[i];
        text(w, i ? "," : "");
        json_write_string(w->out, member_key(m));
        text(w, ":");
        write_below(w, &m->value, (path_step){.name = member_key(m), .index = -1});
    }
    text(w, "},\"required\":[");
    for (size_t i = 0; i < n->count; i++) {
        text(w, i ? "," : "");
        json_write_string(w->out, member_key(&n->as.members[i]));
    }
    text(w, "]}");
}

static path_step item_step(size_t index)
{
    return (path_step){.name = STR_NULL, .index = (int64_t)index};
}

/* Without a rule of its own a list is as long as the example. */
static void write_exact_list(writing *w, const node *n)
{
    buf_printf(w->out, "{\"type\":\"array\",\"items\":false,\"minItems\":%u", (unsigned)n->count);
    for (size_t i = 0; i < n->count; i++) {
        text(w, i ? "," : ",\"prefixItems\":[");
        write_below(w, &n->as.items[i], item_step(i));
    }
    text(w, n->count ? "]}" : "}");
}

/* With one, all items are like its first. */
static void write_like_list(writing *w, const node *n, const matcher *m)
{
    text(w, "{\"type\":\"array\"");
    if (n->count) {
        text(w, ",\"items\":");
        write_below(w, &n->as.items[0], item_step(0));
    }
    if (m->has_minimum)
        buf_printf(w->out, ",\"minItems\":%lld", (long long)m->minimum);
    if (m->has_maximum)
        buf_printf(w->out, ",\"maxItems\":%lld", (long long)m->maximum);
    text(w, "}");
}

/* --- matchers --- */

static void write_type(writing *w, const node *n, const matcher *m)
{
    if (n->kind == NODE_OBJECT)
        write_object(w, n);
    else if (n->kind == NODE_ARRAY)
        write_like_list(w, n, m);
    else
        buf_printf(w->out, "{\"type\":\"%s\"}", node_kind_name(node_kind_of(n)));
}

static void write_regex(writing *w, const matcher *m)
{
    str pattern = node_get_text(m->node, STR("regex"));
    w->said &= pattern.data != NULL;
    arena *a = arena_new();
    text(w, "{\"type\":\"string\",\"pattern\":");
    json_write_string(w->out, arena_printf(a, "^(?:%.*s)$", STR_ARG(pattern)));
    text(w, "}");
    arena_free(a);
}

static void write_matcher(writing *w, const node *n, const matcher *m)
{
    switch (m->kind) {
    case MATCH_EQUALITY:
        write_const(w, n);
        return;
    case MATCH_REGEX:
        write_regex(w, m);
        return;
    case MATCH_TYPE:
    case MATCH_NOT_EMPTY:
        write_type(w, n, m);
        return;
    case MATCH_INTEGER:
        text(w, "{\"type\":\"integer\"}");
        return;
    case MATCH_DECIMAL:
    case MATCH_NUMBER:
        text(w, "{\"type\":\"number\"}");
        return;
    case MATCH_BOOLEAN:
        text(w, "{\"type\":\"boolean\"}");
        return;
    case MATCH_NULL:
        text(w, "{\"type\":\"null\"}");
        return;
    case MATCH_INCLUDE:
    case MATCH_TIME:
    case MATCH_SEMVER:
    case MATCH_CONTENT_TYPE:
    case MATCH_VALUES:
    case MATCH_ARRAY_CONTAINS:
    case MATCH_STATUS:
    case MATCH_EACH_KEY:
    case MATCH_EACH_VALUE:
    case MATCH_UNKNOWN:
        break;
    }
    w->said = false;
    text(w, "{}");
}

static void write_value(writing *w, const node *n)
{
    const matching_rule *rule = w->depth <= LIMIT_DOCUMENT_DEPTH
                                    ? matching_rules_find(w->rules, STR("body"), w->steps, w->depth)
                                    : NULL;
    if (!rule || rule->matcher_count == 0) {
        if (n->kind == NODE_OBJECT)
            write_object(w, n);
        else if (n->kind == NODE_ARRAY)
            write_exact_list(w, n);
        else
            write_const(w, n);
        return;
    }
    text(w, rule->any ? "{\"anyOf\":[" : "{\"allOf\":[");
    for (size_t i = 0; i < rule->matcher_count; i++) {
        text(w, i ? "," : "");
        write_matcher(w, n, &rule->matchers[i]);
    }
    text(w, "]}");
}

bool pact_schema_write(buf *out, const node *body, const matching_rules *rules)
{
    writing w = {.out = out, .rules = rules, .said = true};
    write_value(&w, body);
    return w.said;
}
