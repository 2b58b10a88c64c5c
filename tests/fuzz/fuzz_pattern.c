/*
 * Patterns: the first line is one, the rest is searched by every engine that takes it. What they
 * say must be the same, and a pattern that is refused must be refused with a place.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "schema/pattern_engine.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has_properties(const pattern_node *n)
{
    if (n->kind == PATTERN_SET && n->set.property_count > 0)
        return true;
    for (uint32_t i = 0; i < n->count; i++)
        if (has_properties(n->children[i]))
            return true;
    return false;
}

static void compare(const pattern_tree *tree, str subject, arena *a)
{
    pattern_scratch scratch = {0};
    const pattern_table *table = pattern_table_new(tree, a);
    pattern_pcre *pcre = pattern_pcre_new(tree);
    pattern_answer letter = PATTERN_LIMIT, other = PATTERN_LIMIT;
    if (!has_properties(tree->root))
        letter = pattern_backtrack_search(tree, subject, &scratch);
    if (pcre)
        other = pattern_pcre_search(pcre, subject, &scratch);
    if (letter != PATTERN_LIMIT && other != PATTERN_LIMIT && letter != other)
        abort();
    if (letter == PATTERN_LIMIT)
        letter = other;
    if (table && letter != PATTERN_LIMIT &&
        pattern_table_search(table, subject) != (letter == PATTERN_YES))
        abort();
    pattern_pcre_free(pcre);
    pattern_scratch_clear(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str all = str_of((const char *)data, size);
    if (size > 300 || utf8_check(all) != size)
        return 0;
    size_t end = str_find(all, '\n');
    str text = end == SIZE_MAX ? all : str_take(all, end);
    str subject = end == SIZE_MAX ? STR("") : str_skip(all, end + 1);
    arena *a = arena_new();
    pattern_error error = {NULL, SIZE_MAX};
    pattern_tree tree;
    if (pattern_parse(&tree, text, PATTERN_GRAMMAR_WIDE, a, &error))
        compare(&tree, subject, a);
    else if (!error.message || error.offset > text.length)
        abort();
    arena_free(a);
    return 0;
}
