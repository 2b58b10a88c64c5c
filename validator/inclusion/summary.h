/*
 * Summaries: what can be told of a schema without search. Bounds, never guesses: a kind that is
 * not possible holds no value, and disjoint schemas share none.
 */
#ifndef HANDOFF_INCLUSION_SUMMARY_H
#define HANDOFF_INCLUSION_SUMMARY_H

#include "inclusion/formula.h"

/* Kinds of values that may satisfy the item. */
kind_set summary_possible_kinds(graph *g, item i);

/* Whether no value of value_kind k satisfies both: by enumerated values, or by a member that one of them
 * requires and whose enumerated values differ (tagged unions). */
bool summary_disjoint(graph *g, item a, item b, value_kind k);

/* Whether an object has, for each of the item's tags (members with listed values) that it has at all,
 * one of the listed values. True of other values. */
bool summary_fits_tags(graph *g, item i, const value *v);

#endif
