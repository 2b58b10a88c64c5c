/*
 * Judging contracts by themselves: `handoff lint`.
 *
 *     report *r = lint_contract("api.yaml", &(lint_options){0}, &problems);
 *
 * A contract is an OpenAPI or Swagger document, or a JSON Schema; what it references is read from
 * the same place. The report has a finding for each mistake, with rule, level and position.
 */
#ifndef HANDOFF_LINT_H
#define HANDOFF_LINT_H

#include "base/diag.h"
#include "doc/finding.h"
#include "lint/rules.h"

typedef struct lint_options {
    const char *folder;             /* for relative names; NULL: the process's */
    const bundle_mapping *mappings; /* where remote references are found */
    size_t mapping_count;
} lint_options;

/* `argument` is a path, `-` or REV:path. The report is the caller's to free; NULL with errors when
 * the contract cannot be read or is none. Warnings of reading go to `d` beside a report. */
report *lint_contract(const char *argument, const lint_options *options, diags *d);

/* Whether one file is well-formed JSON or YAML; errors and warnings in `d`. References are not
 * followed. */
bool lint_syntax(const char *argument, const lint_options *options, diags *d);

#endif
