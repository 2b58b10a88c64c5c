#include "openapi/serialization.h"

#include "tests/unit/openapi/fixture.h"
#include "tests/unit/unit.h"

static const api_parameter *only_parameter(fixture *f, const char *parameter_text)
{
    char text[1024];
    snprintf(text, sizeof text,
             "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
             "paths: {/a: {get: {parameters: [{name: n, %s}]}}}\n"
             "components: {schemas: {L: {type: array}, R: {$ref: '#/components/schemas/R'},\n"
             "  U: {anyOf: [{type: string}, {$ref: '#/components/schemas/L'}]}}}\n",
             parameter_text);
    *f = fixture_of(text);
    ck_assert_msg(f->api != NULL, "%s", text);
    return &f->api->operations[0]->parameters[0];
}

START_TEST(kinds)
{
    static const struct {
        const char *schema;
        unsigned kinds;
    } rows[] = {
        {"{}", SERIALIZED_EVERY_KIND},
        {"{type: string}", SERIALIZED_SCALAR},
        {"{type: [array, 'null']}", SERIALIZED_ARRAY | SERIALIZED_SCALAR},
        {"{type: object}", SERIALIZED_OBJECT},
        {"{$ref: '#/components/schemas/L'}", SERIALIZED_ARRAY},
        {"{$ref: '#/components/schemas/U'}", SERIALIZED_ARRAY | SERIALIZED_SCALAR},
        {"{allOf: [{$ref: '#/components/schemas/U'}, {type: array}]}", SERIALIZED_ARRAY},
        {"{oneOf: [{type: object}, {type: integer}]}", SERIALIZED_OBJECT | SERIALIZED_SCALAR},
        {"{enum: [a, [b]]}", SERIALIZED_SCALAR | SERIALIZED_ARRAY},
        {"{const: {a: 1}}", SERIALIZED_OBJECT},
        {"{allOf: [{$ref: '#/components/schemas/L'}, {}]}", SERIALIZED_ARRAY},
        {"true", SERIALIZED_EVERY_KIND},
        {"false", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        snprintf(text, sizeof text, "in: query, schema: %s", rows[i].schema);
        fixture f;
        const api_parameter *p = only_parameter(&f, text);
        ck_assert_msg(serialization_kinds(f.api->registry, p->schema) == rows[i].kinds, "%s",
                      rows[i].schema);
        fixture_clear(&f);
    }
}
END_TEST

START_TEST(references_without_end)
{
    fixture f;
    const api_parameter *p =
        only_parameter(&f, "in: query, schema: {$ref: '#/components/schemas/R'}");
    ck_assert_uint_eq(serialization_kinds(f.api->registry, p->schema), SERIALIZED_EVERY_KIND);
    fixture_clear(&f);
}
END_TEST

/* The examples of the specification's table. */
START_TEST(texts)
{
    static const struct {
        const char *parameter, *scalar, *array, *object;
    } rows[] = {
        {"in: query", "color=blue", "color=blue&color=black", "R=100&G=200"},
        {"in: query, explode: false", "color=blue", "color=blue,black", "color=R,100,G,200"},
        {"in: header", "blue", "blue,black", "R,100,G,200"},
        {"in: query, style: deepObject", "color=blue", "color=blue,black",
         "color[R]=100&color[G]=200"},
        {"in: query, style: pipeDelimited", "color=blue", "color=blue%7Cblack",
         "color=R%7C100%7CG%7C200"},
        {"in: query, content: {application/json: {}}", "color=<application/json>",
         "color=<application/json>", "color=<application/json>"},
    };
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture f;
        const api_parameter *p = only_parameter(&f, rows[i].parameter);
        ck_assert_text(serialization_example(p, SERIALIZED_SCALAR, a), rows[i].scalar);
        ck_assert_text(serialization_example(p, SERIALIZED_ARRAY, a), rows[i].array);
        ck_assert_text(serialization_example(p, SERIALIZED_OBJECT, a), rows[i].object);
        fixture_clear(&f);
    }
    arena_free(a);
}
END_TEST

START_TEST(sameness)
{
    static const struct {
        const char *one, *other;
        unsigned same; /* the kinds that both write alike */
    } rows[] = {
        {"in: query", "in: query, style: form, explode: true", SERIALIZED_EVERY_KIND},
        {"in: query", "in: query, explode: false", SERIALIZED_SCALAR},
        {"in: query", "in: query, style: spaceDelimited, explode: true", SERIALIZED_EVERY_KIND},
        {"in: header", "in: header, explode: true", SERIALIZED_SCALAR | SERIALIZED_ARRAY},
        {"in: query", "in: query, style: deepObject, explode: true",
         SERIALIZED_SCALAR | SERIALIZED_ARRAY},
        {"in: query", "in: query, content: {application/json: {}}", 0},
        {"in: query", "in: cookie", 0},
    };
    static const serialization_kind all[] = {SERIALIZED_SCALAR, SERIALIZED_ARRAY,
                                             SERIALIZED_OBJECT};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture f, g;
        const api_parameter *one = only_parameter(&f, rows[i].one);
        const api_parameter *other = only_parameter(&g, rows[i].other);
        for (size_t k = 0; k < 3; k++)
            ck_assert_msg(serialization_same(one, other, all[k]) == !!(rows[i].same & all[k]),
                          "%s, %s: %d", rows[i].one, rows[i].other, (int)all[k]);
        fixture_clear(&f);
        fixture_clear(&g);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("serialization");
    TCase *tests = tcase_create("serialization");
    tcase_add_test(tests, kinds);
    tcase_add_test(tests, references_without_end);
    tcase_add_test(tests, texts);
    tcase_add_test(tests, sameness);
    suite_add_tcase(suite, tests);
    return unit_main("openapi/serialization", suite);
}
