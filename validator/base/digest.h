/*
 * Digests (SHA-256, by libsodium) in lower-case hexadecimal, and randomness for hash seeds.
 */
#ifndef HANDOFF_BASE_DIGEST_H
#define HANDOFF_BASE_DIGEST_H

#include "base/arena.h"

enum { DIGEST_HEX_LENGTH = 64 };

typedef struct digest {
    _Alignas(16) unsigned char state[256]; /* private */
} digest;

void digest_begin(digest *d);
void digest_add(digest *d, str bytes);
void digest_add_framed(digest *d, str bytes); /* length first: fields cannot run together */
void digest_end(digest *d, char hex[DIGEST_HEX_LENGTH + 1]);

str digest_hex(str bytes, arena *a); /* all in one */

uint64_t random_seed(void);

#endif
