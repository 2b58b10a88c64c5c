#include "gate/notes.h"

#include "base/digest.h"
#include "base/glob.h"
#include "base/map.h"
#include "base/vec.h"
#include "gate/approval_rows.h"
#include "gate/lifecycle_rows.h"

typedef struct noting {
    ledger *ledger;
    const gate_question *question;
    const gate_conditions *conditions;
    approval_policy policy; /* that of the conditions, and what the environment adds */
    bool needs_approval;
    arena *arena;
    diags *diags;
    VEC(gate_note) notes;
    map told;   /* texts of notes, so that none is told twice */
    map states; /* service names: contract_states */
} noting;

static void note(noting *n, gate_reason_kind kind, str text)
{
    if (map_put(&n->told, text, n))
        vec_push(n->arena, &n->notes, (gate_note){kind, text});
}

/* --- states --- */

static const contract_states *states_of(noting *n, str service)
{
    contract_states *known = map_get(&n->states, service);
    if (known)
        return known;
    known = arena_new_of(n->arena, contract_states);
    if (!states_find(n->ledger, service, known, n->arena, n->diags))
        return NULL;
    map_put(&n->states, service, known);
    return known;
}

static str contract_phrase(noting *n, const contract_state *s, str service)
{
    str what = s->contract.length
                   ? arena_printf(n->arena, "contract %.*s of %.*s", STR_ARG(s->contract),
                                  STR_ARG(service))
                   : arena_printf(n->arena, "the contract of %.*s", STR_ARG(service));
    str phrase = lifecycle_phrase(s->state, s->sunset, n->conditions->now, n->arena);
    return arena_printf(n->arena, "%.*s%s%.*s %.*s", STR_ARG(what),
                        s->version.length ? ", version " : "", STR_ARG(s->version),
                        STR_ARG(phrase));
}

/* What a version provides, each with the state that counts; the service as a whole where it
 * provides nothing that is known. */
static bool contracts_of(noting *n, str service, str version, contract_states *out)
{
    const contract_states *all = states_of(n, service);
    name_list names = {0};
    *out = (contract_states){0};
    if (!all ||
        (all->count && !provided_names(n->ledger, service, version, &names, n->arena, n->diags)))
        return false;
    if (all->count == 0)
        return true;
    if (names.count == 0)
        vec_push(n->arena, &names, STR(""));
    for (size_t i = 0; i < names.count; i++)
        vec_push(n->arena, out, states_pick(all, names.items[i], version));
    return true;
}

/* A version may not be deployed with a retired or rejected contract. As with approvals, ignoring it
 * leaves its meetings out of the answer, not this. */
static bool note_subject(noting *n, const gate_subject *s)
{
    contract_states contracts;
    if (!s->exists)
        return true;
    if (!contracts_of(n, s->version.service, s->version.version, &contracts))
        return false;
    for (size_t i = 0; i < contracts.count; i++) {
        lifecycle_effect effect = lifecycle_effect_of(contracts.items[i].state);
        if (effect != EFFECT_NOTHING)
            note(n, effect == EFFECT_REFUSES ? REASON_CONTRACT_RETIRED : REASON_CONTRACT_STATE,
                 contract_phrase(n, &contracts.items[i], s->version.service));
    }
    return true;
}

static bool is_subject(const gate_rows *rows, const gate_version *v)
{
    for (size_t i = 0; i < rows->subject_count; i++)
        if (str_equal(rows->subjects[i].version.service, v->service) &&
            str_equal(rows->subjects[i].version.version, v->version))
            return true;
    return false;
}

/* Nothing new may come to rely on what is retired. Which of several contracts of a provider the
 * consumer relies on is not known here, so only all of them together refuse. */
static bool note_reliance(noting *n, const gate_rows *rows, const gate_meeting *m)
{
    contract_states contracts;
    size_t refused = 0;
    if (m->ignored || !m->provider.version.data || !is_subject(rows, &m->consumer))
        return true;
    if (!contracts_of(n, m->provider.service, m->provider.version, &contracts))
        return false;
    for (size_t i = 0; i < contracts.count; i++)
        refused += lifecycle_effect_of(contracts.items[i].state) == EFFECT_REFUSES;
    for (size_t i = 0; i < contracts.count; i++) {
        if (lifecycle_effect_of(contracts.items[i].state) == EFFECT_NOTHING)
            continue;
        str phrase = contract_phrase(n, &contracts.items[i], m->provider.service);
        note(n, refused == contracts.count ? REASON_CONTRACT_RETIRED : REASON_CONTRACT_STATE,
             arena_printf(n->arena, "%.*s relies on %.*s: %.*s", STR_ARG(m->consumer.service),
                          STR_ARG(m->provider.service), STR_ARG(phrase)));
    }
    return true;
}

/* --- protection --- */

/* What the environment asks for; a waiver that lets something into it is under the same rule. */
static bool read_protection(noting *n)
{
    protection p;
    str environment = n->question->target_name;
    if (n->question->target != TARGET_ENVIRONMENT)
        return true;
    if (!environment_protection(n->ledger, environment, &p, n->arena, n->diags))
        return false;
    n->policy.two_person |= p == PROTECTION_TWO_PERSON;
    n->needs_approval = p != PROTECTION_NONE;
    for (size_t i = 0; i < n->conditions->protected_count; i++)
        n->needs_approval |= glob_matches(n->conditions->protected_[i], environment);
    return true;
}

/* --- waivers --- */

enum { FINGERPRINT_LENGTH = 16 }; /* as those of findings */

str gate_meeting_fingerprint(const gate_meeting *m, arena *a)
{
    char hex[DIGEST_HEX_LENGTH + 1];
    digest sum;
    digest_begin(&sum);
    digest_add_framed(&sum, STR("meeting"));
    digest_add_framed(&sum, m->consumer.service);
    digest_add_framed(&sum, m->provider.service);
    digest_add_framed(&sum, m->content.data ? m->content : STR(""));
    digest_end(&sum, hex);
    return arena_str(a, str_of(hex, FINGERPRINT_LENGTH));
}

str gate_meeting_contract(const gate_meeting *m, arena *a)
{
    if (m->provided.data)
        return m->provided;
    return arena_printf(a, "%.*s@%.*s", STR_ARG(m->provider.service), STR_ARG(m->provider.version));
}

static void tell_lapsed(noting *n, const gate_meeting *m, const given_waiver *w, standing s)
{
    note(n, REASON_WAIVER_LAPSED,
         arena_printf(n->arena, "the waiver of %.*s for %.*s with %.*s does not count: %.*s",
                      STR_ARG(w->owner), STR_ARG(m->consumer.service), STR_ARG(m->provider.service),
                      STR_ARG(s.why)));
}

static const gate_waived *keep_waiver(noting *n, const given_waiver *w, str approver)
{
    gate_waived *kept = arena_new_of(n->arena, gate_waived);
    *kept = (gate_waived){w->owner, w->reason, w->expires, approver};
    return kept;
}

static bool find_waiver(noting *n, gate_meeting *m)
{
    waiver_list waivers;
    str contract = gate_meeting_contract(m, n->arena);
    if (!waivers_find(n->ledger, gate_meeting_fingerprint(m, n->arena), &waivers, n->arena,
                      n->diags))
        return false;
    for (size_t i = 0; i < waivers.count; i++) {
        const given_waiver *w = &waivers.items[i];
        standing s = waiver_standing(w, contract, &n->policy, n->conditions->now, n->arena);
        if (s.kind == STANDING_COUNTS) {
            m->waived = keep_waiver(n, w, s.approver);
            return true;
        }
    }
    for (size_t i = 0; i < waivers.count; i++)
        tell_lapsed(
            n, m, &waivers.items[i],
            waiver_standing(&waivers.items[i], contract, &n->policy, n->conditions->now, n->arena));
    return true;
}

static bool find_waivers(noting *n, gate_rows *rows)
{
    gate_meeting *meetings = arena_array_of(n->arena, gate_meeting, rows->meeting_count);
    for (size_t i = 0; i < rows->meeting_count; i++) {
        meetings[i] = rows->meetings[i];
        bool needs = !meetings[i].ignored && meetings[i].result != RESULT_PASSED &&
                     meetings[i].provider.version.data;
        if (needs && !find_waiver(n, &meetings[i]))
            return false;
    }
    rows->meetings = meetings;
    return true;
}

/* --- approvals --- */

static void tell_approved(noting *n, const release_approval *r)
{
    note(n, REASON_APPROVED,
         arena_printf(n->arena,
                      "%.*s approved %.*s@%.*s for %.*s; it is owned by %.*s, and comes back by: "
                      "%.*s",
                      STR_ARG(r->approver), STR_ARG(r->service), STR_ARG(r->version),
                      STR_ARG(r->environment), STR_ARG(r->owner), STR_ARG(r->rollback_plan)));
}

static void tell_missing(noting *n, const gate_version *v, str why)
{
    note(n, REASON_APPROVAL_MISSING,
         arena_printf(n->arena,
                      "%.*s is protected, and nobody approved %.*s@%.*s with an owner and a "
                      "rollback plan%s%.*s",
                      STR_ARG(n->question->target_name), STR_ARG(v->service), STR_ARG(v->version),
                      why.data ? ": " : "", STR_ARG(why)));
}

static bool note_approval(noting *n, const gate_version *v)
{
    release_approval_list given;
    str why = STR_NULL;
    if (!release_approvals_find(n->ledger, v->service, v->version, n->question->target_name, &given,
                                n->arena, n->diags))
        return false;
    bool approved = false;
    for (size_t i = 0; i < given.count; i++) {
        const release_approval *r = &given.items[i];
        standing s =
            release_standing(r, n->conditions->asker, &n->policy, n->conditions->now, n->arena);
        if (s.kind == STANDING_COUNTS)
            tell_approved(n, r);
        else
            why = arena_printf(n->arena, "%.*s%sthe approval of %.*s does not count, %.*s",
                               STR_ARG(why), why.data ? "; " : "", STR_ARG(r->approver),
                               STR_ARG(s.why));
        approved |= s.kind == STANDING_COUNTS;
    }
    if (!approved)
        tell_missing(n, v, why);
    return true;
}

static bool note_approvals(noting *n, const gate_rows *rows)
{
    for (size_t i = 0; n->needs_approval && i < rows->subject_count; i++) {
        const gate_subject *s = &rows->subjects[i];
        if (s->exists && !note_approval(n, &s->version))
            return false;
    }
    return true;
}

static noting begin(ledger *l, const gate_question *question, const gate_conditions *conditions,
                    arena *a, diags *d)
{
    noting n = {.ledger = l,
                .question = question,
                .conditions = conditions,
                .policy = conditions->policy,
                .arena = a,
                .diags = d};
    map_init(&n.told, a, 0);
    map_init(&n.states, a, 0);
    return n;
}

static void give_notes(const noting *n, gate_rows *rows)
{
    rows->notes = n->notes.items;
    rows->note_count = n->notes.count;
}

bool gate_add_waivers(ledger *l, const gate_question *question, const gate_conditions *conditions,
                      gate_rows *rows, arena *a, diags *d)
{
    noting n = begin(l, question, conditions, a, d);
    if (!read_protection(&n) || !find_waivers(&n, rows))
        return false;
    give_notes(&n, rows);
    return true;
}

bool gate_add_notes(ledger *l, const gate_question *question, const gate_conditions *conditions,
                    gate_rows *rows, arena *a, diags *d)
{
    noting n = begin(l, question, conditions, a, d);
    for (size_t i = 0; i < rows->subject_count; i++)
        if (!note_subject(&n, &rows->subjects[i]))
            return false;
    for (size_t i = 0; i < rows->meeting_count; i++)
        if (!note_reliance(&n, rows, &rows->meetings[i]))
            return false;
    if (!read_protection(&n) || !find_waivers(&n, rows) || !note_approvals(&n, rows))
        return false;
    give_notes(&n, rows);
    return true;
}
