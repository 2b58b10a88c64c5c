/*
 * What is recorded of a meeting: the test runs, the texts, and the engine's comparison of them.
 */
#include "gate/gather_parts.h"

#define VERIFICATION                                                                               \
    "SELECT provider_version, success FROM verifications WHERE provider=$1 AND content=$2 AND "    \
    "consumer=$3 AND (provider_version=$4 OR success=1) ORDER BY CASE WHEN provider_version=$4 "   \
    "THEN 0 ELSE 1 END, provider_version LIMIT 1"
#define PROVIDED "SELECT content FROM provided WHERE service=$1 AND version=$2 ORDER BY content"
#define HAS_TEXT "SELECT 1 FROM contents WHERE digest=$1"
#define COMPARISON                                                                                 \
    "SELECT answer, why, evidence FROM comparisons WHERE provider=$1 AND content=$2 AND "          \
    "provided=$3 AND tool=$4"

static bool look_up_verification(gathering *g, gate_meeting *m)
{
    sql_rows rows = {0};
    if (!lookup_ask(
            &g->lookup, VERIFICATION, &rows,
            TEXTS(m->provider.service, m->content, m->consumer.service, m->provider.version)))
        return false;
    if (rows.count == 0)
        return true;
    const sql_value *found = rows.items[0].values;
    if (str_equal(found[0].text, m->provider.version))
        m->recorded = found[1].integer ? RESULT_PASSED : RESULT_FAILED;
    else
        m->verified_by = found[0].text;
    return true;
}

static bool look_up_texts(gathering *g, gate_meeting *m)
{
    sql_rows provided = {0}, text = {0};
    if (!lookup_ask(&g->lookup, PROVIDED, &provided,
                    TEXTS(m->provider.service, m->provider.version)) ||
        !lookup_ask(&g->lookup, HAS_TEXT, &text, TEXTS(m->content)))
        return false;
    m->has_text = text.count > 0;
    for (size_t i = 0; i < provided.count; i++) {
        str digest = provided.items[i].values[0].text;
        m->provided = m->provided.data ? arena_printf(g->arena, "%.*s+%.*s", STR_ARG(m->provided),
                                                      STR_ARG(digest))
                                       : digest;
    }
    return true;
}

static comparison_answer answer_of_name(str name)
{
    comparison_answer answer = COMPARISON_UNDECIDED;
    while (answer && !str_equal(name, str_from(comparison_answer_name(answer))))
        answer--;
    return answer;
}

static bool is_comparable(const gathering *g, const gate_meeting *m)
{
    return m->has_text && m->provided.data && g->options->tool;
}

static bool look_up_comparison(gathering *g, gate_meeting *m)
{
    sql_rows rows = {0};
    if (!is_comparable(g, m))
        return true;
    if (!lookup_ask(
            &g->lookup, COMPARISON, &rows,
            TEXTS(m->provider.service, m->content, m->provided, str_from(g->options->tool))))
        return false;
    if (rows.count > 0) {
        const sql_value *v = rows.items[0].values;
        m->computed = (gate_comparison){answer_of_name(v[0].text), v[1].text, v[2].text};
    }
    return true;
}

static bool is_to_be_looked_up(const gate_meeting *m)
{
    return m->content.data && m->provider.version.data;
}

static bool look_up_records(gathering *g)
{
    for (size_t i = 0; i < g->meetings.count; i++) {
        const gate_meeting *m = &g->meetings.items[i];
        if (!is_to_be_looked_up(m))
            continue;
        lookup_want(
            &g->lookup, VERIFICATION,
            TEXTS(m->provider.service, m->content, m->consumer.service, m->provider.version));
        lookup_want(&g->lookup, PROVIDED, TEXTS(m->provider.service, m->provider.version));
        lookup_want(&g->lookup, HAS_TEXT, TEXTS(m->content));
    }
    bool fine = lookup_fetch(&g->lookup);
    for (size_t i = 0; fine && i < g->meetings.count; i++) {
        gate_meeting *m = &g->meetings.items[i];
        if (is_to_be_looked_up(m))
            fine = look_up_verification(g, m) && look_up_texts(g, m);
    }
    return fine;
}

static bool look_up_comparisons(gathering *g)
{
    for (size_t i = 0; i < g->meetings.count; i++) {
        const gate_meeting *m = &g->meetings.items[i];
        if (is_comparable(g, m))
            lookup_want(
                &g->lookup, COMPARISON,
                TEXTS(m->provider.service, m->content, m->provided, str_from(g->options->tool)));
    }
    bool fine = lookup_fetch(&g->lookup);
    for (size_t i = 0; fine && i < g->meetings.count; i++)
        fine = look_up_comparison(g, &g->meetings.items[i]);
    return fine;
}

bool gather_results(gathering *g)
{
    return look_up_records(g) && look_up_comparisons(g);
}

/* --- what is not recorded --- */

static bool conclude(gathering *g, gate_meeting *m)
{
    const gather_options *options = g->options;
    if (is_comparable(g, m) && options->compute && m->computed.answer == COMPARISON_NONE &&
        !options->compute(options->payload, m, &m->computed, g->diags))
        return false;
    m->result = gate_meeting_result(m);
    return true;
}

bool gather_conclude(gathering *g)
{
    bool fine = true;
    for (size_t i = 0; fine && i < g->meetings.count; i++)
        fine = conclude(g, &g->meetings.items[i]);
    return fine;
}
