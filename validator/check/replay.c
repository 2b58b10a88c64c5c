#include "check/replay.h"

#include "base/digest.h"
#include "base/vec.h"
#include "check/engine.h"
#include "doc/document.h"

typedef struct replaying {
    ledger *ledger;
    engine *engine;
    const verdict_found *verdict;
    arena *arena;
    diags *diags;
    replay *out;
    VEC(replay_difference) differences;
} replaying;

static void differ(replaying *r, str what, str then, str now, bool matters)
{
    if (str_equal(then, now))
        return;
    vec_push(r->arena, &r->differences, (replay_difference){what, then, now, matters});
}

/* --- contracts --- */

/* A text that is gone or no longer its digest's was not what the verdict was made from. */
static bool check_text(replaying *r, str wanted, bool *whole)
{
    str name, text;
    if (!ledger_fetch(r->ledger, wanted, &name, &text, r->arena, r->diags))
        return false;
    if (!text.data) {
        differ(r, arena_printf(r->arena, "the text of %.*s", STR_ARG(wanted)), wanted, STR_NULL,
               true);
        *whole = false;
        return true;
    }
    str found = digest_hex(text, r->arena);
    differ(r, arena_printf(r->arena, "the text of %.*s", STR_ARG(name)), wanted, found, true);
    *whole = *whole && str_equal(found, wanted);
    return true;
}

static bool check_texts(replaying *r, const gate_meeting *m, bool *whole)
{
    str provided = m->provided, part;
    if (!check_text(r, m->content, whole))
        return false;
    while (str_split(&provided, '+', &part))
        if (!check_text(r, part, whole))
            return false;
    return true;
}

static str meeting_text(const gate_meeting *m, arena *a)
{
    return arena_printf(a, "the comparison of %.*s@%.*s with %.*s@%.*s",
                        STR_ARG(m->consumer.service), STR_ARG(m->consumer.version),
                        STR_ARG(m->provider.service), STR_ARG(m->provider.version));
}

static bool compare_again(replaying *r, gate_meeting *m)
{
    bool whole = true;
    if (m->computed.answer == COMPARISON_NONE || !m->content.data || !m->provided.data)
        return true;
    if (!check_texts(r, m, &whole))
        return false;
    if (!whole)
        return true;
    gate_comparison now;
    if (!engine_compare(r->engine, m->provider.service, m->content, m->provided, &now, NULL,
                        r->diags))
        return false;
    r->out->compared++;
    differ(r, meeting_text(m, r->arena), str_from(comparison_answer_name(m->computed.answer)),
           str_from(comparison_answer_name(now.answer)), true);
    m->computed = now;
    m->result = gate_meeting_result(m);
    return true;
}

/* --- the decision --- */

static bool decide_again(replaying *r, gate_rows *rows)
{
    gate_meeting *meetings = arena_array_of(r->arena, gate_meeting, rows->meeting_count);
    for (size_t i = 0; i < rows->meeting_count; i++) {
        meetings[i] = rows->meetings[i];
        if (!compare_again(r, &meetings[i]))
            return false;
    }
    rows->meetings = meetings;
    gate_decision decision = gate_decide(rows, r->arena);
    r->out->answer = str_from(gate_answer_name(decision.answer));
    differ(r, STR("the answer"), r->verdict->answer, str_from(gate_answer_name(decision.answer)),
           true);
    return true;
}

static str joined(const node *list, arena *a)
{
    str text = STR_NULL;
    for (size_t i = 0; node_is(list, NODE_ARRAY) && i < list->count; i++) {
        str part = node_text(node_item(list, i));
        text = text.data ? arena_printf(a, "%.*s+%.*s", STR_ARG(text), STR_ARG(part)) : part;
    }
    return text;
}

/* A comparison by itself: the meeting that its evidence names. */
static bool compare_evidence(replaying *r, const node *root)
{
    gate_meeting m = {
        .consumer = {.service = STR("the consumer"), .version = STR("-")},
        .provider = {.service = node_get_text(root, STR("provider")), .version = STR("-")},
        .content = node_get_text(root, STR("content")),
        .provided = joined(node_get(root, STR("provided")), r->arena),
        .computed = {.answer = COMPARISON_UNDECIDED}};
    while (m.computed.answer != COMPARISON_NONE &&
           !str_equal(r->verdict->answer, str_from(comparison_answer_name(m.computed.answer))))
        m.computed.answer--;
    if (!compare_again(r, &m))
        return false;
    r->out->answer = str_from(comparison_answer_name(m.computed.answer));
    return true;
}

static bool replay_evidence(replaying *r)
{
    const verdict_found *v = r->verdict;
    gate_rows rows;
    diags unheard;
    diags_init(&unheard);
    const node *root = v->evidence.data ? node_parse_json(v->evidence, r->arena, &unheard) : NULL;
    diags_clear(&unheard);
    bool decision = root && evidence_read_rows(root, &rows, r->arena);
    if (!decision && !node_get_text(root, STR("provider")).data) {
        diags_error(r->diags, "replay.evidence", "the evidence of verdict %.*s %s", STR_ARG(v->id),
                    v->evidence.data ? "does not say what it was made from"
                                     : "is no longer in the ledger");
        return false;
    }
    differ(r, STR("the evidence"), v->id, digest_hex(v->evidence, r->arena), true);
    differ(r, STR("the tool"), v->tool, str_from(engine_tool()), false);
    differ(r, STR("the rules"), node_get_text(root, STR("rules")), engine_rules(r->arena), false);
    differ(r, STR("the answer in the evidence"), v->answer, node_get_text(root, STR("answer")),
           true);
    return decision ? decide_again(r, &rows) : compare_evidence(r, root);
}

bool verdict_replay(ledger *l, const verdict_found *v, replay *out, arena *a, diags *d)
{
    replaying r = {
        .ledger = l, .engine = engine_new(l, a), .verdict = v, .arena = a, .diags = d, .out = out};
    *out = (replay){.is_same = true};
    if (!replay_evidence(&r))
        return false;
    out->differences = r.differences.items;
    out->count = r.differences.count;
    for (size_t i = 0; i < out->count; i++)
        out->is_same = out->is_same && !out->differences[i].matters;
    return true;
}
