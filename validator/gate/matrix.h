/*
 * The matrix: which version of each service is where, and who fits whom there.
 *
 * The meetings are those of the deploy decision, asked of what is live already. Only what is asked
 * for is read: with services named, those and whoever meets them; the number of statements follows
 * that, not the ledger. What is live and who meets are read one after the other: a deployment in
 * between shows in one of them first. What is returned lives in the arena given.
 */
#ifndef HANDOFF_GATE_MATRIX_H
#define HANDOFF_GATE_MATRIX_H

#include "base/map.h"
#include "gate/lifecycle_rows.h"
#include "gate/notes.h"

typedef struct matrix_request {
    const str *environments; /* none: all there are */
    size_t environment_count;
    const str *services; /* none: all that are live */
    size_t service_count;
    const gate_conditions *conditions; /* for waivers and sunsets */
} matrix_request;

typedef enum matrix_phase {
    PHASE_LIVE,
    PHASE_ARRIVING, /* a roll-out of it began */
    PHASE_LEAVING,  /* another version is being rolled out in its place */
    PHASE_RELEASED  /* it is in use somewhere outside, and supported */
} matrix_phase;

typedef struct matrix_instance {
    str instance; /* "": the only one */
    str version;
    matrix_phase phase;
    bool unapproved; /* the environment is protected, and nobody ever let this version in */
    str back_to; /* a rollback is to bring it back to this version, and has not; STR_NULL: none */
} matrix_instance;

typedef struct matrix_counts {
    size_t passed, failed, unknown, waived;
} matrix_counts;

/* One service in one environment. */
typedef struct matrix_cell {
    str service;
    str team; /* STR_NULL: not known */
    struct {
        matrix_instance *items;
        size_t count, capacity;
    } instances;
    contract_states states; /* of its contracts, but for those that are active */
    matrix_counts counts;   /* of the meetings it takes part in there */
} matrix_cell;

typedef struct matrix_environment {
    str name;
    bool production;
    str protection;    /* "none", "approval", "two-person" */
    bool is_protected; /* by the ledger or by the policy of the request */
    struct {
        matrix_cell **items;
        size_t count, capacity;
    } cells; /* by service */
    map by_service;
    const gate_meeting *meetings; /* by consumer, then provider */
    size_t meeting_count;
    const gate_note *notes; /* waivers that do not count */
    size_t note_count;
    matrix_counts counts;
} matrix_environment;

typedef struct matrix {
    matrix_environment *items; /* by name */
    size_t count, capacity;
    int64_t now;
} matrix;

/* false with errors: "ledger.environment", "matrix.service", "limit.matrix", those of the
 * database. */
bool matrix_gather(ledger *l, const matrix_request *request, const gather_options *options,
                   matrix *out, arena *a, diags *d);

const char *matrix_phase_name(matrix_phase phase); /* "live", "arriving", … */

/* A cell of the environment by its service; NULL: it is not there. */
const matrix_cell *matrix_cell_of(const matrix_environment *e, str service);

#endif
