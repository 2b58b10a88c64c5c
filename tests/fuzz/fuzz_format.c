/*
 * Formats: every check on any text, valid UTF-8 or not. Where a format has an automaton, the two
 * must agree.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "inclusion/automaton.h"
#include "schema/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Made once: the process ends with them. */
static const automaton *exact(const char *name)
{
    static arena *memory;
    static const automaton *made[64];
    static const char *names[64];
    size_t i = 0;
    if (!memory)
        memory = arena_new();
    for (; i < 63 && names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return made[i];
    automaton_problem problem;
    names[i] = name;
    return made[i] = automaton_of_format(memory, str_from(name), &problem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str text = str_of((const char *)data, size);
    size_t count;
    const format *table = format_table(&count);
    bool is_text = utf8_check(text) == size;
    for (size_t i = 0; i < count; i++) {
        if (!table[i].accepts || (table[i].kind == FORMAT_OF_STRINGS && !is_text))
            continue;
        bool accepted = table[i].accepts(text);
        if (table[i].kind != FORMAT_OF_STRINGS ||
            (table[i].dialects & 1u << DIALECT_DRAFT_03 && !strcmp(table[i].name, "time")))
            continue;
        const automaton *x = exact(table[i].name);
        if (x && automaton_accepts(x, text) != accepted)
            abort();
    }
    return 0;
}
