/*
 * Arrays and objects that a leaf excludes: the way on when a solver has built one of them.
 *
 * Solvers place what is asked of items and members up to symmetry and up to the length that
 * matters; a list of excluded values knows neither. So they build as if there were no such list,
 * and a value that turns out to be on it is replaced by what differing from it means: another
 * length, an item that differs, a member more, less or that differs. Each of these is an ordinary
 * literal, and together they are all other values: none of them having a value is a proof.
 */
#ifndef HANDOFF_INCLUSION_EXCLUDED_H
#define HANDOFF_INCLUSION_EXCLUDED_H

#include "inclusion/solver.h"

/* Solves the leaf for the values other than `built`, an array or an object that it excludes. */
outcome excluded_solve(solver *s, goal *g, const leaf *l, const value *built, doubt *why);

#endif
