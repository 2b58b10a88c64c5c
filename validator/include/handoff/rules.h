/*
 * The rule catalogue: what `handoff rules`, `handoff explain` and the reports say about a rule.
 */
#ifndef HANDOFF_RULES_H
#define HANDOFF_RULES_H

#include "change/levels.h"
#include "change/rules.h"

#endif
