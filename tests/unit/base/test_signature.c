#include "base/signature.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/unit.h"

static arena *a;

static void set_up(void)
{
    a = arena_new();
}

static void tear_down(void)
{
    arena_free(a);
}

static void from_hex(unsigned char *out, const char *hex)
{
    for (size_t i = 0; hex[2 * i]; i++) {
        char digits[] = {hex[2 * i], hex[2 * i + 1], 0}, *end;
        out[i] = (unsigned char)strtoul(digits, &end, 16);
        ck_assert(end == digits + 2);
    }
}

/* RFC 8032, section 7.1: secret and public key side by side, as libsodium has them. */
static const struct {
    const char *key, *public_, *message, *signature;
} vectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "4"
     "6bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d"
     "8c387b2eaeb4302aeeb00d291612bb0c00"},
};

START_TEST(signs_as_the_standard_does)
{
    private_key key;
    public_key expected;
    unsigned char message[1], wanted[SIGNATURE_LENGTH], made[SIGNATURE_LENGTH];
    from_hex(key.bytes, vectors[_i].key);
    from_hex(expected.bytes, vectors[_i].public_);
    from_hex(message, vectors[_i].message);
    from_hex(wanted, vectors[_i].signature);
    str text = str_of((const char *)message, strlen(vectors[_i].message) / 2);
    signature_make(&key, text, made);
    ck_assert_mem_eq(made, wanted, sizeof wanted);
    public_key public_ = key_public(&key);
    ck_assert_mem_eq(public_.bytes, expected.bytes, sizeof expected.bytes);
    ck_assert(signature_holds(&public_, text, str_of((const char *)made, sizeof made)));
    made[_i] ^= 1;
    ck_assert(!signature_holds(&public_, text, str_of((const char *)made, sizeof made)));
    ck_assert(!signature_holds(&public_, text, STR("short")));
}
END_TEST

START_TEST(base64_is_strict)
{
    static const struct {
        const char *text, *bytes;
    } table[] = {{"Zg==", "f"}, {"Zm8=", "fo"}, {"Zm9v", "foo"}, {"Zm9vYmFy", "foobar"}};
    static const char *const malformed[] = {
        "", "Z", "Zg", "Zg=", "Zg===", "Zm9v ", "Zm-_", "=", "Zm9v\n"};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        str bytes;
        ck_assert(str_equal(base64_encode(str_from(table[i].bytes), a), str_from(table[i].text)));
        ck_assert(base64_decode(str_from(table[i].text), &bytes, a));
        ck_assert(str_equal(bytes, str_from(table[i].bytes)));
    }
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        str bytes;
        ck_assert_msg(!base64_decode(str_from(malformed[i]), &bytes, a), "'%s'", malformed[i]);
    }
}
END_TEST

START_TEST(no_two_keys_are_the_same)
{
    private_key one, other;
    key_create(&one);
    key_create(&other);
    ck_assert_mem_ne(one.bytes, other.bytes, sizeof one.bytes);
    key_wipe(&one);
    for (size_t i = 0; i < sizeof one.bytes; i++)
        ck_assert_uint_eq(one.bytes[i], 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("base/signature");
    TCase *t = tcase_create("signature");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_loop_test(t, signs_as_the_standard_does, 0, sizeof vectors / sizeof *vectors);
    tcase_add_test(t, base64_is_strict);
    tcase_add_test(t, no_two_keys_are_the_same);
    suite_add_tcase(s, t);
    return unit_main("base/signature", s);
}
