/*
 * The public face of base/: what every other public header speaks in, and all that a program built
 * on the library needs of it (text, memory, diagnostics, files, the clock).
 *
 * Public headers may re-export headers of the layer that owns the matter, as this one does; what
 * they reach is what `make install` installs. cli/ includes public headers and its own, nothing
 * else, and so should other programs.
 */
#ifndef HANDOFF_BASE_H
#define HANDOFF_BASE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/map.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/vec.h"

#endif
