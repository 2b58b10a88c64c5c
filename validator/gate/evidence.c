#include "gate/evidence.h"

#include "base/digest.h"
#include "base/vec.h"
#include "doc/json_tree.h"

/* --- out --- */

static void add_if(cJSON *object, const char *name, str value)
{
    if (value.data)
        cjson_add_text(object, name, value);
}

static void add_true(cJSON *object, const char *name, bool value)
{
    if (value)
        cjson_add(object, name, cJSON_CreateTrue());
}

static cJSON *version_object(const gate_version *v)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "service", v->service);
    add_if(object, "version", v->version);
    add_if(object, "chosen", v->chosen);
    return object;
}

static cJSON *comparison_object(const gate_comparison *c)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "answer", str_from(comparison_answer_name(c->answer)));
    add_if(object, "why", c->why);
    add_if(object, "evidence", c->evidence);
    return object;
}

static cJSON *waived_object(const gate_waived *w)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "owner", w->owner);
    cjson_add_text(object, "reason", w->reason);
    cjson_add_text(object, "expires", w->expires);
    add_if(object, "approver", w->approver);
    return object;
}

static cJSON *meeting_object(const gate_meeting *m)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add(object, "consumer", version_object(&m->consumer));
    cjson_add(object, "provider", version_object(&m->provider));
    add_if(object, "content", m->content);
    add_if(object, "provided", m->provided);
    cjson_add_text(object, "result", str_from(gate_result_name(m->result)));
    cjson_add_text(object, "recorded", str_from(gate_result_name(m->recorded)));
    add_if(object, "verified_by", m->verified_by);
    add_true(object, "has_text", m->has_text);
    if (m->computed.answer != COMPARISON_NONE)
        cjson_add(object, "computed", comparison_object(&m->computed));
    add_true(object, "ignored", m->ignored);
    if (m->waived)
        cjson_add(object, "waived", waived_object(m->waived));
    return object;
}

static cJSON *meetings(const gate_rows *rows)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < rows->meeting_count; i++)
        cJSON_AddItemToArray(array, meeting_object(&rows->meetings[i]));
    return array;
}

static cJSON *subjects(const gate_rows *rows)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < rows->subject_count; i++) {
        cJSON *object = version_object(&rows->subjects[i].version);
        add_true(object, "exists", rows->subjects[i].exists);
        add_true(object, "ignored", rows->subjects[i].ignored);
        cJSON_AddItemToArray(array, object);
    }
    return array;
}

static cJSON *notes(const gate_rows *rows)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < rows->note_count; i++) {
        cJSON *object = cJSON_CreateObject();
        cjson_add_text(object, "reason", str_from(gate_reason_name(rows->notes[i].kind)));
        cjson_add_text(object, "text", rows->notes[i].text);
        cJSON_AddItemToArray(array, object);
    }
    return array;
}

static cJSON *reasons(const gate_decision *decision)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < decision->reason_count; i++) {
        cJSON *object = cJSON_CreateObject();
        cjson_add_text(object, "reason", str_from(gate_reason_name(decision->reasons[i].kind)));
        cjson_add_text(object, "text", decision->reasons[i].text);
        cJSON_AddItemToArray(array, object);
    }
    return array;
}

static cJSON *texts(const str *items, size_t count)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < count; i++)
        cJSON_AddItemToArray(array, cjson_text(items[i]));
    return array;
}

static cJSON *rollback_object(const rollback *back)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "answer", str_from(rollback_name(back->answer)));
    cjson_add(object, "versions", texts(back->versions, back->version_count));
    return object;
}

str evidence_of_decision(const verdict_given *v, const gate_rows *rows,
                         const gate_decision *decision, const rollback *back, arena *a)
{
    cJSON *whole = cJSON_CreateObject();
    cjson_add_text(whole, "evidence", STR("decision"));
    cjson_add_text(whole, "command", v->command);
    cjson_add_text(whole, "subject", v->subject);
    cjson_add_text(whole, "answer", v->answer);
    cjson_add_text(whole, "tool", v->tool);
    cjson_add_text(whole, "rules", v->rules);
    cjson_add_text(whole, "asked_by", v->asked_by);
    cjson_add(whole, "subjects", subjects(rows));
    cjson_add(whole, "meetings", meetings(rows));
    cjson_add(whole, "notes", notes(rows));
    cjson_add(whole, "unknown_ignores", texts(rows->unknown_ignores, rows->unknown_ignore_count));
    add_true(whole, "without_target", rows->without_target);
    add_true(whole, "tag_unknown", rows->tag_unknown);
    add_true(whole, "without_version", rows->without_version);
    cjson_add(whole, "reasons", reasons(decision));
    if (back)
        cjson_add(whole, "rollback", rollback_object(back));
    return cjson_print_compact(whole, a);
}

/* --- in --- */

typedef const char *name_of_kind(int kind);

static const char *result_name(int kind)
{
    return gate_result_name((gate_result)kind);
}

static const char *comparison_name(int kind)
{
    return comparison_answer_name((comparison_answer)kind);
}

static const char *reason_name(int kind)
{
    return gate_reason_name((gate_reason_kind)kind);
}

/* The kind of that name; the first where there is none. */
static int kind_named(name_of_kind *name_of, int last, str name)
{
    for (int kind = last; kind > 0; kind--)
        if (str_equal(name, str_from(name_of(kind))))
            return kind;
    return 0;
}

static gate_version read_version(const node *n)
{
    return (gate_version){node_get_text(n, STR("service")), node_get_text(n, STR("version")),
                          node_get_text(n, STR("chosen"))};
}

static const gate_waived *read_waived(const node *n, arena *a)
{
    if (!n)
        return NULL;
    gate_waived *w = arena_new_of(a, gate_waived);
    *w = (gate_waived){node_get_text(n, STR("owner")), node_get_text(n, STR("reason")),
                       node_get_text(n, STR("expires")), node_get_text(n, STR("approver"))};
    return w;
}

static gate_comparison read_comparison(const node *n)
{
    if (!n)
        return (gate_comparison){0};
    return (gate_comparison){(comparison_answer)kind_named(comparison_name, COMPARISON_UNDECIDED,
                                                           node_get_text(n, STR("answer"))),
                             node_get_text(n, STR("why")), node_get_text(n, STR("evidence"))};
}

static gate_meeting read_meeting(const node *n, arena *a)
{
    return (gate_meeting){
        .consumer = read_version(node_get(n, STR("consumer"))),
        .provider = read_version(node_get(n, STR("provider"))),
        .content = node_get_text(n, STR("content")),
        .provided = node_get_text(n, STR("provided")),
        .result =
            (gate_result)kind_named(result_name, RESULT_FAILED, node_get_text(n, STR("result"))),
        .recorded =
            (gate_result)kind_named(result_name, RESULT_FAILED, node_get_text(n, STR("recorded"))),
        .verified_by = node_get_text(n, STR("verified_by")),
        .has_text = node_get_true(n, STR("has_text")),
        .computed = read_comparison(node_get(n, STR("computed"))),
        .ignored = node_get_true(n, STR("ignored")),
        .waived = read_waived(node_get(n, STR("waived")), a),
    };
}

static void read_meetings(const node *n, gate_rows *rows, arena *a)
{
    gate_meeting *items = arena_array_of(a, gate_meeting, n->count);
    for (size_t i = 0; i < n->count; i++)
        items[i] = read_meeting(node_item(n, i), a);
    rows->meetings = items;
    rows->meeting_count = n->count;
}

static void read_subjects(const node *n, gate_rows *rows, arena *a)
{
    gate_subject *items = arena_array_of(a, gate_subject, n->count);
    for (size_t i = 0; i < n->count; i++) {
        const node *item = node_item(n, i);
        items[i] = (gate_subject){read_version(item), node_get_true(item, STR("exists")),
                                  node_get_true(item, STR("ignored"))};
    }
    rows->subjects = items;
    rows->subject_count = n->count;
}

static void read_notes(const node *n, gate_rows *rows, arena *a)
{
    gate_note *items = arena_array_of(a, gate_note, n->count);
    for (size_t i = 0; i < n->count; i++) {
        const node *item = node_item(n, i);
        items[i] = (gate_note){(gate_reason_kind)kind_named(reason_name, REASON_COUNT - 1,
                                                            node_get_text(item, STR("reason"))),
                               node_get_text(item, STR("text"))};
    }
    rows->notes = items;
    rows->note_count = n->count;
}

static void read_ignores(const node *n, gate_rows *rows, arena *a)
{
    str *items = arena_array_of(a, str, n->count);
    for (size_t i = 0; i < n->count; i++)
        items[i] = node_text(node_item(n, i));
    rows->unknown_ignores = items;
    rows->unknown_ignore_count = n->count;
}

bool evidence_read_rows(const node *root, gate_rows *rows, arena *a)
{
    static const struct {
        const char *name;
        void (*read)(const node *n, gate_rows *rows, arena *a);
    } parts[] = {{"subjects", read_subjects},
                 {"meetings", read_meetings},
                 {"notes", read_notes},
                 {"unknown_ignores", read_ignores}};
    *rows = (gate_rows){.without_target = node_get_true(root, STR("without_target")),
                        .tag_unknown = node_get_true(root, STR("tag_unknown")),
                        .without_version = node_get_true(root, STR("without_version"))};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const node *n = node_get(root, str_from(parts[i].name));
        if (!node_is(n, NODE_ARRAY))
            return false;
        parts[i].read(n, rows, a);
    }
    return true;
}

/* --- verdicts --- */

bool verdict_record(ledger *l, const verdict_given *v, str *id, arena *a, diags *d)
{
    *id = digest_hex(v->evidence, a);
    fact facts[] = {
        {.kind = fact_kind_find(STR("content")),
         .values = {SQL_TEXT(*id), SQL_TEXT(STR("verdict.json")), SQL_TEXT(v->evidence)}},
        {.kind = fact_kind_find(STR("verdict")),
         .values = {SQL_TEXT(v->command), SQL_TEXT(v->subject), SQL_TEXT(v->answer), SQL_TEXT(*id),
                    SQL_TEXT(v->tool), SQL_TEXT(v->rules), SQL_TEXT(v->asked_by)}},
    };
    bool known;
    if (!ledger_knows(l, &facts[1], &known, d))
        return false;
    return known || ledger_record_all(l, facts, 2, NULL, d);
}

/* Rows of evidence, command, subject, answer, tool, rules, who, when, sequence. */
static const char verdicts_by_id[] =
    "SELECT v.evidence, v.command, v.subject, v.answer, v.tool, v.rules, v.asked_by, "
    "f.recorded_at, v.sequence FROM verdicts v JOIN facts f ON f.sequence=v.sequence "
    "WHERE v.evidence>=$1 AND v.evidence<$2 ORDER BY v.sequence DESC";
static const char comparisons_by_id[] =
    "SELECT evidence, 'comparison', content || ' with ' || provided || ' of ' || provider, answer, "
    "tool, '', '', '', 0 FROM comparisons WHERE evidence>=$1 AND evidence<$2 ORDER BY evidence";

static bool find_rows(ledger *l, str id, sql_rows *rows, arena *a, diags *d)
{
    const sql_value prefix[] = {SQL_TEXT(id), SQL_TEXT(arena_printf(a, "%.*sg", STR_ARG(id)))};
    database *db = ledger_database(l);
    return database_run(db, verdicts_by_id, prefix, 2, rows, a, d) &&
           (rows->count || database_run(db, comparisons_by_id, prefix, 2, rows, a, d));
}

static bool is_one(const sql_rows *rows, str id, diags *d)
{
    if (rows->count == 0) {
        diags_hint(d,
                   diags_error(d, "verdict.unknown", "no verdict '%.*s' is recorded", STR_ARG(id)),
                   "'handoff can-i-deploy' prints the ids of its verdicts");
        return false;
    }
    for (size_t i = 1; i < rows->count; i++) {
        if (str_equal(rows->items[i].values[0].text, rows->items[0].values[0].text))
            continue;
        diags_hint(d,
                   diags_error(d, "verdict.ambiguous", "more than one verdict starts with '%.*s'",
                               STR_ARG(id)),
                   "write more of its id");
        return false;
    }
    return true;
}

bool verdict_find(ledger *l, str id, verdict_found *out, arena *a, diags *d)
{
    sql_rows rows = {0};
    str name;
    if ((id.length && !find_rows(l, id, &rows, a, d)) || !is_one(&rows, id, d))
        return false;
    const sql_value *v = rows.items[0].values;
    *out = (verdict_found){.id = v[0].text,
                           .command = v[1].text,
                           .subject = v[2].text,
                           .answer = v[3].text,
                           .tool = v[4].text,
                           .rules = v[5].text,
                           .asked_by = v[6].text,
                           .recorded_at = v[7].text,
                           .sequence = v[8].integer,
                           .times = rows.count};
    if (!ledger_fetch(l, out->id, &name, &out->evidence, a, d))
        return false;
    out->was_changed = out->evidence.data && !str_equal(digest_hex(out->evidence, a), out->id);
    return true;
}
