#include "lint/rules.h"

#include "change/rules.h"
#include "lint/lint.h"
#include "tests/unit/unit.h"

/*
 * For each rule a contract that fires it and the nearest one that does not; a rule without both
 * fails. The members common to all are put around them.
 */

typedef struct rule_case {
    lint_rule rule;
    const char *head; /* "3.0", "3.1", "3.2", "2.0", or "" for a whole document */
    const char *fires, *near_miss;
} rule_case;

#define GET(text) "paths:\n  /a:\n    get:\n      responses: {200: {description: d}}\n" text
#define BODY(schema)                                                                               \
    "paths:\n  /a:\n    get:\n      responses: {200: {description: d, content: "                   \
    "{application/json: {" schema "}}}}\n"
#define SCHEMA(text) BODY("schema: {" text "}")

static const rule_case cases[] = {
    {LINT_WRONG_TYPE, "3.0", "paths: {}\ntags: {}\n", "paths: {}\ntags: []\n"},
    {LINT_WRONG_TYPE, "3.0", "paths: {}\nexternalDocs: {url: 1}\n",
     "paths: {}\nexternalDocs: {url: '1'}\n"},
    {LINT_WRONG_TYPE, "3.0", BODY("schema: true"), BODY("schema: {}")},
    {LINT_WRONG_TYPE, "2.0",
     "paths: {/a: {get: {parameters: [{name: a, in: query, type: string, maxLength: -1}], "
     "responses: {200: {description: d}}}}}\n",
     "paths: {/a: {get: {parameters: [{name: a, in: query, type: string, maxLength: 0}], "
     "responses: {200: {description: d}}}}}\n"},
    {LINT_FIELD_MISSING, "3.0", "paths: {/a: {get: {}}}\n", GET("")},
    {LINT_FIELD_MISSING, "3.1", "tags: []\n", "webhooks: {}\n"},
    {LINT_FIELD_MISSING, "3.0", "paths: {}\ncomponents: {securitySchemes: {a: {type: http}}}\n",
     "paths: {}\ncomponents: {securitySchemes: {a: {type: http, scheme: basic}}}\n"},
    {LINT_FIELD_MISSING, "3.0", "paths: {}\ncomponents: {parameters: {a: {name: a, in: query}}}\n",
     "paths: {}\ncomponents: {parameters: {a: {name: a, in: query, schema: {}}}}\n"},
    {LINT_VALUE_NOT_ALLOWED, "3.0",
     "paths: {}\ncomponents: {parameters: {a: {name: a, in: querystring, schema: {}}}}\n",
     "paths: {}\ncomponents: {parameters: {a: {name: a, in: query, schema: {}}}}\n"},
    {LINT_FIELDS_CONFLICT, "3.0",
     "paths: {}\ncomponents: {examples: {a: {value: 1, externalValue: b}}}\n",
     "paths: {}\ncomponents: {examples: {a: {value: 1}}}\n"},
    {LINT_UNKNOWN_FIELD, "3.0", "paths: {}\npath: {}\n", "paths: {}\nx-path: {}\n"},
    {LINT_FIELD_OF_OTHER_VERSION, "3.0", "paths: {}\nwebhooks: {}\n", "paths: {}\n"},
    {LINT_FIELD_OF_OTHER_VERSION, "3.1", SCHEMA("nullable: true"), SCHEMA("type: 'null'")},
    {LINT_COMPONENT_NAME, "3.0", "paths: {}\ncomponents: {schemas: {'a b': {}}}\n",
     "paths: {}\ncomponents: {schemas: {a.b: {}}}\n"},
    {LINT_REFERENCE_UNRESOLVED, "3.0", SCHEMA("$ref: '#/no'"), SCHEMA("type: string")},
    {LINT_REFERENCE_UNRESOLVED, "3.0", GET("      parameters: [{$ref: '#/no'}]\n"), GET("")},
    {LINT_REFERENCE_UNRESOLVED, "3.1", SCHEMA("$ref: '#here'"),
     SCHEMA("allOf: [{$ref: '#here'}, {$anchor: here}]")},
    {LINT_REFERENCE_SIBLINGS, "3.0",
     BODY("schema: {$ref: '#/x-a', nullable: true}") "x-a: {type: string}\n",
     BODY("schema: {$ref: '#/x-a', description: d}") "x-a: {type: string}\n"},
    {LINT_REFERENCE_SIBLINGS, "3.1",
     GET("      parameters: [{$ref: '#/x-p', required: true}]\n") "x-p: {name: a, in: query, "
                                                                  "schema: {}}\n",
     GET("      parameters: [{$ref: '#/x-p', summary: s}]\n") "x-p: {name: a, in: query, schema: "
                                                              "{}}\n"},
    {LINT_REFERENCE_MISPLACED, "3.0",
     "paths: {/a: {get: {$ref: '#/x-o'}}}\nx-o: {responses: {200: {description: d}}}\n",
     "paths: {/a: {$ref: '#/x-o'}}\nx-o: {get: {responses: {200: {description: d}}}}\n"},
    {LINT_COMPONENT_UNUSED, "3.0", GET("") "components: {schemas: {A: {}}}\n",
     BODY("schema: {$ref: '#/components/schemas/A'}") "components: {schemas: {A: {}}}\n"},
    {LINT_PATH_MALFORMED, "3.0", "paths: {a: {}}\n", "paths: {/a: {}}\n"},
    {LINT_PATH_MALFORMED, "3.0", "paths: {'/a/{b': {}}\n", "paths: {'/a/b': {}}\n"},
    {LINT_PATH_MALFORMED, "3.0", "paths: {'/a?b=c': {}}\n", "paths: {'/a#b': {}}\n"},
    {LINT_PATH_DUPLICATE, "3.0", "paths: {'/a/{b}': {}, '/a/{c}': {}}\n",
     "paths: {'/a/{b}': {}, '/a/{c}/': {}}\n"},
    {LINT_PATH_AMBIGUOUS, "3.0",
     "paths:\n  '/{k}/mine': {get: {responses: {200: {description: d}}}}\n"
     "  '/books/{id}': {get: {responses: {200: {description: d}}}}\n",
     "paths:\n  '/books/mine': {get: {responses: {200: {description: d}}}}\n"
     "  '/books/{id}': {get: {responses: {200: {description: d}}}}\n"},
    {LINT_PATH_PARAMETER_UNDECLARED, "3.0",
     "paths: {'/a/{b}': {get: {responses: {200: {description: d}}}}}\n",
     "paths: {'/a/{b}': {parameters: [{name: b, in: path, required: true, schema: {}}], "
     "get: {responses: {200: {description: d}}}}}\n"},
    {LINT_PATH_PARAMETER_UNUSED, "3.0",
     GET("      parameters: [{name: b, in: path, required: true, schema: {}}]\n"),
     GET("      parameters: [{name: b, in: query, required: true, schema: {}}]\n")},
    {LINT_PATH_PARAMETER_REPEATED, "3.0", "paths: {'/a/{b}/{b}': {}}\n",
     "paths: {'/a/{b}/{c}': {}}\n"},
    {LINT_PARAMETER_DUPLICATE, "3.0",
     GET("      parameters: [{name: A, in: header, schema: {}}, {name: a, in: header, schema: "
         "{}}]\n"),
     GET("      parameters: [{name: A, in: query, schema: {}}, {name: a, in: query, schema: "
         "{}}]\n")},
    {LINT_PARAMETER_IGNORED, "3.0",
     GET("      parameters: [{name: authorization, in: header, schema: {}}]\n"),
     GET("      parameters: [{name: authorization, in: query, schema: {}}]\n")},
    {LINT_OPERATION_ID_DUPLICATE, "3.0",
     GET("      operationId: o\n    put: {operationId: o, responses: {200: {description: d}}}\n"),
     GET("      operationId: o\n    put: {operationId: p, responses: {200: {description: d}}}\n")},
    {LINT_TAG_DUPLICATE, "3.0", "paths: {}\ntags: [{name: a}, {name: a}]\n",
     "paths: {}\ntags: [{name: a}, {name: A}]\n"},
    {LINT_RESPONSES_MISSING, "3.0", "paths: {/a: {get: {responses: {}}}}\n", GET("")},
    {LINT_SUCCESS_RESPONSE_MISSING, "3.0",
     "paths: {/a: {get: {responses: {404: {description: d}}}}}\n",
     "paths: {/a: {get: {responses: {default: {description: d}}}}}\n"},
    {LINT_STATUS_INVALID, "3.0", "paths: {/a: {get: {responses: {2000: {description: d}}}}}\n",
     "paths: {/a: {get: {responses: {2XX: {description: d}}}}}\n"},
    {LINT_STATUS_INVALID, "2.0", "paths: {/a: {get: {responses: {2XX: {description: d}}}}}\n",
     "paths: {/a: {get: {responses: {200: {description: d}}}}}\n"},
    {LINT_MEDIA_TYPE_INVALID, "3.0",
     "paths: {/a: {get: {responses: {200: {description: d, content: {json: {}}}}}}}\n",
     "paths: {/a: {get: {responses: {200: {description: d, content: {'*/*; a=b': {}}}}}}}\n"},
    {LINT_MEDIA_TYPE_INVALID, "2.0", "paths: {}\nconsumes: [json]\n",
     "paths: {}\nconsumes: [text/json]\n"},
    {LINT_SECURITY_SCHEME_UNDEFINED, "3.0", "paths: {}\nsecurity: [{a: []}]\n",
     "paths: {}\nsecurity: [{}]\n"},
    {LINT_SECURITY_SCOPE_UNDEFINED, "3.0",
     "paths: {}\nsecurity: [{a: [w]}]\ncomponents: {securitySchemes: {a: {type: oauth2, flows: "
     "{implicit: {authorizationUrl: u, scopes: {r: ''}}}}}}\n",
     "paths: {}\nsecurity: [{a: [r]}]\ncomponents: {securitySchemes: {a: {type: oauth2, flows: "
     "{implicit: {authorizationUrl: u, scopes: {r: ''}}}}}}\n"},
    {LINT_SECURITY_SCOPE_UNEXPECTED, "3.0",
     "paths: {}\nsecurity: [{a: [w]}]\ncomponents: {securitySchemes: {a: {type: http, scheme: "
     "basic}}}\n",
     "paths: {}\nsecurity: [{a: []}]\ncomponents: {securitySchemes: {a: {type: http, scheme: "
     "basic}}}\n"},
    {LINT_SERVER_VARIABLE_UNDEFINED, "3.0", "paths: {}\nservers: [{url: '/{v}'}]\n",
     "paths: {}\nservers: [{url: '/{v}', variables: {v: {default: a}}}]\n"},
    {LINT_SERVER_VARIABLE_UNUSED, "3.0",
     "paths: {}\nservers: [{url: /, variables: {v: {default: a}}}]\n",
     "paths: {}\nservers: [{url: '/{v}', variables: {v: {default: a}}}]\n"},
    {LINT_SERVER_VARIABLE_DEFAULT, "3.0",
     "paths: {}\nservers: [{url: '/{v}', variables: {v: {default: a, enum: [b]}}}]\n",
     "paths: {}\nservers: [{url: '/{v}', variables: {v: {default: b, enum: [b]}}}]\n"},
    {LINT_LINK_TARGET_UNKNOWN, "3.0",
     "paths: {/a: {get: {operationId: o, responses: {200: {description: d, links: {l: "
     "{operationId: "
     "p}}}}}}}\n",
     "paths: {/a: {get: {operationId: o, responses: {200: {description: d, links: {l: "
     "{operationId: "
     "o}}}}}}}\n"},
    {LINT_DISCRIMINATOR_PROPERTY, "3.0",
     SCHEMA("oneOf: [{properties: {k: {}}}], discriminator: {propertyName: k}"),
     SCHEMA("oneOf: [{properties: {k: {}}, required: [k]}], discriminator: {propertyName: k}")},
    {LINT_DISCRIMINATOR_MAPPING, "3.0",
     SCHEMA("oneOf: [{properties: {k: {}}, required: [k]}], discriminator: {propertyName: k, "
            "mapping: {a: B}}"),
     BODY(
         "schema: {oneOf: [{$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, "
         "mapping: {a: B}}}") "components: {schemas: {B: {properties: {k: {}}, required: [k]}}}\n"},
    {LINT_DISCRIMINATOR_ALONE, "3.0",
     SCHEMA("properties: {k: {}}, required: [k], discriminator: {propertyName: k}"),
     "paths: {}\ncomponents: {schemas: {A: {properties: {k: {}}, required: [k], discriminator: "
     "{propertyName: k}}, B: {allOf: [{$ref: '#/components/schemas/A'}]}}}\n"},
    {LINT_SCHEMA_INVALID, "3.0", SCHEMA("type: float"), SCHEMA("type: number")},
    {LINT_SCHEMA_INVALID, "3.1", SCHEMA("maxLength: -1"), SCHEMA("maxLength: 0")},
    {LINT_SCHEMA_INVALID, "3.1", SCHEMA("pattern: '('"), SCHEMA("pattern: '()'")},
    {LINT_SCHEMA_INVALID, "", "type: 7\n", "type: [integer]\n"},
    {LINT_SCHEMA_UNKNOWN_KEYWORD, "3.0", SCHEMA("maxlength: 3"), SCHEMA("maxLength: 3")},
    {LINT_SCHEMA_UNKNOWN_KEYWORD, "3.1", SCHEMA("propertys: {}"), SCHEMA("anything: {}")},
    {LINT_SCHEMA_UNSATISFIABLE, "3.0", SCHEMA("type: integer, minimum: 5, maximum: 4"),
     SCHEMA("type: integer, minimum: 5, maximum: 5")},
    {LINT_SCHEMA_UNSATISFIABLE, "3.1", SCHEMA("allOf: [{type: string}, {type: integer}]"),
     SCHEMA("anyOf: [{type: string}, {type: integer}]")},
    {LINT_SCHEMA_UNSATISFIABLE, "",
     "type: object\nrequired: [a]\nproperties: {a: {type: array, minItems: 2, maxItems: 1}}\n",
     "type: object\nrequired: [a]\nproperties: {b: false}\n"},
    {LINT_MEMBER_NEVER_PRESENT, "",
     "type: object\nproperties: {a: {type: string}}\npropertyNames: {enum: [b]}\n",
     "type: object\nproperties: {a: {type: string}}\npropertyNames: {enum: [a]}\n"},
    {LINT_MEMBER_NEVER_PRESENT, "3.0",
     SCHEMA("allOf: [{properties: {a: {}}, additionalProperties: false}, {properties: {b: {}}}]"),
     SCHEMA("allOf: [{properties: {a: {}, b: {}}, additionalProperties: false}, {properties: {b: "
            "{}}}]")},
    {LINT_DEFAULT_INVALID, "3.0", SCHEMA("type: integer, default: a"),
     SCHEMA("type: integer, default: 1")},
    {LINT_DEFAULT_INVALID, "2.0",
     "paths: {/a: {get: {parameters: [{name: a, in: query, type: integer, default: a}], responses: "
     "{200: {description: d}}}}}\n",
     "paths: {/a: {get: {parameters: [{name: a, in: query, type: integer, default: 1}], responses: "
     "{200: {description: d}}}}}\n"},
    {LINT_EXAMPLE_INVALID, "3.0", BODY("schema: {type: integer}, example: a"),
     BODY("schema: {type: integer}, example: 1")},
    {LINT_EXAMPLE_INVALID, "3.0", BODY("schema: {type: integer}, examples: {e: {value: a}}"),
     BODY("schema: {type: integer}, examples: {e: {value: 1}}")},
    {LINT_EXAMPLE_INVALID, "3.0",
     BODY("schema: {required: [a], properties: {a: {type: string}}}, example: {}"),
     BODY(
         "schema: {required: [a], properties: {a: {type: string, writeOnly: true}}}, example: {}")},
    {LINT_EXAMPLE_INVALID, "3.1", SCHEMA("type: integer, examples: [1, a]"),
     SCHEMA("type: integer, examples: [1, 2]")},
    {LINT_EXAMPLE_INVALID, "3.0",
     GET("      parameters: [{name: a, in: query, schema: {type: integer}, example: a}]\n"),
     GET("      parameters: [{name: a, in: query, schema: {type: integer}, example: 1}]\n")},
    {LINT_ENUM_MEMBER_INVALID, "3.0", SCHEMA("type: string, enum: [a, 1]"),
     SCHEMA("type: string, enum: [a, b]")},
};
enum { CASE_COUNT = sizeof cases / sizeof *cases };

static report *judge(const char *head, const char *text)
{
    buf source = {0};
    if (head[0] == '2')
        buf_printf(&source, "swagger: '2.0'\n");
    else if (head[0])
        buf_printf(&source, "openapi: %s.0\n", head);
    if (head[0])
        buf_printf(&source, "info: {title: T, version: '1'}\n");
    buf_append(&source, str_from(text));
    diags problems;
    diags_init(&problems);
    document_options options = {.format = DOCUMENT_YAML, .seed = 7};
    document *doc = document_read(&source, STR("api.yaml"), &options, &problems);
    ck_assert_msg(doc != NULL, "must parse: %s", text);
    bundle *b = bundle_of(doc, STR("file:///api.yaml"));
    report *r = report_new();
    ck_assert_msg(lint_bundle(r, b, &problems), "must be a contract: %s", text);
    report_finish(r, true);
    bundle_free(b);
    diags_clear(&problems);
    return r;
}

static size_t count_of(const report *r, lint_rule wanted)
{
    size_t count = 0;
    for (size_t i = 0; i < r->finding_count; i++)
        count += str_equal(r->findings[i].rule, str_from(lint_rules[wanted].id));
    return count;
}

START_TEST(fires)
{
    const rule_case *c = &cases[_i];
    report *r = judge(c->head, c->fires);
    ck_assert_msg(count_of(r, c->rule) > 0, "%s does not fire: %s", lint_rules[c->rule].id,
                  c->fires);
    for (size_t i = 0; i < r->finding_count; i++) {
        ck_assert_uint_gt(r->findings[i].new_place.line, 0);
        ck_assert_uint_gt(r->findings[i].fingerprint.length, 0);
    }
    report_free(r);
}
END_TEST

START_TEST(does_not_fire)
{
    const rule_case *c = &cases[_i];
    report *r = judge(c->head, c->near_miss);
    ck_assert_msg(count_of(r, c->rule) == 0, "%s fires: %s", lint_rules[c->rule].id, c->near_miss);
    report_free(r);
}
END_TEST

START_TEST(every_rule_has_a_case)
{
    for (size_t row = 0; row < LINT_RULES; row++) {
        bool found = false;
        for (size_t i = 0; i < CASE_COUNT && !found; i++)
            found = cases[i].rule == row;
        ck_assert_msg(found, "no case for %s", lint_rules[row].id);
        ck_assert_ptr_nonnull(lint_rules[row].why);
        ck_assert_ptr_nonnull(lint_rules[row].fix);
        ck_assert_msg(!rule_find(str_from(lint_rules[row].id)), "%s names a rule of diff too",
                      lint_rules[row].id);
        ck_assert_ptr_eq(lint_rule_find(str_from(lint_rules[row].id)), &lint_rules[row]);
    }
}
END_TEST

START_TEST(fingerprints_do_not_follow_lines)
{
    report *a = judge("3.0", "paths: {}\npath: {}\n");
    report *b = judge("3.0", "# moved\n\n\npath: {}\npaths: {}\n");
    ck_assert_uint_eq(a->finding_count, 1);
    ck_assert(str_equal(a->findings[0].fingerprint, b->findings[0].fingerprint));
    ck_assert_uint_ne(a->findings[0].new_place.line, b->findings[0].new_place.line);
    report_free(a);
    report_free(b);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules");
    TCase *tests = tcase_create("rules");
    tcase_add_loop_test(tests, fires, 0, CASE_COUNT);
    tcase_add_loop_test(tests, does_not_fire, 0, CASE_COUNT);
    tcase_add_test(tests, every_rule_has_a_case);
    tcase_add_test(tests, fingerprints_do_not_follow_lines);
    suite_add_tcase(suite, tests);
    return unit_main("lint/rules", suite);
}
