/*
 * The matrix of what is where and who fits whom: `handoff matrix`.
 */
#ifndef HANDOFF_MATRIX_H
#define HANDOFF_MATRIX_H

#include "check/engine.h"
#include "gate/matrix.h"
#include "report/matrix.h"

#endif
