/* Files and child processes. */
#include "base/file.h"
#include "base/process.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static arena *a;
static diags d;
static char folder[] = "/tmp/handoff-test-XXXXXX";

static void begin(void)
{
    a = arena_new();
    diags_init(&d);
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void end(void)
{
    process_result r;
    process_run(&r, (const char *const[]){"rm", "-rf", folder, NULL}, NULL, &d);
    process_result_clear(&r);
    diags_clear(&d);
    arena_free(a);
}

static const char *in_folder(const char *name)
{
    return arena_printf(a, "%s/%s", folder, name).data;
}

static void assert_code(const char *code)
{
    ck_assert_uint_eq(d.errors, 1);
    ck_assert_str_eq(d.items[0].code.data, code);
}

START_TEST(what_is_written_is_read)
{
    buf b = {0};
    const char *path = in_folder("a b\n\"c\".txt");
    ck_assert(file_write(path, STR("x\0y"), &d));
    ck_assert(file_read(&b, path, 100, &d));
    ck_assert(str_equal(buf_str(&b), STR("x\0y")));
    ck_assert(file_write(path, STR("second"), &d));
    b.length = 0;
    ck_assert(file_read(&b, path, 100, &d));
    ck_assert(str_equal(buf_str(&b), STR("second")));
    buf_clear(&b);
    str *names;
    size_t count;
    ck_assert(file_list_folder(&names, &count, folder, a, &d));
    ck_assert_uint_eq(count, 1); /* no temporary file stays */
}
END_TEST

START_TEST(a_missing_file)
{
    buf b = {0};
    ck_assert(!file_read(&b, in_folder("no"), 9, &d));
    assert_code("file.missing");
    buf_clear(&b);
}
END_TEST

START_TEST(a_folder_is_no_file)
{
    buf b = {0};
    ck_assert(!file_read(&b, folder, 9, &d));
    assert_code("file.not-regular");
    buf_clear(&b);
}
END_TEST

START_TEST(a_fifo_is_not_waited_for)
{
    buf b = {0};
    ck_assert_int_eq(mkfifo(in_folder("fifo"), 0600), 0);
    ck_assert(!file_read(&b, in_folder("fifo"), 9, &d));
    assert_code("file.not-regular");
    ck_assert(!file_write(in_folder("fifo"), STR("x"), &d));
    buf_clear(&b);
}
END_TEST

START_TEST(a_large_file_is_refused)
{
    buf b = {0};
    ck_assert(file_write(in_folder("large"), STR("0123456789"), &d));
    ck_assert(!file_read(&b, in_folder("large"), 9, &d));
    assert_code("file.too-large");
    buf_clear(&b);
}
END_TEST

START_TEST(a_failed_write_leaves_nothing)
{
    ck_assert(!file_write(in_folder("no/where"), STR("x"), &d));
    assert_code("file.write");
}
END_TEST

START_TEST(names_are_listed_in_order)
{
    ck_assert(file_write(in_folder("b"), STR(""), &d));
    ck_assert(file_write(in_folder("a"), STR(""), &d));
    ck_assert(file_write(in_folder(".hidden"), STR(""), &d));
    str *names;
    size_t count;
    ck_assert(file_list_folder(&names, &count, folder, a, &d));
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(names[0].data, ".hidden");
    ck_assert_str_eq(names[1].data, "a");
    ck_assert_int_eq(file_kind_of(folder), FILE_FOLDER);
    ck_assert_int_eq(file_kind_of(in_folder("a")), FILE_REGULAR);
    ck_assert_int_eq(file_kind_of(in_folder("zz")), FILE_ABSENT);
}
END_TEST

START_TEST(a_child_gets_its_arguments_and_input)
{
    process_result r;
    process_options options = {.input = STR("from input"),
                               .folder = "/",
                               .environment = (const char *const[]){"GREETING=hello", NULL}};
    const char *const command[] = {
        "sh", "-c", "cat; echo \" $GREETING $PWD $1\"; echo bad >&2; exit 3", "sh", "a b;$(id)\n\"",
        NULL};
    ck_assert(process_run(&r, command, &options, &d));
    ck_assert_int_eq(r.exit_code, 3);
    ck_assert_str_eq(buf_cstr(&r.out), "from input hello / a b;$(id)\n\"\n");
    ck_assert_str_eq(buf_cstr(&r.err), "bad\n");
    process_result_clear(&r);
}
END_TEST

START_TEST(a_child_that_is_not_there)
{
    process_result r;
    ck_assert(!process_run(&r, (const char *const[]){"no-such-program-here", NULL}, NULL, &d));
    assert_code("process.start");
    process_result_clear(&r);
}
END_TEST

START_TEST(a_child_that_hangs_is_killed_with_its_children)
{
    process_result r;
    process_options options = {.seconds = 1};
    time_t start = time(NULL);
    ck_assert(!process_run(&r, (const char *const[]){"sh", "-c", "sleep 60 & sleep 60", NULL},
                           &options, &d));
    ck_assert(r.timed_out);
    ck_assert_int_lt(time(NULL) - start, 10);
    assert_code("process.timeout");
    process_result_clear(&r);
}
END_TEST

START_TEST(output_beyond_its_limit_is_cut)
{
    process_result r;
    process_options options = {.output_limit = 1000};
    ck_assert(process_run(&r, (const char *const[]){"yes", NULL}, &options, &d));
    ck_assert(r.truncated);
    ck_assert_uint_eq(r.out.length, 1000);
    process_result_clear(&r);
}
END_TEST

START_TEST(input_a_child_does_not_read_is_no_harm)
{
    process_result r;
    buf large = {0};
    for (int i = 0; i < 1 << 20; i++)
        buf_append_char(&large, 'x');
    process_options options = {.input = buf_str(&large)};
    ck_assert(process_run(&r, (const char *const[]){"true", NULL}, &options, &d));
    ck_assert_int_eq(r.exit_code, 0);
    process_result_clear(&r);
    buf_clear(&large);
}
END_TEST

START_TEST(a_conversation)
{
    process *p = process_start((const char *const[]){"cat", NULL}, NULL, &d);
    buf got = {0};
    for (int i = 0; i < 100; i++) {
        ck_assert(process_send(p, STR("a line\nand ten..."), &d));
        got.length = 0;
        ck_assert(process_read_line(p, &got, &d));
        ck_assert(str_equal(buf_str(&got), STR("a line")));
        ck_assert(process_read_bytes(p, &got, 10, &d));
        ck_assert(str_equal(buf_str(&got), STR("a lineand ten...")));
    }
    process_stop(p);
    buf_clear(&got);
}
END_TEST

START_TEST(a_conversation_that_ends_too_early)
{
    process *p = process_start((const char *const[]){"sh", "-c", "echo why >&2", NULL}, NULL, &d);
    buf got = {0};
    ck_assert(!process_read_line(p, &got, &d));
    assert_code("process.ended");
    ck_assert_ptr_nonnull(strstr(d.items[0].message.data, "why"));
    process_stop(p);
    buf_clear(&got);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("system");
    TCase *c = tcase_create("system");
    tcase_set_timeout(c, 30);
    tcase_add_checked_fixture(c, begin, end);
    tcase_add_test(c, what_is_written_is_read);
    tcase_add_test(c, a_missing_file);
    tcase_add_test(c, a_folder_is_no_file);
    tcase_add_test(c, a_fifo_is_not_waited_for);
    tcase_add_test(c, a_large_file_is_refused);
    tcase_add_test(c, a_failed_write_leaves_nothing);
    tcase_add_test(c, names_are_listed_in_order);
    tcase_add_test(c, a_child_gets_its_arguments_and_input);
    tcase_add_test(c, a_child_that_is_not_there);
    tcase_add_test(c, a_child_that_hangs_is_killed_with_its_children);
    tcase_add_test(c, output_beyond_its_limit_is_cut);
    tcase_add_test(c, input_a_child_does_not_read_is_no_harm);
    tcase_add_test(c, a_conversation);
    tcase_add_test(c, a_conversation_that_ends_too_early);
    suite_add_tcase(suite, c);
    return unit_main("base/system", suite);
}
