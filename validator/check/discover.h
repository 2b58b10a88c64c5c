/*
 * Contracts found in a repository by their content, with guesses about who provides and who owns
 * each: for a first handoff.yaml.
 */
#ifndef HANDOFF_CHECK_DISCOVER_H
#define HANDOFF_CHECK_DISCOVER_H

#include "check/repository.h"
#include "policy/policy.h"

typedef struct discovered {
    str path;
    contract_kind kind;
    str version;   /* "OpenAPI 3.0.3", "JSON Schema 2020-12" */
    str producer;  /* a guess from its folders */
    str owner;     /* from CODEOWNERS; STR_NULL: nobody */
    bool is_aside; /* in a folder of examples, tests or other people's code */
} discovered;

/* Whether a file's name and the start of its text look like a contract's: a first look that is
 * cheap, not a verdict. */
bool discover_looks_like_contract(str path, str text);

/* All of them, by path, in the repository's arena. */
bool discover_contracts(repository *r, discovered **out, size_t *count, diags *d);

#endif
