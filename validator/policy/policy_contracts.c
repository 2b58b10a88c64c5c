/* The entries of `contracts`. */
#include "policy/policy_reading.h"

#include "base/glob.h"

static const char *const kind_names[] = {"any", "openapi", "json-schema", NULL};
static const char *const compatibility_names[] = {"backward", "forward", "full", NULL};

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
    contract->compatibility = entry.compatibility >= 0 ? (compatibility)entry.compatibility
                                                       : implied_compatibility(contract);
    if (contract->kind == CONTRACT_OPENAPI &&
        (entry.compatibility >= 0 || contract->literal || contract->written_by.count))
        config_error(c, item, "policy.value",
                     "'compatibility', 'literal' and 'written-by' are for JSON Schema contracts");
    contract->place = config_position(c, item);
    vec_push(c->arena, &reading->contracts, *contract);
}

void policy_read_contracts(config *c, const node *value, void *into)
{
    if (config_each(c, value, "contracts", read_contract, into) && value->count == 0)
        config_error(c, value, "policy.value", "'contracts' lists nothing");
}
