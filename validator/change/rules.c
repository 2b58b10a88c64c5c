#include "change/rules.h"

#include <string.h>

/* LAW_REQUEST_NARROWS_PLAIN, ...: the table as constants, so that rows can be constant too. */
enum {
#define LAW(effect, guard, request, response, neither, why)                                        \
    LAW_REQUEST_##effect##_##guard = LEVEL_##request,                                              \
    LAW_RESPONSE_##effect##_##guard = LEVEL_##response,                                            \
    LAW_NEITHER_##effect##_##guard = LEVEL_##neither,
#include "change/levels.def"
};

#define MAY_SEND(affected)                                                                         \
    "callers built on the old contract may still send " affected ", which the new one refuses"
#define MAY_RECEIVE(affected)                                                                      \
    "clients built on the old contract may now receive " affected ", which it ruled out"
#define WHY_REQUEST_NONE(affected)          "nothing changes in what is accepted"
#define WHY_REQUEST_NARROWS(affected)       MAY_SEND(affected)
#define WHY_REQUEST_WIDENS(affected)        "everything that callers send today is still accepted"
#define WHY_REQUEST_INCOMPARABLE(affected)  MAY_SEND(affected)
#define WHY_REQUEST_UNKNOWN(affected)       MAY_SEND(affected)
#define WHY_RESPONSE_NONE(affected)         "nothing changes in what is sent"
#define WHY_RESPONSE_NARROWS(affected)      "everything that is sent from now on was allowed before"
#define WHY_RESPONSE_WIDENS(affected)       MAY_RECEIVE(affected)
#define WHY_RESPONSE_INCOMPARABLE(affected) MAY_RECEIVE(affected)
#define WHY_RESPONSE_UNKNOWN(affected)      MAY_RECEIVE(affected)

#define KEEP_ACCEPTING                                                                             \
    "keep accepting what the old contract allowed, or offer the stricter form as a new operation"
#define KEEP_SENDING              "keep to what the old contract allowed, or announce it in a new version"
#define FIX_REQUEST_NONE          "nothing to do"
#define FIX_REQUEST_NARROWS       KEEP_ACCEPTING
#define FIX_REQUEST_WIDENS        "nothing to do"
#define FIX_REQUEST_INCOMPARABLE  KEEP_ACCEPTING
#define FIX_REQUEST_UNKNOWN       KEEP_ACCEPTING
#define FIX_RESPONSE_NONE         "nothing to do"
#define FIX_RESPONSE_NARROWS      "nothing to do"
#define FIX_RESPONSE_WIDENS       KEEP_SENDING
#define FIX_RESPONSE_INCOMPARABLE KEEP_SENDING
#define FIX_RESPONSE_UNKNOWN      KEEP_SENDING

/* P is the scope's prefix of ids, S its subject in titles, both set around each inclusion. */
#define EDIT_ROW(side, id, keyword, action, effect, mirror, title, affected, before, after)        \
    {P id,                                                                                         \
     keyword,                                                                                      \
     (level)LAW_##side##_##effect##_PLAIN,                                                         \
     RULE_##side,                                                                                  \
     EFFECT_##effect,                                                                              \
     GUARD_PLAIN,                                                                                  \
     ACTION_##action,                                                                              \
     FAMILY_SCHEMA,                                                                                \
     title,                                                                                        \
     S,                                                                                            \
     WHY_##side##_##effect(affected),                                                              \
     before,                                                                                       \
     after,                                                                                        \
     FIX_##side##_##effect,                                                                        \
     P mirror},

static const rule edit_rules[SCOPE_COUNT][EDIT_COUNT] = {
#define EDIT(name, ...) EDIT_ROW(REQUEST, __VA_ARGS__)
    {
#define P "request-body-"
#define S "a request body"
#include "change/edits.def"
    },
#undef P
#undef S
    {
#define P "request-property-"
#define S "a request property"
#include "change/edits.def"
    },
#undef P
#undef S
    {
#define P "request-parameter-"
#define S "a request parameter"
#include "change/edits.def"
    },
#undef P
#undef S
    {
#define P "request-parameter-property-"
#define S "a property of a request parameter"
#include "change/edits.def"
    },
#undef P
#undef S
#undef EDIT
#define EDIT(name, ...) EDIT_ROW(RESPONSE, __VA_ARGS__)
    {
#define P "response-body-"
#define S "a response body"
#include "change/edits.def"
    },
#undef P
#undef S
    {
#define P "response-property-"
#define S "a response property"
#include "change/edits.def"
    },
#undef P
#undef S
    {
#define P "response-header-"
#define S "a response header"
#include "change/edits.def"
    },
#undef P
#undef S
#undef EDIT
};

static const rule other_rules[RULE_COUNT] = {
#define RULE(name, id, guard, direction, effect, action, family, title, why, before, after, fix,   \
             mirror)                                                                               \
    {id,                                                                                           \
     NULL,                                                                                         \
     (level)LAW_##direction##_##effect##_##guard,                                                  \
     RULE_##direction,                                                                             \
     EFFECT_##effect,                                                                              \
     GUARD_##guard,                                                                                \
     ACTION_##action,                                                                              \
     FAMILY_##family,                                                                              \
     title,                                                                                        \
     NULL,                                                                                         \
     why,                                                                                          \
     before,                                                                                       \
     after,                                                                                        \
     fix,                                                                                          \
     mirror},
#include "change/rules.def"
#undef RULE
};

/* Products that are no rule: the id that users know for the edit in that scope is another. */
static const struct {
    rule_scope scope;
    schema_edit edit;
    const rule *by;
} said_by[] = {
#define SAID_BY(scope, edit, by)                                                                   \
    {                                                                                              \
        scope, EDIT_##edit, &edit_rules[scope][EDIT_##by]                                          \
    }
/* A value that a body's schema lists is one of its alternatives, and below it. */
#define BELOW(side, edit)                                                                          \
    {                                                                                              \
        SCOPE_##side##_BODY, EDIT_##edit, &edit_rules[SCOPE_##side##_PROPERTY][EDIT_##edit]        \
    }
    SAID_BY(SCOPE_REQUEST_BODY, type_specialized, type_changed),
    BELOW(REQUEST, enum_value_deprecated),
    BELOW(REQUEST, enum_value_reactivated),
    SAID_BY(SCOPE_REQUEST_PROPERTY, type_specialized, type_changed),
    SAID_BY(SCOPE_REQUEST_PARAMETER, type_specialized, type_changed),
    SAID_BY(SCOPE_RESPONSE_BODY, pattern_generalized, pattern_changed),
    {SCOPE_RESPONSE_BODY, EDIT_enum_value_removed,
     &other_rules[RULE_response_mediatype_enum_value_removed]},
    BELOW(RESPONSE, enum_value_deprecated),
    BELOW(RESPONSE, enum_value_reactivated),
    SAID_BY(SCOPE_RESPONSE_PROPERTY, pattern_generalized, pattern_changed),
    SAID_BY(SCOPE_RESPONSE_HEADER, pattern_generalized, pattern_changed),
#undef BELOW
#undef SAID_BY
};
enum { SAID_BY_COUNT = sizeof said_by / sizeof *said_by };

const rule *rule_of_edit(rule_scope scope, schema_edit edit)
{
    for (size_t i = 0; i < SAID_BY_COUNT; i++)
        if (said_by[i].scope == scope && said_by[i].edit == edit)
            return said_by[i].by;
    return &edit_rules[scope][edit];
}

const rule *rule_of(rule_name name)
{
    return &other_rules[name];
}

size_t rule_count(void)
{
    return (size_t)SCOPE_COUNT * EDIT_COUNT - SAID_BY_COUNT + RULE_COUNT;
}

const rule *rule_at(size_t index)
{
    /* said_by is sorted by scope and edit: each one passed moves the index on. */
    for (size_t i = 0; i < SAID_BY_COUNT; i++)
        if (index >= (size_t)said_by[i].scope * EDIT_COUNT + said_by[i].edit)
            index++;
    size_t edits = (size_t)SCOPE_COUNT * EDIT_COUNT;
    if (index < edits)
        return &edit_rules[index / EDIT_COUNT][index % EDIT_COUNT];
    return &other_rules[index - edits];
}

/* Findings carry the table's own text: they are found without looking at it. */
static const rule *find_own(const char *id)
{
    for (int scope = 0; scope < SCOPE_COUNT; scope++)
        for (int edit = 0; edit < EDIT_COUNT; edit++)
            if (edit_rules[scope][edit].id == id)
                return rule_of_edit((rule_scope)scope, (schema_edit)edit);
    for (int name = 0; name < RULE_COUNT; name++)
        if (other_rules[name].id == id)
            return &other_rules[name];
    return NULL;
}

const rule *rule_find(str id)
{
    const rule *own = find_own(id.data);
    if (own && str_equal(str_from(own->id), id))
        return own;
    for (size_t i = 0; i < rule_count(); i++)
        if (str_equal(str_from(rule_at(i)->id), id))
            return rule_at(i);
    for (size_t i = 0; i < SAID_BY_COUNT; i++)
        if (str_equal(str_from(edit_rules[said_by[i].scope][said_by[i].edit].id), id))
            return said_by[i].by;
    return NULL;
}

const rule *rule_nearest(str id)
{
    const rule *best = NULL;
    size_t best_distance = 1 + (id.length / 4 < 2 ? 2 : id.length / 4);
    for (size_t i = 0; i < rule_count(); i++) {
        size_t distance = str_distance(str_from(rule_at(i)->id), id, best_distance);
        if (distance < best_distance) {
            best_distance = distance;
            best = rule_at(i);
        }
    }
    return best;
}

const char *rule_direction_name(rule_direction d)
{
    static const char *const names[] = {"both", "request", "response"};
    return names[d];
}

const char *rule_effect_name(rule_effect e)
{
    static const char *const names[] = {"none",         "narrows", "widens",
                                        "incomparable", "unknown", "violation"};
    return names[e];
}

const char *rule_action_name(rule_action a)
{
    static const char *const names[] = {"add", "remove", "change",     "increase",  "decrease",
                                        "set", "unset",  "generalize", "specialize"};
    return names[a];
}

static const char *const family_names[] = {
    [FAMILY_PATHS] = "paths",
    [FAMILY_PARAMETERS] = "parameters",
    [FAMILY_REQUEST_BODIES] = "request-bodies",
    [FAMILY_RESPONSES] = "responses",
    [FAMILY_HEADERS] = "headers",
    [FAMILY_MEDIA_TYPES] = "media-types",
    [FAMILY_SECURITY] = "security",
    [FAMILY_SERVERS] = "servers",
    [FAMILY_CALLBACKS] = "callbacks",
    [FAMILY_LINKS] = "links",
    [FAMILY_LIFECYCLE] = "lifecycle",
    [FAMILY_INFO] = "info",
    [FAMILY_SCHEMA] = "schema",
    [FAMILY_GATE] = "gate",
};

const char *rule_family_name(rule_family f)
{
    return family_names[f];
}

bool rule_family_parse(rule_family *out, str name)
{
    for (size_t i = 0; i < sizeof family_names / sizeof *family_names; i++) {
        if (str_equal(str_from(family_names[i]), name)) {
            *out = (rule_family)i;
            return true;
        }
    }
    return false;
}

static bool is_worse_than_its_rule(const rule *r, level found)
{
    return r->family == FAMILY_SCHEMA && found == LEVEL_BREAKING && r->level < LEVEL_BREAKING;
}

const char *rule_why(const rule *r, level found)
{
    if (!is_worse_than_its_rule(r, found))
        return r->why;
    return r->direction == RULE_RESPONSE
               ? "here it lets a response come that the old contract ruled out"
               : "here it refuses a request that the old contract allowed";
}

const char *rule_fix(const rule *r, level found)
{
    if (!is_worse_than_its_rule(r, found))
        return r->fix;
    return r->direction == RULE_RESPONSE ? FIX_RESPONSE_WIDENS : FIX_REQUEST_NARROWS;
}
