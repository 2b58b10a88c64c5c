/*
 * Schemas that no value satisfies: the keywords exclude each other, or a required member cannot be.
 * Members that are described and can never be present.
 */
#include "base/limits.h"
#include "inclusion/inclusion.h"
#include "lint/schemas.h"

/* `false`, and `not: {}`, which says the same before draft-06: meant as they are. */
static bool is_meant(const node *n)
{
    if (n->kind == NODE_BOOLEAN)
        return true;
    const node *not = node_get(n, STR("not"));
    return not &&(node_is_true(not ) || (not ->kind == NODE_OBJECT && not ->count == 0));
}

/* Keywords that can leave nothing over; without one of them there is always a value. */
static bool may_exclude(const node *n)
{
    static const char *const keywords[] = {"$ref",
                                           "allOf",
                                           "anyOf",
                                           "oneOf",
                                           "not",
                                           "enum",
                                           "const",
                                           "required",
                                           "minimum",
                                           "maximum",
                                           "minItems",
                                           "minLength",
                                           "pattern",
                                           "minProperties",
                                           "multipleOf",
                                           "exclusiveMinimum",
                                           "contains",
                                           "format",
                                           "dependentRequired",
                                           "dependentSchemas",
                                           "dependencies",
                                           "if",
                                           "$dynamicRef",
                                           "$recursiveRef",
                                           "extends",
                                           "disallow",
                                           "exclusiveMaximum"};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (node_get(n, str_from(keywords[i])))
            return true;
    return false;
}

typedef struct reasons {
    schema_walk *walk;
    const map *empty; /* schemas that no value satisfies */
    site parent;
    bool found;
} reasons;

static void look_at_child(void *context, const node *child)
{
    reasons *r = context;
    r->found = r->found || map_has_pointer(r->empty, child);
}

/* Whether an empty schema directly below, or one referred to, is the reason. */
static bool has_reason(schema_walk *w, const map *empty, site s)
{
    reasons r = {.walk = w, .empty = empty, .parent = s};
    str ref = node_get_text(s.node, STR("$ref"));
    if (ref.data)
        look_at_child(&r, registry_resolve(w->lint->registry, s, ref, NULL).node);
    for (size_t i = 0; i < s.node->count; i++) {
        const member *m = &s.node->as.members[i];
        const keyword *k =
            keyword_find(member_key(m), s.resource->dialect, s.resource->vocabularies);
        if (k && k->id != KEYWORD_DEFS && k->id != KEYWORD_NOT)
            keyword_each_schema(k->shape, &m->value, look_at_child, &r);
    }
    return r.found;
}

/* Every branch is set against every other, so one very wide union takes seconds a question. */
enum { WIDEST_UNION = 1000 };

static bool is_wide(const node *n)
{
    const node *one = node_get(n, STR("oneOf")), *any = node_get(n, STR("anyOf"));
    return (one && one->count > WIDEST_UNION) || (any && any->count > WIDEST_UNION);
}

/* Keywords by which an object can refuse a member that it describes. */
static bool may_refuse_members(const node *n)
{
    static const char *const keywords[] = {"allOf",
                                           "propertyNames",
                                           "not",
                                           "anyOf",
                                           "oneOf",
                                           "if",
                                           "maxProperties",
                                           "patternProperties",
                                           "dependentRequired",
                                           "dependentSchemas",
                                           "dependencies",
                                           "extends",
                                           "disallow"};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (node_get(n, str_from(keywords[i])))
            return true;
    return false;
}

/* A component's member is fine in the component: what closes it out is where both are joined. */
static void tell_never_present(lint *l, site s, const inclusion_member *m)
{
    const node *place = m->place.node;
    bool is_inside = place->document == s.node->document && place->start >= s.node->start &&
                     place->end <= s.node->end;
    lint_add(l, LINT_MEMBER_NEVER_PRESENT, is_inside ? place : s.node,
             "the member '%.*s' can never be present", STR_ARG(m->name));
}

static void check_presence(schema_walk *w, inclusion *asked, const inclusion_options *options)
{
    for (size_t i = 0; i < w->waiting.count; i++) {
        site s = w->waiting.items[i];
        const inclusion_member *members;
        size_t count =
            may_refuse_members(s.node) ? inclusion_never_present(asked, s, options, &members) : 0;
        for (size_t n = 0; n < count; n++)
            tell_never_present(w->lint, s, &members[n]);
    }
}

void check_satisfiable(schema_walk *w)
{
    lint *l = w->lint;
    for (size_t i = 0; i < w->waiting.count; i++)
        if (is_wide(w->waiting.items[i].node))
            return;
    inclusion *asked = inclusion_new(l->registry, l->registry);
    inclusion_options options = {
        .reading = READING_LITERAL, .assert_formats = true, .steps = LIMIT_LINT_STEPS};
    map empty;
    map_init(&empty, l->arena, bundle_seed(l->bundle));
    for (size_t i = 0; i < w->waiting.count; i++) {
        site s = w->waiting.items[i];
        if (is_meant(s.node) || !may_exclude(s.node))
            continue;
        if (inclusion_is_empty(asked, s, &options))
            map_put_pointer(&empty, s.node, l);
    }
    for (size_t i = 0; i < w->waiting.count; i++) {
        site s = w->waiting.items[i];
        if (map_has_pointer(&empty, s.node) && !has_reason(w, &empty, s))
            lint_add(l, LINT_SCHEMA_UNSATISFIABLE, s.node, "no value satisfies this schema");
    }
    check_presence(w, asked, &options);
    inclusion_free(asked);
}
