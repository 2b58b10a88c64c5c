#include "gate/matrix.h"

#include <stdlib.h>

#include "base/glob.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "gate/approval_rows.h"

typedef struct laying {
    ledger *ledger;
    const matrix_request *request;
    const gather_options *options;
    matrix *out;
    arena *arena;
    diags *diags;
    size_t meetings;
} laying;

static bool ask(const laying *m, const char *sql, sql_rows *rows, const str *texts, size_t count)
{
    sql_value values[2];
    for (size_t i = 0; i < count; i++)
        values[i] = SQL_TEXT(texts[i]);
    return database_run(ledger_database(m->ledger), sql, values, count, rows, m->arena, m->diags);
}

/* --- environments --- */

static bool is_protected(const laying *m, str name, str how)
{
    bool found = !str_equal(how, STR("none"));
    for (size_t i = 0; i < m->request->conditions->protected_count; i++)
        found |= glob_matches(m->request->conditions->protected_[i], name);
    return found;
}

static bool add_environments(laying *m, str name)
{
    sql_rows rows = {0};
    if (name.data && !ledger_check_environment(m->ledger, name, m->diags))
        return false;
    if (!ask(m,
             name.data ? "SELECT name, production, protection FROM environments WHERE name=$1"
                       : "SELECT name, production, protection FROM environments ORDER BY name",
             &rows, &name, name.data ? 1 : 0))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const sql_value *v = rows.items[i].values;
        vec_push(m->arena, m->out,
                 (matrix_environment){.name = v[0].text,
                                      .production = v[1].integer != 0,
                                      .protection = v[2].text,
                                      .is_protected = is_protected(m, v[0].text, v[2].text)});
    }
    return true;
}

static int compare_environments(const void *a, const void *b)
{
    return str_compare(((const matrix_environment *)a)->name,
                       ((const matrix_environment *)b)->name);
}

static bool find_environments(laying *m)
{
    matrix *out = m->out;
    if (m->request->environment_count == 0)
        return add_environments(m, STR_NULL);
    for (size_t i = 0; i < m->request->environment_count; i++)
        if (!add_environments(m, m->request->environments[i]))
            return false;
    qsort(out->items, out->count, sizeof *out->items, compare_environments);
    size_t kept = 1;
    for (size_t i = 1; i < out->count; i++)
        if (!str_equal(out->items[i].name, out->items[kept - 1].name))
            out->items[kept++] = out->items[i];
    out->count = kept;
    return true;
}

/* A service that nobody ever named would give an empty matrix, which reads as "nothing is wrong".
 */
static bool check_services(const laying *m)
{
    for (size_t i = 0; i < m->request->service_count; i++) {
        bool known;
        str name = m->request->services[i];
        if (!service_is_known(m->ledger, name, &known, m->arena, m->diags))
            return false;
        if (!known) {
            diags_error(m->diags, "matrix.service", "nothing is recorded of a service '%.*s'",
                        STR_ARG(name));
            return false;
        }
    }
    return true;
}

/* --- what is live --- */

#define DEPLOYED "SELECT service, instance, version, phase FROM deployments WHERE environment=$1 "
#define RELEASED "SELECT service, version FROM releases WHERE environment=$1 "
#define RETURNING                                                                                  \
    "SELECT service, instance, version, replaced FROM rollbacks WHERE environment=$1 AND back=0 "

static matrix_cell *cell_of(const laying *m, matrix_environment *e, str service)
{
    matrix_cell *cell = map_get(&e->by_service, service);
    if (cell)
        return cell;
    cell = arena_new_of(m->arena, matrix_cell);
    cell->service = service;
    map_put(&e->by_service, service, cell);
    vec_push(m->arena, &e->cells, cell);
    return cell;
}

/* Where one version arrives, the others of the same instance leave. */
static void mark_leaving(matrix_cell *c)
{
    for (size_t i = 0; i < c->instances.count; i++) {
        matrix_instance *old = &c->instances.items[i];
        for (size_t j = 0; old->phase == PHASE_LIVE && j < c->instances.count; j++) {
            const matrix_instance *new_ = &c->instances.items[j];
            if (new_->phase == PHASE_ARRIVING && str_equal(new_->instance, old->instance))
                old->phase = PHASE_LEAVING;
        }
    }
}

static void mark_returning(const laying *m, matrix_environment *e, const sql_value *v)
{
    matrix_cell *c = cell_of(m, e, v[0].text);
    for (size_t i = 0; i < c->instances.count; i++) {
        matrix_instance *instance = &c->instances.items[i];
        if (str_equal(instance->instance, v[1].text) && !str_equal(instance->version, v[2].text) &&
            instance->phase != PHASE_RELEASED)
            instance->back_to = v[2].text;
    }
}

/* Of one service, or (STR_NULL) of all. */
static bool read_live(laying *m, matrix_environment *e, str service)
{
    sql_rows deployed = {0}, released = {0}, returning = {0};
    const str texts[] = {e->name, service};
    size_t count = service.data ? 2 : 1;
    const char *const by[] = {DEPLOYED "ORDER BY 1, 2, 3", DEPLOYED "AND service=$2 ORDER BY 2, 3",
                              RELEASED "ORDER BY 1, 2",    RELEASED "AND service=$2 ORDER BY 2",
                              RETURNING "ORDER BY 1, 2",   RETURNING "AND service=$2 ORDER BY 2"};
    if (!ask(m, by[count - 1], &deployed, texts, count) ||
        !ask(m, by[count + 1], &released, texts, count) ||
        !ask(m, by[count + 3], &returning, texts, count))
        return false;
    for (size_t i = 0; i < deployed.count; i++) {
        const sql_value *v = deployed.items[i].values;
        bool arriving = str_equal(v[3].text, STR("begin"));
        vec_push(m->arena, &cell_of(m, e, v[0].text)->instances,
                 (matrix_instance){.instance = v[1].text,
                                   .version = v[2].text,
                                   .phase = arriving ? PHASE_ARRIVING : PHASE_LIVE});
    }
    for (size_t i = 0; i < released.count; i++)
        vec_push(m->arena, &cell_of(m, e, released.items[i].values[0].text)->instances,
                 (matrix_instance){.instance = STR(""),
                                   .version = released.items[i].values[1].text,
                                   .phase = PHASE_RELEASED});
    for (size_t i = 0; i < returning.count; i++)
        mark_returning(m, e, returning.items[i].values);
    return true;
}

static bool read_cells(laying *m, matrix_environment *e)
{
    if (m->request->service_count == 0)
        return read_live(m, e, STR_NULL);
    for (size_t i = 0; i < m->request->service_count; i++)
        if (!map_has(&e->by_service, m->request->services[i]) &&
            !read_live(m, e, m->request->services[i]))
            return false;
    return true;
}

/* --- who fits whom --- */

typedef VEC(gate_selector) selector_list;

/* Every version that is live there, once. */
static selector_list live_versions(const laying *m, const matrix_environment *e)
{
    selector_list list = {0};
    for (size_t i = 0; i < e->cells.count; i++) {
        const matrix_cell *c = e->cells.items[i];
        size_t first = list.count;
        for (size_t j = 0; j < c->instances.count; j++) {
            bool known = false;
            for (size_t k = first; k < list.count; k++)
                known |= str_equal(list.items[k].version, c->instances.items[j].version);
            if (!known)
                vec_push(m->arena, &list,
                         (gate_selector){.service = c->service,
                                         .kind = SELECT_VERSION,
                                         .version = c->instances.items[j].version});
        }
    }
    return list;
}

static int compare_versions(const gate_version *a, const gate_version *b)
{
    int order = str_compare(a->service, b->service);
    if (order)
        return order;
    if (!a->version.data || !b->version.data)
        return (a->version.data != NULL) - (b->version.data != NULL);
    return str_compare(a->version, b->version);
}

static int compare_meetings(const void *a, const void *b)
{
    const gate_meeting *left = a, *right = b;
    int order = compare_versions(&left->consumer, &right->consumer);
    return order ? order : compare_versions(&left->provider, &right->provider);
}

/* A partner that was not asked for is read too: the reader wants to see what it runs. */
static bool read_partner(laying *m, matrix_environment *e, const gate_version *v)
{
    return m->request->service_count == 0 || map_has(&e->by_service, v->service) ||
           read_live(m, e, v->service);
}

static bool refuse_size(laying *m)
{
    diags_hint(m->diags,
               diags_error(m->diags, "limit.matrix", "more than %d meetings: nobody reads that",
                           LIMIT_MATRIX_MEETINGS),
               "name services (--service) or environments (--env)");
    return false;
}

static bool read_meetings(laying *m, matrix_environment *e)
{
    selector_list live = live_versions(m, e);
    if (live.count == 0)
        return true;
    if (live.count > LIMIT_MATRIX_MEETINGS)
        return refuse_size(m);
    const gate_question question = {.selectors = live.items,
                                    .selector_count = live.count,
                                    .target = TARGET_ENVIRONMENT,
                                    .target_name = e->name};
    gate_rows rows;
    if (!gate_gather(m->ledger, &question, m->options, &rows, m->arena, m->diags) ||
        !gate_add_waivers(m->ledger, &question, m->request->conditions, &rows, m->arena, m->diags))
        return false;
    gate_meeting *meetings = arena_array_of(m->arena, gate_meeting, rows.meeting_count + 1);
    for (size_t i = 0; i < rows.meeting_count; i++) {
        meetings[i] = rows.meetings[i];
        if (!read_partner(m, e, &meetings[i].consumer) ||
            !read_partner(m, e, &meetings[i].provider))
            return false;
    }
    qsort(meetings, rows.meeting_count, sizeof *meetings, compare_meetings);
    e->meetings = meetings;
    e->meeting_count = rows.meeting_count;
    e->notes = rows.notes;
    e->note_count = rows.note_count;
    return true;
}

/* --- what it comes to --- */

static void count_in(matrix_counts *counts, const gate_meeting *m)
{
    size_t *of = m->result == RESULT_PASSED   ? &counts->passed
                 : m->waived                  ? &counts->waived
                 : m->result == RESULT_FAILED ? &counts->failed
                                              : &counts->unknown;
    ++*of;
}

static void count_meeting(matrix_environment *e, const gate_meeting *m)
{
    matrix_cell *consumer = map_get(&e->by_service, m->consumer.service);
    matrix_cell *provider = map_get(&e->by_service, m->provider.service);
    count_in(&e->counts, m);
    if (consumer)
        count_in(&consumer->counts, m);
    if (provider && provider != consumer)
        count_in(&provider->counts, m);
}

static bool is_approved(const laying *m, const matrix_environment *e, str service, str version,
                        bool *approved)
{
    release_approval_list given;
    bool asked =
        release_approvals_find(m->ledger, service, version, e->name, &given, m->arena, m->diags);
    *approved = asked && given.count;
    return asked;
}

/* One that expired since is fine: it was asked for when the version came. */
static bool mark_unapproved(const laying *m, const matrix_environment *e, matrix_cell *c)
{
    for (size_t i = 0; e->is_protected && i < c->instances.count; i++) {
        matrix_instance *instance = &c->instances.items[i];
        bool approved;
        if (!is_approved(m, e, c->service, instance->version, &approved))
            return false;
        instance->unapproved = !approved;
    }
    return true;
}

static bool read_team(const laying *m, matrix_cell *c)
{
    sql_rows rows = {0};
    if (!ask(m, "SELECT team FROM services WHERE service=$1", &rows, &c->service, 1))
        return false;
    c->team = rows.count ? rows.items[0].values[0].text : STR_NULL;
    return true;
}

static bool read_states(const laying *m, matrix_cell *c)
{
    contract_states all;
    if (!states_find(m->ledger, c->service, &all, m->arena, m->diags))
        return false;
    for (size_t i = 0; i < all.count; i++)
        if (all.items[i].state != STATE_ACTIVE)
            vec_push(m->arena, &c->states, all.items[i]);
    return true;
}

static int compare_cells(const void *a, const void *b)
{
    return str_compare((*(matrix_cell *const *)a)->service, (*(matrix_cell *const *)b)->service);
}

static bool lay_out(laying *m, matrix_environment *e)
{
    map_init(&e->by_service, m->arena, 0);
    if (!read_cells(m, e) || !read_meetings(m, e))
        return false;
    m->meetings += e->meeting_count;
    if (m->meetings > LIMIT_MATRIX_MEETINGS)
        return refuse_size(m);
    for (size_t i = 0; i < e->cells.count; i++) {
        matrix_cell *c = e->cells.items[i];
        mark_leaving(c);
        if (!read_team(m, c) || !read_states(m, c) || !mark_unapproved(m, e, c))
            return false;
    }
    if (e->cells.count)
        qsort(e->cells.items, e->cells.count, sizeof *e->cells.items, compare_cells);
    for (size_t i = 0; i < e->meeting_count; i++)
        count_meeting(e, &e->meetings[i]);
    return true;
}

bool matrix_gather(ledger *l, const matrix_request *request, const gather_options *options,
                   matrix *out, arena *a, diags *d)
{
    laying m = {
        .ledger = l, .request = request, .options = options, .out = out, .arena = a, .diags = d};
    *out = (matrix){.now = request->conditions->now};
    if (!check_services(&m) || !find_environments(&m))
        return false;
    for (size_t i = 0; i < out->count; i++)
        if (!lay_out(&m, &out->items[i]))
            return false;
    return true;
}

const char *matrix_phase_name(matrix_phase phase)
{
    static const char *const names[] = {"live", "arriving", "leaving", "released"};
    return names[phase];
}

const matrix_cell *matrix_cell_of(const matrix_environment *e, str service)
{
    return map_get(&e->by_service, service);
}
