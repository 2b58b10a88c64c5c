#include "gate/decision.h"

#include "base/vec.h"

typedef struct deciding {
    arena *arena;
    VEC(gate_reason) reasons;
    gate_decision decision;
} deciding;

static void add(deciding *d, gate_reason_kind kind, const gate_meeting *meeting, str text)
{
    vec_push(d->arena, &d->reasons, (gate_reason){kind, meeting, text});
}

static str describe(const gate_version *v, arena *a)
{
    if (v->chosen.data)
        return v->chosen;
    return arena_printf(a, "version %.*s of %.*s", STR_ARG(v->version), STR_ARG(v->service));
}

/* --- warnings --- */

static void warn(deciding *d, const gate_rows *rows)
{
    for (size_t i = 0; i < rows->unknown_ignore_count; i++)
        add(d, REASON_IGNORE_UNKNOWN, NULL,
            arena_printf(d->arena, "'%.*s' is ignored, but nothing of that name is recorded",
                         STR_ARG(rows->unknown_ignores[i])));
    if (rows->without_target)
        add(d, REASON_NO_TARGET, NULL,
            STR("no target was named, so the newest version of every partner was asked about"));
    if (rows->tag_unknown)
        add(d, REASON_TAG_UNKNOWN, NULL,
            STR("no version of any service has the tag that was named as the target"));
    if (rows->without_version)
        add(d, REASON_VERSION_BY_RULE, NULL,
            STR("a version was chosen by a rule; name it with --version, or another pipeline may "
                "change the answer"));
}

/* --- what is certainly wrong --- */

static void judge_subject(deciding *d, const gate_subject *s)
{
    if (s->exists || s->ignored)
        return;
    add(d, REASON_VERSION_UNKNOWN, NULL,
        arena_printf(d->arena, "%.*s is not recorded", STR_ARG(describe(&s->version, d->arena))));
    d->decision.answer = GATE_NO;
}

static void tell_failed(deciding *d, const gate_meeting *m)
{
    str consumer = describe(&m->consumer, d->arena), provider = describe(&m->provider, d->arena);
    bool computed = m->computed.answer == COMPARISON_BREAKS && m->computed.why.data;
    add(d, REASON_VERIFICATION_FAILED, m,
        arena_printf(d->arena, "%.*s does not give %.*s what it relies on%s%.*s", STR_ARG(provider),
                     STR_ARG(consumer), computed ? ": " : "",
                     STR_ARG(computed ? m->computed.why : STR(""))));
}

/* --- what is not known --- */

static void tell_unknown(deciding *d, const gate_meeting *m)
{
    arena *a = d->arena;
    str consumer = describe(&m->consumer, a), provider = describe(&m->provider, a);
    if (!m->content.data)
        add(d, REASON_NO_CONTRACT, m,
            arena_printf(a,
                         "%.*s was deployed without ever being published, so what it relies on "
                         "of %.*s is not known",
                         STR_ARG(consumer), STR_ARG(m->provider.service)));
    else if (!m->provider.version.data)
        add(d, REASON_NOT_DEPLOYED, m,
            arena_printf(a, "%.*s needs %.*s, and there is none", STR_ARG(consumer),
                         STR_ARG(provider)));
    else if (m->verified_by.data)
        add(d, REASON_VERIFIED_BY_ANOTHER, m,
            arena_printf(a,
                         "the contract of %.*s was verified by version %.*s of %.*s, not by %.*s",
                         STR_ARG(consumer), STR_ARG(m->verified_by), STR_ARG(m->provider.service),
                         STR_ARG(provider)));
    else if (m->computed.answer == COMPARISON_UNDECIDED)
        add(d, REASON_UNDECIDED, m,
            arena_printf(a, "whether %.*s gives %.*s what it relies on could not be decided: %.*s",
                         STR_ARG(provider), STR_ARG(consumer), STR_ARG(m->computed.why)));
    else if (m->has_text && !m->provided.data)
        add(d, REASON_NO_CONTRACT, m,
            arena_printf(a,
                         "%.*s published no contract that the one of %.*s could be compared with",
                         STR_ARG(provider), STR_ARG(consumer)));
    else
        add(d, REASON_NEVER_VERIFIED, m,
            arena_printf(a, "the contract of %.*s was never verified by %.*s", STR_ARG(consumer),
                         STR_ARG(m->provider.service)));
}

static void tell(deciding *d, const gate_meeting *m)
{
    if (m->result == RESULT_FAILED)
        tell_failed(d, m);
    else
        tell_unknown(d, m);
}

static void judge_meetings(deciding *d, const gate_rows *rows, gate_result wanted)
{
    for (size_t i = 0; i < rows->meeting_count; i++) {
        const gate_meeting *m = &rows->meetings[i];
        if (m->ignored || m->waived || m->result != wanted)
            continue;
        tell(d, m);
    }
}

/* What a waived meeting would have said, and who lives with it. */
static void tell_waived(deciding *d, const gate_rows *rows)
{
    for (size_t i = 0; i < rows->meeting_count; i++) {
        const gate_meeting *m = &rows->meetings[i];
        if (m->ignored || !m->waived || m->result == RESULT_PASSED)
            continue;
        tell(d, m);
        gate_reason *told = &d->reasons.items[d->reasons.count - 1];
        const gate_waived *w = m->waived;
        told->kind = REASON_WAIVED;
        told->text = arena_printf(d->arena, "%.*s; waived until %.*s by %.*s%s%.*s: %.*s",
                                  STR_ARG(told->text), STR_ARG(w->expires), STR_ARG(w->owner),
                                  w->approver.data ? ", approved by " : "", STR_ARG(w->approver),
                                  STR_ARG(w->reason));
    }
}

/* --- notes --- */

static gate_answer weight_of(gate_reason_kind kind)
{
    return kind < REASON_NEVER_VERIFIED     ? GATE_NO
           : kind < REASON_NOTHING_TO_CHECK ? GATE_UNKNOWN
                                            : GATE_YES;
}

static void tell_notes(deciding *d, const gate_rows *rows, gate_answer weight)
{
    for (size_t i = 0; i < rows->note_count; i++) {
        const gate_note *note = &rows->notes[i];
        if (weight_of(note->kind) != weight)
            continue;
        add(d, note->kind, NULL, note->text);
        if (weight == GATE_NO || d->decision.answer == GATE_YES)
            d->decision.answer = weight;
    }
}

static void count_meetings(deciding *d, const gate_rows *rows)
{
    for (size_t i = 0; i < rows->meeting_count; i++) {
        const gate_meeting *m = &rows->meetings[i];
        bool waived = m->waived && m->result != RESULT_PASSED;
        size_t *count = m->ignored                   ? &d->decision.ignored
                        : waived                     ? &d->decision.waived
                        : m->result == RESULT_PASSED ? &d->decision.passed
                        : m->result == RESULT_FAILED ? &d->decision.failed
                                                     : &d->decision.unknown;
        (*count)++;
    }
}

static void accept(deciding *d)
{
    if (d->decision.passed == 1)
        add(d, REASON_ALL_PASSED, NULL, STR("the one required verification passed"));
    else if (d->decision.passed)
        add(d, REASON_ALL_PASSED, NULL,
            arena_printf(d->arena, "all %zu required verifications passed", d->decision.passed));
    else if (d->decision.waived)
        add(d, REASON_ALL_PASSED, NULL, STR("all that is wrong is waived"));
    else if (d->decision.ignored)
        add(d, REASON_NOTHING_TO_CHECK, NULL,
            STR("all that depends on it there or is needed by it was ignored"));
    else
        add(d, REASON_NOTHING_TO_CHECK, NULL,
            STR("nothing there depends on it or is needed by it"));
}

gate_result gate_meeting_result(const gate_meeting *m)
{
    if (m->recorded == RESULT_FAILED || m->computed.answer == COMPARISON_BREAKS)
        return RESULT_FAILED;
    if (m->recorded == RESULT_PASSED || m->computed.answer == COMPARISON_FITS)
        return RESULT_PASSED;
    return RESULT_NONE;
}

gate_decision gate_decide(const gate_rows *rows, arena *a)
{
    deciding d = {.arena = a, .decision = {.answer = GATE_YES}};
    count_meetings(&d, rows);
    warn(&d, rows);
    tell_waived(&d, rows);
    tell_notes(&d, rows, GATE_YES);
    for (size_t i = 0; i < rows->subject_count; i++)
        judge_subject(&d, &rows->subjects[i]);
    judge_meetings(&d, rows, RESULT_FAILED);
    tell_notes(&d, rows, GATE_NO);
    judge_meetings(&d, rows, RESULT_NONE);
    tell_notes(&d, rows, GATE_UNKNOWN);
    if (d.decision.failed)
        d.decision.answer = GATE_NO;
    else if (d.decision.answer == GATE_YES && d.decision.unknown)
        d.decision.answer = GATE_UNKNOWN;
    if (d.decision.answer == GATE_YES)
        accept(&d);
    d.decision.reasons = d.reasons.items;
    d.decision.reason_count = d.reasons.count;
    return d.decision;
}

const char *gate_answer_name(gate_answer answer)
{
    static const char *const names[] = {"yes", "no", "unknown"};
    return names[answer];
}

const char *gate_reason_name(gate_reason_kind kind)
{
    static const char *const names[] = {
        [REASON_VERSION_UNKNOWN] = "version-unknown",
        [REASON_VERIFICATION_FAILED] = "verification-failed",
        [REASON_CONTRACT_RETIRED] = "contract-retired",
        [REASON_APPROVAL_MISSING] = "approval-missing",
        [REASON_NEVER_VERIFIED] = "never-verified",
        [REASON_VERIFIED_BY_ANOTHER] = "verified-by-another-version",
        [REASON_NO_CONTRACT] = "no-contract",
        [REASON_UNDECIDED] = "undecided",
        [REASON_NOT_DEPLOYED] = "not-deployed",
        [REASON_NOTHING_TO_CHECK] = "nothing-to-check",
        [REASON_ALL_PASSED] = "all-passed",
        [REASON_IGNORE_UNKNOWN] = "ignore-unknown",
        [REASON_NO_TARGET] = "no-target",
        [REASON_TAG_UNKNOWN] = "tag-unknown",
        [REASON_VERSION_BY_RULE] = "version-by-rule",
        [REASON_WAIVED] = "waived",
        [REASON_WAIVER_LAPSED] = "waiver-lapsed",
        [REASON_CONTRACT_STATE] = "contract-state",
        [REASON_APPROVED] = "approved",
        [REASON_ROLLBACK_INCOMPLETE] = "rollback-incomplete",
    };
    return names[kind];
}

const char *gate_result_name(gate_result result)
{
    static const char *const names[] = {"none", "passed", "failed"};
    return names[result];
}

const char *comparison_answer_name(comparison_answer answer)
{
    static const char *const names[] = {"none", "fits", "breaks", "undecided"};
    return names[answer];
}

bool gate_reason_is_warning(gate_reason_kind kind)
{
    return kind >= REASON_IGNORE_UNKNOWN;
}
