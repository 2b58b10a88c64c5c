#include "check/clearance.h"

#include <time.h>

#include "check/engine.h"
#include "gate/evidence.h"

/* The first look comes soon, later ones less often: a test run takes minutes. */
enum { FIRST_PAUSE = 1, LONGEST_PAUSE = 15 };

static int64_t monotonic_now(void *payload)
{
    (void)payload;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static void sleep_seconds(void *payload, int64_t seconds)
{
    (void)payload;
    const struct timespec pause = {.tv_sec = (time_t)seconds};
    nanosleep(&pause, NULL);
}

static bool look(ledger *l, engine *e, const clearance_request *request, clearance *out, arena *a,
                 diags *d)
{
    const gather_options how = engine_options(e);
    bool fine = gate_gather(l, request->question, &how, &out->rows, a, d) &&
                (!request->conditions ||
                 gate_add_notes(l, request->question, request->conditions, &out->rows, a, d)) &&
                rollback_add_notes(l, request->question, &out->rows, a, d) &&
                gate_rollback(l, request->question, &how, &out->rollback, a, d) &&
                (!request->keep || engine_keep(e, d));
    if (fine)
        out->decision = gate_decide(&out->rows, a);
    return fine;
}

/* Looks again until something is certain or the time is up: the last look is the answer. */
static bool look_until_certain(ledger *l, const clearance_request *request, clearance *out,
                               arena *a, diags *d)
{
    const clearance_wait *wait = &request->wait;
    engine *e = engine_new(l, a);
    int64_t (*now)(void *) = wait->now ? wait->now : monotonic_now;
    void (*pause_for)(void *, int64_t) = wait->sleep ? wait->sleep : sleep_seconds;
    int64_t deadline = wait->seconds ? now(wait->payload) + wait->seconds : 0;
    for (int64_t pause = FIRST_PAUSE;;
         pause = pause * 2 < LONGEST_PAUSE ? pause * 2 : LONGEST_PAUSE) {
        if (!look(l, e, request, out, a, d))
            return false;
        if (out->decision.answer != GATE_UNKNOWN || wait->seconds == 0)
            return true;
        int64_t left = deadline - now(wait->payload);
        if (left <= 0)
            return true;
        if (wait->tell)
            wait->tell(wait->payload, &out->decision, left);
        pause_for(wait->payload, pause < left ? pause : left);
    }
}

static bool keep_verdict(ledger *l, const clearance_request *request, clearance *out, arena *a,
                         diags *d)
{
    verdict_given v = {
        .command = STR("can-i-deploy"),
        .subject = request->subject,
        .answer = str_from(gate_answer_name(out->decision.answer)),
        .tool = str_from(engine_tool()),
        .rules = engine_rules(a),
        .asked_by = request->asked_by.data ? request->asked_by : STR(""),
    };
    v.evidence = evidence_of_decision(
        &v, &out->rows, &out->decision,
        request->question->target == TARGET_ENVIRONMENT ? &out->rollback : NULL, a);
    return verdict_record(l, &v, &out->verdict, a, d);
}

bool clearance_ask(ledger *l, const clearance_request *request, clearance *out, arena *a, diags *d)
{
    *out = (clearance){0};
    return look_until_certain(l, request, out, a, d) &&
           (!request->keep || keep_verdict(l, request, out, a, d));
}
