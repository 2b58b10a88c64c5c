/*
 * Keywords of objects and arrays: those that apply subschemas to what is inside, noting what they
 * evaluated, and those about names and counts.
 */
#include "schema/evaluate.h"

#include "doc/json_writer.h"

static bool inside(application *a, const subschema *s, const node *n, str key, size_t index,
                   str token, bool keep)
{
    path step = {.up = a->at.path, .token = key, .index = index};
    place at = {n, &step};
    marks own;
    marks_init(a->evaluation, &own, n);
    return evaluate_child(a, s, at, token, &own, keep);
}

static void mark(application *a, uint32_t index)
{
    if (a->marks->bits)
        a->marks->bits[index] = 1;
}

static bool is_marked(const application *a, uint32_t index)
{
    return a->marks->all || (a->marks->bits && a->marks->bits[index]);
}

static void append_name(buf *names, str name)
{
    buf_append_char(names, names->length ? ',' : '[');
    json_write_string(names, name);
}

static void annotate_with(application *a, buf *list)
{
    buf_append(list, list->length ? STR("]") : STR("[]"));
    a->annotation = arena_str(a->evaluation->arena, buf_str(list));
    buf_clear(list);
}

static bool matches_some(application *a, const clause *patterns, str name)
{
    for (uint32_t i = 0; patterns && i < patterns->count; i++)
        if (patterns->patterns[i] && run_pattern(&a->evaluation->run, patterns->patterns[i], name))
            return true;
    return false;
}

static bool has_name(const clause *properties, str name)
{
    return properties && node_get_member(&properties->member->value, name);
}

/* properties, patternProperties, additionalProperties, unevaluatedProperties: the subschema (or the
 * next one of several) that the keyword applies to a member. */
static const subschema *child_for(application *a, str name, uint32_t member_index, uint32_t *next)
{
    const clause *c = a->clause;
    const subschema *s = a->subschema;
    if (c->id == KEYWORD_PROPERTIES) {
        /* Names are unique: the member's position in the schema is found by key. */
        const member *m = *next ? NULL : node_get_member(&c->member->value, name);
        *next = 1;
        return m ? c->children[m - c->member->value.as.members] : NULL;
    }
    if (c->id == KEYWORD_PATTERN_PROPERTIES) {
        while (*next < c->count) {
            uint32_t i = (*next)++;
            if (c->patterns[i] && c->children[i] &&
                run_pattern(&a->evaluation->run, c->patterns[i], name))
                return c->children[i];
        }
        return NULL;
    }
    if ((*next)++)
        return NULL;
    bool covered;
    if (c->id == KEYWORD_ADDITIONAL_PROPERTIES)
        covered = has_name(subschema_clause(s, KEYWORD_PROPERTIES), name) ||
                  matches_some(a, subschema_clause(s, KEYWORD_PATTERN_PROPERTIES), name);
    else
        covered = is_marked(a, member_index);
    return covered ? NULL : c->children[0];
}

static bool members(application *a)
{
    const node *object = a->at.node;
    bool holds = true;
    bool named = a->clause->id == KEYWORD_PROPERTIES || a->clause->id == KEYWORD_PATTERN_PROPERTIES;
    buf names = {0};
    for (uint32_t i = 0; i < object->count && !a->evaluation->run.limit; i++) {
        const member *m = &object->as.members[i];
        uint32_t next = 0;
        bool touched = false;
        const subschema *child;
        while ((child = child_for(a, member_key(m), i, &next))) {
            str token = STR_NULL;
            if (a->clause->id == KEYWORD_PROPERTIES)
                token = member_key(m);
            else if (named)
                token = a->clause->names[next - 1];
            holds &= inside(a, child, &m->value, member_key(m), 0, token, true);
            touched = true;
        }
        if (touched) {
            append_name(&names, member_key(m));
            mark(a, i);
        }
    }
    if (holds && a->kept != OUTPUT_ERRORS)
        annotate_with(a, &names);
    buf_clear(&names);
    return holds;
}

static bool required_names(application *a, const node *object, const str *names, uint32_t count,
                           const char *because)
{
    arena *memory = a->evaluation->arena;
    str missing = STR("");
    unsigned absent = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (node_get_member(object, names[i]))
            continue;
        missing = arena_printf(memory, "%.*s%s'%.*s'", STR_ARG(missing), absent ? ", " : "",
                               STR_ARG(names[i]));
        absent++;
    }
    if (absent)
        a->error = arena_printf(memory, "%.*s %s required%s", STR_ARG(missing),
                                absent > 1 ? "are" : "is", because);
    return !absent;
}

static bool dependency(application *a, uint32_t i)
{
    const clause *c = a->clause;
    const node *value = &c->member->value.as.members[i].value;
    arena *memory = a->evaluation->arena;
    if (!node_get_member(a->at.node, c->names[i]))
        return true;
    if (c->children[i])
        return evaluate_branch(a, c->children[i], c->names[i], true);
    bool is_list = value->kind == NODE_ARRAY;
    uint32_t count = is_list ? value->count : 1;
    str *names = arena_array_of(memory, str, count), because;
    uint32_t used = 0;
    for (uint32_t j = 0; j < count; j++) {
        const node *name = is_list ? &value->as.items[j] : value;
        if (node_is(name, NODE_STRING) && !plan__has_waived(a->evaluation->schema->program->plan,
                                                            a->subschema->waived, node_text(name)))
            names[used++] = node_text(name);
    }
    because = arena_printf(memory, " because '%.*s' is there", STR_ARG(c->names[i]));
    return required_names(a, a->at.node, names, used, because.data);
}

static bool property_names(application *a)
{
    const node *object = a->at.node;
    bool holds = true;
    for (uint32_t i = 0; i < object->count && !a->evaluation->run.limit; i++) {
        const member *m = &object->as.members[i];
        node *name = arena_new_of(a->evaluation->arena, node);
        *name = (node){.kind = NODE_STRING,
                       .as.text = m->key,
                       .count = m->key_length,
                       .start = m->key_start,
                       .end = m->key_end,
                       .document = object->document};
        place at = {name, a->at.path};
        marks none = {0};
        size_t before = a->children.count;
        holds &= evaluate_child(a, a->clause->children[0], at, STR_NULL, &none, true);
        /* What holds of a name is no annotation of the value. */
        if (a->kept != OUTPUT_EVERYTHING && a->children.count > before &&
            a->children.items[before]->valid)
            a->children.count = before;
    }
    return holds;
}

static bool discriminator(application *a)
{
    const clause *c = a->clause;
    arena *memory = a->evaluation->arena;
    if (!c->asserts)
        return true;
    const node *value = node_get(a->at.node, c->names[0]);
    str text = node_text(value), names = STR("");
    if (!node_is(value, NODE_STRING)) {
        a->error = arena_printf(memory, "'%.*s' tells the schemas apart: it is required, a string",
                                STR_ARG(c->names[0]));
        return false;
    }
    for (uint32_t i = 1; i < c->count; i++) {
        if (str_equal(c->names[i], text))
            return true;
        names = arena_printf(memory, "%.*s%s'%.*s'", STR_ARG(names), i > 1 ? ", " : "",
                             STR_ARG(c->names[i]));
    }
    a->error = arena_printf(memory, "'%.*s' is '%.*s', none of %.*s", STR_ARG(c->names[0]),
                            STR_ARG(text), STR_ARG(names));
    return c->count <= 1;
}

bool evaluate_object_keyword(application *a)
{
    const clause *c = a->clause;
    const node *object = a->at.node;
    bool holds = true;
    switch (c->id) {
    case KEYWORD_MAX_PROPERTIES:
        return object->count <= c->size;
    case KEYWORD_MIN_PROPERTIES:
        return object->count >= c->size;
    case KEYWORD_REQUIRED:
        return required_names(a, object, c->names, c->count, "");
    case KEYWORD_DEPENDENT_REQUIRED:
    case KEYWORD_DEPENDENT_SCHEMAS:
    case KEYWORD_DEPENDENCIES:
        for (uint32_t i = 0; i < c->count && !a->evaluation->run.limit; i++)
            holds &= dependency(a, i);
        return holds;
    case KEYWORD_DISCRIMINATOR:
        return discriminator(a);
    case KEYWORD_PROPERTY_NAMES:
        return property_names(a);
    default:
        break;
    }
    holds = members(a);
    if (c->id == KEYWORD_ADDITIONAL_PROPERTIES || c->id == KEYWORD_UNEVALUATED_PROPERTIES)
        a->marks->all = true;
    return holds;
}

/* --- arrays --- */

static bool prefix_items(application *a)
{
    const node *array = a->at.node;
    uint32_t count = a->clause->count < array->count ? a->clause->count : array->count;
    bool holds = true;
    for (uint32_t i = 0; i < count && !a->evaluation->run.limit; i++) {
        holds &= inside(a, a->clause->children[i], &array->as.items[i], STR_NULL, i,
                        evaluate_token(i, a->evaluation->arena), true);
        mark(a, i);
    }
    if (count)
        a->annotation =
            count == array->count ? STR("true") : evaluate_token(count - 1, a->evaluation->arena);
    return holds;
}

static bool rest_items(application *a)
{
    const node *array = a->at.node;
    bool holds = true, any = false;
    for (uint32_t i = (uint32_t)(a->clause->size < array->count ? a->clause->size : array->count);
         i < array->count && !a->evaluation->run.limit; i++) {
        if (a->clause->id == KEYWORD_UNEVALUATED_ITEMS && is_marked(a, i))
            continue;
        holds &=
            inside(a, a->clause->children[0], &array->as.items[i], STR_NULL, i, STR_NULL, true);
        any = true;
    }
    a->marks->all = true;
    if (any)
        a->annotation = STR("true");
    return holds;
}

static bool contains(application *a)
{
    const clause *c = a->clause;
    const node *array = a->at.node;
    bool marks_items = a->subschema->site.resource->dialect != DIALECT_2019_09;
    uint64_t found = 0;
    buf indices = {0};
    for (uint32_t i = 0; i < array->count && !a->evaluation->run.limit; i++) {
        size_t before = a->children.count;
        bool holds = inside(a, c->children[0], &array->as.items[i], STR_NULL, i, STR_NULL, true);
        if (!holds) {
            if (a->kept != OUTPUT_EVERYTHING)
                a->children.count = before; /* an item may well be another */
            continue;
        }
        found++;
        buf_printf(&indices, "%s%u", indices.length ? "," : "[", i);
        if (marks_items)
            mark(a, i);
    }
    annotate_with(a, &indices);
    if (found >= c->size && found <= c->most)
        return true;
    if (a->kept != OUTPUT_EVERYTHING)
        a->children.count = 0;
    a->error = arena_printf(a->evaluation->arena, "%llu items match `contains`, %s %llu may",
                            (unsigned long long)found, found < c->size ? "at least" : "at most",
                            (unsigned long long)(found < c->size ? c->size : c->most));
    return false;
}

bool evaluate_array_keyword(application *a)
{
    const clause *c = a->clause;
    switch (c->id) {
    case KEYWORD_MAX_ITEMS:
        return a->at.node->count <= c->size;
    case KEYWORD_MIN_ITEMS:
        return a->at.node->count >= c->size;
    case KEYWORD_UNIQUE_ITEMS:
        return run_unique(&a->evaluation->run, a->at.node);
    case KEYWORD_PREFIX_ITEMS:
        return prefix_items(a);
    case KEYWORD_CONTAINS:
        return contains(a);
    default:
        return rest_items(a);
    }
}
