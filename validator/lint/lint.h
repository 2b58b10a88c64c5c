/*
 * A contract by itself: does it keep to its specification, do its references lead somewhere, do
 * its examples satisfy its schemas.
 *
 * Works on a loaded bundle and adds to a report (doc/finding.h): rule, level, message and the
 * place in new_place. Levels are those of the rule table (lint/rules.h). OpenAPI contracts are
 * walked by the tables of lint/objects.h; a document without a version member that looks like a
 * JSON Schema is judged as one.
 */
#ifndef HANDOFF_LINT_LINT_H
#define HANDOFF_LINT_LINT_H

#include "doc/finding.h"

/* False with errors in `d` when the bundle holds no contract ("openapi.version"). What a limit
 * kept from being judged becomes an undecided of the report. */
bool lint_bundle(report *r, const bundle *b, diags *d);

#endif
