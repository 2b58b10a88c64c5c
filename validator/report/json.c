#include "report/json_parts.h"

#include <stdlib.h>

/*
 * The stable machine form: schemas/report.schema.json describes it. cJSON builds the document;
 * every text and witness is attached as JSON text of our own, so that U+0000 and exact numbers
 * survive.
 */

static cJSON *json_position(const position *p)
{
    if (p->line == 0)
        return cJSON_CreateNull();
    cJSON *item = cJSON_CreateObject();
    cjson_add_text(item, "file", p->file);
    cjson_add(item, "line", cJSON_CreateNumber(p->line));
    cjson_add(item, "column", cJSON_CreateNumber(p->column));
    cjson_add_text(item, "pointer", p->pointer);
    return item;
}

static cJSON *json_proof(const proof *p)
{
    static const char *const kinds[] = {
        [PROOF_RULE] = "rule", [PROOF_WITNESS] = "witness", [PROOF_UNKNOWN] = "unknown"};
    cJSON *item = cJSON_CreateObject();
    cjson_add(item, "kind", cJSON_CreateString(kinds[p->kind]));
    if (p->kind == PROOF_WITNESS) {
        cjson_add(item, "value", cjson_raw(p->witness));
        if (p->request.length > 0)
            cjson_add_text(item, "request", p->request);
        cjson_add_text(item, "sent_by", p->sent_by);
        cjson_add_text(item, "rejected_by", p->rejected_by);
    } else if (p->kind == PROOF_UNKNOWN) {
        cjson_add_text(item, "reason", p->reason);
    }
    return item;
}

static cJSON *json_consumers(const finding *f)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < f->consumer_count; i++) {
        const affected_consumer *c = &f->consumers[i];
        cJSON *item = cJSON_CreateObject();
        cjson_add_text(item, "consumer", c->consumer);
        cjson_add_text(item, "team", c->team);
        cjson_add_text(item, "operation", c->operation);
        cjson_add_text(item, "uses", c->uses);
        cjson_add_text(item, "relies_on", c->relies_on);
        cjson_add(item, "place", json_position(&c->place));
        cJSON_AddItemToArray(list, item);
    }
    return list;
}

static cJSON *json_waiver(const waiver_note *w)
{
    cJSON *item = cJSON_CreateObject();
    cjson_add_text(item, "owner", w->owner);
    cjson_add_text(item, "reason", w->reason);
    cjson_add_text(item, "expires", w->expires);
    if (w->approver.data)
        cjson_add_text(item, "approver", w->approver);
    cjson_add(item, "place", json_position(&w->place));
    return item;
}

cJSON *cjson_finding(const finding *f)
{
    cJSON *item = cJSON_CreateObject();
    cjson_add_text(item, "rule", f->rule);
    cjson_add(item, "level", cJSON_CreateString(level_name(f->level)));
    cjson_add_text(item, "message", f->message);
    cJSON *operations = cJSON_CreateArray();
    for (size_t i = 0; i < f->operation_count; i++)
        cJSON_AddItemToArray(operations, cjson_text(f->operations[i]));
    cjson_add(item, "operations", operations);
    cjson_add_text(item, "where", f->where);
    cjson_add(item, "old", json_position(&f->old_place));
    cjson_add(item, "new", json_position(&f->new_place));
    cjson_add(item, "proof", json_proof(&f->proof));
    cjson_add(item, "consumers", json_consumers(f));
    cjson_add_text(item, "fingerprint", f->fingerprint);
    if (f->waived != NULL)
        cjson_add(item, "waived", json_waiver(f->waived));
    return item;
}

static cJSON *json_counts(size_t breaking, size_t warnings, size_t infos)
{
    cJSON *counts = cJSON_CreateObject();
    cjson_add(counts, "breaking", cJSON_CreateNumber((double)breaking));
    cjson_add(counts, "warning", cJSON_CreateNumber((double)warnings));
    cjson_add(counts, "info", cJSON_CreateNumber((double)infos));
    return counts;
}

static cJSON *json_question(const schema_question *q)
{
    cJSON *item = cJSON_CreateObject();
    cjson_add(item, "answer", cJSON_CreateString(q->answer));
    if (q->reason.length > 0)
        cjson_add_text(item, "reason", q->reason);
    if (q->keyword.length > 0)
        cjson_add_text(item, "keyword", q->keyword);
    cjson_add(item, "writer", json_position(&q->writer));
    cjson_add(item, "reader", json_position(&q->reader));
    cjson_add(item, "steps", cJSON_CreateNumber((double)q->steps));
    cjson_add(item, "microseconds", cJSON_CreateNumber((double)q->microseconds));
    return item;
}

static cJSON *json_statistics(const schema_statistics *s)
{
    cJSON *item = cJSON_CreateObject();
    cjson_add(item, "included", cJSON_CreateNumber((double)s->included));
    cjson_add(item, "not_included", cJSON_CreateNumber((double)s->not_included));
    cJSON *unknown = cJSON_CreateArray();
    for (size_t i = 0; i < s->unknown_count; i++)
        cJSON_AddItemToArray(unknown, json_question(&s->unknown[i]));
    cjson_add(item, "unknown", unknown);
    cjson_add(item, "refuted", cJSON_CreateNumber((double)s->refuted));
    cjson_add(item, "microseconds", cJSON_CreateNumber((double)s->microseconds));
    cjson_add(item, "slowest", s->slowest.answer ? json_question(&s->slowest) : cJSON_CreateNull());
    return item;
}

static void add_report(cJSON *to, const report *r)
{
    cjson_add(to, "verdict", cJSON_CreateString(verdict_name(r->verdict)));
    cjson_add(to, "counts",
              json_counts(report_count(r, LEVEL_BREAKING), report_count(r, LEVEL_WARNING),
                          report_count(r, LEVEL_INFO)));
    cJSON *findings = cJSON_CreateArray();
    for (size_t i = 0; i < r->finding_count; i++)
        cJSON_AddItemToArray(findings, cjson_finding(&r->findings[i]));
    cjson_add(to, "findings", findings);
    cJSON *open = cJSON_CreateArray();
    for (size_t i = 0; i < r->undecided_count; i++) {
        cJSON *item = cJSON_CreateObject();
        cjson_add_text(item, "where", r->undecided[i].where);
        cjson_add_text(item, "why", r->undecided[i].why);
        cjson_add(item, "place", json_position(&r->undecided[i].place));
        cJSON_AddItemToArray(open, item);
    }
    cjson_add(to, "undecided", open);
    if (r->digest.length)
        cjson_add_text(to, "digest", r->digest);
    if (r->statistics)
        cjson_add(to, "statistics", json_statistics(r->statistics));
}

static cJSON *json_problems(const diags *d)
{
    static const char *const severities[] = {
        [DIAG_ERROR] = "error", [DIAG_WARNING] = "warning", [DIAG_UNDECIDED] = "undecided"};
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; d != NULL && i < d->count; i++) {
        const diag *problem = &d->items[i];
        cJSON *item = cJSON_CreateObject();
        cjson_add(item, "severity", cJSON_CreateString(severities[problem->severity]));
        cjson_add_text(item, "code", problem->code);
        cjson_add_text(item, "message", problem->message);
        if (problem->hint.length > 0)
            cjson_add_text(item, "hint", problem->hint);
        if (problem->file.length > 0) {
            cjson_add_text(item, "file", problem->file);
            cjson_add(item, "line", cJSON_CreateNumber(problem->line));
            cjson_add(item, "column", cJSON_CreateNumber(problem->column));
        }
        cJSON_AddItemToArray(list, item);
    }
    return list;
}

/* A contract that was not judged has no verdict: "error" stands there. */
static cJSON *json_entry(const report_entry *entry)
{
    cJSON *item = cJSON_CreateObject();
    cjson_add_text(item, "contract", render_contract(entry));
    if (entry->report != NULL) {
        add_report(item, entry->report);
    } else {
        cjson_add(item, "verdict", cJSON_CreateString("error"));
        cjson_add(item, "counts", json_counts(0, 0, 0));
        cjson_add(item, "findings", cJSON_CreateArray());
        cjson_add(item, "undecided", cJSON_CreateArray());
    }
    cjson_add(item, "problems", json_problems(entry->problems));
    return item;
}

void render_json(buf *out, const report_set *set, const report_options *options)
{
    (void)options;
    cJSON *whole = cJSON_CreateObject();
    if (set->single && set->count == 1 && set->entries[0].report != NULL) {
        add_report(whole, set->entries[0].report);
    } else {
        report_totals t = report_totals_of(set);
        cjson_add(whole, "verdict",
                  cJSON_CreateString(
                      t.not_judged > 0 || set->count == 0 ? "error" : verdict_name(t.verdict)));
        cjson_add(whole, "counts", json_counts(t.breaking, t.warnings, t.infos));
        cJSON *contracts = cJSON_CreateArray();
        for (size_t i = 0; i < set->count; i++)
            cJSON_AddItemToArray(contracts, json_entry(&set->entries[i]));
        cjson_add(whole, "contracts", contracts);
    }
    cjson_print(out, whole);
}
