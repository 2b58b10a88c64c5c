/*
 * anyOf, oneOf, if: applicators whose branches may fail, folded kind by kind.
 */
#include "schema/compile.h"

/* The discriminator that selects among the branches of the clause; false: none does. */
static bool is_told(const entry_builder *e, const clause *c, discriminator *told)
{
    const clause *by = subschema_clause(e->subschema, KEYWORD_DISCRIMINATOR);
    return e->kind == NODE_OBJECT && by && by->asserts &&
           discriminator_read(told, e->subschema->site.node) &&
           told->branches == &c->member->value && told->branches->count == c->count;
}

void compile_choice(entry_builder *e, const clause *c)
{
    compiler *k = e->compiler;
    bool one = c->id == KEYWORD_ONE_OF;
    discriminator told;
    if (is_told(e, c, &told)) {
        op *added = compile_add(e, OP_DISPATCH, compile_selection(e, c, &told));
        added->flags = e->track ? OP_TRACKS : 0;
        return;
    }
    branch_list *list = arena_new_of(k->arena, branch_list);
    list->branches = arena_array_of(k->arena, const block *, c->count);
    uint32_t passing = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        const block *b = compile_now(k, c->children[i], e->track);
        if (block_fails(b, e->kind))
            continue;
        passing += block_passes(b, e->kind);
        list->branches[list->count++] = b;
    }
    if (!list->count || (one && passing > 1)) {
        e->fails = true;
        return;
    }
    if (!one && passing && !e->track)
        return;
    if (list->count == 1) {
        compile_in_place(e, list->branches[0]);
        return;
    }
    const dispatch *table = NULL;
    if (e->kind == NODE_OBJECT && !passing && !e->track)
        table = compile_dispatch(e, c, list->branches, list->count);
    if (table) {
        compile_add(e, OP_DISPATCH, table);
        return;
    }
    op *added = compile_add(e, one ? OP_ONE_OF : OP_ANY_OF, list);
    added->flags = e->track ? OP_TRACKS : 0;
}

void compile_condition(entry_builder *e, const clause *c)
{
    compiler *k = e->compiler;
    const block **blocks = arena_array_of(k->arena, const block *, 3);
    for (int i = 0; i < 3; i++)
        if (c->children[i])
            blocks[i] = compile_now(k, c->children[i], e->track);
    bool always = block_passes(blocks[0], e->kind), never = block_fails(blocks[0], e->kind);
    if (always || never) {
        const block *taken = blocks[always ? 1 : 2];
        if (taken)
            compile_in_place(e, taken);
        return;
    }
    bool then_matters = blocks[1] && !block_passes(blocks[1], e->kind);
    bool else_matters = blocks[2] && !block_passes(blocks[2], e->kind);
    if (!then_matters && !else_matters && !e->track)
        return;
    op *added = compile_add(e, OP_IF, blocks);
    added->flags = e->track ? OP_TRACKS : 0;
}
