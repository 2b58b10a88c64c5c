#include "../unit.h"

#include <stdlib.h>

#include "base/limits.h"
#include "check/frame.h"

static report *sent, *got;
static diags sent_diags, got_diags;
static buf frame;

static void fill(void)
{
    static str operations[] = {{"GET /a", 6}, {"GET /b", 6}};
    static affected_consumer consumers[] = {{{"web", 3},
                                             {"shop", 4},
                                             {"GET /a", 6},
                                             {{"w.yaml", 6}, 3, 4, {"/x", 2}},
                                             {"reads", 5},
                                             {"/total", 6}}};
    report_add(sent, &(finding){.rule = STR("some-rule"),
                                .level = LEVEL_BREAKING,
                                .message = STR("with a \0 in it"),
                                .where = STR(""),
                                .contract = STR("a.yaml"),
                                .operations = operations,
                                .operation_count = 2,
                                .old_place = {STR("HEAD:a.yaml"), 3, 7, STR("/a")},
                                .proof = {.kind = PROOF_WITNESS,
                                          .witness = STR("{\"a\":1}"),
                                          .sent_by = STR("new"),
                                          .rejected_by = STR("old")},
                                .consumers = consumers,
                                .consumer_count = 1,
                                .fingerprint = STR("0123")});
    report_add_undecided(sent,
                         &(undecided){STR("here"), STR("too much"), {STR("a"), 1, 2, STR("")}});
    sent->operations_compared = 7;
    sent->old_name = STR("old");
    report_finish(sent, true);
    diags_at(&sent_diags, diags_warning(&sent_diags, "w.w", "a warning"), STR("a.yaml"), 2, 3);
    diags_hint(&sent_diags, diags_error(&sent_diags, "e.e", "an error"), "a hint");
}

static void setup(void)
{
    sent = report_new();
    got = report_new();
    diags_init(&sent_diags);
    diags_init(&got_diags);
    frame = (buf){0};
    fill();
    frame_write(&frame, sent, &sent_diags);
}

static void teardown(void)
{
    report_free(sent);
    report_free(got);
    diags_clear(&sent_diags);
    diags_clear(&got_diags);
    buf_clear(&frame);
}

static void assert_same(str a, str b)
{
    ck_assert(str_equal(a, b));
    ck_assert_int_eq(a.data == NULL, b.data == NULL);
}

START_TEST(what_arrives_is_what_was_sent)
{
    ck_assert(frame_read(buf_str(&frame), got, &got_diags));
    ck_assert_uint_eq(got->finding_count, 1);
    const finding *f = &got->findings[0], *of = &sent->findings[0];
    assert_same(f->rule, of->rule);
    assert_same(f->message, of->message);
    assert_same(f->operations[1], of->operations[1]);
    assert_same(f->old_place.file, of->old_place.file);
    ck_assert_uint_eq(f->old_place.column, 7);
    ck_assert_uint_eq(f->new_place.line, 0);
    assert_same(f->proof.witness, of->proof.witness);
    assert_same(f->consumers[0].uses, of->consumers[0].uses);
    assert_same(f->consumers[0].relies_on, of->consumers[0].relies_on);
    assert_same(f->fingerprint, of->fingerprint);
    ck_assert_int_eq(got->verdict, VERDICT_BREAKING);
    ck_assert_uint_eq(got->operations_compared, 7);
    ck_assert_uint_eq(got->undecided_count, 1);
    ck_assert_uint_eq(got_diags.count, 2);
    ck_assert_uint_eq(got_diags.errors, 1);
    ck_assert_uint_eq(got_diags.items[0].column, 3);
    assert_same(got_diags.items[1].hint, STR("a hint"));
}
END_TEST

/* The second frame of the same findings is the first: reading loses nothing. */
START_TEST(writing_again_gives_the_same)
{
    ck_assert(frame_read(buf_str(&frame), got, &got_diags));
    buf again = {0};
    frame_write(&again, got, &got_diags);
    ck_assert(str_equal(buf_str(&again), buf_str(&frame)));
    buf_clear(&again);
}
END_TEST

START_TEST(half_a_frame_is_none)
{
    for (size_t length = 0; length < frame.length; length++) {
        report *r = report_new();
        diags d;
        diags_init(&d);
        ck_assert(!frame_read(str_take(buf_str(&frame), length), r, &d));
        report_free(r);
        diags_clear(&d);
    }
    buf_append_char(&frame, 'x');
    ck_assert(!frame_read(buf_str(&frame), got, &got_diags));
}
END_TEST

/* Any damage is survived: refused, or read as some other sound report. */
START_TEST(damage_is_survived)
{
    srand(1);
    for (int round = 0; round < 3000; round++) {
        buf damaged = {0};
        buf_append(&damaged, buf_str(&frame));
        for (int k = 0; k < 1 + rand() % 3; k++)
            damaged.data[(size_t)rand() % damaged.length] = (char)rand();
        report *r = report_new();
        diags d;
        diags_init(&d);
        frame_read(buf_str(&damaged), r, &d);
        report_free(r);
        diags_clear(&d);
        buf_clear(&damaged);
    }
}
END_TEST

START_TEST(dropped_errors_still_count)
{
    for (int i = 0; i < LIMIT_DIAGNOSTICS + 5; i++)
        diags_warning(&sent_diags, "w.w", "many");
    diags_error(&sent_diags, "e.e", "dropped");
    buf_clear(&frame);
    frame_write(&frame, sent, &sent_diags);
    ck_assert(frame_read(buf_str(&frame), got, &got_diags));
    ck_assert_uint_eq(got_diags.errors, 2);
    ck_assert_uint_eq(got_diags.warnings, sent_diags.warnings);
    ck_assert_uint_eq(got_diags.dropped, sent_diags.dropped);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("check/frame");
    TCase *one = tcase_create("frame");
    tcase_add_checked_fixture(one, setup, teardown);
    tcase_add_test(one, what_arrives_is_what_was_sent);
    tcase_add_test(one, writing_again_gives_the_same);
    tcase_add_test(one, half_a_frame_is_none);
    tcase_add_test(one, damage_is_survived);
    tcase_add_test(one, dropped_errors_still_count);
    suite_add_tcase(suite, one);
    return unit_main("check/frame", suite);
}
