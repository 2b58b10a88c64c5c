/*
 * What diffs of two contracts (check/diff.c) and of two folders (check/diff_folders.c) share.
 */
#ifndef HANDOFF_CHECK_DIFF_PARTS_H
#define HANDOFF_CHECK_DIFF_PARTS_H

#include "check/contract.h"
#include "handoff/diff.h"

/* Opens both sides, or none. */
bool diff_open_sides(const diff_options *options, input **old, input **new_, diags *d);

contract_comparison diff_comparison(const diff_options *options);
contract_request diff_request(const diff_options *options, arena *a); /* but for its input */

/* Gives findings the levels that the options ask for, and finishes the report anew. */
void diff_set_levels(report *r, const diff_options *options);

/* The finished report of one pair; `name` is its path where there are several, else "". */
report *diff_compare(const diff_options *options, str name, const contract *old,
                     const contract *new_, diags *d);

#endif
