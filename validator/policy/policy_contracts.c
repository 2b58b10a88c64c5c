/* The entries of `contracts`. */
#include "policy/policy_reading.h"

#include "base/glob.h"

static const char *const kind_names[] = {"any", "openapi", "json-schema", NULL};
/* ORDER compatibility, then the same with every version. */
static const char *const compatibility_names[] = {
    "backward",           "forward",         "full", "backward-transitive",
    "forward-transitive", "full-transitive", NULL};
enum { FIRST_TRANSITIVE = 3 };

/* What a contract entry is read into: enums go through int, because tables fill ints. */
typedef struct contract_entry {
    policy_contract contract;
    int kind, compatibility;
} contract_entry;

static const config_key version_keys[] = {
    {.name = "tags", .kind = CONFIG_TEXTS, .field = offsetof(policy_versions, tags)},
    {.name = "revisions", .kind = CONFIG_TEXTS, .field = offsetof(policy_versions, revisions)},
    {.name = "paths", .kind = CONFIG_TEXTS, .field = offsetof(policy_versions, paths)},
    {.name = NULL},
};

static void read_versions(config *c, const node *value, void *into)
{
    policy_versions *versions = &((contract_entry *)into)->contract.versions;
    versions->place = config_position(c, value);
    if (!config_object(c, value, version_keys, versions))
        return;
    policy_clean_globs(c, &versions->paths);
    policy_refuse_outside(c, value, &versions->paths);
    if (versions->tags.count + versions->revisions.count + versions->paths.count == 0)
        config_error(c, value, "policy.value", "'versions' lists nothing");
}

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
    {.name = "versions", .kind = CONFIG_CUSTOM, .read = read_versions},
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

void policy_clean_globs(config *c, text_list *globs)
{
    for (size_t i = 0; i < globs->count; i++)
        globs->items[i] = glob_clean(globs->items[i], c->arena);
}

void policy_refuse_outside(config *c, const node *at, const text_list *globs)
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

/* Other files are versions of one contract, not of whatever a glob matches. */
static bool is_one_file(const policy_contract *contract)
{
    return contract->globs.count == 1 && !glob_is_pattern(contract->globs.items[0]);
}

static void read_compatibility(config *c, const node *item, contract_entry *entry)
{
    policy_contract *contract = &entry->contract;
    bool lists_versions = contract->versions.place.line > 0;
    contract->transitive = entry->compatibility >= FIRST_TRANSITIVE;
    contract->compatibility = entry->compatibility < 0
                                  ? implied_compatibility(contract)
                                  : (compatibility)(entry->compatibility % FIRST_TRANSITIVE);
    if (contract->transitive && !lists_versions)
        config_error(c, item, "policy.value",
                     "'%s' needs 'versions': the tags, revisions or paths of earlier ones",
                     compatibility_names[entry->compatibility]);
    if (!contract->transitive && lists_versions)
        config_error(c, item, "policy.value",
                     "'versions' is for a compatibility that ends in '-transitive'");
    if (contract->versions.paths.count && !is_one_file(contract))
        config_error(c, item, "policy.value",
                     "'versions' with 'paths' is for an entry of one file");
    if (contract->kind == CONTRACT_OPENAPI &&
        (entry->compatibility >= 0 || contract->literal || contract->written_by.count))
        config_error(c, item, "policy.value",
                     "'compatibility', 'literal' and 'written-by' are for JSON Schema contracts");
}

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
    policy_clean_globs(c, &contract->globs);
    policy_clean_globs(c, &contract->except);
    policy_refuse_outside(c, item, &contract->globs);
    contract->kind = (contract_kind)entry.kind;
    read_compatibility(c, item, &entry);
    contract->place = config_position(c, item);
    vec_push(c->arena, &reading->contracts, *contract);
}

void policy_read_contracts(config *c, const node *value, void *into)
{
    if (config_each(c, value, "contracts", read_contract, into) && value->count == 0)
        config_error(c, value, "policy.value", "'contracts' lists nothing");
}
