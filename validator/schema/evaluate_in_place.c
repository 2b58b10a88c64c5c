/*
 * Keywords that apply subschemas to the same value, and what their branches evaluated.
 */
#include "schema/discriminator.h"
#include "schema/evaluate.h"

str evaluate_token(size_t index, arena *a)
{
    return arena_printf(a, "%zu", index);
}

bool evaluate_branch(application *a, const subschema *s, str token, bool keep)
{
    marks own;
    marks_init(a->evaluation, &own, a->at.node);
    bool holds = evaluate_child(a, s, a->at, token, &own, keep);
    if (holds)
        marks_add(a->marks, &own);
    return holds;
}

/* --- in place --- */

/* The branches a discriminator beside the keyword leaves in question; NULL: all. */
static const bool *selection(application *a)
{
    discriminator told;
    const clause *by = subschema_clause(a->subschema, KEYWORD_DISCRIMINATOR);
    if (!by || !by->asserts || !discriminator_read(&told, a->subschema->site.node) ||
        told.branches != &a->clause->member->value || told.branches->count != a->clause->count)
        return NULL;
    const node *name = node_get(a->at.node, told.property);
    if (!node_is(name, NODE_STRING))
        return NULL;
    bool *selected = arena_array_of(a->evaluation->arena, bool, told.branches->count);
    discriminator_select(&told, node_text(name), selected);
    return selected;
}

static bool choice(application *a)
{
    const clause *c = a->clause;
    arena *memory = a->evaluation->arena;
    uint32_t holding = 0;
    str which = STR("");
    const bool *selected = selection(a);
    for (uint32_t i = 0; i < c->count && !a->evaluation->run.limit; i++) {
        if ((selected && !selected[i]) ||
            !evaluate_branch(a, c->children[i], evaluate_token(i, memory), true))
            continue;
        holding++;
        which = arena_printf(memory, "%.*s%s%u", STR_ARG(which), which.length ? ", " : "", i);
    }
    bool holds = c->id == KEYWORD_ANY_OF ? holding > 0 : holding == 1;
    size_t kept = 0;
    for (size_t i = 0; i < a->children.count; i++) {
        output_unit *child = a->children.items[i];
        /* Of a choice that holds, branches that do not are no errors. */
        if (a->kept == OUTPUT_EVERYTHING || child->valid == holds)
            a->children.items[kept++] = child;
    }
    a->children.count = kept;
    if (!holds && holding > 1)
        a->error =
            arena_printf(memory, "exactly one schema may hold, these do: %.*s", STR_ARG(which));
    return holds;
}

static bool condition(application *a)
{
    const clause *c = a->clause;
    path then_path = {.up = a->path->up, .token = STR("then")};
    path else_path = {.up = a->path->up, .token = STR("else")};
    marks own;
    marks_init(a->evaluation, &own, a->at.node);
    size_t before = a->children.count;
    bool taken = evaluate_child(a, c->children[0], a->at, STR_NULL, &own, true);
    if (taken)
        marks_add(a->marks, &own);
    else if (a->kept != OUTPUT_EVERYTHING)
        a->children.count = before;
    const subschema *next = c->children[taken ? 1 : 2];
    if (!next || a->evaluation->run.limit)
        return true;
    const path *outer = a->path;
    a->path = taken ? &then_path : &else_path;
    bool holds = evaluate_branch(a, next, STR_NULL, true);
    a->path = outer;
    if (!holds)
        a->error = arena_printf(a->evaluation->arena, "`if` %s, but `%s` does not",
                                taken ? "holds" : "does not hold", taken ? "then" : "else");
    return holds;
}

static bool of_kinds(const node *n, uint32_t kinds, evaluation *e)
{
    if (kinds >> n->kind & 1)
        return true;
    if (n->kind != NODE_NUMBER || !(kinds & KIND_SET_INTEGER))
        return false;
    if (kinds & KIND_SET_LITERAL_INTEGER)
        return !memchr(n->as.text, '.', n->count);
    return n->flags & NODE_SMALL_INTEGER || run_integer(&e->run, n);
}

static bool type(application *a)
{
    const clause *c = a->clause;
    bool holds = of_kinds(a->at.node, c->kinds, a->evaluation);
    for (uint32_t i = 0; i < c->count && !holds; i++)
        holds = evaluate_branch(a, c->children[i], evaluate_token(i, a->evaluation->arena), false);
    return c->id == KEYWORD_DISALLOW ? !holds : holds;
}

bool evaluate_in_place(application *a)
{
    const clause *c = a->clause;
    bool holds = true;
    switch (c->id) {
    case KEYWORD_ANY_OF:
    case KEYWORD_ONE_OF:
        return choice(a);
    case KEYWORD_IF:
        return condition(a);
    case KEYWORD_TYPE:
    case KEYWORD_DISALLOW:
        return type(a);
    case KEYWORD_NOT: {
        marks dropped;
        marks_init(a->evaluation, &dropped, a->at.node);
        return !evaluate_child(a, c->children[0], a->at, STR_NULL, &dropped, false);
    }
    default:
        break;
    }
    for (uint32_t i = 0; i < c->count && !a->evaluation->run.limit; i++) {
        bool is_list = c->member && c->member->value.kind == NODE_ARRAY;
        holds &= evaluate_branch(
            a, c->children[i], is_list ? evaluate_token(i, a->evaluation->arena) : STR_NULL, true);
    }
    return holds;
}
