/*
 * Summaries: what can be told of a schema without search. Bounds, never guesses: a kind that is
 * not possible holds no value, and disjoint schemas share none.
 */
#ifndef HANDOFF_INCLUSION_SUMMARY_H
#define HANDOFF_INCLUSION_SUMMARY_H

#include "inclusion/formula.h"

/* Kinds of values that may satisfy the item. */
kind_set summary_possible_kinds(graph *g, item i);

/* Whether no value of value_kind k satisfies both: by enumerated values, or by a member that one of
 * them requires and whose enumerated values differ (tagged unions). */
bool summary_disjoint(graph *g, item a, item b, value_kind k);

/* Tags of a branch: members with listed values that other branches of the union list values for as
 * well. Whether an object has, for each tag that it has at all, a listed value; true of others. */
bool summary_fits_tags(graph *g, const fact *of_union, uint32_t branch, const value *v);

/* What values near to the branch look like: its kinds and its tags, as a schema. */
vertex *summary_likeness(graph *g, const fact *of_union, uint32_t branch);

#endif
