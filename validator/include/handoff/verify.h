/*
 * Verification: whether a contract gives its consumers what they rely on, and whether recorded
 * traffic is what the contract says.
 */
#ifndef HANDOFF_VERIFY_H
#define HANDOFF_VERIFY_H

#include "consumer/verify.h"
#include "report/verification.h"

#endif
