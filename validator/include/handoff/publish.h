/*
 * Publishing what a version of a service provides and relies on: `handoff publish`.
 */
#ifndef HANDOFF_PUBLISH_H
#define HANDOFF_PUBLISH_H

#include "check/publish.h"

#endif
