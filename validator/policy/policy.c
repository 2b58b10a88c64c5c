#include "policy/policy.h"

#include "base/glob.h"
#include "change/preset.h"
#include "doc/document.h"
#include "policy/policy_reading.h"
#include "policy/policy_schema.h"

/* What one contract may take when handoff.yaml does not say: the largest published descriptions
 * compare in seconds and a few hundred MB. */
enum { DEFAULT_SECONDS = 120 };
#define DEFAULT_MEMORY (2048ull << 20)

static const char *const stability_names[] = {"draft", "alpha", "beta", "stable", NULL};
/* In the order of `level`, LEVEL_NONE first. */
static const char *const fail_on_names[] = {"never", "info", "warning", "breaking", NULL};

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

static const config_key approval_keys[] = {
    {.name = "two-person", .kind = CONFIG_BOOLEAN, .field = offsetof(policy_approvals, two_person)},
    {.name = "approvers", .kind = CONFIG_TEXTS, .field = offsetof(policy_approvals, approvers)},
    {.name = "protected",
     .kind = CONFIG_TEXTS,
     .field = offsetof(policy_approvals, protected_environments)},
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

static void read_approvals(config *c, const node *value, void *into)
{
    config_object(c, value, approval_keys, &((policy_reading *)into)->policy->approvals);
}

static void read_owners(config *c, const node *value, void *into)
{
    policy *p = ((policy_reading *)into)->policy;
    p->judges_owners = config_object(c, value, owner_keys, p);
    policy_clean_globs(c, &p->catalogs);
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
        policy_refuse_outside(c, &m->value, &path);
        vec_push(c->arena, &reading->mappings, mapping);
    }
}

static void read_exclude(config *c, const node *value, void *into)
{
    text_list *exclude = &((policy_reading *)into)->policy->exclude;
    if (config_texts(c, value, "exclude", exclude))
        policy_clean_globs(c, exclude);
}

static void read_against(config *c, const node *value, void *into)
{
    config_text(c, value, "against", &((policy_reading *)into)->policy->against);
}

/* A file of the repository. */
static void read_file_name(config *c, const node *value, const char *key, str *out)
{
    if (!config_text(c, value, key, out))
        return;
    text_list path = {out, 1};
    policy_clean_globs(c, &path);
    policy_refuse_outside(c, value, &path);
}

static void read_severity_levels(config *c, const node *value, void *into)
{
    read_file_name(c, value, "severity-levels", &((policy_reading *)into)->policy->severity_levels);
}

static void read_err_ignore(config *c, const node *value, void *into)
{
    read_file_name(c, value, "err-ignore", &((policy_reading *)into)->policy->err_ignore);
}

static void read_warn_ignore(config *c, const node *value, void *into)
{
    read_file_name(c, value, "warn-ignore", &((policy_reading *)into)->policy->warn_ignore);
}

static void read_check_version(config *c, const node *value, void *into)
{
    static const config_key key = {
        .name = "check-version", .kind = CONFIG_BOOLEAN, .field = offsetof(policy, checks_version)};
    config_value(c, value, &key, ((policy_reading *)into)->policy);
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
        policy_clean_globs(c, expectations);
}

static const char *const unused_names[] = {"block", "warn", "allow",
                                           NULL}; /* ORDER unused_policy */

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
     .read = policy_read_contracts},
    {.name = "exclude", .kind = CONFIG_CUSTOM, .read = read_exclude},
    {.name = "expectations", .kind = CONFIG_CUSTOM, .read = read_expectations},
    {.name = "unused",
     .kind = CONFIG_CHOICE,
     .field = offsetof(policy_reading, unused),
     .choices = unused_names},
    {.name = "preset",
     .kind = CONFIG_CHOICE,
     .field = offsetof(policy_reading, preset),
     .choices = level_preset_names},
    {.name = "levels", .kind = CONFIG_CUSTOM, .read = policy_read_levels},
    {.name = "severity-levels", .kind = CONFIG_CUSTOM, .read = read_severity_levels},
    {.name = "err-ignore", .kind = CONFIG_CUSTOM, .read = read_err_ignore},
    {.name = "warn-ignore", .kind = CONFIG_CUSTOM, .read = read_warn_ignore},
    {.name = "extensions", .kind = CONFIG_CUSTOM, .read = policy_read_extensions},
    {.name = "check-version", .kind = CONFIG_CUSTOM, .read = read_check_version},
    {.name = "waivers", .kind = CONFIG_CUSTOM, .read = policy_read_waivers},
    {.name = "limits", .kind = CONFIG_CUSTOM, .read = read_limits},
    {.name = "deprecation", .kind = CONFIG_CUSTOM, .read = read_deprecation},
    {.name = "approvals", .kind = CONFIG_CUSTOM, .read = read_approvals},
    {.name = "mappings", .kind = CONFIG_CUSTOM, .read = read_mappings},
    {.name = "owners", .kind = CONFIG_CUSTOM, .read = read_owners},
    {.name = NULL},
};

static void take_over(policy *p, const policy_reading *reading)
{
    p->contracts = reading->contracts.items;
    p->contract_count = reading->contracts.count;
    p->leveling = (leveling){(level_preset)reading->preset, reading->overrides};
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
