/* Strings, buffers, arenas, maps, vectors and diagnostics. */
#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "tests/unit/unit.h"

#include <string.h>

static arena *a;

static void begin(void)
{
    a = arena_new();
}
static void end(void)
{
    arena_free(a);
}

START_TEST(strings_know_their_length)
{
    ck_assert(str_equal(STR("a\0b"), STR("a\0b")));
    ck_assert(!str_equal(STR("a\0b"), STR("a\0c")));
    ck_assert_int_lt(str_compare(STR("a"), STR("a\0")), 0);
    ck_assert_int_gt(str_compare(STR("b"), STR("a\xff")), 0);
    ck_assert(str_equal_ignoring_case(STR("Content-Type"), STR("content-type")));
    ck_assert_uint_eq(str_find(STR("a:b:c"), ':'), 1);
    ck_assert_uint_eq(str_find_last(STR("a:b:c"), ':'), 3);
    ck_assert_uint_eq(str_search(STR("abcabd"), STR("abd")), 3);
    ck_assert_uint_eq(str_search(STR("ab"), STR("abc")), SIZE_MAX);
    ck_assert(str_equal(str_trim(STR(" \t a b\n")), STR("a b")));
    ck_assert(str_equal(str_skip(STR("abc"), 9), STR("")));
    ck_assert_ptr_null(str_from(NULL).data);
}
END_TEST

START_TEST(parts_of_a_string)
{
    str rest = STR("a,,b,"), part;
    const char *const parts[] = {"a", "", "b", ""};
    for (int i = 0; i < 4; i++) {
        ck_assert(str_split(&rest, ',', &part));
        ck_assert(str_equal(part, str_from(parts[i])));
    }
    ck_assert(!str_split(&rest, ',', &part));
}
END_TEST

START_TEST(distances)
{
    static const struct {
        const char *left, *right;
        size_t distance;
    } cases[] = {{"", "", 0},      {"abc", "abc", 0},        {"abc", "acb", 1},
                 {"abc", "ab", 1}, {"abc", "xabc", 1},       {"format", "fromat", 1},
                 {"a", "b", 1},    {"kitten", "sitting", 3}, {"abc", "uvwxyz", 4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(str_distance(str_from(cases[i].left), str_from(cases[i].right), 3) ==
                          cases[i].distance,
                      "%s %s", cases[i].left, cases[i].right);
}
END_TEST

START_TEST(hashes_see_every_byte)
{
    char text[80];
    for (size_t length = 1; length < sizeof text; length++) {
        memset(text, 'x', length);
        uint64_t whole = hash_bytes(text, length, 1);
        ck_assert_uint_ne(whole, hash_bytes(text, length, 2));
        ck_assert_uint_ne(whole, hash_bytes(text, length - 1, 1));
        for (size_t i = 0; i < length; i++) {
            text[i] = 'y';
            ck_assert_msg(whole != hash_bytes(text, length, 1), "byte %zu of %zu", i, length);
            text[i] = 'x';
        }
    }
}
END_TEST

START_TEST(arenas_give_zeroed_memory_of_all_sizes)
{
    size_t total = 0;
    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size < 3000000; size = size * 3 + 1) {
            unsigned char *memory = arena_alloc(a, size);
            ck_assert_uint_eq((uintptr_t)memory % 16, 0);
            for (size_t i = 0; i < size; i += size / 100 + 1)
                ck_assert_uint_eq(memory[i], 0);
            memset(memory, 0xff, size);
            total += size;
        }
        ck_assert_uint_ge(arena_used(a), total);
        if (round == 1) {
            arena_clear(a);
            ck_assert_uint_eq(arena_used(a), total = 0);
        }
    }
    arena_expect(a, 20u << 20);
    unsigned char *last = arena_alloc(a, 10);
    ck_assert_uint_eq(last[0], 0);
    ck_assert_str_eq(arena_printf(a, "%d-%s", 7, "x").data, "7-x");
}
END_TEST

START_TEST(maps_keep_their_order)
{
    map m;
    map_init(&m, a, 99);
    ck_assert_ptr_null(map_get(&m, STR("none")));
    for (int i = 0; i < 1000; i++) {
        str key = arena_printf(a, "key%d", i * 7 % 500);
        ck_assert_int_eq(map_put(&m, key, arena_printf(a, "%d", i).data == NULL ? NULL : &a),
                         i < 500);
    }
    ck_assert_uint_eq(m.count, 500);
    for (int i = 0; i < 500; i++) {
        ck_assert(str_equal(m.entries[i].key, arena_printf(a, "key%d", i * 7 % 500)));
        ck_assert(map_has(&m, arena_printf(a, "key%d", i)));
    }
    ck_assert(!map_has(&m, STR("key500")));
    *map_slot(&m, STR("new")) = a;
    ck_assert_ptr_eq(map_get(&m, STR("new")), a);
    map pointers;
    map_init(&pointers, a, 99);
    int numbers[100];
    for (int i = 0; i < 100; i++)
        ck_assert(map_put_pointer(&pointers, &numbers[i], &numbers[99 - i]));
    for (int i = 0; i < 100; i++)
        ck_assert_ptr_eq(map_get_pointer(&pointers, &numbers[i]), &numbers[99 - i]);
    ck_assert(!map_has_pointer(&pointers, &m));
}
END_TEST

START_TEST(vectors_grow)
{
    VEC(int) numbers = {0};
    for (int i = 0; i < 1000; i++)
        vec_push(a, &numbers, i);
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(numbers.items[i], i);
    buf b = {0};
    for (int i = 0; i < 1000; i++)
        buf_printf(&b, "%d,", i);
    ck_assert(str_starts_with(buf_str(&b), STR("0,1,2,")));
    ck_assert(str_ends_with(buf_str(&b), STR(",999,")));
    ck_assert_uint_eq(strlen(buf_cstr(&b)), b.length);
    buf_clear(&b);
    ck_assert_ptr_null(b.data);
}
END_TEST

START_TEST(diagnostics_are_counted_and_kept_to_a_limit)
{
    diags d, other;
    diags_init(&d);
    diags_init(&other);
    for (int i = 0; i < LIMIT_DIAGNOSTICS + 50; i++) {
        diag *e =
            diags_at(&other, diags_error(&other, "x.y", "number %d", i), STR("f"), (uint32_t)i, 1);
        diags_hint(&other, e, "hint %d", i);
    }
    diags_hint(&d, diags_warning(&d, "w", "first"), "h");
    ck_assert_uint_eq(other.dropped, 50);
    diags_move(&d, &other);
    ck_assert_uint_eq(d.count, LIMIT_DIAGNOSTICS);
    ck_assert_uint_eq(d.errors, LIMIT_DIAGNOSTICS + 50);
    ck_assert_uint_eq(d.warnings, 1);
    ck_assert_uint_eq(d.dropped, 51);
    ck_assert_str_eq(d.items[1].message.data, "number 0");
    ck_assert_str_eq(d.items[1].hint.data, "hint 0");
    ck_assert_str_eq(d.items[2].file.data, "f");
    ck_assert_uint_eq(d.items[2].line, 1);
    ck_assert_ptr_null(other.items);
    diags_clear(&d);
    diags_clear(&other);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory");
    TCase *c = tcase_create("memory");
    tcase_add_checked_fixture(c, begin, end);
    tcase_add_test(c, strings_know_their_length);
    tcase_add_test(c, parts_of_a_string);
    tcase_add_test(c, distances);
    tcase_add_test(c, hashes_see_every_byte);
    tcase_add_test(c, arenas_give_zeroed_memory_of_all_sizes);
    tcase_add_test(c, maps_keep_their_order);
    tcase_add_test(c, vectors_grow);
    tcase_add_test(c, diagnostics_are_counted_and_kept_to_a_limit);
    suite_add_tcase(suite, c);
    return unit_main("base/memory", suite);
}
