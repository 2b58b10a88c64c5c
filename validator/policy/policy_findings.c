/* The entries of `levels`, `extensions` and `waivers`: what is said about findings. */
#include "policy/policy_reading.h"

#include "base/clock.h"
#include "base/glob.h"
#include "change/rules.h"

static const char *const level_names[] = {"none", "info", "warning", "breaking", NULL};

/* --- levels --- */

typedef struct level_entry {
    level_override override;
    int level;
} level_entry;

static const config_key level_keys[] = {
    {.name = "rule",
     .kind = CONFIG_TEXT,
     .field = offsetof(level_entry, override.rule),
     .required = true},
    {.name = "path", .kind = CONFIG_TEXT, .field = offsetof(level_entry, override.path)},
    {.name = "operation", .kind = CONFIG_TEXT, .field = offsetof(level_entry, override.operation)},
    {.name = "contract", .kind = CONFIG_TEXT, .field = offsetof(level_entry, override.contract)},
    {.name = "level",
     .kind = CONFIG_CHOICE,
     .field = offsetof(level_entry, level),
     .required = true,
     .choices = level_names},
    {.name = NULL},
};

static void add_level(config *c, const node *at, level_entry *entry, policy_reading *reading)
{
    entry->override.level = (level)entry->level;
    entry->override.place = config_position(c, at);
    vec_push(c->arena, &reading->overrides, entry->override);
}

bool policy_has_rule(str glob)
{
    if (!glob_is_pattern(glob))
        return rule_find(glob) != NULL;
    for (size_t i = 0; i < rule_count(); i++)
        if (glob_matches(glob, str_from(rule_at(i)->id)))
            return true;
    return false;
}

/* A rule that does not exist would change nothing, and its author would think it did. */
static bool check_rule(config *c, const node *at, str glob)
{
    if (policy_has_rule(glob))
        return true;
    diag *of = config_error(c, at, "policy.unknown-rule", "no rule is named '%.*s'", STR_ARG(glob));
    leveling_hint_rule(c->diags, of, glob);
    return false;
}

static void read_level(config *c, const node *item, void *into)
{
    level_entry entry = {0};
    if (config_object(c, item, level_keys, &entry) &&
        check_rule(c, node_get(item, STR("rule")), entry.override.rule))
        add_level(c, item, &entry, into);
}

/* Either a list of entries, or the short form: a map from rule to level. */
void policy_read_levels(config *c, const node *value, void *into)
{
    if (!node_is(value, NODE_OBJECT)) {
        config_each(c, value, "levels", read_level, into);
        return;
    }
    for (size_t i = 0; i < value->count; i++) {
        const member *m = &value->as.members[i];
        level_entry entry = {0};
        const config_key key = {.name = arena_cstr(c->arena, member_key(m)),
                                .kind = CONFIG_CHOICE,
                                .choices = level_names};
        entry.override.rule = arena_str(c->arena, member_key(m));
        if (config_value(c, &m->value, &key, &entry.level) &&
            check_rule(c, &m->value, entry.override.rule))
            add_level(c, &m->value, &entry, into);
    }
}

/* --- extensions --- */

/* A map from names (globs) to levels. */
void policy_read_extensions(config *c, const node *value, void *into)
{
    policy *p = ((policy_reading *)into)->policy;
    if (!node_is(value, NODE_OBJECT)) {
        config_error(c, value, "policy.type", "'extensions' is a map from names to levels");
        return;
    }
    p->extensions = arena_array_of(c->arena, extension_level, value->count);
    for (uint32_t i = 0; i < value->count; i++) {
        const member *m = &value->as.members[i];
        int of = 0;
        const config_key key = {.name = arena_cstr(c->arena, member_key(m)),
                                .kind = CONFIG_CHOICE,
                                .choices = level_names};
        if (!str_starts_with(member_key(m), STR("x-")))
            config_error(c, &m->value, "policy.value",
                         "'%s' is no extension: its name begins with x-", key.name);
        else if (config_value(c, &m->value, &key, &of))
            p->extensions[p->extension_count++] =
                (extension_level){arena_str(c->arena, member_key(m)), (level)of};
    }
}

/* --- waivers --- */

static const config_key waiver_keys[] = {
    {.name = "fingerprint", .kind = CONFIG_TEXT, .field = offsetof(policy_waiver, fingerprint)},
    {.name = "rule", .kind = CONFIG_TEXT, .field = offsetof(policy_waiver, rule)},
    {.name = "location", .kind = CONFIG_TEXT, .field = offsetof(policy_waiver, location)},
    {.name = "contract", .kind = CONFIG_TEXT, .field = offsetof(policy_waiver, contract)},
    {.name = "owner", .kind = CONFIG_TEXT, .field = offsetof(policy_waiver, owner)},
    {.name = "reason", .kind = CONFIG_TEXT, .field = offsetof(policy_waiver, reason)},
    {.name = "expires", .kind = CONFIG_TEXT, .field = offsetof(policy_waiver, expires)},
    {.name = NULL},
};

enum { FINGERPRINT_LEAST = 8 };

/* A waiver must say who answers for it, why, until when and for what: one that does not is shown
 * as a finding and waives nothing. */
static const char *waiver_fault(policy_waiver *w)
{
    if (!w->owner.data)
        return "it has no owner";
    if (!w->reason.data)
        return "it has no reason";
    if (!w->expires.data)
        return "it has no expiry date";
    if (!clock_parse_end(w->expires, &w->expires_at))
        return "its expiry is no date (2026-12-31)";
    if (w->fingerprint.data)
        return w->fingerprint.length < FINGERPRINT_LEAST
                   ? "its fingerprint is shorter than 8 characters"
                   : NULL;
    if (!w->rule.data)
        return "it names neither a rule nor a fingerprint";
    if (!policy_has_rule(w->rule))
        return "no rule has the name it gives";
    return w->location.data ? NULL : "it names a rule but no location, so it would waive all of it";
}

static void read_waiver(config *c, const node *item, void *into)
{
    policy_reading *reading = into;
    policy_waiver waiver = {0};
    if (!config_object(c, item, waiver_keys, &waiver))
        return;
    waiver.malformed = waiver_fault(&waiver);
    waiver.place = config_position(c, item);
    vec_push(c->arena, &reading->waivers, waiver);
}

void policy_read_waivers(config *c, const node *value, void *into)
{
    config_each(c, value, "waivers", read_waiver, into);
}
