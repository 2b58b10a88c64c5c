/*
 * handoff.yaml against its own JSON Schema (schemas/handoff.schema.json, part of the program), by
 * the program's own validator.
 *
 * The tables of policy/policy.c find the same mistakes with better words, so a file that they
 * accept and the schema refuses means that the two have come apart: the file is refused.
 */
#ifndef HANDOFF_POLICY_POLICY_SCHEMA_H
#define HANDOFF_POLICY_POLICY_SCHEMA_H

#include "doc/document.h"

/* false with "policy.schema" at the document's top. */
bool policy_fits_schema(const document *settings, diags *d);

#endif
