#include "check/engine.h"

#include "base/digest.h"
#include "base/map.h"
#include "base/vec.h"
#include "change/rules.h"
#include "check/engine_parts.h"
#include "doc/json_tree.h"
#include "handoff/version.h"

/* What was found out and is not a fact yet. */
typedef struct pending {
    str provider, content, provided, evidence_text;
    gate_comparison comparison;
} pending;

struct engine {
    arena *arena;
    ledger *ledger;
    map known; /* pending by what was compared */
    VEC(pending *) pending;
};

const char *engine_tool(void)
{
    return "handoff " HANDOFF_VERSION;
}

str engine_rules(arena *a)
{
    digest state;
    char hex[DIGEST_HEX_LENGTH + 1];
    digest_begin(&state);
    for (size_t i = 0; i < rule_count(); i++) {
        const rule *r = rule_at(i);
        digest_add_framed(&state, str_from(r->id));
        digest_add_framed(&state, str_from(level_name(r->level)));
    }
    digest_end(&state, hex);
    return arena_str(a, str_from(hex));
}

engine *engine_new(ledger *l, arena *a)
{
    engine *e = arena_new_of(a, engine);
    e->arena = a;
    e->ledger = l;
    map_init(&e->known, a, 0);
    return e;
}

/* --- several contracts of one provider --- */

static bool lists_as_missing(const judgement *j, str what)
{
    for (size_t i = 0; i < j->problem_count; i++)
        if (j->problems[i].is_missing && str_equal(j->problems[i].what, what))
            return true;
    return false;
}

static bool has_event(const judgement *j, str what)
{
    for (size_t i = 0; i < j->event_count; i++)
        if (str_equal(j->events[i], what))
            return true;
    return false;
}

/* Missing in one contract is no problem where another has it. */
static bool is_elsewhere(const judgement *of, size_t count, const judged_problem *p)
{
    for (size_t i = 0; i < count; i++)
        if (p->is_event ? has_event(&of[i], p->what)
                        : of[i].asks_operations && !lists_as_missing(&of[i], p->what))
            return true;
    return false;
}

static bool counts(const judgement *of, size_t count, const judged_problem *p)
{
    return !p->is_missing || !is_elsewhere(of, count, p);
}

static comparison_answer combine(const judgement *of, size_t count)
{
    comparison_answer worst = COMPARISON_NONE;
    for (size_t i = 0; i < count; i++) {
        if (of[i].is_copy && of[i].answer == COMPARISON_FITS)
            return COMPARISON_FITS;
        for (size_t j = 0; j < of[i].problem_count; j++)
            if (counts(of, count, &of[i].problems[j]) && worst != COMPARISON_BREAKS)
                worst = of[i].problems[j].answer;
        if (of[i].answer != COMPARISON_NONE && worst == COMPARISON_NONE)
            worst = COMPARISON_FITS;
    }
    return worst == COMPARISON_NONE ? COMPARISON_UNDECIDED : worst;
}

static str first_reason(const judgement *of, size_t count, comparison_answer answer)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < of[i].problem_count; j++) {
            const judged_problem *p = &of[i].problems[j];
            if (p->answer == answer && counts(of, count, p))
                return p->message;
        }
    return STR("it provides no contract that the consumer's could be compared with");
}

/* --- evidence --- */

static cJSON *place(const position *p)
{
    if (p->line == 0)
        return cJSON_CreateNull();
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "file", p->file);
    cjson_add_number(object, "line", p->line);
    cjson_add_number(object, "column", p->column);
    cjson_add_text(object, "pointer", p->pointer);
    return object;
}

static cJSON *problem_object(const judged_problem *p, str contract)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "contract", contract);
    cjson_add_text(object, "answer", str_from(comparison_answer_name(p->answer)));
    cjson_add_text(object, "operation", p->operation);
    cjson_add_text(object, "message", p->message);
    if (p->witness.data)
        cjson_add(object, "witness", cjson_raw(p->witness));
    cjson_add(object, "given", place(&p->given));
    cjson_add(object, "at", place(&p->contract));
    cjson_add_text(object, "fingerprint", p->fingerprint);
    return object;
}

static str evidence_of(const pending *p, const str *digests, const judgement *of, size_t count,
                       arena *a)
{
    cJSON *whole = cJSON_CreateObject(), *provided = cJSON_CreateArray(),
          *problems = cJSON_CreateArray();
    cjson_add_text(whole, "evidence", STR("comparison"));
    cjson_add_text(whole, "provider", p->provider);
    cjson_add_text(whole, "content", p->content);
    for (size_t i = 0; i < count; i++)
        cJSON_AddItemToArray(provided, cjson_text(digests[i]));
    cjson_add(whole, "provided", provided);
    cjson_add_text(whole, "tool", str_from(engine_tool()));
    cjson_add_text(whole, "rules", engine_rules(a));
    cjson_add_text(whole, "answer", str_from(comparison_answer_name(p->comparison.answer)));
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < of[i].problem_count; j++)
            if (counts(of, count, &of[i].problems[j]))
                cJSON_AddItemToArray(problems, problem_object(&of[i].problems[j], digests[i]));
    cjson_add(whole, "problems", problems);
    return cjson_print_compact(whole, a);
}

/* --- one comparison --- */

static size_t split_digests(str provided, str **digests, arena *a)
{
    VEC(str) found = {0};
    str part;
    while (str_split(&provided, '+', &part))
        vec_push(a, &found, part);
    *digests = found.items;
    return found.count;
}

static bool compare(engine *e, pending *p, diags *d)
{
    arena *own = arena_new();
    str *digests;
    size_t count = split_digests(p->provided, &digests, own);
    judgement *of = arena_array_of(own, judgement, count);
    bool read = true;
    for (size_t i = 0; read && i < count; i++)
        read = engine_judge(e->ledger, p->provider, p->content, digests[i], &of[i], own, d);
    if (read) {
        comparison_answer answer = combine(of, count);
        str why = answer == COMPARISON_FITS ? STR_NULL : first_reason(of, count, answer);
        p->comparison.answer = answer;
        p->comparison.why = why.data ? arena_str(e->arena, why) : STR_NULL;
        p->evidence_text = evidence_of(p, digests, of, count, e->arena);
        p->comparison.evidence = digest_hex(p->evidence_text, e->arena);
    }
    arena_free(own);
    return read;
}

bool engine_compare(engine *e, str provider, str content, str provided, gate_comparison *out,
                    str *evidence, diags *d)
{
    str key = arena_printf(e->arena, "%.*s %.*s %.*s", STR_ARG(content), STR_ARG(provided),
                           STR_ARG(provider));
    pending *p = map_get(&e->known, key);
    if (!p) {
        p = arena_new_of(e->arena, pending);
        *p = (pending){.provider = arena_str(e->arena, provider),
                       .content = arena_str(e->arena, content),
                       .provided = arena_str(e->arena, provided)};
        if (!compare(e, p, d))
            return false;
        map_put(&e->known, key, p);
        vec_push(e->arena, &e->pending, p);
    }
    *out = p->comparison;
    if (evidence)
        *evidence = p->evidence_text;
    return true;
}

static bool compute(void *payload, const gate_meeting *m, gate_comparison *out, diags *d)
{
    return engine_compare(payload, m->provider.service, m->content, m->provided, out, NULL, d);
}

gather_options engine_options(engine *e)
{
    return (gather_options){.tool = engine_tool(), .compute = compute, .payload = e};
}

/* --- keeping --- */

static void add_facts(const pending *p, fact *facts)
{
    facts[0] = (fact){.kind = fact_kind_find(STR("content")),
                      .values = {SQL_TEXT(p->comparison.evidence), SQL_TEXT(STR("comparison.json")),
                                 SQL_TEXT(p->evidence_text)}};
    facts[1] = (fact){.kind = fact_kind_find(STR("comparison")),
                      .values = {SQL_TEXT(p->provider), SQL_TEXT(p->content), SQL_TEXT(p->provided),
                                 SQL_TEXT(str_from(engine_tool())),
                                 SQL_TEXT(str_from(comparison_answer_name(p->comparison.answer))),
                                 SQL_TEXT(p->comparison.evidence), SQL_TEXT(p->comparison.why)}};
}

bool engine_keep(engine *e, diags *d)
{
    size_t count = e->pending.count;
    if (count == 0)
        return true;
    fact *facts = arena_array_of(e->arena, fact, 2 * count);
    for (size_t i = 0; i < count; i++)
        add_facts(e->pending.items[i], &facts[2 * i]);
    e->pending.count = 0;
    return ledger_record_all(e->ledger, facts, 2 * count, NULL, d);
}
