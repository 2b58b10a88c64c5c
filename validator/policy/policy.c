#include "policy/policy.h"

#include "base/clock.h"
#include "base/glob.h"
#include "base/vec.h"
#include "change/rules.h"
#include "doc/document.h"
#include "policy/policy_schema.h"

/* What one contract may take when handoff.yaml does not say: the largest published descriptions
 * compare in seconds and a few hundred MB. */
enum { DEFAULT_SECONDS = 120 };
#define DEFAULT_MEMORY (2048ull << 20)

static const char *const kind_names[] = {"any", "openapi", "json-schema", NULL};
static const char *const compatibility_names[] = {"backward", "forward", "full", NULL};
static const char *const stability_names[] = {"draft", "alpha", "beta", "stable", NULL};
static const char *const level_names[] = {"none", "info", "warning", "breaking", NULL};
/* In the order of `level`, LEVEL_NONE first. */
static const char *const fail_on_names[] = {"never", "info", "warning", "breaking", NULL};

/* --- contracts --- */

/* What a contract entry is read into: enums go through int, because tables fill ints. */
typedef struct contract_entry {
    policy_contract contract;
    int kind, compatibility;
} contract_entry;

static const config_key contract_keys[] = {
    {.name = "path",
     .kind = CONFIG_TEXTS,
     .field = offsetof(contract_entry, contract.globs),
     .required = true},
    {.name = "except", .kind = CONFIG_TEXTS, .field = offsetof(contract_entry, contract.except)},
    {.name = "kind",
     .kind = CONFIG_CHOICE,
     .field = offsetof(contract_entry, kind),
     .choices = kind_names},
    {.name = "producer", .kind = CONFIG_TEXT, .field = offsetof(contract_entry, contract.producer)},
    {.name = "owner", .kind = CONFIG_TEXT, .field = offsetof(contract_entry, contract.owner)},
    {.name = "consumers",
     .kind = CONFIG_TEXTS,
     .field = offsetof(contract_entry, contract.consumers)},
    {.name = "written-by",
     .kind = CONFIG_TEXTS,
     .field = offsetof(contract_entry, contract.written_by)},
    {.name = "read-by", .kind = CONFIG_TEXTS, .field = offsetof(contract_entry, contract.read_by)},
    {.name = "compatibility",
     .kind = CONFIG_CHOICE,
     .field = offsetof(contract_entry, compatibility),
     .choices = compatibility_names},
    {.name = "literal",
     .kind = CONFIG_BOOLEAN,
     .field = offsetof(contract_entry, contract.literal)},
    {.name = NULL},
};

static bool list_has(const text_list *list, str text)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i], text))
            return true;
    return false;
}

/* The producer is the side that changes: what it writes its readers must still understand, what
 * it reads must still include what the others write. */
static compatibility implied_compatibility(const policy_contract *contract)
{
    if (!contract->producer.data)
        return COMPATIBILITY_BACKWARD;
    bool writes = list_has(&contract->written_by, contract->producer);
    bool reads = list_has(&contract->read_by, contract->producer);
    if (writes)
        return reads ? COMPATIBILITY_FULL : COMPATIBILITY_FORWARD;
    return COMPATIBILITY_BACKWARD;
}

static void clean_globs(config *c, text_list *globs)
{
    for (size_t i = 0; i < globs->count; i++)
        globs->items[i] = glob_clean(globs->items[i], c->arena);
}

static void refuse_outside(config *c, const node *at, const text_list *globs)
{
    for (size_t i = 0; i < globs->count; i++) {
        str glob = globs->items[i], part;
        bool outside = glob.length && glob.data[0] == '/';
        while (str_split(&glob, '/', &part))
            outside |= str_equal(part, STR(".."));
        if (outside)
            config_error(c, at, "policy.value", "'%.*s' leads out of the repository",
                         STR_ARG(globs->items[i]));
    }
}

typedef struct policy_reading {
    policy *policy;
    int fail_on;
    int unused;
    VEC(policy_contract) contracts;
    VEC(level_override) overrides;
    VEC(policy_waiver) waivers;
    VEC(bundle_mapping) mappings;
} policy_reading;

static void read_contract(config *c, const node *item, void *into)
{
    policy_reading *reading = into;
    contract_entry entry = {.compatibility = -1};
    policy_contract *contract = &entry.contract;
    if (node_is(item, NODE_STRING)) {
        if (!config_texts(c, item, "contracts", &contract->globs))
            return;
    } else if (!config_object(c, item, contract_keys, &entry)) {
        return;
    }
    clean_globs(c, &contract->globs);
    clean_globs(c, &contract->except);
    refuse_outside(c, item, &contract->globs);
    contract->kind = (contract_kind)entry.kind;
    contract->compatibility = entry.compatibility >= 0 ? (compatibility)entry.compatibility
                                                       : implied_compatibility(contract);
    if (contract->kind == CONTRACT_OPENAPI &&
        (entry.compatibility >= 0 || contract->literal || contract->written_by.count))
        config_error(c, item, "policy.value",
                     "'compatibility', 'literal' and 'written-by' are for JSON Schema contracts");
    contract->place = config_position(c, item);
    vec_push(c->arena, &reading->contracts, *contract);
}

static void read_contracts(config *c, const node *value, void *into)
{
    if (config_each(c, value, "contracts", read_contract, into) && value->count == 0)
        config_error(c, value, "policy.value", "'contracts' lists nothing");
}

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

/* A rule that does not exist would change nothing, and its author would think it did. */
static bool check_rule(config *c, const node *at, str glob)
{
    if (policy_has_rule(glob))
        return true;
    diag *of = config_error(c, at, "policy.unknown-rule", "no rule is named '%.*s'", STR_ARG(glob));
    const rule *nearest = rule_nearest(glob);
    if (nearest)
        diags_hint(c->diags, of, "did you mean '%s'?", nearest->id);
    else
        diags_hint(c->diags, of, "handoff rules lists them");
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
static void read_levels(config *c, const node *value, void *into)
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

enum { FINGERPRINT_LEAST = 8, SECONDS_A_DAY = 24 * 60 * 60, DATE_LENGTH = 10 };

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
    if (!clock_parse(w->expires, &w->expires_at))
        return "its expiry is no date (2026-12-31)";
    if (w->expires.length == DATE_LENGTH)
        w->expires_at += SECONDS_A_DAY;
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

static void read_waivers(config *c, const node *value, void *into)
{
    config_each(c, value, "waivers", read_waiver, into);
}

/* --- the rest --- */

static const config_key limit_keys[] = {
    {.name = "time", .kind = CONFIG_DURATION, .field = offsetof(policy_limits, seconds)},
    {.name = "memory", .kind = CONFIG_SIZE, .field = offsetof(policy_limits, memory)},
    {.name = "steps", .kind = CONFIG_STEPS, .field = offsetof(policy_limits, steps)},
    {.name = NULL},
};

typedef struct deprecation_entry {
    policy_deprecation deprecation;
    int least;
} deprecation_entry;

static const config_key deprecation_keys[] = {
    {.name = "sunset-after",
     .kind = CONFIG_DAYS,
     .field = offsetof(deprecation_entry, deprecation.days_stable)},
    {.name = "sunset-after-beta",
     .kind = CONFIG_DAYS,
     .field = offsetof(deprecation_entry, deprecation.days_beta)},
    {.name = "least-stability",
     .kind = CONFIG_CHOICE,
     .field = offsetof(deprecation_entry, least),
     .choices = stability_names},
    {.name = NULL},
};

static void read_services(config *c, const node *value, void *into);

static const config_key owner_keys[] = {
    {.name = "teams", .kind = CONFIG_TEXTS, .field = offsetof(policy, teams)},
    {.name = "services", .kind = CONFIG_CUSTOM, .read = read_services},
    {.name = "catalogs", .kind = CONFIG_TEXTS, .field = offsetof(policy, catalogs)},
    {.name = "codeowners", .kind = CONFIG_TEXT, .field = offsetof(policy, codeowners)},
    {.name = NULL},
};

/* A map from service to team. */
static void read_services(config *c, const node *value, void *into)
{
    policy *p = into;
    if (!node_is(value, NODE_OBJECT)) {
        config_error(c, value, "policy.type", "'services' is a map from services to their owners");
        return;
    }
    p->services = arena_array_of(c->arena, policy_service, value->count);
    for (size_t i = 0; i < value->count; i++) {
        const member *m = &value->as.members[i];
        policy_service service = {.name = arena_str(c->arena, member_key(m))};
        if (config_text(c, &m->value, "services", &service.owner))
            p->services[p->service_count++] = service;
    }
}

static void read_limits(config *c, const node *value, void *into)
{
    config_object(c, value, limit_keys, &((policy_reading *)into)->policy->limits);
}

static void read_deprecation(config *c, const node *value, void *into)
{
    deprecation_entry entry = {0};
    if (!config_object(c, value, deprecation_keys, &entry))
        return;
    entry.deprecation.least = (stability)entry.least;
    ((policy_reading *)into)->policy->deprecation = entry.deprecation;
}

static void read_owners(config *c, const node *value, void *into)
{
    policy *p = ((policy_reading *)into)->policy;
    p->judges_owners = config_object(c, value, owner_keys, p);
    clean_globs(c, &p->catalogs);
}

static void read_mappings(config *c, const node *value, void *into)
{
    policy_reading *reading = into;
    if (!node_is(value, NODE_OBJECT)) {
        config_error(c, value, "policy.type",
                     "'mappings' is a map from URI prefixes to folders of the repository");
        return;
    }
    for (size_t i = 0; i < value->count; i++) {
        const member *m = &value->as.members[i];
        bundle_mapping mapping = {.uri_prefix = arena_str(c->arena, member_key(m))};
        if (!config_text(c, &m->value, "mappings", &mapping.path))
            continue;
        text_list path = {&mapping.path, 1};
        refuse_outside(c, &m->value, &path);
        vec_push(c->arena, &reading->mappings, mapping);
    }
}

static void read_exclude(config *c, const node *value, void *into)
{
    text_list *exclude = &((policy_reading *)into)->policy->exclude;
    if (config_texts(c, value, "exclude", exclude))
        clean_globs(c, exclude);
}

static void read_against(config *c, const node *value, void *into)
{
    config_text(c, value, "against", &((policy_reading *)into)->policy->against);
}

static void read_version(config *c, const node *value, void *into)
{
    (void)into;
    int64_t version;
    if (!node_int64(value, &version) || version != 1)
        config_error(c, value, "policy.value", "'version' is not 1, the only one there is");
}

static void read_expectations(config *c, const node *value, void *into)
{
    text_list *expectations = &((policy_reading *)into)->policy->expectations;
    if (config_texts(c, value, "expectations", expectations))
        clean_globs(c, expectations);
}

static const char *const unused_names[] = {"block", "warn", "allow", NULL}; /* ORDER unused_policy */

static const config_key policy_keys[] = {
    {.name = "version", .kind = CONFIG_CUSTOM, .read = read_version},
    {.name = "against", .kind = CONFIG_CUSTOM, .read = read_against},
    {.name = "fail-on",
     .kind = CONFIG_CHOICE,
     .field = offsetof(policy_reading, fail_on),
     .choices = fail_on_names},
    {.name = "contracts",
     .kind = CONFIG_CUSTOM,
     .field = 0,
     .required = true,
     .read = read_contracts},
    {.name = "exclude", .kind = CONFIG_CUSTOM, .read = read_exclude},
    {.name = "expectations", .kind = CONFIG_CUSTOM, .read = read_expectations},
    {.name = "unused",
     .kind = CONFIG_CHOICE,
     .field = offsetof(policy_reading, unused),
     .choices = unused_names},
    {.name = "levels", .kind = CONFIG_CUSTOM, .read = read_levels},
    {.name = "waivers", .kind = CONFIG_CUSTOM, .read = read_waivers},
    {.name = "limits", .kind = CONFIG_CUSTOM, .read = read_limits},
    {.name = "deprecation", .kind = CONFIG_CUSTOM, .read = read_deprecation},
    {.name = "mappings", .kind = CONFIG_CUSTOM, .read = read_mappings},
    {.name = "owners", .kind = CONFIG_CUSTOM, .read = read_owners},
    {.name = NULL},
};

static void take_over(policy *p, const policy_reading *reading)
{
    p->contracts = reading->contracts.items;
    p->contract_count = reading->contracts.count;
    p->overrides = reading->overrides.items;
    p->override_count = reading->overrides.count;
    p->waivers = reading->waivers.items;
    p->waiver_count = reading->waivers.count;
    p->mappings = reading->mappings.items;
    p->mapping_count = reading->mappings.count;
    p->fail_on = (level)reading->fail_on;
    p->unused = (unused_policy)reading->unused;
}

policy *policy_read(buf *source, str file, diags *d)
{
    document_options options = {.seed = 1};
    document *doc = document_read(source, file, &options, d);
    if (!doc)
        return NULL;
    arena *a = arena_new();
    policy *p = arena_new_of(a, policy);
    p->arena = a;
    p->file = arena_str(a, file);
    p->limits.seconds = DEFAULT_SECONDS;
    p->limits.memory = DEFAULT_MEMORY;
    policy_reading reading = {.policy = p, .fail_on = LEVEL_BREAKING};
    config c = {a, doc, d};
    bool good = config_object(&c, document_root(doc), policy_keys, &reading);
    take_over(p, &reading);
    good = good && policy_fits_schema(doc, d);
    document_free(doc);
    if (good)
        return p;
    policy_free(p);
    return NULL;
}

void policy_free(policy *p)
{
    if (p)
        arena_free(p->arena);
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

static bool any_glob(const text_list *globs, str path)
{
    for (size_t i = 0; i < globs->count; i++)
        if (glob_matches(globs->items[i], path))
            return true;
    return false;
}

const policy_contract *policy_contract_of(const policy *p, str path)
{
    if (any_glob(&p->exclude, path))
        return NULL;
    for (size_t i = 0; i < p->contract_count; i++)
        if (any_glob(&p->contracts[i].globs, path) && !any_glob(&p->contracts[i].except, path))
            return &p->contracts[i];
    return NULL;
}
