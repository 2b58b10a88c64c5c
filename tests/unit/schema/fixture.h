/*
 * A schema from a literal, ready to judge values from literals. Every judgement is made by the
 * program, by the explaining evaluator and of the same value built anew, which must agree.
 */
#ifndef HANDOFF_TESTS_SCHEMA_FIXTURE_H
#define HANDOFF_TESTS_SCHEMA_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "doc/build.h"
#include "schema/output.h"

typedef struct fixture {
    diags problems;
    bundle *bundle;
    registry *registry;
    schema *schema; /* NULL: refused, see problems */
    arena *arena;   /* of instances */
} fixture;

static inline document *fixture_document(const char *text, const char *name, uint16_t index,
                                         diags *d)
{
    buf source = {0};
    document_options options = {.format = DOCUMENT_JSON, .index = index, .seed = 7};
    buf_append(&source, str_from(text));
    return document_read(&source, str_from(name), &options, d);
}

static inline void fixture_open(fixture *f, const char *text, dialect d,
                                const schema_options *options)
{
    registry_options in = {.default_dialect = d};
    *f = (fixture){.arena = arena_new()};
    diags_init(&f->problems);
    document *doc = fixture_document(text, "schema.json", 0, &f->problems);
    ck_assert_msg(doc != NULL, "%s", text);
    f->bundle = bundle_of(doc, STR("https://example.com/schema.json"));
    f->registry = registry_new(f->bundle, &in, &f->problems);
    site root = registry_document(f->registry, 0, &f->problems);
    f->schema = root.node ? schema_compile(f->registry, root, options, &f->problems) : NULL;
}

static inline void fixture_close(fixture *f)
{
    schema_free(f->schema);
    registry_free(f->registry);
    bundle_free(f->bundle);
    arena_free(f->arena);
    diags_clear(&f->problems);
}

static inline const char *fixture_problem(const fixture *f) /* its code; "" for none */
{
    static char code[64];
    code[0] = '\0';
    if (f->problems.count)
        snprintf(code, sizeof code, "%.*s", STR_ARG(f->problems.items[0].code));
    return code;
}

/* The same value made of nodes that no file holds. */
static inline node fixture_rebuilt(const node *n, arena *a)
{
    switch (node_kind_of(n)) {
    case NODE_NULL:
        break;
    case NODE_BOOLEAN:
        return build_boolean(node_is_true(n));
    case NODE_NUMBER:
        return build_number_text(node_text(n));
    case NODE_STRING:
        return build_string(node_text(n));
    case NODE_ARRAY: {
        node *items = arena_array_of(a, node, n->count);
        for (uint32_t i = 0; i < n->count; i++)
            items[i] = fixture_rebuilt(&n->as.items[i], a);
        return build_array(items, n->count);
    }
    case NODE_OBJECT: {
        member *members = arena_array_of(a, member, n->count);
        for (uint32_t i = 0; i < n->count; i++)
            members[i] = build_member(member_key(&n->as.members[i]),
                                      fixture_rebuilt(&n->as.members[i].value, a));
        return build_object(members, n->count, a);
    }
    }
    return build_null();
}

static inline validity fixture_judge(fixture *f, const char *instance)
{
    const node *value = node_parse_json(str_from(instance), f->arena, &f->problems);
    ck_assert_msg(value != NULL, "%s", instance);
    validity fast = schema_is_valid(f->schema, value);
    node rebuilt = fixture_rebuilt(value, f->arena);
    ck_assert_msg(schema_is_valid(f->schema, &rebuilt) == fast, "%s made of built nodes", instance);
    for (output_detail detail = OUTPUT_ERRORS; detail <= OUTPUT_EVERYTHING; detail++) {
        output *slow = schema_explain(f->schema, value, detail);
        ck_assert_msg(slow->answer == fast, "%s: program says %d, explanation %d", instance, fast,
                      slow->answer);
        output_free(slow);
    }
    return fast;
}

/* One row: a schema and what it says of values, '|' apart. */
static inline void fixture_check(const char *schema_text, dialect d, const schema_options *options,
                                 const char *valid, const char *invalid)
{
    fixture f;
    fixture_open(&f, schema_text, d, options);
    ck_assert_msg(f.schema != NULL, "%s: %s %.*s", schema_text, fixture_problem(&f),
                  f.problems.count ? (int)f.problems.items[0].message.length : 0,
                  f.problems.count ? f.problems.items[0].message.data : "");
    for (int wanted = 0; wanted < 2; wanted++) {
        str rest = str_from(wanted ? valid : invalid), part;
        while (rest.length && str_split(&rest, '|', &part)) {
            const char *instance = arena_cstr(f.arena, part);
            ck_assert_msg((fixture_judge(&f, instance) == VALID) == wanted, "%s on %s is not %d",
                          schema_text, instance, wanted);
        }
    }
    fixture_close(&f);
}

#endif
