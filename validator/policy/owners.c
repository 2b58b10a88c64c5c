#include "policy/owners.h"

/* --- names of teams --- */

/* "@acme/payments", "group:default/payments", "Payments": the part that says who. An address is
 * itself. */
static str team_name(str owner)
{
    size_t at = str_find(owner, '@');
    if (at != SIZE_MAX && at > 0)
        return owner;
    while (str_starts_with(owner, STR("@")))
        owner = str_skip(owner, 1);
    return catalog_name_of(owner);
}

bool owners_same_team(str one, str other)
{
    return str_equal_ignoring_case(team_name(one), team_name(other));
}

static bool has_team(const text_list *list, str owner)
{
    for (size_t i = 0; i < list->count; i++)
        if (owners_same_team(list->items[i], owner))
            return true;
    return false;
}

static bool share_a_team(const text_list *one, const text_list *other)
{
    for (size_t i = 0; i < one->count; i++)
        if (has_team(other, one->items[i]))
            return true;
    return one->count == 0 && other->count == 0;
}

/* --- what the sources say --- */

static text_list list_of(str text, arena *a)
{
    str *items = arena_array_of(a, str, 1);
    items[0] = text;
    return (text_list){items, 1};
}

static const catalog_entity *entity_of(const ownership *o, str path,
                                       const policy_contract *contract)
{
    const catalog_entity *described = catalog_api_of_file(o->catalog, path);
    if (described && described->owner.data)
        return described;
    const catalog_entity *service =
        contract->producer.data ? catalog_find(o->catalog, ENTITY_COMPONENT, contract->producer)
                                : NULL;
    return service && service->owner.data ? service : NULL;
}

size_t owners_claims(const ownership *o, str path, const policy_contract *contract,
                     owner_claim out[OWNER_SOURCES], arena *a)
{
    size_t count = 0;
    if (contract->owner.data)
        out[count++] = (owner_claim){"handoff.yaml", list_of(contract->owner, a), contract->place};
    text_list owners;
    uint32_t line = 0;
    if (o->codeowners && codeowners_of(o->codeowners, path, &owners, &line))
        out[count++] = (owner_claim){
            "CODEOWNERS", owners, {.file = o->codeowners->file, .line = line, .column = 1}};
    const catalog_entity *entity = entity_of(o, path, contract);
    if (entity)
        out[count++] = (owner_claim){"the catalogue", list_of(entity->owner, a), entity->place};
    return count;
}

str owners_team(const ownership *o, str path, const policy_contract *contract, arena *a)
{
    owner_claim claims[OWNER_SOURCES];
    size_t count = owners_claims(o, path, contract, claims, a);
    for (size_t i = 0; i < count; i++)
        if (claims[i].owners.count)
            return claims[i].owners.items[0];
    return STR_NULL;
}

str owners_team_of_service(const ownership *o, str service)
{
    for (size_t i = 0; i < o->policy->service_count; i++)
        if (str_equal(o->policy->services[i].name, service))
            return o->policy->services[i].owner;
    const catalog_entity *component = catalog_find(o->catalog, ENTITY_COMPONENT, service);
    return component ? component->owner : STR_NULL;
}

/* --- findings --- */

/* `about`: what sets it apart from other findings of the rule about this contract. */
static void add(report *r, const char *rule, str path, str about, const position *place,
                str message)
{
    str address = arena_printf(r->arena, "%.*s > %.*s", STR_ARG(path), STR_ARG(about));
    report_add(r, &(finding){.rule = str_from(rule),
                             .level = LEVEL_WARNING,
                             .message = message,
                             .where = STR("owner"),
                             .contract = path,
                             .new_place = *place,
                             .proof = {.kind = PROOF_RULE},
                             .fingerprint = policy_fingerprint(str_from(rule), address, r->arena)});
}

static void append_names(buf *out, const text_list *names)
{
    if (names->count == 0)
        buf_append(out, STR("nobody"));
    for (size_t i = 0; i < names->count; i++) {
        buf_append(out, i ? STR(", ") : STR(""));
        buf_append(out, names->items[i]);
    }
}

static void judge_agreement(const owner_claim *one, const owner_claim *other, str path, report *r)
{
    if (share_a_team(&one->owners, &other->owners))
        return;
    buf text = {0};
    buf_printf(&text, "%s says ", one->source);
    append_names(&text, &one->owners);
    buf_printf(&text, " owns '%.*s', %s says ", STR_ARG(path), other->source);
    append_names(&text, &other->owners);
    add(r, "owners-disagree", path, arena_printf(r->arena, "%s, %s", one->source, other->source),
        &one->place, buf_str(&text));
    buf_clear(&text);
}

static bool has_known_teams(const ownership *o)
{
    for (size_t i = 0; i < o->catalog->entities.count; i++)
        if (o->catalog->entities.items[i].kind >= ENTITY_GROUP)
            return true;
    return o->policy->teams.count > 0;
}

static bool is_known(const ownership *o, str owner)
{
    return has_team(&o->policy->teams, owner) ||
           catalog_find(o->catalog, ENTITY_GROUP, team_name(owner)) ||
           catalog_find(o->catalog, ENTITY_USER, team_name(owner));
}

bool owners_knows(const ownership *o, str owner)
{
    return !has_known_teams(o) || is_known(o, owner);
}

static void judge_names(const ownership *o, const owner_claim *claim, str path, report *r)
{
    for (size_t i = 0; i < claim->owners.count; i++)
        if (!is_known(o, claim->owners.items[i]))
            add(r, "owner-unknown", path, claim->owners.items[i], &claim->place,
                arena_printf(r->arena, "nobody knows the owner '%.*s' that %s names for '%.*s'",
                             STR_ARG(claim->owners.items[i]), claim->source, STR_ARG(path)));
}

void owners_judge(const ownership *o, str path, const policy_contract *contract, report *r)
{
    owner_claim claims[OWNER_SOURCES];
    size_t count = owners_claims(o, path, contract, claims, r->arena), named = 0;
    for (size_t i = 0; i < count; i++)
        named += claims[i].owners.count;
    if (named == 0) {
        add(r, "contract-without-owner", path, STR(""), count ? &claims[0].place : &contract->place,
            arena_printf(r->arena, "nobody answers for '%.*s'%s", STR_ARG(path),
                         count ? ": its line names no owner" : ""));
        return;
    }
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++)
            judge_agreement(&claims[i], &claims[k], path, r);
    for (size_t i = 0; i < count && has_known_teams(o); i++)
        judge_names(o, &claims[i], path, r);
}
