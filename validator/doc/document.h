/*
 * Documents: one file read into nodes (doc/node.h), with the text it came from.
 *
 * JSON is read by a strict RFC 8259 reader of our own (doc/json_reader.c), YAML by libyaml's events
 * typed by the YAML 1.2 core schema (doc/yaml_reader.c); callers do not see which. A name that ends
 * in ".json" is JSON and nothing else. Any other text that starts like JSON ('{' or '[' after white
 * space) is tried as JSON first; a name that ends in ".yaml" or ".yml" is otherwise YAML, and
 * without such a name a text is JSON when it parses as such, else YAML.
 *
 * A document owns its source bytes and its nodes, and is immutable once read, so that any number
 * of threads may look at it. Positions are byte offsets; lines and columns are worked out when
 * somebody asks.
 */
#ifndef HANDOFF_DOC_DOCUMENT_H
#define HANDOFF_DOC_DOCUMENT_H

#include "base/buf.h"
#include "base/diag.h"
#include "doc/node.h"

typedef struct document document;

typedef enum document_format { DOCUMENT_ANY, DOCUMENT_JSON, DOCUMENT_YAML } document_format;

typedef struct document_options {
    document_format format;
    uint64_t seed;       /* of the structural hashes; both sides of a comparison use the same */
    bool without_hashes; /* instances need none */
    uint16_t index;      /* written into every node */
} document_options;

/* A place that mentions another: an object's member "$ref" with a string value (also "$dynamicRef"
 * and "$recursiveRef"), wherever it stands, collected while reading. */
typedef struct reference {
    const node *holder;   /* the object (its address is final) */
    const member *member; /* "$ref": "..." */
} reference;

/* Reads `source`, which the document takes over (and `source` is left empty), under the limits of
 * base/limits.h. NULL with at least one error in `d` ("json.syntax", "yaml.syntax", "limit.depth",
 * "limit.size", "utf8.invalid", ...), positions within; warnings ("duplicate-key", "json.bom") may
 * come with a document. `name` is what people see in messages. */
document *document_read(buf *source, str name, const document_options *options, diags *d);
void document_free(document *doc); /* NULL is fine */

const node *document_root(const document *doc);
str document_name(const document *doc);
str document_source(const document *doc);
document_format document_format_of(const document *doc);
const reference *document_references(const document *doc, size_t *count);
size_t document_memory(const document *doc); /* bytes held */
size_t document_nodes(const document *doc);

/* Another index for all its nodes: when a document joins a bundle after it was read. */
void document_set_index(document *doc, uint16_t index);

typedef struct line_column {
    uint32_t line, column; /* from 1; columns count code points */
} line_column;

line_column document_position(const document *doc, uint32_t offset);
str document_line(const document *doc, uint32_t line); /* its text without the line end */

/* Adds a diagnostic's position from a node (its value) of this document. */
diag *document_diag_at(const document *doc, diags *d, diag *of, const node *n);

/* --- building nodes that no file holds (witnesses, lowered schemas): owned by the arena --- */

/* Parses JSON text into an arena of the caller's; for instances and witnesses. NULL + error. */
const node *node_parse_json(str text, arena *a, diags *d);

#endif
