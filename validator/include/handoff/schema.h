/*
 * Validation: a schema loaded from a file once, and values judged by it as often as wanted.
 *
 *     diags problems;
 *     diags_init(&problems);
 *     schema_file *s = schema_load("api.yaml#/components/schemas/Order", &options, &problems);
 *     validation *v = validation_new();
 *     if (schema_validate(schema_file_program(s), v, document_root(doc)) == INVALID) ...
 *     output *why = schema_explain(schema_file_program(s), document_root(doc), OUTPUT_ERRORS);
 *
 * A schema_file is immutable once loaded: any number of threads may validate with it, each with a
 * validation of its own. It owns the files it was read from. Instances are documents
 * (document_read) or values in an arena (node_parse_json); results and positions: schema/output.h.
 */
#ifndef HANDOFF_SCHEMA_H
#define HANDOFF_SCHEMA_H

#include "doc/document.h"
#include "handoff/base.h"
#include "schema/output.h"

typedef struct schema_file schema_file;

typedef struct schema_load_options {
    const char
        *dialect; /* where the schema names none: its URI or name ("draft-07"); NULL: 2020-12 */
    schema_options how;
    const bundle_mapping *mappings; /* of remote references to files */
    size_t mapping_count;
    const char *folder; /* relative names start here; NULL: the current folder */
} schema_load_options;

/* Reads, checks and compiles what `argument` names: a path, REV:path or "-", and behind '#' a JSON
 * Pointer or an anchor of the schema in that file. In an OpenAPI document a pointer is needed, and
 * its version says the dialect. NULL with errors. */
schema_file *schema_load(const char *argument, const schema_load_options *options, diags *d);
void schema_file_free(schema_file *f); /* NULL is fine */

const schema *schema_file_program(const schema_file *f);
const registry *schema_file_registry(const schema_file *f); /* for output_lines */

/* Where a unit's keyword is written, and where its value stands in the instance. */
position schema_file_keyword_position(const schema_file *f, const output_unit *unit, arena *a);
position schema_file_instance_position(const document *instance, const output_unit *unit);

#endif
