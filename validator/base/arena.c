#define _DEFAULT_SOURCE /* madvise */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/*
 * Blocks double from FIRST_BLOCK to LAST_BLOCK, so a small document costs one small block and a
 * large one few large ones; a request above a block's size gets a block of its own.
 */
enum { FIRST_BLOCK = 4096, LAST_BLOCK = 1 << 20, ALIGNMENT = 16 };

typedef struct block {
    struct block *next;
    size_t size, used;
    _Alignas(ALIGNMENT) char bytes[];
} block;

struct arena {
    block *blocks; /* the one in use first */
    size_t next_size;
    size_t used;
};

void *memory_alloc(size_t size)
{
    void *memory = calloc(1, size ? size : 1);
    if (!memory)
        abort();
    return memory;
}

void *memory_resize(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory)
        abort();
    return memory;
}

arena *arena_new(void)
{
    arena *a = memory_alloc(sizeof *a);
    a->next_size = FIRST_BLOCK;
    return a;
}

void memory_expect_use(void *block_of_memory, size_t size)
{
#ifdef MADV_HUGEPAGE
    const uintptr_t page = 4096;
    uintptr_t start = ((uintptr_t)block_of_memory + page - 1) & ~(page - 1);
    uintptr_t end = ((uintptr_t)block_of_memory + size) & ~(page - 1);
    if (size >= MEMORY_LARGE)
        madvise((void *)start, end - start, MADV_HUGEPAGE); /* only advice: it may fail */
#else
    (void)block_of_memory;
    (void)size;
#endif
}

static void free_blocks(block *b)
{
    while (b) {
        block *next = b->next;
        free(b);
        b = next;
    }
}

void arena_free(arena *a)
{
    if (!a)
        return;
    free_blocks(a->blocks);
    free(a);
}

void arena_clear(arena *a)
{
    block *kept = a->blocks;
#ifdef ARENA_AS_MALLOC
    free_blocks(kept);
    kept = NULL;
#else
    if (kept) {
        free_blocks(kept->next);
        kept->next = NULL;
        memset(kept->bytes, 0, kept->used);
        kept->used = 0;
    }
#endif
    a->blocks = kept;
    a->used = 0;
}

static block *add_block(arena *a, size_t size)
{
    if (size > SIZE_MAX - sizeof(block))
        abort();
    block *b = memory_alloc(sizeof *b + size);
    b->size = size;
    b->next = a->blocks;
    a->blocks = b;
    return b;
}

#ifdef ARENA_AS_MALLOC

void arena_expect(arena *a, size_t size)
{
    (void)a;
    (void)size;
}

void *arena_alloc(arena *a, size_t size)
{
    block *b = add_block(a, size);
    b->used = size;
    a->used += size;
    return b->bytes;
}

#else

void arena_expect(arena *a, size_t size)
{
    if (size < MEMORY_LARGE)
        return;
    block *b = add_block(a, size);
    memory_expect_use(b, size);
}

/* A block as large as its one object goes behind the block in use, which may still have room. */
static void *alloc_alone(arena *a, size_t size)
{
    block *current = a->blocks;
    block *b = add_block(a, size);
    b->used = size;
    if (current) {
        a->blocks = current;
        b->next = current->next;
        current->next = b;
    }
    return b->bytes;
}

void *arena_alloc(arena *a, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        abort();
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    a->used += size;
    block *b = a->blocks;
    if (!b || b->size - b->used < size) {
        if (size > a->next_size / 2)
            return alloc_alone(a, size);
        b = add_block(a, a->next_size);
        if (a->next_size < LAST_BLOCK)
            a->next_size *= 2;
    }
    void *memory = b->bytes + b->used;
    b->used += size;
    return memory;
}

#endif

void *arena_alloc_array(arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        abort();
    return arena_alloc(a, count * size);
}

void *arena_copy(arena *a, const void *data, size_t size)
{
    void *copy = arena_alloc(a, size);
    if (size)
        memcpy(copy, data, size);
    return copy;
}

str arena_str(arena *a, str s)
{
    char *copy = arena_alloc(a, s.length + 1);
    if (s.length)
        memcpy(copy, s.data, s.length);
    return (str){copy, s.length};
}

const char *arena_cstr(arena *a, str s)
{
    return arena_str(a, s).data;
}

str arena_vprintf(arena *a, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length < 0)
        abort();
    char *text = arena_alloc(a, (size_t)length + 1);
    if (vsnprintf(text, (size_t)length + 1, format, again) != length)
        abort();
    va_end(again);
    return (str){text, (size_t)length};
}

str arena_printf(arena *a, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    str s = arena_vprintf(a, format, arguments);
    va_end(arguments);
    return s;
}

size_t arena_used(const arena *a)
{
    return a->used;
}
