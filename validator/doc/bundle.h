/*
 * Bundles: the documents reached from one entry, read from one place (doc/input.h).
 *
 * A bundle owns its documents. Loading reads the entry and then, breadth first, every file that a
 * "$ref" names; what cannot be read is remembered, and reported only when somebody resolves that
 * reference (an example may hold a "$ref" that means nothing). After loading a bundle is
 * immutable. Remote references are never fetched: they resolve through mappings, or are an error
 * ("ref.remote") whose hint is the mapping to add.
 *
 * URIs: a document's base URI is "file:///" + its path inside the place, unless a mapping gives
 * it another. References between files are RFC 3986; fragments are JSON Pointers here. `$id`,
 * anchors and dialects are the business of schema/registry.h.
 */
#ifndef HANDOFF_DOC_BUNDLE_H
#define HANDOFF_DOC_BUNDLE_H

#include "doc/document.h"
#include "doc/input.h"

typedef struct bundle bundle;

typedef struct bundle_mapping {
    str uri_prefix; /* "https://schemas.example.com/" */
    str path;       /* folder or file inside the place, or on disk when absolute */
} bundle_mapping;

typedef struct bundle_options {
    uint64_t seed;
    const bundle_mapping *mappings;
    size_t mapping_count;
    document_format format;
} bundle_options;

/* Takes over the input, also on failure. NULL with errors when the entry cannot be read. */
bundle *bundle_load(input *in, const bundle_options *options, diags *d);

/* A bundle of one document that is already read (tests, embedded schemas). Takes it over. */
bundle *bundle_of(document *doc, str uri);

/* Adds a document under a URI (remotes in tests, embedded meta-schemas) and takes it over. Only
 * before use. */
void bundle_add(bundle *b, document *doc, str uri);

void bundle_free(bundle *b); /* NULL is fine */

size_t bundle_count(const bundle *b);
const document *bundle_document(const bundle *b, size_t index); /* 0 is the entry */
const node *bundle_root(const bundle *b);                       /* of the entry */
str bundle_uri(const bundle *b, size_t index);
const document *bundle_find(const bundle *b, str uri_without_fragment); /* NULL: not loaded */
const document *bundle_document_of(const bundle *b, const node *n);
uint64_t bundle_seed(const bundle *b);
size_t bundle_memory(const bundle *b);

/* What a reference written in the document of `holder` points to: pointer fragments only. NULL
 * with an error: "ref.missing-file", "ref.missing-target", "ref.remote", "ref.outside",
 * "ref.syntax". `d` may be NULL when the caller only wants to know. */
const node *bundle_resolve(const bundle *b, const node *holder, str ref, diags *d);

/* Follows "$ref" members from n until something else stands there; n itself when it has none.
 * NULL with an error on a loop ("ref.loop"), a chain over LIMIT_REFERENCE_CHAIN or no target. */
const node *bundle_follow(const bundle *b, const node *n, diags *d);

/* false with an error ("ref.loop") for each reference that leads back to itself through nothing but
 * references: such a document means nothing, and what takes it for "anything" would let it pass. */
bool bundle_refuse_loops(const bundle *b, diags *d);

typedef struct position {
    str file;              /* as people read it */
    uint32_t line, column; /* from 1; 0: unknown */
    str pointer;           /* JSON Pointer in that file */
} position;

/* Of a value; with its key's position where it is a member and key_too is set. Pointers are found
 * by walking from the document's root, guided by offsets: O(depth * width). In the arena. */
position bundle_position(const bundle *b, const node *n, arena *a);
position bundle_key_position(const bundle *b, const member *m, const node *holder, arena *a);

diag *bundle_diag_at(const bundle *b, diags *d, diag *of, const node *n);

#endif
