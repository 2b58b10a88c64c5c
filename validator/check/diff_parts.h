/*
 * What diffs of two contracts (check/diff.c) and of two folders (check/diff_folders.c) share.
 */
#ifndef HANDOFF_CHECK_DIFF_PARTS_H
#define HANDOFF_CHECK_DIFF_PARTS_H

#include "check/contract.h"
#include "check/level_files.h"
#include "handoff/diff.h"

/* Opens both sides, or none. */
bool diff_open_sides(const diff_options *options, input **old, input **new_, diags *d);

contract_comparison diff_comparison(const diff_options *options, arena *a);
contract_request diff_request(const diff_options *options); /* but for its input */

/* The levels that the options ask for; false with errors when a file cannot be read. */
bool diff_levels(run_levels *out, const diff_options *options, arena *a, diags *d);

/* Gives findings those levels, and finishes the report anew. */
void diff_set_levels(report *r, run_levels *levels);

/* Waivers of the options' ledger. `of`: the contract they are bound to. */
void diff_apply_approvals(report *r, const diff_options *options, const contract *of, diags *d);

/* The finished report of one pair; `name` is its path where there are several, else "". */
report *diff_compare(const diff_options *options, run_levels *levels, str name, const contract *old,
                     const contract *new_, diags *d);

#endif
