#include "base/digest.h"

#include <stdlib.h>

#include <sodium.h>

static crypto_hash_sha256_state *state_of(digest *d)
{
    _Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof d->state, "room for libsodium's");
    return (crypto_hash_sha256_state *)(void *)d->state;
}

void digest_begin(digest *d)
{
    crypto_hash_sha256_init(state_of(d));
}

void digest_add(digest *d, str bytes)
{
    if (bytes.length)
        crypto_hash_sha256_update(state_of(d), (const unsigned char *)bytes.data, bytes.length);
}

void digest_add_framed(digest *d, str bytes)
{
    unsigned char length[8];
    for (int i = 0; i < 8; i++)
        length[i] = (unsigned char)((uint64_t)bytes.length >> (56 - 8 * i));
    digest_add(d, (str){(const char *)length, sizeof length});
    digest_add(d, bytes);
}

void digest_end(digest *d, char hex[DIGEST_HEX_LENGTH + 1])
{
    unsigned char bytes[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(state_of(d), bytes);
    sodium_bin2hex(hex, DIGEST_HEX_LENGTH + 1, bytes, sizeof bytes);
}

str digest_hex(str bytes, arena *a)
{
    digest d;
    char hex[DIGEST_HEX_LENGTH + 1];
    digest_begin(&d);
    digest_add(&d, bytes);
    digest_end(&d, hex);
    return arena_str(a, (str){hex, DIGEST_HEX_LENGTH});
}

uint64_t random_seed(void)
{
    uint64_t seed;
    if (sodium_init() < 0)
        abort(); /* no randomness from the system: hashes could be collided at will */
    randombytes_buf(&seed, sizeof seed);
    return seed;
}
