#include "schema/evaluate.h"

#include "base/uri.h"
#include "doc/json_writer.h"
#include "doc/pointer.h"

/* --- locations --- */

str path_text(const path *p, arena *a)
{
    enum { DEPTH = 64 };
    buf text = {0};
    const path *first[DEPTH], **steps = first;
    size_t count = 0;
    for (const path *q = p; q && q->up; q = q->up)
        count++;
    if (count > DEPTH)
        steps = arena_array_of(a, const path *, count);
    size_t i = count;
    for (const path *q = p; q && q->up; q = q->up)
        steps[--i] = q;
    for (i = 0; i < count; i++) {
        if (steps[i]->token.data)
            pointer_append(&text, steps[i]->token);
        else
            pointer_append_index(&text, steps[i]->index);
    }
    str made = arena_str(a, buf_str(&text));
    buf_clear(&text);
    return made;
}

static str schema_location(evaluation *e, const subschema *s)
{
    str *known = &e->locations[s->index];
    if (known->data)
        return *known;
    str pointer = pointer_of(s->site.resource->root, s->site.node, e->arena);
    str encoded = pointer.length ? uri_percent_encode_fragment(pointer, e->arena) : STR("");
    *known = arena_printf(e->arena, "%.*s#%.*s", STR_ARG(s->site.resource->uri), STR_ARG(encoded));
    return *known;
}

static str keyword_of(const clause *c)
{
    return c->member ? member_key(c->member) : STR_NULL;
}

/* --- marks --- */

void marks_init(evaluation *e, marks *m, const node *n)
{
    *m = (marks){0};
    if (e->tracks && (n->kind == NODE_OBJECT || n->kind == NODE_ARRAY) && n->count) {
        m->bits = arena_alloc(e->arena, n->count);
        m->count = n->count;
    }
}

void marks_add(marks *into, const marks *from)
{
    into->all |= from->all;
    for (uint32_t i = 0; i < into->count && from->bits; i++)
        into->bits[i] |= from->bits[i];
}

/* --- units --- */

static output_unit *new_unit(evaluation *e, place at, const path *p, bool valid)
{
    output_unit *unit = arena_new_of(e->arena, output_unit);
    e->units++;
    unit->valid = valid;
    unit->keyword_location = path_text(p, e->arena);
    unit->instance_location = path_text(at.path, e->arena);
    unit->instance = at.node;
    return unit;
}

static output_unit *keyword_unit(application *a, bool valid)
{
    evaluation *e = a->evaluation;
    output_unit *unit = new_unit(e, a->at, a->path, valid);
    unit->keyword = keyword_of(a->clause);
    str token = pointer_join(STR(""), unit->keyword, e->arena);
    unit->absolute_location =
        arena_printf(e->arena, "%.*s%.*s", STR_ARG(schema_location(e, a->subschema)),
                     STR_ARG(uri_percent_encode_fragment(token, e->arena)));
    unit->keyword_member = a->clause->member;
    unit->place = a->clause->member ? &a->clause->member->value : a->subschema->site.node;
    unit->holder = a->subschema->site.node;
    unit->annotation = a->annotation;
    for (size_t i = 0; i < a->children.count; i++)
        vec_push(e->arena, &unit->children, a->children.items[i]);
    /* Where children say why, the keyword's own sentence would only repeat them. */
    if (!valid)
        unit->error = a->error.data ? a->error : message_of(a);
    return unit;
}

/* Children of an invalid schema that hold have nothing to say: their annotations are dropped. */
static bool worth_keeping(output_detail detail, bool valid, const application *a)
{
    if (detail == OUTPUT_EVERYTHING || !valid)
        return true;
    return detail == OUTPUT_ANNOTATIONS && (a->annotation.data || a->children.count);
}

static str json_of(const node *n, arena *a)
{
    buf text = {0};
    json_write(&text, n);
    str made = arena_str(a, buf_str(&text));
    buf_clear(&text);
    return made;
}

/* Keywords that only annotate, and those that also do. */
static void annotate(application *a)
{
    const clause *c = a->clause;
    bool is_string = a->at.node->kind == NODE_STRING;
    switch (c->id) {
    case KEYWORD_CONTENT_ENCODING:
    case KEYWORD_CONTENT_MEDIA_TYPE:
    case KEYWORD_CONTENT_SCHEMA: {
        if (!is_string)
            return;
        bool needs_media_type = c->id == KEYWORD_CONTENT_SCHEMA;
        if (needs_media_type && !subschema_clause(a->subschema, KEYWORD_CONTENT_MEDIA_TYPE))
            return;
    }
        __attribute__((fallthrough));
    case KEYWORD_UNKNOWN:
    case KEYWORD_FORMAT:
    case KEYWORD_TITLE:
    case KEYWORD_DESCRIPTION:
    case KEYWORD_DEFAULT:
    case KEYWORD_EXAMPLES:
    case KEYWORD_READ_ONLY:
    case KEYWORD_WRITE_ONLY:
    case KEYWORD_DEPRECATED:
    case KEYWORD_NOTE:
    case KEYWORD_DISCRIMINATOR:
        a->annotation = json_of(&c->member->value, a->evaluation->arena);
        break;
    default:
        break;
    }
}

static bool apply_keyword(application *a)
{
    switch (a->clause->id) {
    case KEYWORD_REF:
    case KEYWORD_DYNAMIC_REF:
    case KEYWORD_RECURSIVE_REF:
    case KEYWORD_ALL_OF:
    case KEYWORD_ANY_OF:
    case KEYWORD_ONE_OF:
    case KEYWORD_NOT:
    case KEYWORD_IF:
    case KEYWORD_TYPE:
    case KEYWORD_DISALLOW:
        return evaluate_in_place(a);
    case KEYWORD_MAX_ITEMS:
    case KEYWORD_MIN_ITEMS:
    case KEYWORD_UNIQUE_ITEMS:
    case KEYWORD_PREFIX_ITEMS:
    case KEYWORD_ITEMS:
    case KEYWORD_ADDITIONAL_ITEMS:
    case KEYWORD_CONTAINS:
    case KEYWORD_UNEVALUATED_ITEMS:
        return a->at.node->kind != NODE_ARRAY || evaluate_array_keyword(a);
    case KEYWORD_MAX_PROPERTIES:
    case KEYWORD_MIN_PROPERTIES:
    case KEYWORD_REQUIRED:
    case KEYWORD_DEPENDENT_REQUIRED:
    case KEYWORD_DEPENDENT_SCHEMAS:
    case KEYWORD_DEPENDENCIES:
    case KEYWORD_PROPERTIES:
    case KEYWORD_PATTERN_PROPERTIES:
    case KEYWORD_ADDITIONAL_PROPERTIES:
    case KEYWORD_PROPERTY_NAMES:
    case KEYWORD_DISCRIMINATOR:
    case KEYWORD_UNEVALUATED_PROPERTIES:
        return a->at.node->kind != NODE_OBJECT || evaluate_object_keyword(a);
    default:
        return evaluate_assertion(a);
    }
}

static bool evaluate_keyword(evaluation *e, const subschema *s, const clause *c, place at,
                             const path *p, marks *m, output_detail detail, output_unit **unit)
{
    path step = {.up = p, .token = keyword_of(c)};
    application a = {.evaluation = e,
                     .subschema = s,
                     .clause = c,
                     .at = at,
                     .path = c->member ? &step : p,
                     .marks = m,
                     .kept = detail};
    *unit = NULL;
    bool holds = apply_keyword(&a) && !e->run.limit;
    if (holds && detail != OUTPUT_ERRORS)
        annotate(&a);
    if (worth_keeping(detail, holds, &a))
        *unit = keyword_unit(&a, holds);
    return holds;
}

static output_unit *schema_unit(evaluation *e, const subschema *s, place at, const path *p,
                                bool valid)
{
    output_unit *unit = new_unit(e, at, p, valid);
    unit->absolute_location = schema_location(e, s);
    unit->place = unit->holder = s->site.node;
    if (!valid && s->constant == 0 && at.path->up && at.path->token.data)
        unit->error = arena_printf(e->arena, "'%.*s' is not allowed here", STR_ARG(at.path->token));
    else if (!valid && s->constant == 0)
        unit->error = STR("nothing is allowed here");
    return unit;
}

static bool enough(const evaluation *e)
{
    return e->units > LIMIT_OUTPUT_UNITS || arena_used(e->arena) > LIMIT_OUTPUT_BYTES;
}

/* Whether the program's answer will do: where nothing below would be kept, and where so much was
 * kept already that nobody reads on. Without it, nested choices cost every path through them. */
static bool answer_will_do(evaluation *e, bool holds, const marks *m, output_detail detail)
{
    if (enough(e) && !m->bits)
        return true;
    if (detail == OUTPUT_ERRORS)
        return holds && !m->bits;
    return detail == OUTPUT_ANNOTATIONS && !holds;
}

bool evaluate_subschema(evaluation *e, const subschema *s, place at, const path *p, marks *m,
                        output_detail detail, output_unit **unit)
{
    *unit = NULL;
    const block *compiled = program_block(e->schema->program, s);
    if (compiled && (detail != OUTPUT_EVERYTHING || enough(e))) {
        bool holds = apply_in_place(&e->run, compiled, at.node);
        if (!e->run.limit && answer_will_do(e, holds, m, detail))
            return holds;
    }
    if (!spend(&e->run, 1) || e->run.depth >= LIMIT_VALIDATION_DEPTH / 4)
        return run_stop(&e->run, "limit.validation-depth");
    e->run.depth++;
    bool valid = s->constant != 0;
    VEC(output_unit *) children = {0};
    for (uint32_t i = 0; i < s->count && !e->run.limit; i++) {
        output_unit *child;
        valid &= evaluate_keyword(e, s, &s->clauses[i], at, p, m, detail, &child);
        if (child)
            vec_push(e->arena, &children, child);
    }
    e->run.depth--;
    if (detail != OUTPUT_EVERYTHING && valid && (detail == OUTPUT_ERRORS || !children.count))
        return valid;
    *unit = schema_unit(e, s, at, p, valid);
    for (size_t i = 0; i < children.count; i++)
        if (detail == OUTPUT_EVERYTHING || valid || !children.items[i]->valid)
            vec_push(e->arena, &(*unit)->children, children.items[i]);
    return valid;
}

bool evaluate_child(application *a, const subschema *s, place at, str token, marks *m, bool keep)
{
    evaluation *e = a->evaluation;
    path step = {.up = a->path, .token = token};
    output_detail detail = a->kept;
    if (!keep && detail != OUTPUT_EVERYTHING)
        detail = OUTPUT_ERRORS;
    output_unit *unit;
    bool holds = evaluate_subschema(e, s, at, token.data ? &step : a->path, m, detail, &unit);
    if (unit && (keep || detail == OUTPUT_EVERYTHING))
        vec_push(e->arena, &a->children, unit);
    return holds;
}

static bool has_unevaluated(const plan *p)
{
    for (size_t i = 0; i < p->subschemas.count; i++)
        if (subschema_clause(p->subschemas.items[i], KEYWORD_UNEVALUATED_ITEMS) ||
            subschema_clause(p->subschemas.items[i], KEYWORD_UNEVALUATED_PROPERTIES))
            return true;
    return false;
}

output *schema_explain(const schema *s, const node *instance, output_detail detail)
{
    arena *a = arena_new();
    output *made = arena_new_of(a, output);
    evaluation e = {.arena = a, .schema = s, .detail = detail};
    e.tracks = has_unevaluated(s->program->plan);
    e.locations = arena_array_of(a, str, s->program->plan->subschemas.count);
    run_reset(&e.run, s, instance);

    /* Annotations are those of a value that is valid; of another, the errors are asked for. */
    if (detail == OUTPUT_ANNOTATIONS && !apply_in_place(&e.run, s->root, instance))
        e.detail = detail = OUTPUT_ERRORS;
    run_reset(&e.run, s, instance);

    path root = {0}, instance_root = {0};
    place at = {instance, &instance_root};
    marks m;
    output_unit *unit;
    marks_init(&e, &m, instance);
    bool valid = evaluate_subschema(&e, s->subschema, at, &root, &m, detail, &unit);
    if (!unit)
        unit = schema_unit(&e, s->subschema, at, &root, valid);
    made->arena = a;
    made->limit = e.run.limit;
    made->answer = e.run.limit ? UNDECIDED : valid ? VALID : INVALID;
    made->root = unit;
    run_clear(&e.run);
    return made;
}

void output_free(output *o)
{
    if (o)
        arena_free(o->arena);
}
