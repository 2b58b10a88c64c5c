/*
 * Arenas: memory that is handed out piece by piece and freed whole.
 *
 * A document, a compiled schema, a model or a comparison owns one arena; everything reached from
 * it lives in that arena and is never freed singly. Memory comes zeroed and aligned for any type.
 * Running out of memory is not an error a caller handles: the allocation does not return (the
 * process aborts; whatever may grow with hostile input is bounded before by base/limits.h, and
 * `check` runs each contract in a process of its own). With -DARENA_AS_MALLOC every allocation is
 * a malloc of its own, so that sanitizers and valgrind see each object's bounds.
 *
 * An arena is used by one thread at a time.
 */
#ifndef HANDOFF_BASE_ARENA_H
#define HANDOFF_BASE_ARENA_H

#include "base/str.h"

#include <stdarg.h>

typedef struct arena arena;

arena *arena_new(void);
void arena_free(arena *a); /* NULL is fine */

/* Frees everything handed out but keeps the arena and its first block, for reuse in a loop. */
void arena_clear(arena *a);

void *arena_alloc(arena *a, size_t size);
void *arena_alloc_array(arena *a, size_t count, size_t size); /* aborts on overflow */

#define arena_new_of(a, type)          ((type *)arena_alloc((a), sizeof(type)))
#define arena_array_of(a, type, count) ((type *)arena_alloc_array((a), (count), sizeof(type)))

/* Copies; the copy of a str is followed by a NUL that its length does not count. */
void *arena_copy(arena *a, const void *data, size_t size);
str arena_str(arena *a, str s);
const char *arena_cstr(arena *a, str s);
str arena_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
str arena_vprintf(arena *a, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Makes room for about that much more in one piece, where it is much: fewer and larger pages. What
 * is not used of it costs address space only. */
void arena_expect(arena *a, size_t size);

size_t arena_used(const arena *a); /* bytes handed out since new or clear */

/* Heap memory that does not return NULL: for the few things that outlive or precede an arena. */
void *memory_alloc(size_t size); /* zeroed */
void *memory_resize(void *block, size_t size);

/* Tells the system that a large block will be used to its end: it then maps it by large pages,
 * which spares hundreds of page faults a megabyte. Smaller than MEMORY_LARGE: nothing happens. */
enum { MEMORY_LARGE = 4 << 20 };
void memory_expect_use(void *block, size_t size);

#endif
