#include "check/blast_parts.h"

#include <stdlib.h>

#include "base/vec.h"
#include "consumer/expectation.h"
#include "consumer/pact.h"
#include "gate/content.h"

/* --- what a version provides --- */

bool provided_read(ledger *l, str service, str version, provided_list *out, arena *a, diags *d)
{
    const sql_value values[] = {SQL_TEXT(service), SQL_TEXT(version)};
    sql_rows rows = {0};
    *out = (provided_list){0};
    if (!database_run(ledger_database(l),
                      "SELECT name, content FROM provided WHERE service=$1 AND version=$2 "
                      "ORDER BY content",
                      values, 2, &rows, a, d))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        vec_push(a, out,
                 (provided_contract){rows.items[i].values[0].text, rows.items[i].values[1].text});
    return true;
}

const provided_contract *provided_find(const provided_list *list, str name)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i].name, name))
            return &list->items[i];
    return NULL;
}

str provided_joined(const provided_list *list, arena *a)
{
    str joined = STR_NULL;
    for (size_t i = 0; i < list->count; i++)
        joined = arena_printf(a, "%.*s%s%.*s", STR_ARG(joined), i ? "+" : "",
                              STR_ARG(list->items[i].content));
    return joined;
}

/* --- texts --- */

input *blast_open(ledger *l, str digest, bundle_options *how, arena *a, diags *d)
{
    str name, text;
    if (!ledger_fetch(l, digest, &name, &text, a, d))
        return NULL;
    if (text.data)
        return content_open(name, text, &how->mappings, &how->mapping_count, a, d);
    diags_error(d, "content.missing", "the text of %.*s is not in the ledger", STR_ARG(digest));
    return NULL;
}

bundle *blast_load(void *payload, const char *digest, diags *d)
{
    const blast_loading *from = payload;
    bundle_options how = {0};
    input *in = blast_open(from->ledger, str_from(digest), &how, from->arena, d);
    return in ? bundle_load(in, &how, d) : NULL;
}

/* NULL where nobody stored it or it cannot be read; *failed where the ledger cannot. */
static bundle *try_load(ledger *l, str digest, bool *failed, arena *a, diags *d)
{
    diags found;
    diags_init(&found);
    const blast_loading from = {l, a};
    bundle *b = blast_load((void *)&from, arena_cstr(a, digest), &found);
    *failed = false;
    for (size_t i = 0; !b && i < found.count; i++)
        *failed |= str_starts_with(found.items[i].code, STR("ledger."));
    if (*failed)
        diags_move(d, &found);
    diags_clear(&found);
    return b;
}

/* --- what a consumer relies on --- */

typedef VEC(str) text_vec;

static void add_once(text_vec *list, str text, arena *a)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i], text))
            return;
    vec_push(a, list, arena_str(a, text));
}

static void read_expected(const bundle *b, str service, blast_consumer *c, text_vec *list, arena *a,
                          diags *d)
{
    expectations *e = expectations_read(b, d);
    for (size_t i = 0; e && i < e->producer_count; i++) {
        const expected_producer *p = &e->producers[i];
        if (!str_equal(p->producer, service))
            continue;
        for (size_t k = 0; k < p->operation_count; k++) {
            const expected_operation *o = &p->operations[k];
            add_once(list,
                     o->path.data
                         ? arena_printf(a, "%.*s %.*s", STR_ARG(o->method), STR_ARG(o->path))
                         : o->operation_id,
                     a);
        }
        for (size_t k = 0; k < p->event_count; k++)
            add_once(list, p->events[k].name, a);
    }
    if (e && !c->team.data && e->team.length)
        c->team = arena_str(a, e->team);
    expectations_free(e);
}

static void read_interactions(const bundle *b, text_vec *list, arena *a, diags *d)
{
    pact *p = pact_read(b, d);
    for (size_t i = 0; p && i < p->interaction_count; i++) {
        const interaction *one = &p->interactions[i];
        add_once(list,
                 one->path.data
                     ? arena_printf(a, "%.*s %.*s", STR_ARG(one->method), STR_ARG(one->path))
                     : one->description,
                 a);
    }
    pact_free(p);
}

static int compare_texts(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

bool blast_read_operations(ledger *l, const reached *who, str service, blast_consumer *c,
                           bool *known, arena *a, diags *d)
{
    bool failed;
    text_vec list = {0};
    bundle *b = try_load(l, who->content, &failed, a, d);
    *known = b != NULL;
    diags unheard;
    diags_init(&unheard);
    if (b && pact_is_pact(bundle_root(b)))
        read_interactions(b, &list, a, &unheard);
    else if (b && expectations_is_file(bundle_root(b)))
        read_expected(b, service, c, &list, a, &unheard);
    diags_clear(&unheard);
    bundle_free(b);
    if (list.count)
        qsort(list.items, list.count, sizeof *list.items, compare_texts);
    c->operations = list.items;
    c->operation_count = list.count;
    return !failed;
}

/* --- copies of the provider's contract --- */

bool blast_is_copy(ledger *l, str content, arena *a)
{
    diags unheard;
    diags_init(&unheard);
    bool failed;
    bundle *b = try_load(l, content, &failed, a, &unheard);
    bool is_copy = b && !pact_is_pact(bundle_root(b)) && !expectations_is_file(bundle_root(b));
    bundle_free(b);
    diags_clear(&unheard);
    return is_copy;
}

void blast_attach(report *r, finding *f, const affected_consumer *c)
{
    affected_consumer *grown = arena_array_of(r->arena, affected_consumer, f->consumer_count + 1);
    for (size_t i = 0; i < f->consumer_count; i++)
        grown[i] = f->consumers[i];
    grown[f->consumer_count] = (affected_consumer){
        .consumer = arena_str(r->arena, c->consumer),
        .team = arena_str(r->arena, c->team.data ? c->team : STR("")),
        .operation = arena_str(r->arena, c->operation.data ? c->operation : STR("")),
        .place = {.file = arena_str(r->arena, c->place.file),
                  .line = c->place.line,
                  .column = c->place.column,
                  .pointer = arena_str(r->arena, c->place.pointer)},
        .relies_on = arena_str(r->arena, c->relies_on.data ? c->relies_on : STR("")),
    };
    f->consumers = grown;
    f->consumer_count++;
}

/* What the copy is to the consumer the old contract is to anybody: all that breaks in it is its. */
bool blast_compare_copy(ledger *l, const reached *who, const contract *new_, report *r, arena *a,
                        diags *d)
{
    bundle_options how = {0};
    const uint64_t seed = 1;
    input *in = blast_open(l, who->content, &how, a, d);
    if (!in)
        return false;
    const contract_request request = {
        .input = in, .mappings = how.mappings, .mapping_count = how.mapping_count, .seed = seed};
    const contract_comparison comparison = {.options = {.contract = STR("")}};
    contract copy;
    if (!contract_load(&copy, &request, d))
        return false;
    r->finding_count = 0;
    bool compared = copy.kind != new_->kind || contract_compare(&copy, new_, &comparison, r, d);
    for (size_t i = 0; compared && i < r->finding_count; i++) {
        const finding *f = &r->findings[i];
        const affected_consumer one = {
            .consumer = who->service,
            .operation = f->operation_count ? f->operations[0] : STR(""),
            .relies_on = STR("its copy of the contract"),
            .place = f->old_place,
        };
        blast_attach(r, &r->findings[i], &one);
    }
    contract_clear(&copy);
    return compared;
}
