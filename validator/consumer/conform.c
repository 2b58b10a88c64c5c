#include "consumer/conform.h"

#include <stdlib.h>

#include "base/vec.h"
#include "consumer/conform_parts.h"
#include "consumer/route.h"
#include "consumer/wire.h"
#include "schema/output.h"

/* ORDER conform_code */
static const struct {
    const char *name;
    bool error;
} codes[] = {
    {"request.path-or-method.unknown", true}, {"request.path-or-method.unknown", true},
    {"request.body.incompatible", true},      {"request.body.unknown", false},
    {"request.body.unvalidatable", false},    {"request.header.incompatible", true},
    {"request.header.unknown", false},        {"request.query.incompatible", true},
    {"request.query.unknown", false},         {"request.accept.incompatible", true},
    {"request.accept.unknown", false},        {"request.content-type.incompatible", true},
    {"request.content-type.missing", false},  {"request.content-type.unknown", false},
    {"request.authorization.missing", true},  {"response.status.unknown", true},
    {"response.status.default", false},       {"response.body.incompatible", true},
    {"response.body.unknown", true},          {"response.body.unvalidatable", false},
    {"response.header.incompatible", true},   {"response.header.unknown", true},
    {"response.header.undefined", false},     {"response.content-type.incompatible", true},
    {"response.content-type.unknown", false}, {"message.payload.incompatible", true},
    {"message.payload.unvalidatable", false}, {"request.body.rules-wider", false},
};

const char *conform_code_name(conform_code code)
{
    return codes[code].name;
}

bool conform_code_is_error(conform_code code)
{
    return codes[code].error;
}

static conformer *new_conformer(registry *r)
{
    conformer *c = memory_alloc(sizeof *c);
    c->arena = arena_new();
    c->registry = r;
    c->validation = validation_new();
    map_init(&c->schemas, c->arena, bundle_seed(registry_bundle(r)));
    return c;
}

conformer *conformer_new(const api *contract)
{
    conformer *c = new_conformer(contract->registry);
    c->contract = contract;
    return c;
}

conformer *conformer_of_schema(registry *r, site of)
{
    conformer *c = new_conformer(r);
    c->schema = of;
    return c;
}

void conformer_free(conformer *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->schemas.count; i++)
        schema_free(c->schemas.entries[i].value);
    validation_free(c->validation);
    reader_view_free(c->view);
    arena_free(c->arena);
    free(c);
}

/* --- problems --- */

problem *conform_add(conforming *c, conform_code code, const node *given, const node *contract,
                     const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    str message = arena_vprintf(c->arena, format, arguments);
    va_end(arguments);
    vec_push(c->arena, &c->found, (problem){code, message, STR_NULL, given, contract});
    c->found.errors += conform_code_is_error(code);
    return &c->found.items[c->found.count - 1];
}

static schema *compiled(conforming *c, registry *r, site s, schema_direction direction)
{
    conformer *k = c->conformer;
    /* One schema read both ways is two programs: the direction is in the key's low bits. */
    const void *cache_key = (const char *)s.node + direction;
    schema *known = map_get_pointer(&k->schemas, cache_key);
    if (known || map_has_pointer(&k->schemas, cache_key))
        return known;
    const schema_options options = {
        .assert_formats = true,
        .direction = direction,
        .without_meta_schema = true,
        .discriminator = r == k->registry}; /* the view of a reader says it in other words */
    known = schema_compile(r, s, &options, c->diags);
    map_put_pointer(&k->schemas, cache_key, known);
    return known;
}

static void tell_why(conforming *c, const schema *s, const node *value, conform_code code,
                     const node *given, const char *what)
{
    output *o = schema_explain(s, value, OUTPUT_ERRORS);
    output_list leaves = output_leaves(o, c->arena);
    const output_unit *deepest = NULL;
    for (size_t i = 0; i < leaves.count; i++)
        if (!deepest ||
            leaves.items[i]->instance_location.length > deepest->instance_location.length)
            deepest = leaves.items[i];
    if (!deepest) {
        conform_add(c, code, given, NULL, "the %s is not what the contract says", what);
    } else {
        str error = deepest->error.data ? deepest->error : deepest->keyword;
        bool whole = deepest->instance_location.length == 0;
        problem *p =
            conform_add(c, code, given, deepest->place, "%s%s%.*s: %.*s", what, whole ? "" : " ",
                        STR_ARG(deepest->instance_location), STR_ARG(error));
        p->pointer = arena_str(c->arena, deepest->instance_location);
    }
    output_free(o);
}

bool conform_value(conforming *c, registry *r, site s, schema_direction direction,
                   const node *value, conform_code code, const node *given, const char *what)
{
    const schema *program = compiled(c, r, s, direction);
    if (!program || !value) {
        c->found.undecided = true;
        return false;
    }
    validity answer = schema_validate(program, c->conformer->validation, value);
    c->found.undecided |= answer == UNDECIDED;
    if (answer == INVALID)
        tell_why(c, program, value, code, given, what);
    return answer == VALID;
}

/* --- the whole --- */

static bool path_value_fits(void *context, const api_parameter *p, str text)
{
    conforming *c = context;
    registry *r = c->conformer->contract->registry;
    if (!p->schema.node)
        return true;
    const node *value = wire_text(r, p->schema, p->style, p->explode, text, c->arena);
    const schema *program = compiled(c, r, p->schema, DIRECTION_REQUEST);
    return !program || schema_validate(program, c->conformer->validation, value) != INVALID;
}

static route find_route(conforming *c)
{
    const interaction *i = c->interaction;
    return route_find(c->conformer->contract, i->method, i->path, path_value_fits, c, c->arena);
}

const api_operation *conform_find(conformer *k, const interaction *i, diags *d)
{
    conforming c = {.conformer = k, .arena = k->arena, .diags = d, .interaction = i};
    return find_route(&c).operation;
}

static bool find_operation(conforming *c)
{
    const interaction *i = c->interaction;
    route found = find_route(c);
    c->operation = found.operation;
    c->found.operation = found.operation;
    if (found.operation)
        return true;
    conform_add(c, found.path_known ? CONFORM_METHOD_UNKNOWN : CONFORM_PATH_UNKNOWN,
                i->request.node, c->conformer->contract->root,
                found.path_known ? "the contract has the path, but no %.*s %.*s"
                                 : "the contract has no operation %.*s %.*s",
                STR_ARG(i->method), STR_ARG(i->path));
    return false;
}

problems conform_check(conformer *k, const interaction *i, conform_reading reading, diags *d)
{
    conforming c = {
        .conformer = k, .arena = k->arena, .diags = d, .interaction = i, .reading = reading};
    c.found.judged = i->kind == (k->contract ? INTERACTION_HTTP : INTERACTION_MESSAGE);
    if (!c.found.judged)
        return c.found;
    if (!k->contract) {
        conform_message(&c);
    } else if (find_operation(&c)) {
        conform_request(&c);
        conform_response(&c);
    }
    return c.found;
}
