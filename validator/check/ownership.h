/*
 * The sources of ownership read from a repository: CODEOWNERS where GitHub and GitLab look, and
 * the Backstage catalogue, from the working tree or the index.
 */
#ifndef HANDOFF_CHECK_OWNERSHIP_H
#define HANDOFF_CHECK_OWNERSHIP_H

#include "check/repository.h"
#include "policy/owners.h"

typedef struct ownership_sources {
    ownership ownership; /* what policy/owners.h asks for */
    catalog catalog;
    codeowners *codeowners;
} ownership_sources;

/* All in the repository's arena. Warnings of the sources go to `d`; an `owners.codeowners` that
 * does not exist is an error. `p` may be NULL: the usual places. */
bool ownership_read(ownership_sources *out, repository *r, const policy *p, side s, diags *d);

#endif
