#include "../unit.h"

#include <stdlib.h>

#include "doc/json_writer.h"
#include "inclusion/inclusion.h"

/* --- a comparison of two schemas given as text --- */

typedef struct pair {
    bundle *bundles[2];
    registry *registries[2];
    site sites[2];
    inclusion *engine;
} pair;

static void open_side(pair *p, int side, const char *text, dialect d)
{
    diags problems;
    diags_init(&problems);
    buf source = {0};
    buf_append(&source, str_from(text));
    document *doc = document_read(&source, STR("test"), &(document_options){.seed = 7}, &problems);
    ck_assert_msg(doc != NULL, "%s", text);
    p->bundles[side] = bundle_of(doc, side ? STR("test:/b") : STR("test:/a"));
    p->registries[side] =
        registry_new(p->bundles[side], &(registry_options){.default_dialect = d}, &problems);
    p->sites[side] = registry_document(p->registries[side], 0, &problems);
    ck_assert_ptr_nonnull(p->sites[side].node);
    diags_clear(&problems);
}

static pair open_pair(const char *a, const char *b, dialect d)
{
    pair p = {0};
    open_side(&p, 0, a, d);
    open_side(&p, 1, b, d);
    p.engine = inclusion_new(p.registries[0], p.registries[1]);
    return p;
}

static void close_pair(pair *p)
{
    inclusion_free(p->engine);
    for (int side = 0; side < 2; side++) {
        registry_free(p->registries[side]);
        bundle_free(p->bundles[side]);
    }
}

static const inclusion_result *ask(pair *p, inclusion_options o)
{
    return inclusion_ask(p->engine, p->sites[0], p->sites[1], &o);
}

/* --- answers --- */

enum { IN = ANSWER_INCLUDED, OUT = ANSWER_NOT_INCLUDED };

static const struct {
    const char *a, *b;
    int forward, backward;
} literal[] = {
    {"{\"type\":\"integer\"}", "{\"type\":\"number\"}", IN, OUT},
    {"{\"type\":\"integer\",\"exclusiveMinimum\":0}", "{\"type\":\"integer\",\"minimum\":1}", IN,
     IN},
    {"{\"multipleOf\":6}", "{\"multipleOf\":0.3}", IN, OUT},
    {"{\"type\":\"number\",\"multipleOf\":2,\"not\":{\"multipleOf\":4}}",
     "{\"not\":{\"multipleOf\":4}}", IN, OUT},
    {"{\"enum\":[1,\"a\"]}", "{\"oneOf\":[{\"const\":1.0},{\"const\":\"a\"}]}", IN, IN},
    {"{\"type\":[\"string\",\"integer\"]}",
     "{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"string\"}]}", IN, IN},
    {"{\"not\":{\"type\":\"string\",\"maxLength\":10}}",
     "{\"not\":{\"type\":\"string\",\"maxLength\":5}}", IN, OUT},
    {"{\"type\":\"string\",\"pattern\":\"^[a-f]{2}$\"}",
     "{\"type\":\"string\",\"pattern\":\"^[a-z]+$\",\"maxLength\":2}", IN, OUT},
    {"{\"allOf\":[{\"type\":\"object\"},{\"required\":[\"a\"]}]}",
     "{\"type\":\"object\",\"required\":[\"a\"]}", IN, IN},
    {"{\"type\":\"array\",\"items\":{\"type\":\"boolean\"},\"uniqueItems\":true}",
     "{\"maxItems\":2}", IN, OUT},
    {"{\"type\":\"array\",\"minItems\":3,\"items\":{\"type\":\"boolean\"},\"uniqueItems\":true}",
     "false", IN, IN},
    {"{\"contains\":{\"type\":\"string\"},\"items\":{\"type\":\"integer\"}}",
     "{\"not\":{\"type\":\"array\"}}", IN, IN},
    {"{\"type\":\"object\",\"propertyNames\":{\"enum\":[\"a\",\"b\"]},\"minProperties\":3}",
     "false", IN, IN},
    {"{\"type\":\"object\",\"patternProperties\":{\"^x\":{\"type\":\"integer\"}}}",
     "{\"properties\":{\"xy\":{\"type\":\"number\"}}}", IN, OUT},
    {"{\"properties\":{\"a\":{}},\"additionalProperties\":false}",
     "{\"properties\":{\"a\":{}},\"unevaluatedProperties\":false}", IN, IN},
    {"{\"anyOf\":[{\"properties\":{\"a\":true},\"required\":[\"a\"]},{\"properties\":{\"b\":true}}]"
     ",\"unevaluatedProperties\":false}",
     "{\"not\":{\"required\":[\"c\"]}}", OUT, OUT},
    {"{\"maxItems\":3}",
     "{\"unevaluatedItems\":{\"type\":\"null\"},\"dependentSchemas\":{\"b\":{\"contains\":{}}}}",
     OUT, OUT},
    {"{\"dependentRequired\":{\"a\":[\"b\"]}}",
     "{\"if\":{\"type\":\"object\",\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]}}", IN, IN},
    {"{\"$defs\":{\"T\":{\"type\":\"object\",\"properties\":{\"n\":{\"$ref\":\"#/$defs/"
     "T\"}}}},\"$ref\":\"#/$defs/T\"}",
     "{\"type\":\"object\",\"properties\":{\"n\":{\"$ref\":\"#\"}}}", IN, IN},
    {"{\"type\":\"object\",\"required\":[\"n\"],\"properties\":{\"n\":{\"$ref\":\"#\"}}}", "false",
     IN, IN},
    {"{\"$dynamicAnchor\":\"t\",\"type\":\"array\",\"items\":{\"$dynamicRef\":\"#t\"}}",
     "{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}", IN, IN},
    /* listed arrays and objects are in no order, of no length and name that placing knows */
    {"{\"type\":\"array\",\"allOf\":[{\"contains\":{\"const\":1}},{\"contains\":{\"const\":2}}],"
     "\"maxItems\":2}",
     "{\"const\":[1,2]}", OUT, IN},
    {"{\"type\":\"array\",\"items\":{\"enum\":[1,2]},\"contains\":{\"const\":1},\"maxContains\":1,"
     "\"minItems\":2,\"maxItems\":2}",
     "{\"const\":[1,2]}", OUT, IN},
    {"{\"type\":\"array\",\"items\":{\"enum\":[1,2]},\"not\":{\"uniqueItems\":true},\"contains\":{"
     "\"const\":1},\"maxContains\":1,\"maxItems\":3}",
     "{\"enum\":[[1,2,2]]}", OUT, IN},
    {"{\"type\":\"array\",\"items\":{\"const\":1}}", "{\"enum\":[[],[1],[1,1],[1,1,1],[1,1,1,1]]}",
     OUT, IN},
    {"{\"type\":\"object\",\"patternProperties\":{\"^[ab]$\":{\"const\":1}},\"not\":{"
     "\"propertyNames\":{\"const\":\"c\"}},\"maxProperties\":1,\"additionalProperties\":false}",
     "{\"const\":{\"a\":1}}", OUT, IN},
    {"{\"type\":\"array\",\"items\":{\"enum\":[1,2]},\"minItems\":2,\"maxItems\":2}",
     "{\"enum\":[[1,1],[1,2],[2,1],[2,2]]}", IN, IN},
    {"{\"type\":\"object\",\"properties\":{\"a\":{\"const\":1},\"b\":{\"const\":2}},"
     "\"additionalProperties\":false}",
     "{\"enum\":[{},{\"a\":1},{\"b\":2},{\"a\":1,\"b\":2}]}", IN, IN},
};

/* Every witness is checked here once more, by schema/ alone. */
static void check_witness(pair *p, const inclusion_result *r, int writer)
{
    for (size_t i = 0; i < r->break_count; i++) {
        for (int side = 0; side < 2; side++) {
            diags problems;
            diags_init(&problems);
            schema *s = schema_compile(p->registries[side], p->sites[side],
                                       &(schema_options){.without_meta_schema = true}, &problems);
            diags_clear(&problems);
            ck_assert_ptr_nonnull(s);
            ck_assert_int_eq(schema_is_valid(s, r->breaks[i].witness),
                             side == writer ? VALID : INVALID);
            schema_free(s);
        }
    }
}

START_TEST(test_literal)
{
    pair p = open_pair(literal[_i].a, literal[_i].b, DIALECT_2020_12);
    inclusion_options o = {.reading = READING_LITERAL};
    const inclusion_result *forward = inclusion_ask(p.engine, p.sites[0], p.sites[1], &o);
    const inclusion_result *backward = inclusion_ask(p.engine, p.sites[1], p.sites[0], &o);
    ck_assert_msg((int)forward->answer == literal[_i].forward, "%s in %s: %d", literal[_i].a,
                  literal[_i].b, (int)forward->answer);
    ck_assert_msg((int)backward->answer == literal[_i].backward, "%s in %s: %d", literal[_i].b,
                  literal[_i].a, (int)backward->answer);
    check_witness(&p, forward, 0);
    check_witness(&p, backward, 1);
    ck_assert_uint_eq(inclusion_refuted(p.engine), 0);
    close_pair(&p);
}
END_TEST

/* --- the writer-closed reading --- */

static const struct {
    const char *writer, *reader;
    int answer;
} closed[] = {
    /* an optional member added, or left out */
    {"{\"type\":\"object\",\"properties\":{\"a\":{}}}",
     "{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{\"type\":\"string\"}}}", IN},
    {"{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{\"type\":\"string\"}}}",
     "{\"type\":\"object\",\"properties\":{\"a\":{}}}", IN},
    /* a reader that closes an object, and a writer that is closed already */
    {"{\"type\":\"object\",\"properties\":{\"a\":{}}}",
     "{\"type\":\"object\",\"properties\":{\"a\":{}},\"additionalProperties\":false}", OUT},
    {"{\"type\":\"object\",\"properties\":{\"a\":{}},\"additionalProperties\":false}",
     "{\"type\":\"object\",\"properties\":{\"a\":{}},\"additionalProperties\":false}", IN},
    /* a map may send any name */
    {"{\"type\":\"object\"}", "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}",
     OUT},
    {"{\"type\":\"object\",\"properties\":{\"z\":{}},\"additionalProperties\":{\"type\":\"string\"}"
     "}",
     "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}", OUT},
    /* names that only `required` or a pattern mentions */
    {"{\"type\":\"object\",\"required\":[\"a\"]}",
     "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}", OUT},
    {"{\"type\":\"object\",\"properties\":{\"z\":{}}}",
     "{\"type\":\"object\",\"patternProperties\":{\"^x-\":{\"type\":\"integer\"}}}", IN},
    /* at every object, in place or below */
    {"{\"properties\":{\"o\":{\"type\":\"object\",\"properties\":{\"a\":{}}}}}",
     "{\"properties\":{\"o\":{\"properties\":{\"b\":{\"type\":\"integer\"}}}}}", IN},
    {"{\"allOf\":[{\"properties\":{\"a\":{}}},{\"properties\":{\"b\":{}}}]}",
     "{\"properties\":{\"b\":{\"type\":\"integer\"}}}", OUT},
    {"{\"properties\":{\"a\":{}}}", "{\"required\":[\"b\"]}", OUT},
    /* what is mentioned of one member by two schemas, both of which hold */
    {"{\"allOf\":[{\"properties\":{\"a\":{\"properties\":{\"x\":{}}}}},{\"properties\":{\"a\":"
     "{\"properties\":{\"y\":{}}}}}]}",
     "{\"properties\":{\"a\":{\"properties\":{\"x\":{},\"y\":{\"type\":\"integer\"}}}}}", OUT},
    {"{\"additionalProperties\":{\"properties\":{\"x\":{}}},\"properties\":{\"a\":{}}}",
     "{\"additionalProperties\":{\"properties\":{\"x\":{},\"y\":{\"type\":\"integer\"}}}}", OUT},
    /* a name that another branch mentions below, however the branches are written */
    {"{\"anyOf\":[{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{"
     "\"x\":{\"type\":\"string\"}}}}},{\"type\":\"object\",\"properties\":{\"m\":{\"type\":"
     "\"object\",\"properties\":{\"y\":{\"type\":\"string\"}}}}}]}",
     "{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{\"x\":{},"
     "\"y\":{\"type\":\"string\"}}}}}",
     OUT},
    {"{\"anyOf\":[{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{"
     "\"x\":{\"type\":\"string\"}}}}},{\"type\":\"object\",\"properties\":{\"m\":{\"type\":"
     "\"object\",\"properties\":{\"y\":{\"type\":\"string\"}}}}}]}",
     "{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{\"z\":{"
     "\"type\":\"integer\"}}}}}",
     IN},
    {"{\"oneOf\":[{\"required\":[\"k\"],\"type\":\"object\",\"properties\":{\"k\":{\"const\":1},"
     "\"m\":{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}}}}},{\"required\":["
     "\"k\"],\"type\":\"object\",\"properties\":{\"k\":{\"const\":2},\"m\":{\"type\":\"object\","
     "\"properties\":{\"y\":{\"type\":\"string\"}}}}}]}",
     "{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{\"x\":{"
     "\"type\":\"integer\"}}}}}",
     OUT},
    {"{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{\"y\":{"
     "\"type\":\"string\"}}}},\"if\":{\"type\":\"object\",\"properties\":{\"k\":{\"const\":1}}},"
     "\"then\":{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{"
     "\"x\":{\"type\":\"integer\"}}}}}}",
     "{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{\"x\":{"
     "\"type\":\"integer\"}}}}}",
     OUT},
    {"{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{\"y\":{"
     "\"type\":\"string\"}}}},\"not\":{\"required\":[\"k\"],\"type\":\"object\",\"properties\":{"
     "\"m\":{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"boolean\"}}},\"k\":{\"const\":1}"
     "}}}",
     "{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{\"x\":{"
     "\"type\":\"integer\"}}}}}",
     OUT},
    {"{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{\"y\":{"
     "\"type\":\"string\"}}}},\"dependentSchemas\":{\"k\":{\"type\":\"object\",\"properties\":{"
     "\"m\":{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}}}}}}}",
     "{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{\"x\":{"
     "\"type\":\"integer\"}}}}}",
     OUT},
    {"{\"items\":{\"type\":\"object\",\"properties\":{\"y\":{\"type\":\"string\"}}},\"contains\":{"
     "\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}}}}",
     "{\"items\":{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}}}}", OUT},
    {"{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"y\":{\"type\":"
     "\"string\"}}},\"anyOf\":[{\"items\":{\"type\":\"object\",\"properties\":{\"x\":{\"type\":"
     "\"integer\"}}}},{\"maxItems\":5}]}",
     "{\"items\":{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}}}}", OUT},
    {"{\"anyOf\":[{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{"
     "\"n\":{\"type\":\"object\",\"properties\":{\"y\":{\"type\":\"string\"}}}}}}},{\"$ref\":\"#/"
     "$defs/"
     "d\"}],\"$defs\":{\"d\":{\"type\":\"object\",\"properties\":{\"m\":{\"additionalProperties\":{"
     "\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}}}}}}}}",
     "{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{\"n\":{"
     "\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}}}}}}}",
     OUT},
    {"{\"$ref\":\"#/$defs/"
     "t\",\"$defs\":{\"t\":{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"object\","
     "\"properties\":{\"y\":{\"type\":\"string\"}}},\"next\":{\"$ref\":\"#/$defs/"
     "t\"}},\"anyOf\":[{\"properties\":{\"next\":{\"type\":\"object\",\"properties\":{\"v\":{"
     "\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}}}}}}},{\"required\":[\"v\"]}"
     "]}}}",
     "{\"type\":\"object\",\"properties\":{\"next\":{\"type\":\"object\",\"properties\":{\"next\":{"
     "\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"object\",\"properties\":{\"x\":{"
     "\"type\":\"integer\"}}}}}}}}}",
     OUT},
    /* what the reader mentions of a member in a schema that is not the one violated */
    {"{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{\"a\":{}},"
     "\"propertyNames\":{\"enum\":[\"a\",\"b\"]}}}}",
     "{\"allOf\":[{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{"
     "\"b\":{}}}}},{\"type\":\"object\",\"properties\":{\"m\":{\"maxProperties\":1}}}]}",
     IN},
    {"{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"properties\":{\"a\":{}},"
     "\"propertyNames\":{\"enum\":[\"a\",\"b\"]}}}}",
     "{\"allOf\":[{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"object\",\"properties\":{"
     "\"b\":{}}}}},{\"type\":\"object\",\"properties\":{\"m\":{\"maxProperties\":1}}}]}",
     OUT},
};

START_TEST(test_closed)
{
    pair p = open_pair(closed[_i].writer, closed[_i].reader, DIALECT_2020_12);
    const inclusion_result *r = ask(&p, (inclusion_options){.reading = READING_WRITER_CLOSED});
    ck_assert_msg((int)r->answer == closed[_i].answer, "%s in %s: %d", closed[_i].writer,
                  closed[_i].reader, (int)r->answer);
    check_witness(&p, r, 0);
    close_pair(&p);
}
END_TEST

/* --- values as text --- */

static const struct {
    const char *a, *b;
    int forward, backward;
} text[] = {
    {"{\"type\":\"integer\"}", "{\"type\":\"string\"}", IN, OUT},
    {"{\"type\":\"boolean\"}", "{\"type\":\"string\",\"enum\":[\"true\",\"false\"]}", IN, IN},
    {"{\"enum\":[1,2]}", "{\"type\":\"string\",\"enum\":[\"1\",\"2\",\"3\"]}", IN, OUT},
    {"{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}",
     "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", IN, OUT},
    {"{\"type\":\"number\"}", "{\"type\":\"integer\"}", OUT, IN},
    {"{\"type\":\"integer\",\"minimum\":0,\"maximum\":9}", "{\"type\":\"string\",\"maxLength\":1}",
     IN, OUT},
};

/* Lowered limits may stop a decision, but never turn it round. */
static bool agrees(int answer, int expected)
{
#ifdef LIMITS_LOWERED
    if (answer == ANSWER_UNKNOWN)
        return true;
#endif
    return answer == expected;
}

START_TEST(test_text)
{
    pair p = open_pair(text[_i].a, text[_i].b, DIALECT_2020_12);
    inclusion_options o = {.reading = READING_WRITER_CLOSED, .wire = WIRE_TEXT};
    int forward = (int)inclusion_ask(p.engine, p.sites[0], p.sites[1], &o)->answer;
    int backward = (int)inclusion_ask(p.engine, p.sites[1], p.sites[0], &o)->answer;
    ck_assert_msg(agrees(forward, text[_i].forward) && agrees(backward, text[_i].backward),
                  "%s, %s: %d %d", text[_i].a, text[_i].b, forward, backward);
    close_pair(&p);
}
END_TEST

/* --- direction --- */

START_TEST(test_direction)
{
    pair p =
        open_pair("{\"properties\":{\"id\":{\"type\":\"integer\",\"readOnly\":true}}}",
                  "{\"allOf\":[{\"properties\":{\"id\":{\"type\":\"string\",\"readOnly\":true}}},"
                  "{\"required\":[\"id\"]}]}",
                  DIALECT_OPENAPI_31);
    inclusion_options o = {.reading = READING_WRITER_CLOSED, .direction = DIRECTION_REQUEST};
    ck_assert_int_eq((int)ask(&p, o)->answer, IN);
    o.direction = DIRECTION_RESPONSE;
    ck_assert_int_eq((int)ask(&p, o)->answer, OUT);
    close_pair(&p);
}
END_TEST

/* --- explanations --- */

static bool has_break(const inclusion_result *r, const char *path, const char *keyword,
                      const char *name)
{
    for (size_t i = 0; i < r->break_count; i++) {
        const inclusion_break *b = &r->breaks[i];
        if (str_equal(b->instance_path, str_from(path)) &&
            str_equal(b->keyword, str_from(keyword)) &&
            (!name || str_equal(b->name, str_from(name))))
            return true;
    }
    return false;
}

START_TEST(test_every_break)
{
    pair p = open_pair(
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"maximum\":9},"
        "\"c\":{\"type\":\"array\",\"items\":{\"enum\":[\"x\",\"y\"]}}},\"required\":[\"a\"]}",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"maxLength\":3},"
        "\"b\":{\"maximum\":5},\"c\":{\"items\":{\"enum\":[\"x\"]}}},\"required\":[\"a\",\"b\"],"
        "\"additionalProperties\":false}",
        DIALECT_2020_12);
    const inclusion_result *r = ask(&p, (inclusion_options){.reading = READING_WRITER_CLOSED});
    ck_assert_int_eq((int)r->answer, OUT);
    ck_assert_uint_eq(r->break_count, 5);
    ck_assert(has_break(r, "", "required", "b"));
    ck_assert(has_break(r, "/a", "maxLength", NULL));
    ck_assert(has_break(r, "/b", "maximum", NULL));
    ck_assert(has_break(r, "/c/0", "enum", NULL));
    ck_assert(has_break(r, "/extra", "additionalProperties", "extra"));
    for (size_t i = 0; i < r->break_count; i++)
        ck_assert_ptr_nonnull(r->breaks[i].reader.node);
    check_witness(&p, r, 0);
    close_pair(&p);
}
END_TEST

START_TEST(test_break_in_branch)
{
    pair p = open_pair(
        "{\"oneOf\":[{\"properties\":{\"t\":{\"const\":\"A\"},\"v\":{\"type\":\"integer\"}},"
        "\"required\":[\"t\"],\"type\":\"object\"},"
        "{\"properties\":{\"t\":{\"const\":\"B\"}},\"required\":[\"t\"],\"type\":\"object\"}]}",
        "{\"oneOf\":[{\"properties\":{\"t\":{\"const\":\"A\"},\"v\":{\"type\":\"integer\","
        "\"minimum\":3}},\"required\":[\"t\"],\"type\":\"object\"},"
        "{\"properties\":{\"t\":{\"const\":\"B\"}},\"required\":[\"t\",\"w\"],\"type\":\"object\"}]"
        "}",
        DIALECT_2020_12);
    const inclusion_result *r = ask(&p, (inclusion_options){.reading = READING_WRITER_CLOSED});
    ck_assert_uint_eq(r->break_count, 2);
    ck_assert(has_break(r, "/v", "minimum", NULL));
    ck_assert(has_break(r, "", "required", "w"));
    close_pair(&p);
}
END_TEST

/* --- what stops an answer --- */

START_TEST(test_unknown_says_why)
{
    pair p = open_pair("{\"type\":\"string\",\"minLength\":1}",
                       "{\"$ref\":\"https://nowhere.example/x\"}", DIALECT_2020_12);
    const inclusion_result *r = ask(&p, (inclusion_options){0});
    ck_assert_int_eq((int)r->answer, ANSWER_UNKNOWN);
    ck_assert_uint_gt(r->reason.length, 0);
    close_pair(&p);
}
END_TEST

/* Undefined by the standard: neither "included" nor a witness, and the place is named. */
START_TEST(test_endless)
{
    static const char *const endless[] = {
        "{\"$ref\":\"#\"}", "{\"not\":{\"$ref\":\"#\"}}",
        "{\"allOf\":[{\"type\":\"string\"},{\"$ref\":\"#\"}]}",
        "{\"$anchor\":\"here\",\"$ref\":\"#here\"}",
        "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}},\"$defs\":{\"x\":{\"if\":{\"$ref\":\"#/"
        "$defs/x\"},\"then\":{\"type\":\"null\"}}}}"};
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        pair p =
            open_pair("{\"type\":\"object\",\"maxProperties\":1}", endless[i], DIALECT_2020_12);
        for (int side = 0; side < 2; side++) {
            const inclusion_result *r =
                inclusion_ask(p.engine, p.sites[side], p.sites[1 - side], &(inclusion_options){0});
            ck_assert_msg(r->answer == ANSWER_UNKNOWN, "%s", endless[i]);
            ck_assert_ptr_nonnull(r->reason_place.node);
        }
        close_pair(&p);
    }
    /* below a member it is recursion like any other */
    pair p =
        open_pair("{\"properties\":{\"a\":{\"$ref\":\"#\"}}}",
                  "{\"anyOf\":[{\"properties\":{\"a\":{\"$ref\":\"#\"}}},false]}", DIALECT_2020_12);
    ck_assert_int_eq((int)ask(&p, (inclusion_options){0})->answer, ANSWER_INCLUDED);
    close_pair(&p);
}
END_TEST

START_TEST(test_budget)
{
    pair p = open_pair(literal[9].a, literal[9].b, DIALECT_2020_12);
    ck_assert_int_eq((int)ask(&p, (inclusion_options){.steps = 3})->answer, ANSWER_UNKNOWN);
    ck_assert_int_eq((int)ask(&p, (inclusion_options){0})->answer, ANSWER_INCLUDED);
    close_pair(&p);
}
END_TEST

START_TEST(test_empty)
{
    pair p =
        open_pair("{\"type\":\"string\",\"enum\":[1]}", "{\"type\":\"integer\"}", DIALECT_2020_12);
    const inclusion_result *r = ask(&p, (inclusion_options){0});
    ck_assert_int_eq((int)r->answer, ANSWER_INCLUDED);
    ck_assert(r->writer_is_empty);
    r = inclusion_satisfiable(p.engine, p.sites[0], &(inclusion_options){0});
    ck_assert_int_eq((int)r->answer, ANSWER_INCLUDED);
    r = inclusion_satisfiable(p.engine, p.sites[1], &(inclusion_options){0});
    ck_assert_int_eq((int)r->answer, ANSWER_NOT_INCLUDED);
    close_pair(&p);
}
END_TEST

/* A family of definitions that all reach one another; each may be given in full or by its id. */
static buf family(int count, const char *last)
{
    buf out = {0};
    buf_append(&out, STR("{\"$ref\":\"#/$defs/d0\",\"$defs\":{"));
    for (int i = 0; i < count; i++) {
        buf_printf(&out, "%s\"d%d\":{\"type\":\"object\",\"required\":[\"kind\"],\"properties\":{",
                   i ? "," : "", i);
        buf_printf(&out, "\"kind\":{\"enum\":[\"d%d\"]}", i);
        for (int k = 1; k < 6; k++)
            buf_printf(&out,
                       ",\"p%d\":{\"anyOf\":[{\"type\":\"string\"},{\"$ref\":\"#/$defs/d%d\"},"
                       "{\"$ref\":\"#/$defs/gone\"}]}",
                       k, (i * k + 1) % count);
        buf_append(&out, STR("}}"));
    }
    buf_printf(
        &out,
        ",\"gone\":{\"type\":\"object\",\"required\":[\"id\",\"gone\"],\"properties\":{\"id\":"
        "{\"type\":\"string\"},\"gone\":{\"enum\":[true]}%s}}}}",
        last);
    return out;
}

/* A large recursive contract with one harmless change at its end is decided in one walk. */
START_TEST(test_recursive_family)
{
    buf writer = family(60, ",\"kind\":{\"enum\":[\"x\"]}"), reader = family(60, "");
    pair p = open_pair(buf_cstr(&writer), buf_cstr(&reader), DIALECT_2020_12);
    const inclusion_result *r =
        ask(&p, (inclusion_options){.reading = READING_WRITER_CLOSED, .steps = 60000});
    ck_assert_int_eq((int)r->answer, ANSWER_INCLUDED);
    close_pair(&p);
    buf_clear(&writer);
    buf_clear(&reader);
}
END_TEST

/* Schemas that double at each level are one schema said often: no level costs twice the last. */
START_TEST(test_doubling)
{
    enum { LEVELS = 40 };
    buf sides[2] = {{0}, {0}};
    for (int side = 0; side < 2; side++) {
        buf_append(&sides[side], STR("{\"$ref\":\"#/$defs/d0\",\"$defs\":{"));
        for (int i = 0; i < LEVELS; i++)
            buf_printf(
                &sides[side],
                "\"d%d\":{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%d\"}]},", i,
                i + 1, i + 1);
        buf_printf(&sides[side], "\"d%d\":{\"type\":\"string\"%s}}}", LEVELS,
                   side ? ",\"maxLength\":9" : "");
    }
    pair p = open_pair(buf_cstr(&sides[0]), buf_cstr(&sides[1]), DIALECT_2020_12);
    const inclusion_options few = {.steps = 5000};
    ck_assert_int_eq((int)inclusion_ask(p.engine, p.sites[1], p.sites[0], &few)->answer,
                     ANSWER_INCLUDED);
    const inclusion_result *r = inclusion_ask(p.engine, p.sites[0], p.sites[1], &few);
    ck_assert_int_eq((int)r->answer, ANSWER_NOT_INCLUDED);
    ck_assert_uint_eq(r->break_count, 1);
    close_pair(&p);
    buf_clear(&sides[0]);
    buf_clear(&sides[1]);
}
END_TEST

/* --- breaks of parts, in the whole --- */

static const struct {
    const char *writer, *reader, *step, *part_reader, *part, *whole; /* whole NULL: there is none */
} lifts[] = {
    {"{\"required\":[\"id\"],\"properties\":{\"id\":{\"type\":\"integer\"},\"a\":{\"$ref\":\"#/"
     "$defs/x\"}},"
     "\"$defs\":{\"x\":{\"type\":\"string\"}}}",
     "{\"properties\":{\"id\":{},\"a\":{\"$ref\":\"#/$defs/"
     "x\"}},\"$defs\":{\"x\":{\"type\":\"string\","
     "\"maxLength\":1}}}",
     "a", "/$defs/x", "\"ab\"", "{\"a\":\"ab\",\"id\":0}"},
    {"{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/"
     "x\"},\"$defs\":{\"x\":{\"type\":\"integer\"}}}",
     "{\"items\":{\"$ref\":\"#/$defs/x\"},\"$defs\":{\"x\":{\"type\":\"integer\",\"maximum\":5}}}",
     "*", "/$defs/x", "7", "[7]"},
    {"{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}",
     "{\"properties\":{\"any\":{}},\"additionalProperties\":{\"$ref\":\"#/$defs/"
     "x\"},\"$defs\":{\"x\":{"
     "\"maximum\":5}}}",
     "*", "/$defs/x", "7", "{\"extra\":7}"},
    /* around it the writer never sends it */
    {"{\"maxProperties\":0,\"type\":\"object\"}",
     "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}},\"$defs\":{\"x\":{\"type\":\"string\"}}}",
     "a", "/$defs/x", "1", NULL},
};

START_TEST(test_lift)
{
    pair p = open_pair(lifts[_i].writer, lifts[_i].reader, DIALECT_2020_12);
    diags problems;
    diags_init(&problems);
    buf source = {0};
    buf_append(&source, str_from(lifts[_i].part));
    document *part = document_read(&source, STR("part"), &(document_options){.seed = 7}, &problems);
    inclusion_way end = {
        .reader = registry_fragment(p.registries[1], str_from(lifts[_i].part_reader), &problems)};
    inclusion_way way = {p.sites[1], str_from(lifts[_i].step), &end};
    for (int any = 0; any < 2; any++) {
        const inclusion_result *r = inclusion_lift(
            p.engine, p.sites[0], &way, any ? NULL : document_root(part), &(inclusion_options){0});
        ck_assert_int_eq((int)r->answer, lifts[_i].whole ? ANSWER_NOT_INCLUDED : ANSWER_INCLUDED);
        if (!lifts[_i].whole)
            continue;
        check_witness(&p, r, 0);
        buf found = {0};
        json_write(&found, r->breaks[0].witness);
        if (!any)
            ck_assert_str_eq(buf_cstr(&found), lifts[_i].whole);
        buf_clear(&found);
    }
    document_free(part);
    diags_clear(&problems);
    close_pair(&p);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("inclusion");
    TCase *tests = tcase_create("inclusion");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_literal, 0, (int)(sizeof literal / sizeof literal[0]));
    tcase_add_loop_test(tests, test_closed, 0, (int)(sizeof closed / sizeof closed[0]));
    tcase_add_loop_test(tests, test_text, 0, (int)(sizeof text / sizeof text[0]));
    tcase_add_test(tests, test_direction);
    tcase_add_test(tests, test_every_break);
    tcase_add_test(tests, test_break_in_branch);
    tcase_add_test(tests, test_unknown_says_why);
    tcase_add_test(tests, test_endless);
    tcase_add_test(tests, test_budget);
    tcase_add_test(tests, test_empty);
    tcase_add_test(tests, test_recursive_family);
    tcase_add_test(tests, test_doubling);
    tcase_add_loop_test(tests, test_lift, 0, (int)(sizeof lifts / sizeof lifts[0]));
    suite_add_tcase(suite, tests);
    return unit_main("inclusion/inclusion", suite);
}
