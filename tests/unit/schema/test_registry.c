#include "../unit.h"

#include "fixture.h"
#include "schema/vocabulary.h"

static const char *root_text =
    "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"https://a.example/r\","
    "\"properties\":{\"p\":{\"$ref\":\"#here\"}},\"$defs\":{\"x\":{\"$id\":\"sub/x\",\"$anchor\":"
    "\"here\",\"type\":\"string\",\"$defs\":{\"deep\":{\"$anchor\":\"deep\"}}},\"y\":{\"$anchor\":"
    "\"here\",\"type\":\"number\"},\"a/b~c%d\":{\"type\":\"null\"},\"old\":{\"$id\":\"old\","
    "\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"definitions\":{\"t\":{\"$id\":"
    "\"#tag\"}}}},\"enum\":[{\"$id\":\"https://a.example/no\",\"$anchor\":\"no\"}],"
    "\"x-unknown\":{\"$anchor\":\"no\",\"k\":{\"type\":\"integer\"}}}";

typedef struct fixture_two {
    diags problems;
    bundle *bundle;
    registry *registry;
    site root;
} fixture_two;

static void open_two(fixture_two *f)
{
    diags_init(&f->problems);
    f->bundle = bundle_of(fixture_document(root_text, "root.json", 0, &f->problems),
                          STR("https://files.example/root.json"));
    bundle_add(f->bundle,
               fixture_document("{\"definitions\":{\"z\":{\"type\":\"boolean\"}}}", "other.json", 1,
                                &f->problems),
               STR("https://a.example/other.json"));
    f->registry = registry_new(f->bundle, NULL, &f->problems);
    f->root = registry_document(f->registry, 0, &f->problems);
}

static void close_two(fixture_two *f)
{
    registry_free(f->registry);
    bundle_free(f->bundle);
    diags_clear(&f->problems);
}

START_TEST(test_resources)
{
    fixture_two f;
    open_two(&f);
    ck_assert(str_equal(f.root.resource->uri, STR("https://a.example/r")));
    ck_assert_int_eq(f.root.resource->dialect, DIALECT_2020_12);
    const node *defs = node_get(f.root.node, STR("$defs"));
    site x = registry_child(f.registry, f.root, node_get(defs, STR("x")));
    site y = registry_child(f.registry, f.root, node_get(defs, STR("y")));
    site old = registry_child(f.registry, f.root, node_get(defs, STR("old")));
    ck_assert(str_equal(x.resource->uri, STR("https://a.example/sub/x")));
    ck_assert_ptr_eq(y.resource, f.root.resource);
    ck_assert_int_eq(old.resource->dialect, DIALECT_DRAFT_07);
    ck_assert_ptr_nonnull(resource_anchor(old.resource, STR("tag")));
    ck_assert_ptr_null(resource_anchor(f.root.resource, STR("no")));
    close_two(&f);
}
END_TEST

START_TEST(test_references)
{
    static const struct {
        const char *ref, *type; /* type of what stands there; NULL: nothing does */
    } rows[] = {
        {"#here", "number"},
        {"sub/x", "string"},
        {"sub/x#here", "string"},
        {"https://a.example/sub/x", "string"},
        {"#/$defs/x", "string"},
        {"#/$defs/a~1b~0c%25d", "null"},
        {"other.json#/definitions/z", "boolean"},
        {"https://a.example/other.json#/definitions/z", "boolean"},
        {"#/x-unknown/k", "integer"},
        {"#no", NULL},
        {"https://a.example/no", NULL},
        {"#/$defs/missing", NULL},
        {"#/$defs/a~1b~0c%2", NULL},
        {"other.json#/definitions", "-"},
        {"#/properties/p/$ref", NULL}, /* a string is no schema */
    };
    fixture_two f;
    open_two(&f);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t before = f.problems.errors;
        site s = registry_resolve(f.registry, f.root, str_from(rows[i].ref), &f.problems);
        ck_assert_msg((s.node != NULL) == (rows[i].type != NULL), "%s", rows[i].ref);
        ck_assert_msg((f.problems.errors > before) == (rows[i].type == NULL), "%s", rows[i].ref);
        if (s.node && rows[i].type[0] != '-')
            ck_assert_msg(str_equal(node_get_text(s.node, STR("type")), str_from(rows[i].type)),
                          "%s", rows[i].ref);
    }
    close_two(&f);
}
END_TEST

/* Every meta-schema is valid by itself, and every dialect finds its own without a network. */
START_TEST(test_meta_schemas)
{
    for (int d = DIALECT_DRAFT_03; d <= DIALECT_OPENAPI_31; d++) {
        fixture f;
        fixture_open(&f, "{}", (dialect)d, NULL);
        ck_assert_msg(f.schema != NULL, "%s", dialect_name((dialect)d));
        site empty = registry_document(f.registry, 0, &f.problems);
        site meta = registry_meta_schema(f.registry, empty.resource, &f.problems);
        ck_assert_ptr_nonnull(meta.node);
        schema *compiled = schema_compile(f.registry, meta, NULL, &f.problems);
        ck_assert_msg(compiled != NULL, "%s: %s", dialect_name((dialect)d), fixture_problem(&f));
        schema_free(compiled);
        fixture_close(&f);
    }
}
END_TEST

START_TEST(test_dialects)
{
    ck_assert_int_eq(dialect_of_uri(STR("http://json-schema.org/draft-07/schema")),
                     DIALECT_DRAFT_07);
    ck_assert_int_eq(dialect_of_uri(STR("https://json-schema.org/draft-07/schema#")),
                     DIALECT_DRAFT_07);
    ck_assert_int_eq(dialect_of_uri(STR("json-schema.org/draft-07/schema#")), DIALECT_UNKNOWN);
    ck_assert(vocabulary_default(DIALECT_2020_12) & VOCABULARY_UNEVALUATED);
    ck_assert(!(vocabulary_default(DIALECT_2020_12) & VOCABULARY_FORMAT_ASSERTION));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("registry");
    TCase *tests = tcase_create("registry");
    tcase_add_test(tests, test_resources);
    tcase_add_test(tests, test_references);
    tcase_add_test(tests, test_meta_schemas);
    tcase_add_test(tests, test_dialects);
    suite_add_tcase(suite, tests);
    return unit_main("schema/registry", suite);
}
