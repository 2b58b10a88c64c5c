/*
 * The answer to "may this go there?", with the comparisons of contracts it needs and the verdict it
 * leaves in the ledger: `handoff can-i-deploy`.
 */
#ifndef HANDOFF_CLEARANCE_H
#define HANDOFF_CLEARANCE_H

#include "check/clearance.h"

#endif
