#include "../unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "doc/records.h"

static char path[] = "/tmp/records-XXXXXX";
static diags problems;

static void write_data(const char *data, size_t length)
{
    int descriptor = mkstemp(strcpy(path, "/tmp/records-XXXXXX"));
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(write(descriptor, data, length), (ssize_t)length);
    close(descriptor);
    diags_init(&problems);
}

static void done(records *r)
{
    records_free(r);
    diags_clear(&problems);
    unlink(path);
}

START_TEST(lines_with_all_ends)
{
    static const char data[] = "\xEF\xBB\xBF{\"a\":1}\n\n  \r\n[2]\r\n\"x\"\n3";
    write_data(data, sizeof data - 1);
    records *r = records_open(path, &problems);
    static const uint32_t lines[] = {1, 4, 5, 6};
    static const node_kind kinds[] = {NODE_OBJECT, NODE_ARRAY, NODE_STRING, NODE_NUMBER};
    record line;
    for (size_t i = 0; i < 4; i++) {
        ck_assert(records_next(r, &line, &problems));
        ck_assert_uint_eq(line.line, lines[i]);
        ck_assert(node_is(line.root, kinds[i]));
    }
    ck_assert(!records_next(r, &line, &problems));
    ck_assert_uint_eq(problems.count, 0);
    ck_assert_uint_eq(records_bytes(r), sizeof data - 1);
    done(r);
}
END_TEST

START_TEST(broken_lines_are_told_where_they_are)
{
    static const char data[] = "1\n{\"a\":}\n{\"a\":1,\"a\":2}\n2\n";
    write_data(data, sizeof data - 1);
    records *r = records_open(path, &problems);
    record line;
    ck_assert(records_next(r, &line, &problems));
    ck_assert(records_next(r, &line, &problems));
    ck_assert_ptr_null(line.root);
    ck_assert_ptr_null(record_document(r, &line, &problems));
    ck_assert_uint_eq(problems.items[0].line, 2);
    ck_assert_uint_eq(problems.items[0].column, 6);
    ck_assert(records_next(r, &line, &problems));
    ck_assert(line.root && line.has_warnings);
    document *doc = record_document(r, &line, &problems);
    ck_assert_ptr_nonnull(doc);
    ck_assert_uint_eq(problems.items[1].line, 3);
    document_free(doc);
    ck_assert(records_next(r, &line, &problems));
    ck_assert(node_is(line.root, NODE_NUMBER) && !line.has_warnings);
    done(r);
}
END_TEST

/* Lines that straddle every border of the buffer, and one that makes it grow. */
START_TEST(many_and_long_lines)
{
    buf data = {0};
    for (unsigned i = 0; i < 30000; i++)
        buf_printf(&data, "{\"number\":%u,\"text\":\"%.*s\"}\n", i, (int)(i % 41),
                   "........................................");
    size_t long_line = data.length;
    buf_append_char(&data, '"');
    for (unsigned i = 0; i < 3000000; i++)
        buf_append_char(&data, 'x');
    buf_append(&data, STR("\"\n7"));
    write_data(data.data, data.length);
    records *r = records_open(path, &problems);
    record line;
    for (int64_t i = 0; i < 30000; i++) {
        int64_t found;
        ck_assert(records_next(r, &line, &problems));
        ck_assert(node_int64(node_get(line.root, STR("number")), &found));
        ck_assert_int_eq(found, i);
        ck_assert_uint_eq(node_text(node_get(line.root, STR("text"))).length, (size_t)(i % 41));
    }
    ck_assert(records_next(r, &line, &problems));
    ck_assert_uint_eq(node_text(line.root).length, 3000000);
    ck_assert(records_next(r, &line, &problems));
    ck_assert(node_is(line.root, NODE_NUMBER));
    ck_assert(!records_next(r, &line, &problems));
    ck_assert_uint_gt(records_bytes(r), long_line);
    buf_clear(&data);
    done(r);
}
END_TEST

START_TEST(what_cannot_be_read)
{
    diags_init(&problems);
    ck_assert_ptr_null(records_open("/nonexistent/data.ndjson", &problems));
    ck_assert(str_equal(problems.items[0].code, STR("file.missing")));
    ck_assert_ptr_null(records_open("/tmp", &problems));
    ck_assert(str_equal(problems.items[1].code, STR("file.not-regular")));
    diags_clear(&problems);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("doc/records");
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, lines_with_all_ends);
    tcase_add_test(cases, broken_lines_are_told_where_they_are);
    tcase_add_test(cases, many_and_long_lines);
    tcase_add_test(cases, what_cannot_be_read);
    suite_add_tcase(suite, cases);
    return unit_main("doc/records", suite);
}
