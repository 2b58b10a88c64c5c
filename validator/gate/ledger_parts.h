/*
 * What reading and recording share. Private to gate/ledger*.c.
 */
#ifndef HANDOFF_GATE_LEDGER_PARTS_H
#define HANDOFF_GATE_LEDGER_PARTS_H

#include "gate/ledger.h"

#define LEDGER_HEAD        "SELECT sequence, digest FROM facts ORDER BY sequence DESC LIMIT 1"
#define LEDGER_ENVIRONMENT "SELECT 1 FROM environments WHERE name=$1"

ledger_head ledger_head_in(const sql_rows *rows); /* of LEDGER_HEAD; borrows */

bool ledger_refuse_environment(ledger *l, str name, diags *d); /* false, with the error */

#endif
