/*
 * One value against one matching rule. Private to consumer/.
 */
#ifndef HANDOFF_CONSUMER_PACT_VALUE_H
#define HANDOFF_CONSUMER_PACT_VALUE_H

#include "consumer/pact_rules.h"

typedef enum value_answer { VALUE_MATCHES, VALUE_DIFFERS, VALUE_UNDECIDED } value_answer;

/* Whether `actual` satisfies the matcher where `expected` stood as the example. Containers are
 * compared by their kind alone; what is inside them is the caller's. */
value_answer pact_value_matches(const matcher *m, const node *expected, const node *actual);

/* Whether a text satisfies a matcher (headers, query parameters, paths). */
value_answer pact_text_matches(const matcher *m, str expected, str actual);

#endif
