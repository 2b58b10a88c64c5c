#include "gate/fact.h"

#include "base/file.h"
#include "tests/unit/unit.h"

static arena *a;
static diags d;

static void set_up(void)
{
    a = arena_new();
    diags_init(&d);
}

static void tear_down(void)
{
    diags_clear(&d);
    arena_free(a);
}

static const node *read_schema(void)
{
    buf text = {0};
    ck_assert(file_read(&text, "schemas/fact.schema.json", 1 << 20, &d));
    const node *root = node_parse_json(arena_str(a, buf_str(&text)), a, &d);
    buf_clear(&text);
    ck_assert_ptr_nonnull(root);
    return root;
}

static bool requires(const node *row, const char *name)
{
    const node *list = node_get(row, STR("required"));
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(node_text(node_item(list, i)), str_from(name)))
            return true;
    return false;
}

/* What integrators read is what is read of them: kinds, members, and which may be left out. */
START_TEST(the_published_schema_agrees)
{
    const node *rows = node_get(read_schema(), STR("oneOf"));
    size_t count = 0;
    for (const fact_kind *kind; (kind = fact_kind_at(count)); count++) {
        const node *row = node_item(rows, count), *members = node_get(row, STR("properties"));
        ck_assert(str_equal(node_get_text(node_get(members, STR("fact")), STR("const")),
                            str_from(kind->name)));
        ck_assert_uint_eq(members->count, fact_member_count(kind) + 3);
        for (size_t i = 0; i < fact_member_count(kind); i++) {
            const fact_member *m = &kind->members[i];
            ck_assert_msg(node_get(members, str_from(m->name)) != NULL, "%s.%s", kind->name,
                          m->name);
            ck_assert_msg(requires(row, m->name) == !m->optional, "%s.%s", kind->name, m->name);
        }
    }
    ck_assert_uint_eq(count, rows->count);
}
END_TEST

static bool reads(const char *line)
{
    buf source = {0};
    buf_append(&source, str_from(line));
    const document_options options = {.format = DOCUMENT_JSON, .without_hashes = true};
    document *doc = document_read(&source, STR("f"), &options, &d);
    fact f;
    bool fine = doc && fact_read(&f, doc, document_root(doc), &d);
    document_free(doc);
    return fine;
}

START_TEST(facts_are_strict)
{
    static const char *const fine[] = {
        "{\"fact\":\"version\",\"service\":\"a\",\"version\":\"1\"}",
        "{\"fact\":\"version\",\"service\":\"a\",\"version\":\"1\",\"branch\":null}",
        "{\"fact\":\"waiver\",\"fingerprint\":\"f\",\"contract\":\"c\",\"owner\":\"o\",\"reason\":"
        "\"r\","
        "\"expires\":\"2026-11-21\"}",
        "{\"fact\":\"tag\",\"service\":\"a\",\"version\":\"1\",\"tag\":\"t\",\"at\":\"2026-11-"
        "21T00:00:00Z\"}",
    };
    static const char *const wrong[] = {
        "{}",
        "[]",
        "\"version\"",
        "{\"fact\":\"virsion\"}",
        "{\"fact\":\"version\",\"service\":\"a\"}",
        "{\"fact\":\"version\",\"service\":\"\",\"version\":\"1\"}",
        "{\"fact\":\"version\",\"service\":\"a\\u0000b\",\"version\":\"1\"}",
        "{\"fact\":\"version\",\"service\":\"a\",\"version\":1}",
        "{\"fact\":\"version\",\"service\":\"a\",\"version\":\"1\",\"brunch\":\"m\"}",
        "{\"fact\":\"version\",\"service\":\"a\",\"version\":\"1\",\"request\":7}",
        "{\"fact\":\"version\",\"service\":\"a\",\"version\":\"1\",\"request\":\"\"}",
        "{\"fact\":\"version\",\"service\":\"a\",\"version\":\"1\",\"at\":\"yesterday\"}",
        "{\"fact\":\"waiver\",\"fingerprint\":\"f\",\"contract\":\"c\",\"owner\":\"o\",\"reason\":"
        "\"r\","
        "\"expires\":\"in May\"}",
        "{\"fact\":\"verification\",\"consumer\":\"c\",\"provider\":\"p\",\"content\":\"x\","
        "\"provider_version\":\"1\",\"success\":\"true\"}",
    };
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        ck_assert_msg(reads(fine[i]), "%s", fine[i]);
    ck_assert_uint_eq(d.errors, 0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(!reads(wrong[i]), "%s", wrong[i]);
    ck_assert_uint_eq(d.errors, sizeof wrong / sizeof *wrong);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("gate/fact");
    TCase *t = tcase_create("fact");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, the_published_schema_agrees);
    tcase_add_test(t, facts_are_strict);
    suite_add_tcase(s, t);
    return unit_main("gate/fact", s);
}
