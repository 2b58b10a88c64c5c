/* Two sides read side by side, and one document looked at by several threads. */
#include "doc/bundle.h"
#include "doc/pointer.h"
#include "tests/unit/doc/read.h"

#include <pthread.h>

typedef struct side {
    document *doc;
    diags diags;
    uint64_t sum;
} side;

static void *read_side(void *argument)
{
    side *s = argument;
    buf source = {0};
    buf_append(&source, STR("{\"a\": 1,"));
    for (int i = 0; i < 2000; i++)
        buf_printf(&source, "\"k%d\": {\"$ref\": \"#/a\", \"x\": [1.5, \"\\u00e9\"]},\n", i % 1990);
    buf_append(&source, STR("\"z\": null}"));
    document_options options = {.seed = TEST_SEED};
    diags_init(&s->diags);
    s->doc = document_read(&source, STR("side.json"), &options, &s->diags);
    return NULL;
}

static void *look(void *argument)
{
    side *s = argument;
    size_t count;
    const reference *references = document_references(s->doc, &count);
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        line_column at = document_position(s->doc, references[i].holder->start);
        sum += at.line * 1000003u + at.column;
        sum += pointer_resolve(document_root(s->doc), STR("/a")) != NULL;
    }
    __atomic_add_fetch(&s->sum, sum, __ATOMIC_RELAXED);
    return NULL;
}

START_TEST(two_sides_and_many_lookers)
{
    side sides[2] = {{0}};
    pthread_t threads[4];
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, read_side, &sides[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    ck_assert(node_equal(document_root(sides[0].doc), document_root(sides[1].doc)));
    ck_assert_uint_eq(document_root(sides[0].doc)->hash, document_root(sides[1].doc)->hash);
    ck_assert_uint_eq(sides[0].diags.warnings, sides[1].diags.warnings);
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, look, &sides[0]), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    look(&sides[1]);
    ck_assert_uint_eq(sides[0].sum, sides[1].sum * 4);
    for (int i = 0; i < 2; i++) {
        document_free(sides[i].doc);
        diags_clear(&sides[i].diags);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("threads");
    TCase *c = tcase_create("threads");
    tcase_add_test(c, two_sides_and_many_lookers);
    suite_add_tcase(suite, c);
    return unit_main("doc/threads", suite);
}
