/*
 * Levels by effect: how breaking a change is follows from what it does to the messages that are
 * allowed, whose messages they are, and a few named guards. The table is change/levels.def; rows
 * of the catalogue, callbacks, the engine's answers and the presets all read it, and `explain`
 * prints it.
 *
 * All text is constant.
 */
#ifndef HANDOFF_CHANGE_LEVELS_H
#define HANDOFF_CHANGE_LEVELS_H

#include "change/preset.h"
#include "change/rules.h"

typedef struct law_row {
    rule_effect effect;
    rule_guard guard;
    level levels[3]; /* by rule_direction */
    const char *why;
} law_row;

const law_row *law_rows(size_t *count);

/* The row that a rule's level follows from. */
const law_row *law_row_of(const rule *r);

const char *rule_guard_name(rule_guard g);    /* "presence", ... */
const char *rule_guard_meaning(rule_guard g); /* a sentence without capital and full stop */

/* The level where the producer sends what the consumer otherwise does: callbacks, webhooks. */
level level_flipped(const rule *r);

typedef struct flipped_row {
    rule_name rule;
    level level;
    const char *why;
} flipped_row;

const flipped_row *flipped_rows(size_t *count); /* where it is not the law's */

/* --- schemas --- */

typedef enum judged_answer {
    JUDGED_NOT_INCLUDED, /* and this edit is among the reasons */
    JUDGED_INCLUDED,
    JUDGED_EQUIVALENT,
    JUDGED_UNDECIDED /* or it is not told whether this edit is a reason */
} judged_answer;

typedef struct judged_row {
    judged_answer answer;
    level levels[LEVEL_BREAKING + 1]; /* by the rule's own level */
    const char *why;
} judged_row;

const judged_row *judged_rows(size_t *count);
level level_judged(const rule *r, judged_answer answer);
const char *judged_answer_name(judged_answer a); /* "not included", ... */

/* --- presets --- */

/* What a preset makes of the level that a finding of the rule has. `strict` only raises and
 * `lenient` only lowers; a rule of the preset's own list goes before its effect. */
level level_in_preset(level_preset preset, const rule *r, level now);

typedef struct preset_row {
    level_preset preset;
    const char *rules; /* glob over rule ids; NULL: by effect and guard */
    rule_effect effect;
    rule_guard guard;
    level levels[3];
    const char *why;
} preset_row;

const preset_row *preset_rows(size_t *count);

#endif
