/*
 * The structure of a contract, by the tables of lint/objects.h.
 *
 * The tree is walked from the root; what a reference leads to is walked afterwards, once for each
 * kind it is used as, so that a parameter that only another file holds is judged too. Recursion
 * follows the tree, whose depth is bounded; references go through a list.
 */
#include <string.h>

#include "lint/context.h"

typedef struct target {
    const node *node;
    object_kind kind;
    schema_direction direction;
} target;

typedef struct walk {
    lint *lint;
    const field_row *fields[KIND_COUNT_OF_ALL];
    size_t field_counts[KIND_COUNT_OF_ALL];
    VEC(target) pending; /* what references lead to */
} walk;

static void walk_object(walk *w, object_kind kind, entity e);

static const char *kind_phrase(object_kind kind)
{
    switch (kind) {
    case KIND_STRING:
        return "a string";
    case KIND_BOOLEAN:
        return "a boolean";
    case KIND_NUMBER:
        return "a number";
    case KIND_COUNT:
        return "a whole number, not negative";
    case KIND_ARRAY:
        return "an array";
    default:
        return "an object";
    }
}

static const char *found_phrase(const node *n)
{
    static const char *const phrases[] = {
        [NODE_NULL] = "null",       [NODE_BOOLEAN] = "a boolean", [NODE_NUMBER] = "a number",
        [NODE_STRING] = "a string", [NODE_ARRAY] = "an array",    [NODE_OBJECT] = "an object",
    };
    return phrases[n->kind];
}

static void wrong_type(lint *l, const node *at, str name, const char *wanted)
{
    lint_add(l, LINT_WRONG_TYPE, at, "'%.*s' must be %s, not %s", STR_ARG(name), wanted,
             found_phrase(at));
}

/* The next of "a|b|c". */
static bool next_choice(str *rest, str *choice)
{
    return rest->data && str_split(rest, '|', choice);
}

static void check_choice(lint *l, const node *n, str name, const char *choices)
{
    near_name near = {.wanted = node_text(n)};
    str rest = str_from(choices), choice;
    buf list = {0};
    bool allowed = false;
    while (next_choice(&rest, &choice)) {
        allowed = allowed || str_equal(choice, near.wanted);
        near_offer(&near, choice);
        buf_printf(&list, "%s%.*s", list.length ? ", " : "", STR_ARG(choice));
    }
    if (!allowed)
        lint_add(l, LINT_VALUE_NOT_ALLOWED, n, "'%.*s' cannot be '%.*s'; it is one of %s%s",
                 STR_ARG(name), STR_ARG(near.wanted), buf_cstr(&list), near_text(&near, l->arena));
    buf_clear(&list);
}

static bool is_count(const node *n)
{
    int64_t value;
    return node_int64(n, &value) && value >= 0;
}

/* Whether a value is of the scalar kind; says so when it is not. */
static void check_scalar(lint *l, const field_row *row, const node *n, str name)
{
    bool good = true;
    switch (row->kind) {
    case KIND_STRING:
        good = n->kind == NODE_STRING;
        break;
    case KIND_BOOLEAN:
        good = n->kind == NODE_BOOLEAN;
        break;
    case KIND_NUMBER:
        good = n->kind == NODE_NUMBER;
        break;
    case KIND_COUNT:
        good = is_count(n);
        break;
    case KIND_ARRAY:
        good = n->kind == NODE_ARRAY;
        break;
    default:
        break;
    }
    if (!good)
        wrong_type(l, n, name, kind_phrase(row->kind));
    else if (row->choices)
        check_choice(l, n, name, row->choices);
}

static schema_direction direction_of(object_kind kind, schema_direction outer)
{
    if (kind == KIND_REQUEST_BODY || kind == KIND_PARAMETER)
        return DIRECTION_REQUEST;
    return kind == KIND_RESPONSE ? DIRECTION_RESPONSE : outer;
}

static void walk_schema(walk *w, entity e, str name)
{
    lint *l = w->lint;
    bool allows_boolean = l->version >= API_OPENAPI_31;
    if (e.node->kind != NODE_OBJECT && !(e.node->kind == NODE_BOOLEAN && allows_boolean)) {
        wrong_type(l, e.node, name, allows_boolean ? "an object or a boolean" : "an object");
        return;
    }
    if (map_put_pointer(&l->visited[KIND_SCHEMA], e.node, l))
        vec_push(l->arena, &l->entities[KIND_SCHEMA], e);
}

static void walk_value(walk *w, const field_row *row, entity e, str name)
{
    if (row->kind == KIND_SCHEMA)
        walk_schema(w, e, name);
    else if (row->kind < KIND_OBJECTS)
        check_scalar(w->lint, row, e.node, name);
    else if (e.node->kind != NODE_OBJECT)
        wrong_type(w->lint, e.node, name, "an object");
    else
        walk_object(w, row->kind, e);
}

/* A reference where the specification has none: files are split there all the same, so it is
 * followed, and said. NULL when it leads to nothing. */
static const node *follow_anyway(walk *w, const char *place, const node *n)
{
    lint *l = w->lint;
    const member *ref = node_get_member(n, STR("$ref"));
    diags problems;
    diags_init(&problems);
    const node *found = bundle_follow(l->bundle, n, &problems);
    if (found)
        lint_add_key(l, LINT_REFERENCE_MISPLACED, ref, n, "%s cannot be a $ref in %s", place,
                     api_version_name(l->version));
    else
        lint_add(l, LINT_REFERENCE_UNRESOLVED, &ref->value, "%.*s",
                 STR_ARG(problems.count ? problems.items[0].message
                                        : STR("the reference points to nothing")));
    diags_clear(&problems);
    return found;
}

static bool is_reference(const node *n)
{
    return node_get_text(n, STR("$ref")).data != NULL;
}

static void walk_field(walk *w, const field_row *row, const member *m, const entity *holder)
{
    lint *l = w->lint;
    const node *n = &m->value;
    schema_direction direction = direction_of(row->kind, holder->direction);
    bool plain = row->shape != FIELD_ONE || (row->kind < KIND_SCHEMA && row->kind != KIND_ANY);
    if (plain && is_reference(n)) {
        n = follow_anyway(w, arena_printf(l->arena, "'%.*s'", STR_ARG(member_key(m))).data, n);
        if (!n)
            return;
    }
    if (row->shape == FIELD_ONE) {
        walk_value(w, row, (entity){n, m, holder->node, direction}, member_key(m));
    } else if (row->shape == FIELD_LIST) {
        if (n->kind != NODE_ARRAY)
            wrong_type(l, n, member_key(m), "an array");
        for (size_t i = 0; n->kind == NODE_ARRAY && i < n->count; i++) {
            str name = arena_printf(l->arena, "%.*s/%zu", STR_ARG(member_key(m)), i);
            walk_value(w, row, (entity){node_item(n, i), NULL, n, direction}, name);
        }
    } else {
        if (n->kind != NODE_OBJECT)
            wrong_type(l, n, member_key(m), "an object");
        for (size_t i = 0; n->kind == NODE_OBJECT && i < n->count; i++) {
            const member *entry = &n->as.members[i];
            walk_value(w, row, (entity){&entry->value, entry, n, direction}, member_key(entry));
        }
    }
}

static const field_row *find_field(const walk *w, object_kind kind, str name, unsigned versions)
{
    for (size_t i = 0; i < w->field_counts[kind]; i++) {
        const field_row *row = &w->fields[kind][i];
        if ((row->versions & versions) &&
            (row->name[0] == '*' || str_equal(name, str_from(row->name))))
            return row;
    }
    return NULL;
}

static str other_version(unsigned versions, unsigned bit)
{
    for (int v = API_OPENAPI_32; v >= 0; v--) /* the nearest one above, else the one below */
        if ((versions & (1u << v)) && ((1u << v) < bit))
            return str_from(api_version_name((api_version)v));
    for (int v = 0; v <= API_OPENAPI_32; v++)
        if (versions & (1u << v))
            return str_from(api_version_name((api_version)v));
    return STR("");
}

static void unknown_field(walk *w, object_kind kind, const member *m, const node *holder)
{
    lint *l = w->lint;
    str name = member_key(m);
    const char *object = object_rows[kind].name;
    const field_row *elsewhere = find_field(w, kind, name, VALL);
    if (elsewhere) {
        lint_add_key(l, LINT_FIELD_OF_OTHER_VERSION, m, holder,
                     "'%.*s' is a field of %s in %.*s, not in %s", STR_ARG(name), object,
                     STR_ARG(other_version(elsewhere->versions, l->bit)),
                     api_version_name(l->version));
        return;
    }
    near_name near = {.wanted = name};
    for (size_t i = 0; i < w->field_counts[kind]; i++) {
        const field_row *row = &w->fields[kind][i];
        if ((row->versions & l->bit) && !node_get(holder, str_from(row->name)))
            near_offer(&near, str_from(row->name));
    }
    lint_add_key(l, LINT_UNKNOWN_FIELD, m, holder, "'%.*s' is no field of %s in %s%s",
                 STR_ARG(name), object, api_version_name(l->version), near_text(&near, l->arena));
}

static void walk_fields(walk *w, object_kind kind, const entity *e)
{
    lint *l = w->lint;
    const node *n = e->node;
    for (size_t i = 0; i < n->count && !l->stopped; i++) {
        const member *m = &n->as.members[i];
        if (!object_rows[kind].without_extensions && str_starts_with(member_key(m), STR("x-")))
            continue;
        const field_row *row = find_field(w, kind, member_key(m), l->bit);
        if (row)
            walk_field(w, row, m, e);
        else
            unknown_field(w, kind, m, n);
    }
    for (size_t i = 0; i < w->field_counts[kind]; i++) {
        const field_row *row = &w->fields[kind][i];
        if ((row->required & l->bit) && !node_get(n, str_from(row->name)))
            lint_add(l, LINT_FIELD_MISSING, n, "'%s' is missing: %s must have it", row->name,
                     object_rows[kind].name);
    }
}

/* --- references --- */

static void check_siblings(walk *w, object_kind kind, const node *n)
{
    lint *l = w->lint;
    for (size_t i = 0; i < n->count; i++) {
        const member *m = &n->as.members[i];
        str key = member_key(m);
        bool said = l->version >= API_OPENAPI_31 &&
                    (str_equal(key, STR("summary")) || str_equal(key, STR("description")));
        if (str_equal(key, STR("$ref")) || said || str_starts_with(key, STR("x-")))
            continue;
        lint_add_key(l, LINT_REFERENCE_SIBLINGS, m, n,
                     "'%.*s' has no effect beside the $ref of %s in %s", STR_ARG(key),
                     object_rows[kind].name, api_version_name(l->version));
    }
}

static void follow(walk *w, object_kind kind, const entity *e)
{
    lint *l = w->lint;
    diags problems;
    diags_init(&problems);
    const node *found = bundle_follow(l->bundle, e->node, &problems);
    const node *at = node_get(e->node, STR("$ref"));
    if (!found) {
        str why =
            problems.count ? problems.items[0].message : STR("the reference points to nothing");
        lint_add(l, LINT_REFERENCE_UNRESOLVED, at, "%.*s", STR_ARG(why));
    } else if (found->kind != NODE_OBJECT) {
        lint_add(l, LINT_WRONG_TYPE, at, "'%.*s' must lead to %s, not to %s",
                 STR_ARG(node_text(at)), object_rows[kind].name, found_phrase(found));
    } else {
        vec_push(l->arena, &w->pending, (target){found, kind, e->direction});
    }
    diags_clear(&problems);
}

static void walk_object(walk *w, object_kind kind, entity e)
{
    lint *l = w->lint;
    if (l->stopped || !map_put_pointer(&l->visited[kind], e.node, l))
        return;
    if (is_reference(e.node) && kind != KIND_PATH_ITEM && !(object_rows[kind].referable & l->bit)) {
        const node *found = follow_anyway(w, object_rows[kind].name, e.node);
        if (node_is(found, NODE_OBJECT))
            vec_push(l->arena, &w->pending, (target){found, kind, e.direction});
        return;
    }
    if (is_reference(e.node)) {
        follow(w, kind, &e);
        if (kind != KIND_PATH_ITEM) {
            check_siblings(w, kind, e.node);
            return;
        }
    }
    vec_push(l->arena, &l->entities[kind], e);
    walk_fields(w, kind, &e);
}

void walk_contract(lint *l)
{
    walk w = {.lint = l};
    for (object_kind kind = KIND_OBJECTS; kind < KIND_COUNT_OF_ALL; kind++)
        w.fields[kind] = object_fields(kind, &w.field_counts[kind]);
    walk_object(&w, KIND_ROOT, (entity){.node = bundle_root(l->bundle)});
    for (size_t i = 0; i < w.pending.count; i++) {
        target t = w.pending.items[i];
        walk_object(&w, t.kind, (entity){.node = t.node, .direction = t.direction});
    }
}
