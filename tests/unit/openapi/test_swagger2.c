#include "openapi/api.h"

#include "tests/unit/openapi/fixture.h"
#include "tests/unit/unit.h"

#define HEAD "swagger: '2.0'\ninfo: {title: T, version: '1'}\n"

START_TEST(bodies)
{
    fixture f =
        fixture_of(HEAD "consumes: [application/json, text/xml]\n"
                        "paths:\n"
                        "  /a:\n"
                        "    post:\n"
                        "      parameters:\n"
                        "        - {name: b, in: body, required: true, schema: {type: object}}\n"
                        "        - {name: q, in: query, type: string}\n"
                        "    put:\n"
                        "      consumes: []\n"
                        "      parameters: [{name: b, in: body, schema: {type: object}}]\n");
    ck_assert_ptr_nonnull(f.api);
    const api_operation *post = operation(&f, "POST /a"), *put = operation(&f, "PUT /a");
    ck_assert_uint_eq(post->parameter_count, 1);
    ck_assert(post->body->required);
    ck_assert_uint_eq(post->body->content_count, 2);
    ck_assert_text(post->body->content[0].name, "application/json");
    ck_assert_text(post->body->content[1].name, "text/xml");
    ck_assert_ptr_eq(post->body->content[0].schema.node, post->body->content[1].schema.node);
    ck_assert(!put->body->required);
    ck_assert_uint_eq(put->body->content_count, 1);
    fixture_clear(&f);
}
END_TEST

START_TEST(forms)
{
    fixture f = fixture_of(
        HEAD "paths:\n"
             "  /a:\n"
             "    post:\n"
             "      parameters:\n"
             "        - {name: n, in: formData, type: integer, required: true, minimum: 3}\n"
             "        - {name: l, in: formData, type: array, items: {type: string},\n"
             "           collectionFormat: multi}\n"
             "    put:\n"
             "      consumes: [application/json, multipart/form-data]\n"
             "      parameters: [{name: f, in: formData, type: file}]\n"
             "    patch:\n"
             "      parameters: [{name: f, in: formData, type: file, format: x}]\n");
    ck_assert_ptr_nonnull(f.api);
    const api_media_type *form = &operation(&f, "POST /a")->body->content[0];
    ck_assert(operation(&f, "POST /a")->body->required);
    ck_assert_text(form->name, "application/x-www-form-urlencoded");
    const node *schema = form->schema.node, *properties = node_get(schema, STR("properties"));
    ck_assert_text(node_get_text(schema, STR("type")), "object");
    ck_assert_text(node_get_text(node_get(properties, STR("n")), STR("type")), "integer");
    ck_assert_text(node_text(node_get(node_get(properties, STR("n")), STR("minimum"))), "3");
    ck_assert_ptr_null(node_get(node_get(properties, STR("n")), STR("required")));
    ck_assert_text(node_text(node_item(node_get(schema, STR("required")), 0)), "n");
    ck_assert_uint_eq(form->encoding_count, 2);
    ck_assert(form->encodings[1].explode);

    const api_body *file = operation(&f, "PUT /a")->body;
    ck_assert_uint_eq(file->content_count, 1);
    ck_assert_text(file->content[0].name, "multipart/form-data");
    const node *field =
        node_get(node_get(file->content[0].schema.node, STR("properties")), STR("f"));
    ck_assert_text(node_get_text(field, STR("type")), "string");
    ck_assert_text(node_get_text(field, STR("format")), "binary");
    ck_assert_text(operation(&f, "PATCH /a")->body->content[0].name, "multipart/form-data");
    fixture_clear(&f);
}
END_TEST

/* Lowered schemas say where they were written. */
START_TEST(positions_of_what_is_lowered)
{
    fixture f = fixture_of(HEAD "paths:\n"
                                "  /a:\n"
                                "    get:\n"
                                "      parameters:\n"
                                "        - {name: q, in: query, type: integer, maximum: 9}\n");
    arena *a = arena_new();
    const node *schema = operation(&f, "GET /a")->parameters[0].schema.node;
    position p = bundle_position(f.bundle, schema, a);
    ck_assert_uint_eq(p.line, 7);
    ck_assert_uint_eq(p.column, 11);
    p = bundle_position(f.bundle, node_get(schema, STR("maximum")), a);
    ck_assert_text(p.pointer, "/paths/~1a/get/parameters/0/maximum");
    arena_free(a);
    fixture_clear(&f);
}
END_TEST

START_TEST(lowered_hashes_follow_what_is_said)
{
    fixture f =
        fixture_of(HEAD "paths:\n"
                        "  /a: {get: {parameters: [{name: q, in: query, type: integer}]}}\n"
                        "  /b: {get: {parameters: [{name: r, in: query, type: integer,\n"
                        "       description: other, required: true}]}}\n"
                        "  /c: {get: {parameters: [{name: q, in: query, type: string}]}}\n");
    uint64_t a = operation(&f, "GET /a")->parameters[0].schema.node->hash;
    ck_assert_uint_eq(a, operation(&f, "GET /b")->parameters[0].schema.node->hash);
    ck_assert_uint_ne(a, operation(&f, "GET /c")->parameters[0].schema.node->hash);
    fixture_clear(&f);
}
END_TEST

START_TEST(collections)
{
    static const struct {
        const char *in, *format;
        parameter_style style;
        bool explode;
    } rows[] = {
        {"query", "csv", STYLE_FORM, false},    {"query", "multi", STYLE_FORM, true},
        {"header", "csv", STYLE_SIMPLE, false}, {"query", "ssv", STYLE_SPACE_DELIMITED, false},
        {"query", "tsv", STYLE_TSV, false},     {"query", "pipes", STYLE_PIPE_DELIMITED, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 HEAD "paths: {/a: {get: {parameters: [{name: p, in: %s, type: array, "
                      "items: {type: string}, collectionFormat: %s}]}}}",
                 rows[i].in, rows[i].format);
        fixture f = fixture_of(text);
        ck_assert_ptr_nonnull(f.api);
        const api_parameter *p = &operation(&f, "GET /a")->parameters[0];
        ck_assert_int_eq(p->style, rows[i].style);
        ck_assert_int_eq(p->explode, rows[i].explode);
        ck_assert_text(p->collection_format, rows[i].format);
        fixture_clear(&f);
    }
}
END_TEST

START_TEST(responses)
{
    fixture f =
        fixture_of(HEAD "produces: [application/json]\n"
                        "paths:\n"
                        "  /a:\n"
                        "    get:\n"
                        "      responses:\n"
                        "        200: {description: d, schema: {type: string},\n"
                        "              headers: {X-A: {type: array, items: {type: integer}}}}\n"
                        "        204: {description: d}\n"
                        "    put:\n"
                        "      produces: [text/csv, text/xml]\n"
                        "      responses: {200: {description: d, schema: {type: file}}}\n");
    const api_operation *get = operation(&f, "GET /a"), *put = operation(&f, "PUT /a");
    ck_assert_uint_eq(get->responses[0].content_count, 1);
    ck_assert_text(get->responses[0].content[0].name, "application/json");
    ck_assert_uint_eq(get->responses[1].content_count, 0);
    const api_header *h = &get->responses[0].headers[0];
    ck_assert_text(node_get_text(h->schema.node, STR("type")), "array");
    ck_assert_uint_eq(put->responses[0].content_count, 2);
    ck_assert_text(node_get_text(put->responses[0].content[0].schema.node, STR("format")),
                   "binary");
    fixture_clear(&f);
}
END_TEST

START_TEST(servers_and_security)
{
    fixture f = fixture_of(HEAD "host: h:8080\nbasePath: /v1/\nschemes: [http, https]\n"
                                "securityDefinitions: {b: {type: basic}}\n"
                                "security: [{b: []}]\n"
                                "paths: {/a: {get: {}, put: {schemes: [wss]}}}\n");
    const api_operation *get = operation(&f, "GET /a");
    ck_assert_uint_eq(get->server_count, 2);
    ck_assert_text(get->servers[1].url, "https://h:8080/v1");
    ck_assert_ptr_nonnull(get->security[0].requirements[0].scheme_node);
    ck_assert_text(operation(&f, "PUT /a")->servers[0].url, "wss://h:8080/v1");
    fixture_clear(&f);
    f = fixture_of(HEAD "basePath: /v1\npaths: {/a: {get: {}}}\n");
    ck_assert_text(operation(&f, "GET /a")->servers[0].url, "/v1");
    fixture_clear(&f);
}
END_TEST

START_TEST(security_schemes_as_openapi_3_has_them)
{
    fixture f = fixture_of(HEAD "securityDefinitions:\n"
                                "  b: {type: basic, description: d}\n"
                                "  o: {type: oauth2, flow: accessCode, authorizationUrl: a,\n"
                                "      tokenUrl: t, scopes: {r: read}}\n"
                                "  k: {type: apiKey, name: n, in: query}\n"
                                "paths: {}\n");
    const node *b = f.api->schemes[0].node, *o = f.api->schemes[1].node,
               *k = f.api->schemes[2].node;
    ck_assert_text(node_get_text(b, STR("type")), "http");
    ck_assert_text(node_get_text(b, STR("scheme")), "basic");
    ck_assert_text(node_get_text(b, STR("description")), "d");
    const node *flow = node_get(node_get(o, STR("flows")), STR("authorizationCode"));
    ck_assert_text(node_get_text(flow, STR("tokenUrl")), "t");
    ck_assert_text(node_get_text(node_get(flow, STR("scopes")), STR("r")), "read");
    ck_assert_ptr_null(node_get(o, STR("flow")));
    ck_assert_text(node_get_text(k, STR("type")), "apiKey");
    arena *a = arena_new();
    ck_assert_text(bundle_position(f.bundle, o, a).pointer, "/securityDefinitions/o");
    arena_free(a);
    fixture_clear(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("swagger2");
    TCase *tests = tcase_create("swagger2");
    tcase_add_test(tests, bodies);
    tcase_add_test(tests, forms);
    tcase_add_test(tests, positions_of_what_is_lowered);
    tcase_add_test(tests, lowered_hashes_follow_what_is_said);
    tcase_add_test(tests, collections);
    tcase_add_test(tests, responses);
    tcase_add_test(tests, servers_and_security);
    tcase_add_test(tests, security_schemes_as_openapi_3_has_them);
    suite_add_tcase(suite, tests);
    return unit_main("openapi/swagger2", suite);
}
