/*
 * Levels of findings as a policy wants them: a preset, then overrides by rule, path, operation and
 * contract (of those that fit the last one wins).
 *
 * Overrides come from handoff.yaml, from the command line and from a file of severity levels as
 * oasdiff reads it: a line a rule, its id and err, warn, info or none.
 */
#ifndef HANDOFF_POLICY_LEVELING_H
#define HANDOFF_POLICY_LEVELING_H

#include "base/vec.h"
#include "change/preset.h"
#include "doc/finding.h"

typedef struct level_override {
    str rule;      /* glob over rule ids */
    str path;      /* glob over operation paths ("/internal/" + "**"); STR_NULL: all */
    str operation; /* glob over operations ("DELETE /internal/" + "**"); STR_NULL: all */
    str contract;  /* glob over contract files; STR_NULL: all */
    level level;
    position place;
} level_override;

typedef VEC(level_override) level_overrides;

typedef struct leveling {
    level_preset preset;
    level_overrides overrides;
} leveling;

/* Adds a file's entries, its name as people read it. false with errors "levels.line",
 * "levels.unknown-rule" and "levels.level" at their lines. */
bool leveling_read_severities(leveling *l, str text, str file, arena *a, diags *d);

/* The hint of an error about a rule that does not exist: the one most like it. */
void leveling_hint_rule(diags *d, diag *of, str id);

/* Gives the findings their levels; those of level none leave the report, which is then to be
 * finished anew. `contract` stands for findings that name none. */
void leveling_apply(const leveling *l, report *r, str contract);

/* The path of "GET /payments/{id}". */
str operation_path(str operation);

/* The finding's own contract, or the other. */
str finding_contract(const finding *f, str otherwise);

#endif
