/*
 * The seam to the inclusion engine: does what this side writes still fit what that side reads?
 *
 * One `fit` serves one comparison; answers are memoised by the engine and live as long as it.
 */
#ifndef HANDOFF_CHANGE_FIT_H
#define HANDOFF_CHANGE_FIT_H

#include "doc/finding.h"
#include "inclusion/inclusion.h"

typedef struct fit fit;

/* How the value travels: as JSON, as the text of a parameter, as the fields of a form, which are
 * an object whatever the schema says, or as XML. Single values in forms and XML are text. */
typedef enum fit_wire { FIT_JSON, FIT_TEXT, FIT_FORM, FIT_XML } fit_wire;

typedef enum fit_direction { FIT_REQUEST, FIT_RESPONSE, FIT_NEITHER } fit_direction;

typedef struct fit_answer {
    inclusion_answer answer;
    const inclusion_result *result;
} fit_answer;

/* `literal`: without the assumption that writers send only what they document. `steps`: for one
 * question; 0: the engine's own limit. */
fit *fit_new(registry *old, registry *new_, bool literal, size_t steps, arena *a);
void fit_free(fit *f); /* NULL is fine */

/* From now on what is asked is counted and timed, for a report that outlives the fit. */
void fit_keep_statistics(fit *f, report *into);

const fit_answer *fit_ask(fit *f, site writer, site reader, fit_wire wire, fit_direction direction,
                          inclusion_detail detail);

/* A value of the writer with `part` at the end of the way: see inclusion_lift. */
const inclusion_result *fit_lift(fit *f, site writer, const inclusion_way *way, const node *part,
                                 fit_wire wire, fit_direction direction);

/* Whether every value of the one is one of the other, read literally. */
bool fit_is_within(fit *f, site narrow, site wide, fit_wire wire, fit_direction direction);

/* Both ways: nothing changed at all. */
bool fit_is_equivalent(fit *f, site old, site new_, fit_wire wire, fit_direction direction);

#endif
