/*
 * The rule catalogue: one row a rule, from which levels, `rules`, `explain`, the reports' texts
 * and the tests are expanded.
 *
 * Rules about schemas are a product: a scope (request body, request property, ...) times an edit
 * (maxLength lowered, enum value added, ...; change/edits*.def). Rules about everything else are
 * listed one by one (change/rules_*.def). Ids are the ids users of oasdiff know where the rule is
 * the same.
 *
 * The level of a row follows from its effect, direction and guard (change/levels.h): what narrows
 * breaks requests, what widens breaks responses, what does both breaks both, what changes nothing
 * on the wire is information. For schemas it is only the level a rule has by itself: in a
 * comparison the inclusion engine's answer decides (design, section 4).
 *
 * All rows are constant and live as long as the program.
 */
#ifndef HANDOFF_CHANGE_RULES_H
#define HANDOFF_CHANGE_RULES_H

#include "doc/finding.h"

typedef enum rule_direction { RULE_NEITHER, RULE_REQUEST, RULE_RESPONSE } rule_direction;

/* What the edit does to the set of messages that are allowed. */
typedef enum rule_effect {
    EFFECT_NONE,         /* nothing on the wire */
    EFFECT_NARROWS,      /* some message is no longer allowed */
    EFFECT_WIDENS,       /* some message is newly allowed */
    EFFECT_INCOMPARABLE, /* both */
    EFFECT_UNKNOWN,      /* cannot be told from the edit alone */
    EFFECT_VIOLATION     /* a promise about the life of the contract is broken */
} rule_effect;

/* Why a level is not what the effect alone would say (change/levels.def). */
typedef enum rule_guard {
    GUARD_PLAIN, /* it is */
    GUARD_PRESENCE,
    GUARD_SANCTIONED,
    GUARD_EMPTY,
    GUARD_HOUSEKEEPING,
    GUARD_ANNOUNCEMENT
} rule_guard;

typedef enum rule_action {
    ACTION_ADD,
    ACTION_REMOVE,
    ACTION_CHANGE,
    ACTION_INCREASE,
    ACTION_DECREASE,
    ACTION_SET,
    ACTION_UNSET,
    ACTION_GENERALIZE,
    ACTION_SPECIALIZE
} rule_action;

typedef enum rule_family {
    FAMILY_PATHS,
    FAMILY_PARAMETERS,
    FAMILY_REQUEST_BODIES,
    FAMILY_RESPONSES,
    FAMILY_HEADERS,
    FAMILY_MEDIA_TYPES,
    FAMILY_SECURITY,
    FAMILY_SERVERS,
    FAMILY_CALLBACKS,
    FAMILY_LINKS,
    FAMILY_LIFECYCLE,
    FAMILY_INFO,
    FAMILY_SCHEMA,
    FAMILY_GATE /* fired by check/ and policy/, not by a comparison */
} rule_family;

/* Where a schema stands; the scope is the first part of a schema rule's id. */
typedef enum rule_scope {
    SCOPE_REQUEST_BODY,
    SCOPE_REQUEST_PROPERTY,
    SCOPE_REQUEST_PARAMETER,
    SCOPE_REQUEST_PARAMETER_PROPERTY,
    SCOPE_RESPONSE_BODY,
    SCOPE_RESPONSE_PROPERTY,
    SCOPE_RESPONSE_HEADER,
    SCOPE_COUNT
} rule_scope;

typedef struct rule {
    const char *id;
    const char *keyword; /* schema rules: the keyword it is about; else NULL */
    level level;
    rule_direction direction;
    rule_effect effect;
    rule_guard guard;
    rule_action action;
    rule_family family;
    const char *title;   /* one line, no capital, no full stop */
    const char *subject; /* schema rules: the part of the title that a message makes concrete */
    const char *why;     /* why it breaks, or why it does not */
    const char *before, *after; /* YAML: the smallest example; schema rules: two schemas */
    const char *fix;
    const char *mirror; /* the rule that reports the opposite edit; NULL: there is none */
} rule;

/* Schema edits: EDIT_max_length_decreased, ... in the order of change/edits.def. */
typedef enum schema_edit {
#define EDIT(name, ...) EDIT_##name,
#include "change/edits.def"
#undef EDIT
    EDIT_COUNT
} schema_edit;

/* All other rules: RULE_endpoint_added, ... */
typedef enum rule_name {
#define RULE(name, ...) RULE_##name,
#include "change/rules.def"
#undef RULE
    RULE_COUNT
} rule_name;

/* The rule that reports an edit in a scope. A few products are no rule of their own: what they
 * would say, another rule says already (rules.c, `said_by`). */
const rule *rule_of_edit(rule_scope scope, schema_edit edit);
const rule *rule_of(rule_name name);

/* All rules, schema rules first: index 0 .. rule_count() - 1. */
size_t rule_count(void);
const rule *rule_at(size_t index);

/* NULL: there is none; see rule_nearest. The id of a product that another rule says leads to it. */
const rule *rule_find(str id);
const rule *rule_nearest(str id); /* the rule most like it, for "did you mean"; may be NULL */

const char *rule_direction_name(rule_direction d); /* "request", "response", "both" */
const char *rule_effect_name(rule_effect e);       /* "narrows", ... */
const char *rule_action_name(rule_action a);       /* "add", ... */
const char *rule_family_name(rule_family f);       /* "paths", ... */
bool rule_family_parse(rule_family *out, str name);

/* Why and how to mend it, at the level a finding has: where the engine proved a break that the rule
 * by itself is not, the rule's own words would say that nothing happened. */
const char *rule_why(const rule *r, level found);
const char *rule_fix(const rule *r, level found);

/* What other tools report, and the rule here that says it (change/peers.def). */
typedef struct peer_rule {
    const char *tool, *name;
    const char *rule; /* "" where there is none */
    const char *note; /* why it differs or is none; may be "" */
} peer_rule;

const peer_rule *peer_rules(size_t *count);

#endif
