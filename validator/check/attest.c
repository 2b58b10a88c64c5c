#include "check/attest.h"

#include "base/digest.h"
#include "base/vec.h"
#include "check/engine.h"

typedef VEC(attested_subject) subject_list;

static bool is_digest(str s)
{
    for (size_t i = 0; i < s.length; i++)
        if (!((s.data[i] >= '0' && s.data[i] <= '9') || (s.data[i] >= 'a' && s.data[i] <= 'f')))
            return false;
    return s.length == DIGEST_HEX_LENGTH;
}

/* Contracts whose text is elsewhere have a name instead of a digest, and cannot be a subject. */
static bool add_contracts(ledger *l, const gate_version *v, subject_list *subjects, arena *a,
                          diags *d)
{
    const sql_value values[] = {SQL_TEXT(v->service), SQL_TEXT(v->version)};
    sql_rows rows = {0};
    size_t before = subjects->count;
    str whole = arena_printf(a, "%.*s@%.*s", STR_ARG(v->service), STR_ARG(v->version));
    if (!database_run(ledger_database(l),
                      "SELECT name, content FROM provided WHERE service=$1 AND version=$2 "
                      "UNION ALL SELECT provider, content FROM contracts WHERE consumer=$1 AND "
                      "version=$2 ORDER BY 1, 2",
                      values, 2, &rows, a, d))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const sql_value *row = rows.items[i].values;
        if (is_digest(row[1].text))
            vec_push(a, subjects,
                     (attested_subject){
                         arena_printf(a, "%.*s/%.*s", STR_ARG(whole), STR_ARG(row[0].text)),
                         row[1].text});
    }
    if (subjects->count == before)
        vec_push(a, subjects, (attested_subject){whole, digest_hex(whole, a)});
    return true;
}

/* A statement has at least one subject: the question itself where there is nothing else. */
static str seal(subject_list *subjects, attestation *made, str subject, const clock_source *clock,
                const private_key *key, arena *a)
{
    if (subjects->count == 0)
        vec_push(a, subjects, (attested_subject){subject, digest_hex(subject, a)});
    made->subjects = subjects->items;
    made->subject_count = subjects->count;
    made->resource = attestation_resource(subject, a);
    made->tool = str_from(engine_tool());
    made->rules = engine_rules(a);
    made->time = clock_format(clock_now(clock), a);
    return attestation_seal(made, key, a);
}

bool clearance_attest(ledger *l, const clearance *answer, str subject, const clock_source *clock,
                      const private_key *key, str *envelope, arena *a, diags *d)
{
    subject_list subjects = {0};
    for (size_t i = 0; i < answer->rows.subject_count; i++) {
        const gate_version *v = &answer->rows.subjects[i].version;
        if (v->version.data && !add_contracts(l, v, &subjects, a, d))
            return false;
    }
    attestation made = {.verdict = answer->verdict, .passed = answer->decision.answer == GATE_YES};
    *envelope = seal(&subjects, &made, subject, clock, key, a);
    return true;
}

str check_attest(const check_result *result, bool passed, str subject, const clock_source *clock,
                 const private_key *key, arena *a)
{
    subject_list subjects = {0};
    for (size_t i = 0; i < result->count; i++) {
        const checked_contract *c = &result->contracts[i];
        if (c->report && c->report->digest.data)
            vec_push(a, &subjects, (attested_subject){c->name, c->report->digest});
    }
    attestation made = {.passed = passed};
    return seal(&subjects, &made, subject, clock, key, a);
}
