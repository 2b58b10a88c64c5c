#include "gate/approval.h"

#include "base/clock.h"

/* --- persons --- */

static str bare_name(str s)
{
    s = str_trim(s);
    return str_starts_with(s, STR("@")) ? str_skip(s, 1) : s;
}

/* Nobody is not another person. */
static bool is_somebody(str name)
{
    return bare_name(name).length > 0;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool same_person(str one, str other)
{
    one = bare_name(one);
    other = bare_name(other);
    if (one.length != other.length)
        return false;
    for (size_t i = 0; i < one.length; i++)
        if (lower(one.data[i]) != lower(other.data[i]))
            return false;
    return true;
}

static bool may_approve(const approval_policy *policy, str who)
{
    for (size_t i = 0; i < policy->approver_count; i++)
        if (same_person(policy->approvers[i], who))
            return true;
    return policy->approver_count == 0;
}

/* --- dates --- */

/* What expires on a date still counts on that day. A text that is no date never counted. */
static bool is_over(str expires, int64_t now)
{
    int64_t end;
    return expires.data && (!clock_parse_end(expires, &end) || now >= end);
}

static standing because(standing_kind kind, str why)
{
    return (standing){.kind = kind, .why = why};
}

static standing expired(str expires, arena *a)
{
    return because(STANDING_EXPIRED, arena_printf(a, "it expired on %.*s", STR_ARG(expires)));
}

/* --- waivers --- */

/* Why one approval of a waiver does not count; STR_NULL: it does. */
static str fault_of(const given_waiver *w, const given_approval *g, const approval_policy *policy,
                    int64_t now, arena *a)
{
    if (is_over(g->expires, now))
        return arena_printf(a, "the approval of %.*s expired on %.*s", STR_ARG(g->approver),
                            STR_ARG(g->expires));
    if (!may_approve(policy, g->approver))
        return arena_printf(a, "%.*s is none of those who may approve", STR_ARG(g->approver));
    if (policy->two_person && !is_somebody(w->author))
        return STR("nobody knows who asked for it, so no one else can be told apart");
    if (policy->two_person && same_person(w->author, g->approver))
        return arena_printf(a, "%.*s asked for it and cannot approve of it", STR_ARG(g->approver));
    return STR_NULL;
}

static standing approved(const given_waiver *w, const approval_policy *policy, int64_t now,
                         arena *a)
{
    standing s = because(STANDING_UNAPPROVED, STR("nobody approved of it"));
    bool needed = policy->two_person || policy->approver_count;
    for (size_t i = 0; i < w->approval_count; i++) {
        str fault = fault_of(w, &w->approvals[i], policy, now, a);
        if (!fault.data)
            return (standing){.kind = STANDING_COUNTS, .approver = w->approvals[i].approver};
        s.why = fault;
    }
    return needed ? s : (standing){.kind = STANDING_COUNTS};
}

standing waiver_standing(const given_waiver *w, str contract, const approval_policy *policy,
                         int64_t now, arena *a)
{
    if (w->revoked_by.data)
        return because(STANDING_REVOKED,
                       arena_printf(a, "%.*s revoked it%s%.*s", STR_ARG(w->revoked_by),
                                    w->revoked_because.length ? ": " : "",
                                    STR_ARG(w->revoked_because)));
    if (is_over(w->expires, now))
        return expired(w->expires, a);
    if (contract.data && !str_equal(contract, w->contract))
        return because(STANDING_OTHER_CONTRACT, STR("the contract was changed after it was given"));
    return approved(w, policy, now, a);
}

/* --- releases --- */

standing release_standing(const release_approval *r, str asker, const approval_policy *policy,
                          int64_t now, arena *a)
{
    if (is_over(r->expires, now))
        return expired(r->expires, a);
    if (!may_approve(policy, r->approver))
        return because(STANDING_UNAPPROVED, arena_printf(a, "%.*s is none of those who may approve",
                                                         STR_ARG(r->approver)));
    if (!policy->two_person)
        return (standing){.kind = STANDING_COUNTS, .approver = r->approver};
    if (!is_somebody(asker) && !is_somebody(r->author))
        return because(
            STANDING_UNAPPROVED,
            STR("nobody knows who asks for it, so no one else can be told apart (--by)"));
    if (same_person(asker, r->approver) || same_person(r->author, r->approver))
        return because(
            STANDING_UNAPPROVED,
            arena_printf(a, "%.*s asks for it and cannot approve of it", STR_ARG(r->approver)));
    return (standing){.kind = STANDING_COUNTS, .approver = r->approver};
}

const char *standing_name(standing_kind kind)
{
    static const char *const names[] = {"counts", "expired", "revoked", "other-contract",
                                        "unapproved"};
    return names[kind];
}
