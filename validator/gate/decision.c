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

static void judge_failed(deciding *d, const gate_meeting *m)
{
    str consumer = describe(&m->consumer, d->arena), provider = describe(&m->provider, d->arena);
    add(d, REASON_VERIFICATION_FAILED, m,
        arena_printf(d->arena, "%.*s does not give %.*s what it relies on", STR_ARG(provider),
                     STR_ARG(consumer)));
}

/* --- what is not known --- */

static void judge_unknown(deciding *d, const gate_meeting *m)
{
    arena *a = d->arena;
    str consumer = describe(&m->consumer, a), provider = describe(&m->provider, a);
    if (!m->provider.version.data)
        add(d, REASON_NOT_DEPLOYED, m,
            arena_printf(a, "%.*s needs %.*s, and %.*s is not there", STR_ARG(consumer),
                         STR_ARG(m->provider.service), STR_ARG(provider)));
    else if (m->verified_by.data)
        add(d, REASON_VERIFIED_BY_ANOTHER, m,
            arena_printf(a,
                         "the contract of %.*s was verified by version %.*s of %.*s, not by %.*s",
                         STR_ARG(consumer), STR_ARG(m->verified_by), STR_ARG(m->provider.service),
                         STR_ARG(provider)));
    else if (!m->content.data)
        add(d, REASON_NO_CONTRACT, m,
            arena_printf(a, "%.*s recorded no contract with %.*s", STR_ARG(consumer),
                         STR_ARG(m->provider.service)));
    else
        add(d, REASON_NEVER_VERIFIED, m,
            arena_printf(a, "the contract of %.*s was never verified by %.*s", STR_ARG(consumer),
                         STR_ARG(m->provider.service)));
}

static void judge_meetings(deciding *d, const gate_rows *rows, gate_result wanted)
{
    for (size_t i = 0; i < rows->meeting_count; i++) {
        const gate_meeting *m = &rows->meetings[i];
        if (m->ignored || m->result != wanted)
            continue;
        if (wanted == RESULT_FAILED)
            judge_failed(d, m);
        else
            judge_unknown(d, m);
    }
}

static void count_meetings(deciding *d, const gate_rows *rows)
{
    for (size_t i = 0; i < rows->meeting_count; i++) {
        const gate_meeting *m = &rows->meetings[i];
        d->decision.ignored += m->ignored;
        d->decision.passed += !m->ignored && m->result == RESULT_PASSED;
        d->decision.failed += !m->ignored && m->result == RESULT_FAILED;
        d->decision.unknown += !m->ignored && m->result == RESULT_NONE;
    }
}

static void accept(deciding *d)
{
    if (d->decision.passed == 1)
        add(d, REASON_ALL_PASSED, NULL, STR("the one required verification passed"));
    else if (d->decision.passed)
        add(d, REASON_ALL_PASSED, NULL,
            arena_printf(d->arena, "all %zu required verifications passed", d->decision.passed));
    else
        add(d, REASON_NOTHING_TO_CHECK, NULL,
            STR("nothing there depends on it or is needed by it"));
}

gate_decision gate_decide(const gate_rows *rows, arena *a)
{
    deciding d = {.arena = a, .decision = {.answer = GATE_YES}};
    count_meetings(&d, rows);
    warn(&d, rows);
    for (size_t i = 0; i < rows->subject_count; i++)
        judge_subject(&d, &rows->subjects[i]);
    judge_meetings(&d, rows, RESULT_FAILED);
    judge_meetings(&d, rows, RESULT_NONE);
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
        "version-unknown", "verification-failed", "never-verified",   "verified-by-another-version",
        "no-contract",     "not-deployed",        "nothing-to-check", "all-passed",
        "ignore-unknown",  "no-target",           "version-by-rule",
    };
    return names[kind];
}

bool gate_reason_is_warning(gate_reason_kind kind)
{
    return kind >= REASON_IGNORE_UNKNOWN;
}
