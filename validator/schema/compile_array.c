/*
 * The keywords of arrays.
 */
#include "schema/compile.h"

/* Counts and items are one test; where nothing is said of items, the counts are a cheap one. */
static void compile_items(entry_builder *e)
{
    compiler *c = e->compiler;
    const subschema *s = e->subschema;
    const clause *least = subschema_clause(s, KEYWORD_MIN_ITEMS);
    const clause *most = subschema_clause(s, KEYWORD_MAX_ITEMS);
    const clause *prefix = subschema_clause(s, KEYWORD_PREFIX_ITEMS);
    const clause *rest = subschema_clause(s, KEYWORD_ITEMS);
    if (!rest)
        rest = subschema_clause(s, KEYWORD_ADDITIONAL_ITEMS);
    if (!rest)
        rest = e->as_additional;
    uint32_t at_least = !least ? 0 : least->size > UINT32_MAX ? UINT32_MAX : (uint32_t)least->size;
    uint64_t at_most = most ? most->size : UINT64_MAX;
    if (!(prefix && prefix->count) && !rest) {
        if (at_least || most) {
            op *counts = compile_add(e, OP_ITEM_COUNT, NULL);
            counts->count = at_least;
            counts->most = at_most;
        }
        return;
    }
    item_test *test = arena_new_of(c->arena, item_test);
    test->least = at_least;
    test->most = at_most;
    if (prefix) {
        test->prefix_count = prefix->count;
        test->prefix = arena_array_of(c->arena, const block *, prefix->count);
        for (uint32_t i = 0; i < prefix->count; i++)
            test->prefix[i] = compile_later(c, prefix->children[i], 0);
    }
    test->start = test->prefix_count;
    if (rest)
        test->rest = compile_later(c, rest->children[0], 0);
    vec_push(c->arena, &c->items, test);
    op *added = compile_add(e, OP_ITEMS, test);
    added->flags = e->track ? OP_TRACKS : 0;
}

static void compile_contains(entry_builder *e)
{
    const clause *found = subschema_clause(e->subschema, KEYWORD_CONTAINS);
    bool marks = e->track && e->subschema->site.resource->dialect != DIALECT_2019_09;
    if (!found || (!found->size && found->most == UINT64_MAX && !marks))
        return;
    contains_test *test = arena_new_of(e->compiler->arena, contains_test);
    test->child = compile_later(e->compiler, found->children[0], 0);
    test->least = found->size;
    test->most = found->most;
    op *added = compile_add(e, OP_CONTAINS, test);
    added->flags = marks ? OP_TRACKS : 0;
}

void compile_arrays(entry_builder *e)
{
    compile_items(e);
    compile_contains(e);
    if (subschema_clause(e->subschema, KEYWORD_UNIQUE_ITEMS))
        compile_add(e, OP_UNIQUE, NULL);
}
