/*
 * Deciding from the texts of both contracts what nobody verified: the part of `handoff can-i-deploy`
 * that reads contracts.
 */
#ifndef HANDOFF_ENGINE_H
#define HANDOFF_ENGINE_H

#include "check/engine.h"

#endif
