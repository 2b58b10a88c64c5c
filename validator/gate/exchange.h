/*
 * The ledger as JSON lines, one fact a line: in, out, and checked against what was worked out.
 */
#ifndef HANDOFF_GATE_EXCHANGE_H
#define HANDOFF_GATE_EXCHANGE_H

#include "gate/ledger.h"

/* Records every line of the text, all or none. Errors name `name`:line:column. Unknown environments
 * are errors here as everywhere; empty lines are skipped. */
bool ledger_import(ledger *l, str name, str text, ledger_counts *counts, diags *d);

/* Appends every content, then every fact in order, with "at" and "request" where it had one. */
bool ledger_export(ledger *l, buf *out, diags *d);

/* Replays the facts into an empty ledger and compares the tables worked out from them. */
bool ledger_verify_tables(ledger *l, ledger_faults *faults, arena *a, diags *d);

#endif
