#include "policy/policy.h"

#include "base/clock.h"
#include "base/digest.h"
#include "base/glob.h"

void policy_run_begin(policy_run *run, const policy *p, int64_t now, arena *a)
{
    run->policy = p;
    run->leveling = &p->leveling;
    run->ignored = NULL;
    run->now = now;
    run->waiver_used = arena_array_of(a, bool, p->waiver_count + 1);
}

static bool fits(str glob, str text)
{
    return !glob.data || glob_matches(glob, text);
}

/* --- waivers --- */

static bool operation_fits(str glob, str operation, str where, arena *a)
{
    if (glob_matches(glob, operation))
        return true;
    str full = arena_printf(a, "%.*s %.*s", STR_ARG(operation), STR_ARG(where));
    return glob_matches(glob, full);
}

/* A location is an address of the report: an operation, an operation with the place in it, or the
 * JSON Pointer of the change in the old or new file. Operations must all fit: a waiver given for
 * one operation does not cover what the same edit does to others. */
static bool location_fits(str glob, const finding *f, arena *a)
{
    if (f->new_place.pointer.length && glob_matches(glob, f->new_place.pointer))
        return true;
    if (f->old_place.pointer.length && glob_matches(glob, f->old_place.pointer))
        return true;
    if (f->operation_count == 0)
        return f->where.data && glob_matches(glob, f->where);
    for (size_t i = 0; i < f->operation_count; i++)
        if (!operation_fits(glob, f->operations[i], f->where, a))
            return false;
    return true;
}

static bool waiver_fits(const policy_waiver *w, const finding *f, str contract, arena *a)
{
    if (w->malformed)
        return false;
    if (w->fingerprint.data && !str_starts_with(f->fingerprint, w->fingerprint))
        return false;
    return fits(w->rule, f->rule) && fits(w->contract, contract) &&
           (!w->location.data || location_fits(w->location, f, a));
}

static void waive(report *r, finding *f, const policy_waiver *w)
{
    waiver_note *note = arena_new_of(r->arena, waiver_note);
    note->owner = arena_str(r->arena, w->owner);
    note->reason = arena_str(r->arena, w->reason);
    note->expires = arena_str(r->arena, w->expires);
    note->place = w->place;
    note->place.file = arena_str(r->arena, w->place.file);
    note->place.pointer = arena_str(r->arena, w->place.pointer);
    f->waived = note;
}

/* The first sound waiver that fits; an expired one that fits is remembered as used, so that it is
 * shown as expired and not as unused, but waives nothing. */
static void set_waivers(policy_run *run, report *r, str contract)
{
    for (size_t i = 0; i < r->finding_count; i++) {
        finding *f = &r->findings[i];
        for (size_t k = 0; k < run->policy->waiver_count; k++) {
            const policy_waiver *w = &run->policy->waivers[k];
            if (!waiver_fits(w, f, finding_contract(f, contract), r->arena))
                continue;
            run->waiver_used[k] = true;
            if (!f->waived && run->now < w->expires_at)
                waive(r, f, w);
        }
    }
}

void policy_apply(policy_run *run, report *r, str contract)
{
    bool changed = r->verdict != VERDICT_IDENTICAL;
    leveling_apply(run->leveling, r, contract);
    set_waivers(run, r, contract);
    if (run->ignored)
        ignore_apply(run->ignored, r);
    report_finish(r, changed);
}

/* --- findings about waivers --- */

/* As long as those of a comparison. */
enum { FINGERPRINT_LENGTH = 16 };

str policy_fingerprint(str rule, str address, arena *a)
{
    char hex[DIGEST_HEX_LENGTH + 1];
    digest sum;
    digest_begin(&sum);
    digest_add_framed(&sum, rule);
    digest_add_framed(&sum, address);
    digest_end(&sum, hex);
    return arena_str(a, str_of(hex, FINGERPRINT_LENGTH));
}

static str waiver_address(const policy_waiver *w, arena *a)
{
    if (w->fingerprint.data)
        return arena_printf(a, "fingerprint %.*s", STR_ARG(w->fingerprint));
    if (!w->rule.data)
        return STR("no rule");
    return arena_printf(a, "rule %.*s at %.*s", STR_ARG(w->rule),
                        STR_ARG(w->location.data ? w->location : STR("no location")));
}

static void report_waiver(report *r, const policy_waiver *w, const char *rule, str message)
{
    str where = waiver_address(w, r->arena);
    report_add(r, &(finding){.rule = str_from(rule),
                             .level = LEVEL_WARNING,
                             .message = message,
                             .where = where,
                             .contract = w->place.file,
                             .new_place = w->place,
                             .proof = {.kind = PROOF_RULE},
                             .fingerprint = policy_fingerprint(str_from(rule), where, r->arena)});
}

void policy_report_waivers(policy_run *run, report *r)
{
    for (size_t i = 0; i < run->policy->waiver_count; i++) {
        const policy_waiver *w = &run->policy->waivers[i];
        str whose = w->owner.data ? w->owner : STR("nobody");
        if (w->malformed)
            report_waiver(r, w, "waiver-malformed",
                          arena_printf(r->arena, "this waiver waives nothing: %s", w->malformed));
        else if (run->now >= w->expires_at)
            report_waiver(r, w, "waiver-expired",
                          arena_printf(r->arena, "the waiver of %.*s expired on %.*s%s",
                                       STR_ARG(whose), STR_ARG(w->expires),
                                       run->waiver_used[i] ? "; what it waived counts again" : ""));
        else if (!run->waiver_used[i])
            report_waiver(r, w, "waiver-unused",
                          arena_printf(r->arena, "the waiver of %.*s fits no finding any more",
                                       STR_ARG(whose)));
    }
}
