#include "openapi/api.h"

#include "tests/unit/openapi/fixture.h"
#include "tests/unit/unit.h"

#define HEAD "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"

START_TEST(versions)
{
    static const struct {
        const char *text;
        api_version version;
        dialect dialect;
    } rows[] = {
        {"swagger: '2.0'", API_SWAGGER_20, DIALECT_SWAGGER_20},
        {"swagger: 2.0", API_SWAGGER_20, DIALECT_SWAGGER_20},
        {"openapi: 3.0.0", API_OPENAPI_30, DIALECT_OPENAPI_30},
        {"openapi: 3.1.1", API_OPENAPI_31, DIALECT_OPENAPI_31},
        {"openapi: 3.2.0", API_OPENAPI_32, DIALECT_OPENAPI_31},
        {"openapi: 3.1.0\njsonSchemaDialect: https://json-schema.org/draft/2020-12/schema",
         API_OPENAPI_31, DIALECT_2020_12},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture f = fixture_of(rows[i].text);
        ck_assert_msg(f.api != NULL, "%s", rows[i].text);
        ck_assert_int_eq(f.api->version, rows[i].version);
        ck_assert_int_eq(f.api->dialect, rows[i].dialect);
        fixture_clear(&f);
    }
}
END_TEST

START_TEST(no_contract)
{
    static const char *const texts[] = {
        "[]",
        "info: {}",
        "openapi: 3.9.0",
        "openapi: 4",
        "openapi: 3.01.0",
        "swagger: '1.2'",
        "openapi: {}",
        "null",
        "swagger: 3.0.0",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        fixture f = fixture_of(texts[i]);
        ck_assert_msg(f.api == NULL, "%s", texts[i]);
        ck_assert_str_eq(first_code(&f), "openapi.version");
        ck_assert_uint_eq(f.problems.items[0].line, 1);
        fixture_clear(&f);
    }
}
END_TEST

START_TEST(effective_parameters)
{
    fixture f =
        fixture_of(HEAD "paths:\n"
                        "  /a/{id}/{key}:\n"
                        "    parameters:\n"
                        "      - {name: id, in: path, required: true, schema: {type: integer}}\n"
                        "      - {name: q, in: query, schema: {type: string}}\n"
                        "      - {name: X-One, in: header, schema: {type: string}}\n"
                        "    get:\n"
                        "      parameters:\n"
                        "        - $ref: '#/components/parameters/Key'\n"
                        "        - {name: q, in: query, required: true, schema: {type: integer}}\n"
                        "        - {name: x-one, in: header, schema: {type: integer}}\n"
                        "        - {name: Accept, in: header, schema: {type: string}}\n"
                        "      responses: {}\n"
                        "components:\n"
                        "  parameters:\n"
                        "    Key: {name: key, in: path, required: true, schema: {type: string}}\n");
    ck_assert_ptr_nonnull(f.api);
    const api_operation *o = operation(&f, "GET /a/{id}/{key}");
    ck_assert_uint_eq(o->parameter_count, 4); /* Accept is ignored, x-one overrides X-One */
    ck_assert_text(o->shape, "/a/{}/{}");
    const api_parameter *key = parameter(o, "key");
    ck_assert_int_eq(key->position, 1);
    ck_assert(!key->from_path);
    ck_assert_ptr_ne(key->holder, key->node);
    ck_assert_int_eq(parameter(o, "id")->position, 0);
    ck_assert(parameter(o, "id")->from_path);
    ck_assert(parameter(o, "q")->required);
    ck_assert(!parameter(o, "q")->from_path);
    ck_assert_int_eq(parameter(o, "x-one")->in, IN_HEADER);
    fixture_clear(&f);
}
END_TEST

START_TEST(styles_and_their_defaults)
{
    fixture f =
        fixture_of(HEAD "paths:\n"
                        "  /a/{p}:\n"
                        "    get:\n"
                        "      parameters:\n"
                        "        - {name: p, in: path, required: true, style: matrix}\n"
                        "        - {name: q, in: query}\n"
                        "        - {name: c, in: cookie}\n"
                        "        - {name: h, in: header}\n"
                        "        - {name: s, in: query, style: spaceDelimited}\n"
                        "        - {name: e, in: query, explode: false}\n"
                        "        - {name: j, in: query, content: {application/json: {}}}\n");
    ck_assert_ptr_nonnull(f.api);
    const api_operation *o = operation(&f, "GET /a/{p}");
    static const struct {
        const char *name;
        parameter_style style;
        bool explode;
    } rows[] = {
        {"p", STYLE_MATRIX, false},
        {"q", STYLE_FORM, true},
        {"c", STYLE_FORM, true},
        {"h", STYLE_SIMPLE, false},
        {"s", STYLE_SPACE_DELIMITED, false},
        {"e", STYLE_FORM, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const api_parameter *p = parameter(o, rows[i].name);
        ck_assert_int_eq(p->style, rows[i].style);
        ck_assert_int_eq(p->explode, rows[i].explode);
    }
    ck_assert_uint_eq(parameter(o, "j")->content_count, 1);
    fixture_clear(&f);
}
END_TEST

START_TEST(bodies_and_responses)
{
    fixture f = fixture_of(
        HEAD "paths:\n"
             "  /a:\n"
             "    post:\n"
             "      requestBody: {$ref: '#/components/requestBodies/B'}\n"
             "      responses:\n"
             "        200:\n"
             "          description: ok\n"
             "          headers: {X-Rate: {schema: {type: integer}}, content-type: {schema: {}}}\n"
             "          content: {Application/JSON; charset=UTF-8: {schema: {type: object}}}\n"
             "          links: {next: {operationId: o}}\n"
             "        4xx: {$ref: '#/components/responses/E'}\n"
             "        default: {description: d}\n"
             "        x-note: 1\n"
             "components:\n"
             "  requestBodies:\n"
             "    B: {required: true, content: {multipart/form-data: {schema: {type: object},\n"
             "        encoding: {f: {contentType: Image/PNG, headers: {X-A: {schema: {}}}}}}}}\n"
             "  responses: {E: {description: e, content: {text/plain: {}}}}\n");
    ck_assert_ptr_nonnull(f.api);
    const api_operation *o = operation(&f, "POST /a");
    ck_assert_ptr_nonnull(o->body);
    ck_assert(o->body->required);
    const api_media_type *form = &o->body->content[0];
    ck_assert_text(form->name, "multipart/form-data");
    ck_assert_uint_eq(form->encoding_count, 1);
    ck_assert_text(form->encodings[0].content_type, "image/png");
    ck_assert_uint_eq(form->encodings[0].header_count, 1);
    ck_assert_uint_eq(o->response_count, 3);
    const api_response *ok = &o->responses[0];
    ck_assert_text(ok->status, "200");
    ck_assert_uint_eq(ok->header_count, 1); /* Content-Type is ignored */
    ck_assert_text(ok->content[0].name, "application/json");
    ck_assert_text(ok->content[0].parameters, "; charset=utf-8");
    ck_assert_uint_eq(ok->link_count, 1);
    ck_assert_text(o->responses[1].status, "4XX");
    ck_assert_text(o->responses[1].content[0].name, "text/plain");
    ck_assert_ptr_null(o->responses[1].content[0].schema.node);
    ck_assert_text(o->responses[2].status, "default");
    fixture_clear(&f);
}
END_TEST

START_TEST(security_of_operations)
{
    fixture f = fixture_of(HEAD "security: [{key: []}]\n"
                                "paths:\n"
                                "  /a:\n"
                                "    get: {}\n"
                                "    put: {security: []}\n"
                                "    post: {security: [{oauth: [read], key: []}, {}, {lost: []}]}\n"
                                "components:\n"
                                "  securitySchemes:\n"
                                "    key: {type: apiKey, name: k, in: header}\n"
                                "    oauth: {$ref: '#/components/securitySchemes/key'}\n");
    ck_assert_ptr_nonnull(f.api);
    const api_operation *get = operation(&f, "GET /a"), *put = operation(&f, "PUT /a"),
                        *post = operation(&f, "POST /a");
    ck_assert_uint_eq(get->security_count, 1);
    ck_assert(get->security_is_global);
    ck_assert_uint_eq(put->security_count, 0);
    ck_assert_ptr_nonnull(put->security_node);
    ck_assert(!put->security_is_global);
    ck_assert_uint_eq(post->security_count, 3);
    ck_assert_uint_eq(post->security[0].requirement_count, 2);
    ck_assert_ptr_nonnull(post->security[0].requirements[0].scheme_node);
    ck_assert_uint_eq(post->security[1].requirement_count, 0);
    ck_assert_ptr_null(post->security[2].requirements[0].scheme_node);
    fixture_clear(&f);
}
END_TEST

START_TEST(servers_by_level)
{
    fixture f =
        fixture_of(HEAD "servers: [{url: 'https://r/'}]\n"
                        "paths:\n"
                        "  /a: {get: {}}\n"
                        "  /b: {servers: [{url: /p}], get: {}, put: {servers: [{url: /o}]}}\n");
    ck_assert_text(operation(&f, "GET /a")->servers[0].url, "https://r/");
    ck_assert_text(operation(&f, "GET /b")->servers[0].url, "/p");
    ck_assert_text(operation(&f, "PUT /b")->servers[0].url, "/o");
    fixture_clear(&f);
    f = fixture_of(HEAD "paths: {/a: {get: {}}}\n");
    ck_assert_text(operation(&f, "GET /a")->servers[0].url, "/");
    ck_assert_ptr_null(operation(&f, "GET /a")->servers[0].node);
    fixture_clear(&f);
}
END_TEST

START_TEST(path_item_references)
{
    fixture f = fixture_of("openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
                           "paths:\n"
                           "  /a:\n"
                           "    $ref: '#/components/pathItems/P'\n"
                           "    put: {operationId: own}\n"
                           "webhooks:\n"
                           "  hook: {$ref: '#/components/pathItems/P'}\n"
                           "components:\n"
                           "  pathItems:\n"
                           "    P:\n"
                           "      parameters: [{name: q, in: query}]\n"
                           "      get: {operationId: theirs}\n"
                           "      put: {operationId: hidden}\n");
    ck_assert_ptr_nonnull(f.api);
    ck_assert_uint_eq(f.api->operation_count, 4);
    ck_assert_text(operation(&f, "GET /a")->operation_id, "theirs");
    ck_assert_text(operation(&f, "PUT /a")->operation_id, "own");
    ck_assert_uint_eq(operation(&f, "PUT /a")->parameter_count, 1);
    ck_assert_int_eq(operation(&f, "GET webhook:hook")->place, PLACE_WEBHOOK);
    fixture_clear(&f);
}
END_TEST

START_TEST(methods_of_32)
{
    const char *paths =
        "info: {title: T, version: '1'}\n"
        "paths:\n"
        "  /a:\n"
        "    query: {parameters: [{name: q, in: querystring, content: {a/b: {}}}]}\n"
        "    additionalOperations: {LINK: {}}\n";
    char text[512];
    snprintf(text, sizeof text, "openapi: 3.2.0\n%s", paths);
    fixture f = fixture_of(text);
    ck_assert_ptr_nonnull(f.api);
    ck_assert_int_eq(operation(&f, "QUERY /a")->parameters[0].in, IN_QUERYSTRING);
    operation(&f, "LINK /a");
    fixture_clear(&f);
    snprintf(text, sizeof text, "openapi: 3.1.0\n%s", paths);
    f = fixture_of(text);
    ck_assert_uint_eq(f.api->operation_count, 0);
    fixture_clear(&f);
}
END_TEST

START_TEST(documents_name_themselves)
{
    fixture f = fixture_of("openapi: 3.2.0\n$self: https://example.com/api.yaml\n"
                           "info: {title: T, version: '1'}\n"
                           "paths:\n"
                           "  /a:\n"
                           "    get: {parameters: [{$ref: 'https://example.com/api.yaml#/x-p'}]}\n"
                           "x-p: {name: q, in: query, schema: {type: string}}\n");
    ck_assert_msg(f.api != NULL, "%s", first_code(&f));
    ck_assert_text(operation(&f, "GET /a")->parameters[0].name, "q");
    fixture_clear(&f);
}
END_TEST

START_TEST(ambiguous_paths_stay_apart)
{
    fixture f = fixture_of(HEAD "paths:\n"
                                "  /a/{x}: {get: {}, put: {}}\n"
                                "  /a/{y}: {get: {}}\n");
    ck_assert(operation(&f, "GET /a/{x}")->ambiguous);
    ck_assert(operation(&f, "GET /a/{y}")->ambiguous);
    ck_assert(!operation(&f, "PUT /a/{x}")->ambiguous);
    fixture_clear(&f);
}
END_TEST

START_TEST(callbacks_end)
{
    fixture f =
        fixture_of(HEAD "paths:\n"
                        "  /a:\n"
                        "    post: {callbacks: {one: {$ref: '#/components/callbacks/C'}}}\n"
                        "    put: {callbacks: {two: {$ref: '#/components/callbacks/C'}}}\n"
                        "components:\n"
                        "  callbacks:\n"
                        "    C:\n"
                        "      '{$request.body#/url}':\n"
                        "        post:\n"
                        "          callbacks: {again: {$ref: '#/components/callbacks/C'}}\n");
    ck_assert_ptr_nonnull(f.api);
    const api_operation *post = operation(&f, "POST /a"), *put = operation(&f, "PUT /a");
    ck_assert_uint_eq(post->callback_count, 1);
    ck_assert_text(post->callbacks[0].name, "one");
    ck_assert_text(put->callbacks[0].name, "two");
    ck_assert_ptr_eq(post->callbacks[0].operations, put->callbacks[0].operations);
    const api_operation *inner = post->callbacks[0].operations[0];
    ck_assert_int_eq(inner->place, PLACE_CALLBACK);
    ck_assert_text(inner->display, "POST {$request.body#/url}");
    ck_assert_uint_eq(inner->callback_count, 0);
    fixture_clear(&f);
}
END_TEST

START_TEST(lifecycles)
{
    fixture f =
        fixture_of(HEAD "paths:\n"
                        "  /a:\n"
                        "    get: {deprecated: true, x-sunset: '2027-01-01', tags: [t, u],\n"
                        "      parameters: [{name: q, in: query, deprecated: true}]}\n");
    const api_operation *o = operation(&f, "GET /a");
    ck_assert(o->lifecycle.deprecated);
    ck_assert_text(node_text(o->lifecycle.sunset), "2027-01-01");
    ck_assert_ptr_null(o->lifecycle.stability);
    ck_assert(o->parameters[0].lifecycle.deprecated);
    ck_assert_uint_eq(o->tag_count, 2);
    fixture_clear(&f);
}
END_TEST

START_TEST(refused)
{
    static const struct {
        const char *text, *code;
    } rows[] = {
        {HEAD "paths: []", "openapi.structure"},
        {HEAD "paths: {/a: 1}", "openapi.structure"},
        {HEAD "paths: {/a: {get: []}}", "openapi.structure"},
        {HEAD "paths: {/a: {get: {parameters: {}}}}", "openapi.structure"},
        {HEAD "paths: {/a: {get: {parameters: [1]}}}", "openapi.structure"},
        {HEAD "paths: {/a: {get: {parameters: [{name: a}]}}}", "openapi.structure"},
        {HEAD "paths: {/a: {get: {parameters: [{in: query}]}}}", "openapi.structure"},
        {HEAD "paths: {/a: {get: {responses: {200: x}}}}", "openapi.structure"},
        {HEAD "paths: {/a: {get: {responses: {200: {content: []}}}}}", "openapi.structure"},
        {HEAD "paths: {/a: {get: {responses: {200: {content: {a/b: {schema: 1}}}}}}}",
         "openapi.structure"},
        {HEAD "paths: {/a: {$ref: '#/nowhere'}}", "ref.missing-target"},
        {HEAD "paths: {/a: {get: {parameters: [{$ref: '#/nowhere'}]}}}", "ref.missing-target"},
        {HEAD "paths: {/a: {$ref: '#/paths/~1a'}}", "ref.loop"},
        {HEAD "paths: {/a: {get: {requestBody: {content: {a/b: {schema: {items: {$ref: "
              "'#/nowhere'}}}}}}}}",
         "ref.missing-target"},
        {HEAD "servers: 1", "openapi.structure"},
        {HEAD "security: {}", "openapi.structure"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture f = fixture_of(rows[i].text);
        ck_assert_msg(f.api == NULL, "%s", rows[i].text);
        ck_assert_msg(strcmp(first_code(&f), rows[i].code) == 0, "%s: %s", rows[i].text,
                      first_code(&f));
        ck_assert_uint_gt(f.problems.items[0].line, 0);
        fixture_clear(&f);
    }
}
END_TEST

/* One entity has no meaning: the rest is there, and the verdict stays open. */
START_TEST(unclear)
{
    static const char *const texts[] = {
        HEAD "paths: {/a: {get: {parameters: [{name: a, in: body}]}}}",
        HEAD "paths: {/a: {get: {parameters: [{name: a, in: query, style: s}]}}}",
        "swagger: '2.0'\npaths: {/a: {get: {parameters: [{name: a, in: cookie, type: string}]}}}",
        "swagger: '2.0'\npaths: {/a: {get: {parameters: [{name: a, in: query, type: array, "
        "collectionFormat: c}]}}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        fixture f = fixture_of(texts[i]);
        ck_assert_msg(f.api != NULL, "%s", texts[i]);
        ck_assert_str_eq(first_code(&f), "openapi.structure");
        ck_assert_uint_eq(f.problems.undecided, 1);
        operation(&f, "GET /a");
        fixture_clear(&f);
    }
}
END_TEST

START_TEST(merely_wrong)
{
    static const char *const texts[] = {
        HEAD "paths: {no-slash: {get: {}}}",
        HEAD "paths: {/a: null}",
        HEAD "paths: {'/a/{b}': {get: {parameters: null, responses: null}}}",
        HEAD "paths: {/a: {get: {operationId: x}, put: {operationId: x}}}",
        HEAD "components: {schemas: {A: {$ref: '#/nowhere'}}}", /* nothing reaches it */
        HEAD "paths: {/a: {get: {$ref: '#/x-op'}}}\nx-op: {responses: {}}",
        HEAD "paths: {/a: {get: {responses: {200: {content: {a/b: {example: {$ref: '#/no'}}}}}}}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        fixture f = fixture_of(texts[i]);
        ck_assert_msg(f.api != NULL, "%s: %s", texts[i], first_code(&f));
        fixture_clear(&f);
    }
}
END_TEST

/* A reference that leads to an object of another kind must not be taken for one. */
START_TEST(kinds_are_not_confused)
{
    fixture f =
        fixture_of(HEAD "paths:\n"
                        "  /a:\n"
                        "    get:\n"
                        "      parameters: [{$ref: '#/components/x'}]\n"
                        "      requestBody: {$ref: '#/components/x'}\n"
                        "      responses: {200: {$ref: '#/components/x'}}\n"
                        "      callbacks: {c: {$ref: '#/components/x'}}\n"
                        "      security: {$ref: '#/components/l'}\n"
                        "      servers: {$ref: '#/components/l'}\n"
                        "components:\n"
                        "  x: {name: n, in: query, content: {$ref: '#/components/x/headers'},\n"
                        "      headers: {h: {$ref: '#/components/x'}}}\n"
                        "  l: [{url: /}]\n");
    fixture_clear(&f); /* whatever it says, it must not crash */
}
END_TEST

START_TEST(products_are_limited)
{
    buf text = {0};
    buf_printf(&text, HEAD "paths:\n");
    for (int i = 0; i < 1200; i++)
        buf_printf(&text, "  /p%d: {$ref: '#/components/x'}\n", i);
    buf_printf(&text, "components:\n  x:\n    get: {}\n    parameters:\n");
    for (int i = 0; i < 1200; i++)
        buf_printf(&text, "      - {name: p%d, in: query}\n", i);
    fixture f = fixture_of(buf_cstr(&text));
    ck_assert_ptr_null(f.api);
    ck_assert_str_eq(first_code(&f), "limit.api-entities");
    ck_assert_uint_eq(f.problems.undecided, 1);
    fixture_clear(&f);
    buf_clear(&text);
}
END_TEST

START_TEST(nesting_is_limited)
{
    buf text = {0};
    buf_printf(&text, HEAD "paths: {/a: {get: {callbacks: {c: {$ref: '#/components/c0'}}}}}\n"
                           "components:\n");
    for (int i = 0; i < 100; i++)
        buf_printf(&text, "  c%d: {u: {get: {callbacks: {c: {$ref: '#/components/c%d'}}}}}\n", i,
                   i + 1);
    buf_printf(&text, "  c100: {}\n");
    fixture f = fixture_of(buf_cstr(&text));
    ck_assert_ptr_null(f.api);
    ck_assert_str_eq(first_code(&f), "limit.api-nesting");
    fixture_clear(&f);
    buf_clear(&text);
}
END_TEST

START_TEST(mistakes_of_both_sides_are_settled)
{
    diags of_old, of_new;
    diags_init(&of_old);
    diags_init(&of_new);
    diags_error(&of_old, "ref.missing-target", "nothing stands at '#/a'");
    diags_error(&of_old, "ref.missing-target", "nothing stands at '#/b'");
    diags_error(&of_new, "ref.missing-target", "nothing stands at '#/a'");
    diags_error(&of_new, "ref.missing-target", "nothing stands at '#/c'");
    api_settle(&of_old, &of_new);
    ck_assert_int_eq(of_old.items[0].severity, DIAG_WARNING);
    ck_assert_int_eq(of_old.items[1].severity, DIAG_UNDECIDED);
    ck_assert_int_eq(of_new.items[0].severity, DIAG_WARNING);
    ck_assert_int_eq(of_new.items[1].severity, DIAG_ERROR);
    ck_assert_uint_eq(of_old.errors, 0);
    ck_assert_uint_eq(of_new.errors, 1);
    diags_clear(&of_old);
    diags_clear(&of_new);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api");
    TCase *tests = tcase_create("api");
    tcase_add_test(tests, versions);
    tcase_add_test(tests, no_contract);
    tcase_add_test(tests, effective_parameters);
    tcase_add_test(tests, styles_and_their_defaults);
    tcase_add_test(tests, bodies_and_responses);
    tcase_add_test(tests, security_of_operations);
    tcase_add_test(tests, servers_by_level);
    tcase_add_test(tests, path_item_references);
    tcase_add_test(tests, methods_of_32);
    tcase_add_test(tests, documents_name_themselves);
    tcase_add_test(tests, ambiguous_paths_stay_apart);
    tcase_add_test(tests, callbacks_end);
    tcase_add_test(tests, lifecycles);
    tcase_add_test(tests, refused);
    tcase_add_test(tests, unclear);
    tcase_add_test(tests, merely_wrong);
    tcase_add_test(tests, kinds_are_not_confused);
    tcase_add_test(tests, products_are_limited);
    tcase_add_test(tests, nesting_is_limited);
    tcase_add_test(tests, mistakes_of_both_sides_are_settled);
    suite_add_tcase(suite, tests);
    return unit_main("openapi/api", suite);
}
