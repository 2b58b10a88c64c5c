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
    bool is_final; /* all texts were there */
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

typedef struct judgements {
    const str *digests;
    judgement *items;
    size_t count;
} judgements;

static element_answer element_of(const judgement *of, size_t element)
{
    return element < of->element_count ? of->elements[element] : of->otherwise;
}

/* One contract that serves it is enough; where none does, the one that says most counts. */
static element_answer answer_of_element(const judgements *all, size_t element)
{
    element_answer most = ELEMENT_NOT_ASKED;
    for (size_t i = 0; i < all->count; i++) {
        element_answer answer = element_of(&all->items[i], element);
        if (answer == ELEMENT_FITS)
            return ELEMENT_FITS;
        if (answer > most)
            most = answer;
    }
    return most;
}

static size_t element_count(const judgements *all)
{
    size_t count = 1;
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].element_count > count)
            count = all->items[i].element_count;
    return count;
}

static comparison_answer combine(const judgements *all)
{
    static const comparison_answer answers[] = {
        [ELEMENT_NOT_ASKED] = COMPARISON_UNDECIDED, [ELEMENT_MISSING] = COMPARISON_BREAKS,
        [ELEMENT_FITS] = COMPARISON_FITS,           [ELEMENT_UNDECIDED] = COMPARISON_UNDECIDED,
        [ELEMENT_BREAKS] = COMPARISON_BREAKS,
    };
    comparison_answer worst = COMPARISON_FITS;
    for (size_t i = 0; i < element_count(all); i++) {
        comparison_answer answer = answers[answer_of_element(all, i)];
        if (answer == COMPARISON_BREAKS)
            return answer;
        if (answer == COMPARISON_UNDECIDED)
            worst = answer;
    }
    return worst;
}

static bool counts(const judgements *all, const judged_problem *p)
{
    return p->answer == answer_of_element(all, p->element);
}

static str first_reason(const judgements *all, comparison_answer answer)
{
    bool breaks = answer == COMPARISON_BREAKS;
    for (size_t i = 0; i < all->count; i++)
        for (size_t j = 0; j < all->items[i].problem_count; j++) {
            const judged_problem *p = &all->items[i].problems[j];
            if ((p->answer != ELEMENT_UNDECIDED) == breaks && counts(all, p))
                return p->message;
        }
    return STR("no contract that it provides says anything of what the consumer relies on");
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
    cjson_add_text(object, "answer",
                   p->answer == ELEMENT_UNDECIDED ? STR("undecided") : STR("breaks"));
    cjson_add_text(object, "operation", p->operation);
    cjson_add_text(object, "message", p->message);
    if (p->witness.data)
        cjson_add(object, "witness", cjson_raw(p->witness));
    cjson_add(object, "given", place(&p->given));
    cjson_add(object, "at", place(&p->contract));
    cjson_add_text(object, "fingerprint", p->fingerprint);
    return object;
}

static str evidence_of(const pending *p, const judgements *all, arena *a)
{
    cJSON *whole = cJSON_CreateObject(), *provided = cJSON_CreateArray(),
          *problems = cJSON_CreateArray();
    cjson_add_text(whole, "evidence", STR("comparison"));
    cjson_add_text(whole, "provider", p->provider);
    cjson_add_text(whole, "content", p->content);
    for (size_t i = 0; i < all->count; i++)
        cJSON_AddItemToArray(provided, cjson_text(all->digests[i]));
    cjson_add(whole, "provided", provided);
    cjson_add_text(whole, "tool", str_from(engine_tool()));
    cjson_add_text(whole, "rules", engine_rules(a));
    cjson_add_text(whole, "answer", str_from(comparison_answer_name(p->comparison.answer)));
    for (size_t i = 0; i < all->count; i++)
        for (size_t j = 0; j < all->items[i].problem_count; j++)
            if (counts(all, &all->items[i].problems[j]))
                cJSON_AddItemToArray(problems,
                                     problem_object(&all->items[i].problems[j], all->digests[i]));
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
    judgements all = {.count = split_digests(p->provided, &digests, own)};
    all.digests = digests;
    all.items = arena_array_of(own, judgement, all.count);
    bool read = true;
    p->is_final = true;
    for (size_t i = 0; read && i < all.count; i++) {
        read = engine_judge(e->ledger, p->provider, p->content, digests[i], &all.items[i], own, d);
        p->is_final &= !all.items[i].is_text_missing;
    }
    if (read) {
        comparison_answer answer = combine(&all);
        str why = answer == COMPARISON_FITS ? STR_NULL : first_reason(&all, answer);
        p->comparison.answer = answer;
        p->comparison.why = why.data ? arena_str(e->arena, why) : STR_NULL;
        p->evidence_text = evidence_of(p, &all, e->arena);
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
        if (p->is_final) {
            map_put(&e->known, key, p);
            vec_push(e->arena, &e->pending, p);
        }
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
