#include "base/signature.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sodium.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/file.h"

enum { SEED_LENGTH = 32, KEY_FILE_LIMIT = 4096, LINE_LENGTH = 64 };

/* What stands before the 32 bytes of a key: RFC 8410, sections 4 and 7. An Ed25519 key has no
 * parameters, so that these are the only encodings in DER. */
static const unsigned char private_prefix[] = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                               0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
static const unsigned char public_prefix[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                              0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

typedef struct key_form {
    const char *label;
    const unsigned char *prefix;
    size_t prefix_length;
} key_form;

static const key_form private_form = {"PRIVATE KEY", private_prefix, sizeof private_prefix};
static const key_form public_form = {"PUBLIC KEY", public_prefix, sizeof public_prefix};

void key_create(private_key *out)
{
    public_key ignored;
    if (sodium_init() < 0)
        abort(); /* no randomness from the system: the key could be guessed */
    crypto_sign_ed25519_keypair(ignored.bytes, out->bytes);
}

public_key key_public(const private_key *key)
{
    public_key out;
    crypto_sign_ed25519_sk_to_pk(out.bytes, key->bytes);
    return out;
}

void key_wipe(private_key *key)
{
    sodium_memzero(key, sizeof *key);
}

/* --- base64 --- */

str base64_encode(str bytes, arena *a)
{
    size_t size = sodium_base64_encoded_len(bytes.length, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(a, size);
    sodium_bin2base64(text, size, (const unsigned char *)bytes.data, bytes.length,
                      sodium_base64_VARIANT_ORIGINAL);
    return str_from(text);
}

bool base64_decode(str text, str *bytes, arena *a)
{
    size_t room = text.length / 4 * 3 + 3, length;
    unsigned char *out = arena_alloc(a, room);
    const char *end;
    if (text.length == 0 ||
        sodium_base642bin(out, room, text.data, text.length, NULL, &length, &end,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        end != text.data + text.length)
        return false;
    *bytes = str_of((const char *)out, length);
    return true;
}

/* --- PEM --- */

static void write_pem(buf *out, const key_form *form, const unsigned char *key, arena *a)
{
    buf der = {0};
    buf_append(&der, str_of((const char *)form->prefix, form->prefix_length));
    buf_append(&der, str_of((const char *)key, SEED_LENGTH));
    str text = base64_encode(buf_str(&der), a);
    sodium_memzero(der.data, der.length);
    buf_clear(&der);
    buf_printf(out, "-----BEGIN %s-----\n", form->label);
    for (; text.length; text = str_skip(text, LINE_LENGTH)) {
        buf_append(out, str_take(text, LINE_LENGTH));
        buf_append_char(out, '\n');
    }
    buf_printf(out, "-----END %s-----\n", form->label);
}

/* The text between the two lines, without its line ends. */
static bool find_pem(str text, const key_form *form, buf *base64, arena *a)
{
    str begin = arena_printf(a, "-----BEGIN %s-----", form->label);
    str end = arena_printf(a, "-----END %s-----", form->label);
    size_t from = str_search(text, begin), to = str_search(text, end);
    if (from == SIZE_MAX || to == SIZE_MAX || to < from + begin.length)
        return false;
    str body = str_skip(str_take(text, to), from + begin.length), line;
    while (str_split(&body, '\n', &line))
        buf_append(base64, str_trim(line));
    return true;
}

static bool read_pem(str text, const key_form *form, unsigned char key[SEED_LENGTH], arena *a)
{
    unsigned char der[sizeof private_prefix + SEED_LENGTH];
    buf base64 = {0};
    size_t length = 0;
    bool fine = find_pem(text, form, &base64, a) &&
                sodium_base642bin(der, sizeof der, base64.data, base64.length, NULL, &length, NULL,
                                  sodium_base64_VARIANT_ORIGINAL) == 0 &&
                length == form->prefix_length + SEED_LENGTH &&
                memcmp(der, form->prefix, form->prefix_length) == 0;
    if (fine)
        memcpy(key, der + form->prefix_length, SEED_LENGTH);
    sodium_memzero(der, sizeof der);
    if (base64.length)
        sodium_memzero(base64.data, base64.length);
    buf_clear(&base64);
    return fine;
}

static bool read_key(const char *path, const key_form *form, unsigned char key[SEED_LENGTH],
                     diags *d)
{
    buf text = {0};
    if (!file_read(&text, path, KEY_FILE_LIMIT, d)) {
        buf_clear(&text);
        return false;
    }
    arena *a = arena_new();
    bool fine = read_pem(buf_str(&text), form, key, a);
    if (text.length)
        sodium_memzero(text.data, text.length);
    buf_clear(&text);
    arena_free(a);
    if (!fine)
        diags_hint(d,
                   diags_error(d, "key.format", "'%s' holds no Ed25519 %s", path,
                               form == &private_form ? "private key" : "public key"),
                   "'handoff key create' makes a pair; openssl's PEM files will do too");
    return fine;
}

/* --- files --- */

bool key_read_private(private_key *out, const char *path, diags *d)
{
    unsigned char seed[SEED_LENGTH];
    struct stat status;
    public_key ignored;
    if (!read_key(path, &private_form, seed, d))
        return false;
    crypto_sign_ed25519_seed_keypair(ignored.bytes, out->bytes, seed);
    sodium_memzero(seed, sizeof seed);
    if (stat(path, &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)))
        diags_hint(d,
                   diags_warning(d, "key.permission", "others may read the private key '%s'", path),
                   "chmod 600 '%s'", path);
    return true;
}

bool key_read_public(public_key *out, const char *path, diags *d)
{
    return read_key(path, &public_form, out->bytes, d);
}

bool key_write_private(const private_key *key, const char *path, diags *d)
{
    arena *a = arena_new();
    buf text = {0};
    write_pem(&text, &private_form, key->bytes, a);
    bool fine = file_write_secret(path, buf_str(&text), d);
    sodium_memzero(text.data, text.length);
    buf_clear(&text);
    arena_free(a);
    return fine;
}

bool key_write_public(const public_key *key, const char *path, diags *d)
{
    arena *a = arena_new();
    buf text = {0};
    write_pem(&text, &public_form, key->bytes, a);
    bool fine = file_write(path, buf_str(&text), d);
    buf_clear(&text);
    arena_free(a);
    return fine;
}

/* --- signing --- */

str key_id(const public_key *key, arena *a)
{
    digest sum;
    char hex[DIGEST_HEX_LENGTH + 1];
    digest_begin(&sum);
    digest_add(&sum, str_of((const char *)public_prefix, sizeof public_prefix));
    digest_add(&sum, str_of((const char *)key->bytes, sizeof key->bytes));
    digest_end(&sum, hex);
    return arena_str(a, str_from(hex));
}

void signature_make(const private_key *key, str message, unsigned char out[SIGNATURE_LENGTH])
{
    crypto_sign_ed25519_detached(out, NULL, (const unsigned char *)message.data, message.length,
                                 key->bytes);
}

bool signature_holds(const public_key *key, str message, str signature)
{
    return signature.length == SIGNATURE_LENGTH &&
           crypto_sign_ed25519_verify_detached((const unsigned char *)signature.data,
                                               (const unsigned char *)message.data, message.length,
                                               key->bytes) == 0;
}
