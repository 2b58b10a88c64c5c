#include "check/blast.h"

#include "base/map.h"
#include "check/blast_parts.h"
#include "check/engine.h"
#include "check/frame.h"
#include "check/impact.h"
#include "gate/content.h"
#include "gate/lifecycle_rows.h"
#include "gate/reach.h"

/* --- what is compared --- */

/* One contract of the service, before and after; compared once, without consumers. */
typedef struct contract_change {
    contract old, new_;
    buf compared; /* the report as a frame, to start afresh from for every consumer */
    size_t breaking, undecided;
    str name, digest; /* digest: of the new one */
} contract_change;

typedef struct blasting {
    ledger *ledger;
    const blast_request *request;
    blast *out;
    arena *arena;
    diags *diags;
    engine *engine;
    provided_list old, new_;
    contract_change *changes;
    size_t change_count;
    approval_settings settings; /* those of the request, and what the environment adds */
    approvals waivers;
    map touched; /* services that are hurt or stand behind one */
} blasting;

static bool compare_change(blasting *b, contract_change *c, input *old,
                           const bundle_options *of_old, input *new_, const bundle_options *of_new)
{
    const uint64_t seed = 1; /* both sides alike; nothing of it reaches the result */
    contract_request first = {.input = old,
                              .mappings = of_old->mappings,
                              .mapping_count = of_old->mapping_count,
                              .seed = seed};
    contract_request second = {.input = new_,
                               .mappings = of_new->mappings,
                               .mapping_count = of_new->mapping_count,
                               .seed = seed};
    if (!old || !new_) {
        input_free(old);
        input_free(new_);
        return false;
    }
    if (!contract_load_both(&c->old, &first, &c->new_, &second, b->diags))
        return false;
    report *r = report_new();
    const contract_comparison how = {
        .options = {.now = b->request->waivers->now, .contract = STR("")}};
    diags none;
    diags_init(&none);
    bool compared = contract_compare(&c->old, &c->new_, &how, r, b->diags);
    frame_write(&c->compared, r, &none);
    c->breaking = report_count(r, LEVEL_BREAKING);
    c->undecided = r->undecided_count;
    c->digest = content_pack(c->new_.bundle, b->arena).digest;
    diags_clear(&none);
    report_free(r);
    return compared;
}

static input *open_provided(blasting *b, str digest, bundle_options *how)
{
    return blast_open(b->ledger, digest, how, b->arena, b->diags);
}

/* Every contract that both versions provide under one name; what one of them lacks shows in the
 * engine's answer about each consumer. */
static bool compare_versions(blasting *b)
{
    b->changes = arena_array_of(b->arena, contract_change, b->old.count + 1);
    for (size_t i = 0; i < b->old.count; i++) {
        const provided_contract *other = provided_find(&b->new_, b->old.items[i].name);
        bundle_options of_old = {0}, of_new = {0};
        if (!other)
            continue;
        input *old = open_provided(b, b->old.items[i].content, &of_old);
        input *new_ = old ? open_provided(b, other->content, &of_new) : NULL;
        b->changes[b->change_count].name = b->old.items[i].name;
        if (!compare_change(b, &b->changes[b->change_count++], old, &of_old, new_, &of_new))
            return false;
    }
    return true;
}

static const provided_contract *replaced_contract(blasting *b)
{
    str name = b->request->contract_name;
    const provided_contract *found = name.data           ? provided_find(&b->old, name)
                                     : b->old.count == 1 ? &b->old.items[0]
                                                         : NULL;
    if (!found)
        diags_hint(b->diags,
                   diags_error(b->diags, "blast.contract",
                               "%.*s@%.*s provides %zu contracts, and which one the file replaces "
                               "is not clear",
                               STR_ARG(b->request->service), STR_ARG(b->request->version),
                               b->old.count),
                   "--contract NAME=FILE");
    return found;
}

static bool compare_file(blasting *b)
{
    bundle_options of_old = {0};
    const bundle_options of_new = {0};
    const input_options where = {0};
    const provided_contract *replaced = replaced_contract(b);
    if (!replaced)
        return false;
    b->changes = arena_new_of(b->arena, contract_change);
    b->changes->name = replaced->name;
    b->change_count = 1;
    input *old = open_provided(b, replaced->content, &of_old);
    input *new_ = old ? input_open(b->request->contract, &where, b->diags) : NULL;
    return compare_change(b, &b->changes[0], old, &of_old, new_, &of_new);
}

static bool asks_about_a_change(const blasting *b)
{
    return b->request->to.data || b->request->contract;
}

static bool read_contracts(blasting *b)
{
    const blast_request *r = b->request;
    if (!asks_about_a_change(b))
        return true;
    if (!provided_read(b->ledger, r->service, r->version, &b->old, b->arena, b->diags) ||
        (r->to.data && !provided_read(b->ledger, r->service, r->to, &b->new_, b->arena, b->diags)))
        return false;
    b->out->findings = report_new();
    if (b->old.count == 0 || (r->to.data && b->new_.count == 0)) {
        str missing = b->old.count == 0 ? r->version : r->to;
        diags_hint(b->diags,
                   diags_error(b->diags, "blast.contract",
                               "the ledger has no contract that %.*s@%.*s provides",
                               STR_ARG(r->service), STR_ARG(missing)),
                   "handoff publish --provides FILE records one");
        return false;
    }
    return r->to.data ? compare_versions(b) : compare_file(b);
}

/* --- one consumer --- */

/* Named by its version, because two versions of one consumer may be hurt differently. */
static void keep_finding(blasting *b, const finding *f, const blast_consumer *c)
{
    report *into = b->out->findings;
    affected_consumer named = f->consumers[f->consumer_count - 1];
    named.consumer =
        arena_printf(into->arena, "%.*s@%.*s", STR_ARG(c->service), STR_ARG(c->version));
    if (!named.team.length && c->team.data)
        named.team = c->team;
    for (size_t i = 0; i < into->finding_count; i++)
        if (str_equal(into->findings[i].fingerprint, f->fingerprint)) {
            blast_attach(into, &into->findings[i], &named);
            return;
        }
    finding alone = *f;
    alone.consumers = &named;
    alone.consumer_count = 1;
    report_add(into, &alone);
}

static void take_findings(blasting *b, const report *r, blast_consumer *c, size_t *waived)
{
    for (size_t i = 0; i < r->finding_count; i++) {
        const finding *f = &r->findings[i];
        if (f->consumer_count == 0 || f->level != LEVEL_BREAKING)
            continue;
        keep_finding(b, f, c);
        c->finding_count++;
        *waived += f->waived != NULL;
    }
}

static bool judge_change(blasting *b, const contract_change *change, const reached *who,
                         blast_consumer *c, size_t *waived)
{
    report *r = report_new();
    diags unheard;
    diags_init(&unheard);
    const char *file = arena_cstr(b->arena, who->content);
    const verify_source source = {blast_load, &(blast_loading){b->ledger, b->arena}};
    const impact_options impact = {.files = &file,
                                   .file_count = 1,
                                   .source = &source,
                                   .producer = b->request->service,
                                   .file = change->name,
                                   .unused = UNUSED_BLOCK};
    bool read = frame_read(buf_str(&change->compared), r, &unheard);
    read = read && blast_is_copy(b->ledger, who->content, b->arena)
               ? blast_compare_copy(b->ledger, who, &change->new_, r, b->arena, b->diags)
               : read && impact_apply(&change->old, &change->new_, &impact, r, b->diags);
    if (read) {
        r->digest = change->digest;
        read = approvals_apply(&b->waivers, r, b->diags);
        take_findings(b, r, c, waived);
    }
    diags_clear(&unheard);
    report_free(r);
    return read;
}

static void settle(blast_consumer *c, blast_fate fate, str why)
{
    c->fate = fate;
    c->why = why;
}

/* What can-i-deploy would say of the new version; it also knows what was broken before. */
static bool ask_engine(blasting *b, const reached *who, blast_consumer *c)
{
    gate_comparison answer;
    if (!b->request->to.data || c->fate == FATE_WAIVED)
        return true;
    if (!engine_compare(b->engine, b->request->service, who->content,
                        provided_joined(&b->new_, b->arena), &answer, NULL, b->diags))
        return false;
    str why = answer.why.data ? arena_str(b->arena, answer.why) : STR_NULL;
    if (answer.answer == COMPARISON_BREAKS && c->fate != FATE_HURT)
        settle(c, FATE_HURT, why);
    else if (answer.answer == COMPARISON_UNDECIDED && c->fate == FATE_FINE)
        settle(c, FATE_UNKNOWN, why);
    return true;
}

/* What lets the two meet in can-i-deploy lets them meet here. */
static bool ask_for_waiver(blasting *b, const reached *who, blast_consumer *c)
{
    const gate_meeting m = {.consumer = {.service = who->service, .version = who->version},
                            .provider = {.service = b->request->service, .version = b->request->to},
                            .content = who->content,
                            .provided = b->request->to.data ? provided_joined(&b->new_, b->arena)
                                                            : b->changes[0].digest};
    waiver_list waivers;
    if (c->fate != FATE_HURT)
        return true;
    if (!waivers_find(b->ledger, gate_meeting_fingerprint(&m, b->arena), &waivers, b->arena,
                      b->diags))
        return false;
    for (size_t i = 0; i < waivers.count && c->fate == FATE_HURT; i++) {
        const given_waiver *w = &waivers.items[i];
        standing s = waiver_standing(w, m.provided, &b->settings.policy, b->waivers.now, b->arena);
        if (s.kind == STANDING_COUNTS)
            settle(c, FATE_WAIVED,
                   arena_printf(b->arena, "until %.*s by %.*s: %.*s", STR_ARG(w->expires),
                                STR_ARG(w->owner), STR_ARG(w->reason)));
    }
    return true;
}

static bool judge_consumer(blasting *b, const reached *who, blast_consumer *c)
{
    size_t waived = 0, open = 0;
    bool known;
    if (!who->content.data) {
        if (asks_about_a_change(b))
            settle(c, FATE_UNKNOWN, STR("it was deployed without ever being published"));
        return true;
    }
    if (!blast_read_operations(b->ledger, who, b->request->service, c, &known, b->arena, b->diags))
        return false;
    if (!asks_about_a_change(b))
        return true;
    if (!known) {
        settle(c, FATE_UNKNOWN, STR("the text of its contract is not in the ledger"));
        return true;
    }
    for (size_t i = 0; i < b->change_count; i++) {
        if (!judge_change(b, &b->changes[i], who, c, &waived))
            return false;
        open += b->changes[i].undecided;
    }
    settle(c,
           c->finding_count == 0        ? FATE_FINE
           : waived == c->finding_count ? FATE_WAIVED
                                        : FATE_HURT,
           STR_NULL);
    if (c->fate == FATE_FINE && open)
        settle(c, FATE_UNKNOWN, STR("part of the change could not be decided"));
    return ask_engine(b, who, c) && ask_for_waiver(b, who, c);
}

/* --- all of them --- */

/* Whoever relies on one that is hurt, or on one that stands behind such a one; those are nearer, so
 * they are settled already. */
static void settle_behind(blasting *b, blast_consumer *c)
{
    c->fate = !asks_about_a_change(b)        ? FATE_RELIES
              : map_has(&b->touched, c->via) ? FATE_BEHIND
                                             : FATE_FINE;
}

static bool judge_all(blasting *b, const reach *found)
{
    blast *out = b->out;
    out->consumers = arena_array_of(b->arena, blast_consumer, found->count + 1);
    for (size_t i = 0; i < found->count; i++) {
        const reached *who = &found->items[i];
        blast_consumer *c = &out->consumers[i];
        *c = (blast_consumer){.service = who->service,
                              .version = who->version,
                              .team = who->team,
                              .via = who->via,
                              .distance = who->distance};
        if (who->distance > 1)
            settle_behind(b, c);
        else if (!judge_consumer(b, who, c))
            return false;
        if (c->fate == FATE_HURT || c->fate == FATE_BEHIND)
            map_put(&b->touched, c->service, b);
        out->count++;
        out->hurt += c->fate == FATE_HURT;
        out->waived += c->fate == FATE_WAIVED;
        out->unknown += c->fate == FATE_UNKNOWN;
    }
    return true;
}

static void count_others(blasting *b)
{
    size_t breaking = 0, own = 0;
    report *findings = b->out->findings;
    if (!findings)
        return;
    for (size_t i = 0; i < b->change_count; i++)
        breaking += b->changes[i].breaking;
    for (size_t i = 0; i < findings->finding_count; i++)
        own += !str_equal(findings->findings[i].rule, STR("consumer-expectation-broken"));
    b->out->others = breaking > own ? breaking - own : 0;
    report_finish(findings, true);
}

static bool check_version(const blasting *b, str version)
{
    bool known;
    if (!version.data)
        return true;
    if (!version_is_known(b->ledger, b->request->service, version, &known, b->arena, b->diags))
        return false;
    if (!known)
        diags_error(b->diags, "blast.version", "nothing is recorded of version %.*s of '%.*s'",
                    STR_ARG(version), STR_ARG(b->request->service));
    return known;
}

/* In an environment that asks for two persons a waiver counts with two. */
static bool read_settings(blasting *b)
{
    protection there;
    b->settings = *b->request->waivers->settings;
    b->waivers = *b->request->waivers;
    b->waivers.settings = &b->settings;
    if (!environment_protection(b->ledger, b->request->environment, &there, b->arena, b->diags))
        return false;
    b->settings.policy.two_person |= there == PROTECTION_TWO_PERSON;
    return true;
}

bool blast_find(ledger *l, const blast_request *request, blast *out, arena *a, diags *d)
{
    *out = (blast){.service = request->service,
                   .version = request->version,
                   .environment = request->environment,
                   .change = request->contract ? str_from(request->contract) : request->to};
    blasting b = {.ledger = l, .request = request, .out = out, .arena = a, .diags = d};
    reach found;
    b.engine = engine_new(l, a);
    map_init(&b.touched, a, 0);
    bool good = read_settings(&b) && check_version(&b, request->version) &&
                check_version(&b, request->to) &&
                reach_find(l, request->service, request->environment, SIZE_MAX, &found, a, d) &&
                read_contracts(&b) && judge_all(&b, &found);
    if (good)
        count_others(&b);
    for (size_t i = 0; i < b.change_count; i++) {
        contract_clear(&b.changes[i].old);
        contract_clear(&b.changes[i].new_);
        buf_clear(&b.changes[i].compared);
    }
    return good;
}

void blast_clear(blast *b)
{
    report_free(b->findings);
    b->findings = NULL;
}
