/*
 * Signatures (Ed25519, RFC 8032, by libsodium) and the files that hold their keys.
 *
 * Key files are PEM as openssl writes and reads them: PKCS#8 "PRIVATE KEY" (RFC 8410) and
 * SubjectPublicKeyInfo "PUBLIC KEY". A private key is written with mode 0600, never over an
 * existing file, and never printed; key_wipe clears it from memory. Errors: "file.exists",
 * "key.format", "key.permission" (a warning: others may read the private key), "file.*".
 */
#ifndef HANDOFF_BASE_SIGNATURE_H
#define HANDOFF_BASE_SIGNATURE_H

#include "base/arena.h"
#include "base/diag.h"

enum { SIGNATURE_LENGTH = 64, PUBLIC_KEY_LENGTH = 32, PRIVATE_KEY_LENGTH = 64 };

typedef struct public_key {
    unsigned char bytes[PUBLIC_KEY_LENGTH];
} public_key;

typedef struct private_key {
    unsigned char bytes[PRIVATE_KEY_LENGTH]; /* seed and public key, as libsodium has it */
} private_key;

void key_create(private_key *out);
public_key key_public(const private_key *key);
void key_wipe(private_key *key);

bool key_read_private(private_key *out, const char *path, diags *d);
bool key_read_public(public_key *out, const char *path, diags *d);
bool key_write_private(const private_key *key, const char *path, diags *d);
bool key_write_public(const public_key *key, const char *path, diags *d);

/* SHA-256 of the SubjectPublicKeyInfo, hexadecimal: how signatures name their key. */
str key_id(const public_key *key, arena *a);

void signature_make(const private_key *key, str message, unsigned char out[SIGNATURE_LENGTH]);
bool signature_holds(const public_key *key, str message, str signature);

/* Base64 with padding (RFC 4648 §4). base64_decode is false on anything else. */
str base64_encode(str bytes, arena *a);
bool base64_decode(str text, str *bytes, arena *a);

#endif
