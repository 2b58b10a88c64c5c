/*
 * Hashing of bytes, inline: the mixing of wyhash, which passes SMHasher. Seeded hashes are hard to
 * collide for whoever does not know the seed. Values depend on the machine: never store or show
 * one.
 */
#ifndef HANDOFF_BASE_HASH_H
#define HANDOFF_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Multiply to 128 bits and fold. */
static inline uint64_t hash_fold(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t hash_load8(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

static inline uint64_t hash_load4(const char *p)
{
    uint32_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

static inline uint64_t hash_bytes(const char *p, size_t length, uint64_t seed)
{
    const uint64_t k0 = 0xa0761d6478bd642fu, k1 = 0xe7037ed1a0b428dbu, k2 = 0x8ebc6af09c88c6e3u;
    uint64_t state = seed ^ k0, low = 0, high = 0;
    if (length > 16) {
        const char *last = p + length - 16;
        for (; p < last; p += 16)
            state = hash_fold(hash_load8(p) ^ k1, hash_load8(p + 8) ^ state);
        low = hash_load8(last);
        high = hash_load8(last + 8);
    } else if (length >= 4) { /* four loads that overlap cover 4 to 16 bytes */
        size_t middle = (length >> 3) << 2;
        low = hash_load4(p) << 32 | hash_load4(p + middle);
        high = hash_load4(p + length - 4) << 32 | hash_load4(p + length - 4 - middle);
    } else if (length > 0) {
        low = (uint64_t)(unsigned char)p[0] << 16 | (uint64_t)(unsigned char)p[length >> 1] << 8 |
              (unsigned char)p[length - 1];
    }
    return hash_fold(k2 ^ length, hash_fold(low ^ k1, high ^ state));
}

#endif
