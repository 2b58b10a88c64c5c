#include "gate/envelope.h"

#include "tests/unit/unit.h"

static arena *a;
static diags d;
static private_key key;
static public_key public_;

static void set_up(void)
{
    a = arena_new();
    diags_init(&d);
    key_create(&key);
    public_ = key_public(&key);
}

static void tear_down(void)
{
    key_wipe(&key);
    diags_clear(&d);
    arena_free(a);
}

/* The example of the DSSE protocol. */
START_TEST(what_is_signed_is_exact)
{
    str pae = envelope_pae(STR("http://example.com/HelloWorld"), STR("hello world"), a);
    ck_assert(str_equal(pae, STR("DSSEv1 29 http://example.com/HelloWorld 11 hello world")));
    ck_assert(str_equal(envelope_pae(STR(""), STR(""), a), STR("DSSEv1 0  0 ")));
}
END_TEST

START_TEST(what_was_sealed_opens)
{
    static const char *const payloads[] = {"{}", "x", "\x01\xff bytes", "\"quoted\"\n"};
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
        str payload, given = str_from(payloads[i]);
        str sealed = envelope_seal(STR("text/plain"), given, &key, a);
        ck_assert(envelope_open(STR("e"), sealed, STR("text/plain"), &public_, &payload, a, &d));
        ck_assert(str_equal(payload, given));
    }
}
END_TEST

START_TEST(another_type_or_key_does_not)
{
    str payload, sealed = envelope_seal(STR("text/plain"), STR("x"), &key, a);
    private_key other;
    key_create(&other);
    public_key stranger = key_public(&other);
    ck_assert(!envelope_open(STR("e"), sealed, STR("text/html"), &public_, &payload, a, &d));
    ck_assert(!envelope_open(STR("e"), sealed, STR("text/plain"), &stranger, &payload, a, &d));
    ck_assert(!envelope_open(STR("e"), STR("["), STR("text/plain"), &public_, &payload, a, &d));
    ck_assert_uint_eq(d.errors, 3);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("gate/envelope");
    TCase *t = tcase_create("envelope");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, what_is_signed_is_exact);
    tcase_add_test(t, what_was_sealed_opens);
    tcase_add_test(t, another_type_or_key_does_not);
    suite_add_tcase(s, t);
    return unit_main("gate/envelope", s);
}
