#include "gate/content.h"

#include "base/digest.h"
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

static bundle *load(const input_text *files, size_t count, str entry)
{
    const bundle_mapping mappings[] = {{STR("https://example.com/"), STR("shared")}};
    const bundle_options options = {.mappings = mappings, .mapping_count = 1};
    bundle *b = bundle_load(input_open_memory(files, count, entry, entry), &options, &d);
    ck_assert_ptr_nonnull(b);
    return b;
}

static bundle *open_again(const packed_contract *packed)
{
    bundle_options options = {0};
    input *in =
        content_open(packed->name, packed->text, &options.mappings, &options.mapping_count, a, &d);
    ck_assert_ptr_nonnull(in);
    bundle *b = bundle_load(in, &options, &d);
    ck_assert_ptr_nonnull(b);
    return b;
}

START_TEST(one_file_is_stored_as_it_is)
{
    const input_text files[] = {{STR("apis/a.yaml"), STR("type: string\n")}};
    bundle *b = load(files, 1, files[0].path);
    packed_contract packed = content_pack(b, a);
    ck_assert(str_equal(packed.name, STR("a.yaml")));
    ck_assert(str_equal(packed.text, files[0].text));
    ck_assert(str_equal(packed.digest, digest_hex(files[0].text, a)));
    bundle_free(b);
}
END_TEST

static const input_text many[] = {
    {STR_INIT("repo/apis/a b.json"),
     STR_INIT("{\"a\":{\"$ref\":\"../common/m.yaml#/x\"},\"b\":{\"$ref\":\"https://example.com/"
              "s.json\"}}")},
    {STR_INIT("repo/common/m.yaml"), STR_INIT("x: {type: string}\n")},
    {STR_INIT("shared/s.json"), STR_INIT("{\"type\":\"null\"}")},
};

START_TEST(many_files_are_stored_whole)
{
    bundle *b = load(many, 3, many[0].path);
    packed_contract packed = content_pack(b, a);
    bundle *again = open_again(&packed);
    ck_assert_uint_eq(bundle_count(again), 3);
    const node *root = bundle_root(again);
    for (const char *const *name = (const char *const[]){"a", "b", NULL}; *name; name++) {
        const node *holder = node_get(root, str_from(*name));
        str ref = node_get_text(holder, STR("$ref"));
        ck_assert_ptr_nonnull(bundle_resolve(again, holder, ref, &d));
    }
    ck_assert_uint_eq(d.errors, 0);
    bundle_free(b);
    bundle_free(again);
}
END_TEST

/* The same contract in another checkout is the same content. */
START_TEST(where_it_lies_does_not_matter)
{
    input_text moved[3];
    for (size_t i = 0; i < 3; i++)
        moved[i] = many[i];
    moved[0].path = STR("elsewhere/deep/repo/apis/a b.json");
    moved[1].path = STR("elsewhere/deep/repo/common/m.yaml");
    bundle *one = load(many, 3, many[0].path), *other = load(moved, 3, moved[0].path);
    ck_assert(str_equal(content_pack(one, a).digest, content_pack(other, a).digest));
    bundle_free(one);
    bundle_free(other);
}
END_TEST

/* A ledger is not trusted: no stored path may lead to a file of this machine. */
START_TEST(hostile_bundles_are_refused)
{
    static const char *const texts[] = {
        "{\"handoff\":\"bundle\",\"entry\":\"a\",\"files\":[{\"path\":\"/etc/"
        "passwd\",\"text\":\"\"}]}",
        "{\"handoff\":\"bundle\",\"entry\":\"a\",\"files\":[{\"path\":\"../a\",\"text\":\"\"}]}",
        "{\"handoff\":\"bundle\",\"entry\":\"a\",\"files\":[{\"path\":\"a\"}]}",
        "{\"handoff\":\"bundle\",\"entry\":\"a\",\"files\":3}",
        "{\"handoff\":\"bundle\",\"files\":[]}",
        "{\"handoff\":\"bundle\",",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const bundle_mapping *mappings;
        size_t count;
        ck_assert_msg(!content_open(STR("x"), str_from(texts[i]), &mappings, &count, a, &d), "%s",
                      texts[i]);
    }
    ck_assert_uint_eq(d.errors, sizeof texts / sizeof *texts);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("gate/content");
    TCase *t = tcase_create("content");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, one_file_is_stored_as_it_is);
    tcase_add_test(t, many_files_are_stored_whole);
    tcase_add_test(t, where_it_lies_does_not_matter);
    tcase_add_test(t, hostile_bundles_are_refused);
    suite_add_tcase(s, t);
    return unit_main("gate/content", s);
}
