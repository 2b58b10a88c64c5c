/*
 * A Pact body with its matching rules as a JSON Schema: every value the consumer says it may send
 * in place of the example. Without a rule that is the example itself; a type rule is every value of
 * that type, a regex rule every text it matches.
 */
#ifndef HANDOFF_CONSUMER_PACT_SCHEMA_H
#define HANDOFF_CONSUMER_PACT_SCHEMA_H

#include "base/buf.h"
#include "consumer/pact_rules.h"

/* Appends the schema (2020-12) of a body. false when some rule is of a kind that no schema says. */
bool pact_schema_write(buf *out, const node *body, const matching_rules *rules);

#endif
