#include "schema/compile.h"

#include <stdlib.h>

enum {
    DEPTH_IN_PLACE = 200, /* of compiling inside compiling; beyond it a block is called */
    LENGTH_IN_PLACE = 12  /* tests of a block that are copied rather than called */
};

const op op_pass[1] = {{.code = OP_END}};
const op op_fail[1] = {{.code = OP_FAIL}};

static const block pass_block = {.entry = {op_pass, op_pass, op_pass, op_pass, op_pass, op_pass},
                                 .passes = UINT16_MAX,
                                 .is_complete = true};
static const block fail_block = {.entry = {op_fail, op_fail, op_fail, op_fail, op_fail, op_fail},
                                 .is_complete = true};

static const op op_unresolved[1] = {{.code = OP_UNRESOLVED, .flags = OP_LAST}};
static const block unresolved_block = {.entry = {op_unresolved, op_unresolved, op_unresolved,
                                                 op_unresolved, op_unresolved, op_unresolved}};

/* The block of a subschema that is the same for all values; NULL: it is an object. */
static const block *constant_block(const subschema *s)
{
    switch (s->constant) {
    case 0:
        return &fail_block;
    case 1:
        return &pass_block;
    case SUBSCHEMA_UNRESOLVED:
        return &unresolved_block;
    default:
        return NULL;
    }
}

op *compile_add(entry_builder *e, op_code code, const void *data)
{
    vec_push(e->compiler->arena, &e->ops, (op){.code = (uint8_t)code, .data = data});
    return &e->ops.items[e->ops.count - 1];
}

bool block_passes(const block *b, node_kind kind)
{
    return b->is_complete && b->entry[kind]->code == OP_END;
}

bool block_fails(const block *b, node_kind kind)
{
    return b->is_complete && b->entry[kind]->code == OP_FAIL;
}

void compile_in_place(entry_builder *e, const block *b)
{
    if (block_passes(b, e->kind))
        return;
    if (block_fails(b, e->kind)) {
        e->fails = true;
        return;
    }
    const op *inner = b->is_complete ? b->entry[e->kind] : NULL;
    uint32_t length = 0;
    while (inner && inner[length].code != OP_END && length <= LENGTH_IN_PLACE)
        length++;
    if (!inner || length > LENGTH_IN_PLACE) {
        compile_add(e, OP_CALL, b);
        return;
    }
    for (uint32_t i = 0; i < length; i++) {
        vec_push(e->compiler->arena, &e->ops, inner[i]);
        e->ops.items[e->ops.count - 1].flags &= (uint8_t)~OP_LAST;
    }
}

/* References and allOf: their blocks' tests become tests of this entry. */
static void compile_all(entry_builder *e, const clause *c)
{
    for (uint32_t i = 0; i < c->count && !e->fails; i++)
        compile_in_place(e, compile_now(e->compiler, c->children[i], e->track));
}

static void compile_not(entry_builder *e, const block *b)
{
    if (block_passes(b, e->kind))
        e->fails = true;
    else if (!block_fails(b, e->kind))
        compile_add(e, OP_NOT, b);
}

static void compile_disallow(entry_builder *e, const clause *c)
{
    uint32_t bit = 1u << e->kind;
    if (c->kinds & bit)
        e->fails = true;
    else if (e->kind == NODE_NUMBER && c->kinds & KIND_SET_INTEGER) {
        block *integers = arena_new_of(e->compiler->arena, block);
        op *test = arena_array_of(e->compiler->arena, op, 2);
        *integers = fail_block;
        test[0].code = c->kinds & KIND_SET_LITERAL_INTEGER ? OP_LITERAL_INTEGER : OP_INTEGER;
        test[0].flags = OP_LAST;
        integers->entry[NODE_NUMBER] = test;
        compile_add(e, OP_NOT, integers);
    }
    for (uint32_t i = 0; i < c->count && !e->fails; i++)
        compile_not(e, compile_now(e->compiler, c->children[i], 0));
}

static void compile_clause(entry_builder *e, const clause *c)
{
    switch (c->id) {
    case KEYWORD_REF:
    case KEYWORD_DYNAMIC_REF:
    case KEYWORD_RECURSIVE_REF:
    case KEYWORD_ALL_OF:
        compile_all(e, c);
        break;
    case KEYWORD_TYPE:
        compile_type(e, c);
        break;
    case KEYWORD_DISALLOW:
        compile_disallow(e, c);
        break;
    case KEYWORD_ENUM:
        compile_enum(e, c->member->value.as.items, c->member->value.count);
        break;
    case KEYWORD_CONST:
        compile_enum(e, &c->member->value, 1);
        break;
    case KEYWORD_ANY_OF:
    case KEYWORD_ONE_OF:
        compile_choice(e, c);
        break;
    case KEYWORD_NOT:
        compile_not(e, compile_now(e->compiler, c->children[0], 0));
        break;
    case KEYWORD_IF:
        compile_condition(e, c);
        break;
    default: /* by family, see compile_entry; or it only annotates */
        break;
    }
}

/* Sorted by cost, stably; lists are short. */
static void sort_ops(op *ops, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        op moving = ops[i];
        size_t to = i;
        for (; to > 0 && ops[to - 1].code > moving.code; to--)
            ops[to] = ops[to - 1];
        ops[to] = moving;
    }
}

static const op *finish_entry(entry_builder *e)
{
    if (e->fails)
        return op_fail;
    if (!e->ops.count)
        return op_pass;
    sort_ops(e->ops.items, e->ops.count);
    e->ops.items[e->ops.count - 1].flags |= OP_LAST;
    compile_add(e, OP_END, NULL);
    return e->ops.items;
}

/* A schema with unevaluated* runs in a frame that its own tests and its in-place applicators mark.
 */
static const op *finish_frame(entry_builder *e, const clause *unevaluated, bool outer_tracks)
{
    compiler *c = e->compiler;
    op_code code = e->kind == NODE_OBJECT ? OP_UNEVALUATED_PROPERTIES : OP_UNEVALUATED_ITEMS;
    compile_add(e, code, compile_later(c, unevaluated->children[0], 0));
    const op *inner = finish_entry(e);
    if (inner == op_fail)
        return op_fail;
    op *outer = arena_array_of(c->arena, op, 2);
    outer[0] = (op){.code = OP_FRAME, .data = inner};
    outer[0].flags = (uint8_t)(OP_LAST | (outer_tracks ? OP_TRACKS : 0));
    return outer;
}

static bool has_in_place_applicator(const subschema *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        switch (s->clauses[i].id) {
        case KEYWORD_REF:
        case KEYWORD_DYNAMIC_REF:
        case KEYWORD_RECURSIVE_REF:
        case KEYWORD_ALL_OF:
        case KEYWORD_ANY_OF:
        case KEYWORD_ONE_OF:
        case KEYWORD_IF:
        case KEYWORD_CONTAINS:
        case KEYWORD_DEPENDENT_SCHEMAS:
        case KEYWORD_DEPENDENCIES:
            return true;
        default:
            break;
        }
    }
    return false;
}

static const op *compile_entry(compiler *c, const subschema *s, node_kind kind, unsigned track)
{
    unsigned own = kind == NODE_OBJECT ? TRACK_PROPERTIES : kind == NODE_ARRAY ? TRACK_ITEMS : 0;
    const clause *unevaluated = NULL;
    if (kind == NODE_OBJECT)
        unevaluated = subschema_clause(s, KEYWORD_UNEVALUATED_PROPERTIES);
    else if (kind == NODE_ARRAY)
        unevaluated = subschema_clause(s, KEYWORD_UNEVALUATED_ITEMS);
    /* Where nothing else evaluates, the object and array tests take it for additional*. */
    const clause *as_additional = NULL;
    if (unevaluated && !has_in_place_applicator(s)) {
        as_additional = unevaluated;
        unevaluated = NULL;
    }

    entry_builder e = {.compiler = c,
                       .subschema = s,
                       .kind = kind,
                       .as_additional = as_additional,
                       .track = unevaluated ? (track & own) | own : track & own};
    for (uint32_t i = 0; i < s->count && !e.fails; i++)
        compile_clause(&e, &s->clauses[i]);
    if (e.fails)
        return op_fail;
    if (kind == NODE_NUMBER)
        compile_numbers(&e);
    else if (kind == NODE_STRING)
        compile_strings(&e);
    else if (kind == NODE_ARRAY)
        compile_arrays(&e);
    else if (kind == NODE_OBJECT)
        compile_objects(&e);
    return unevaluated ? finish_frame(&e, unevaluated, track & own) : finish_entry(&e);
}

static block *find_block(compiler *c, const subschema *s, unsigned track)
{
    block **list = &c->program->blocks.items[s->index];
    for (block *b = *list; b; b = b->other)
        if (b->track == track)
            return b;
    block *b = arena_new_of(c->arena, block);
    b->subschema = (subschema *)s;
    b->track = (uint8_t)track;
    b->other = *list;
    *list = b;
    return b;
}

static void compile_block(compiler *c, block *b)
{
    if (b->entry[0])
        return;
    for (int kind = 0; kind < 6; kind++)
        b->entry[kind] = op_pass; /* what a call up the stack would see is never looked at */
    c->depth++;
    for (int kind = 0; kind < 6; kind++)
        b->entry[kind] = compile_entry(c, b->subschema, (node_kind)kind, b->track);
    c->depth--;
    b->is_complete = true;
    vec_push(c->arena, &c->compiled, b);
}

const block *compile_later(compiler *c, const subschema *s, unsigned track)
{
    if (s->constant >= 0)
        return constant_block(s);
    block *b = find_block(c, s, track);
    if (!b->entry[0])
        vec_push(c->arena, &c->pending, b);
    return b;
}

block *compile_now(compiler *c, const subschema *s, unsigned track)
{
    if (s->constant >= 0)
        return (block *)(uintptr_t)constant_block(s);
    block *b = find_block(c, s, track);
    if (c->depth < DEPTH_IN_PLACE)
        compile_block(c, b);
    else if (!b->entry[0])
        vec_push(c->arena, &c->pending, b);
    return b;
}

/* Items that only their kind decides are tested in a loop without calls, or by what the reader
 * noted of the whole array. */
static void simplify_items(compiler *c)
{
    for (size_t i = 0; i < c->items.count; i++) {
        item_test *test = c->items.items[i];
        const block *rest = test->rest;
        bool constant = rest && !test->prefix_count;
        for (int kind = 0; constant && kind < 6; kind++) {
            if (block_passes(rest, (node_kind)kind))
                test->kinds |= 1u << kind;
            else if (!block_fails(rest, (node_kind)kind))
                constant = false;
        }
        if (!constant)
            test->kinds = 0;
        const op *numbers = rest ? rest->entry[NODE_NUMBER] : op_fail;
        test->only_integers =
            !test->prefix_count && numbers->code == OP_INTEGER && numbers->flags & OP_LAST;
    }
}

static uint16_t passing_classes(const block *b)
{
    unsigned classes = 0;
    for (int kind = 0; kind < 6; kind++)
        if (b->entry[kind]->code == OP_END)
            classes |= 1u << kind | 1u << (kind + CLASS_FLAG);
    const op *numbers = b->entry[NODE_NUMBER];
    bool integers = numbers->code == OP_INTEGER || numbers->code == OP_LITERAL_INTEGER;
    if (integers && numbers->flags & OP_LAST)
        classes |= 1u << (NODE_NUMBER + CLASS_FLAG);
    return (uint16_t)classes;
}

/* What is known of children now is written where their parents look first. */
static void finish_objects(compiler *c)
{
    for (size_t i = 0; i < c->objects.count; i++) {
        enum { MEMBERS_A_PROPERTY = 8 };
        object_test *test = c->objects.items[i];
        test->many = test->additional ? UINT32_MAX : MEMBERS_A_PROPERTY * test->property_count;
        for (uint32_t j = 0; j <= test->mask; j++) {
            property_slot *slot = &test->slots[j];
            if (!slot->is_declared)
                slot->child = test->additional;
            slot->passes = slot->child ? slot->child->passes : UINT16_MAX;
        }
    }
}

static void finish_blocks(compiler *c)
{
    for (size_t i = 0; i < c->compiled.count; i++)
        c->compiled.items[i]->passes = passing_classes(c->compiled.items[i]);
}

program *program_new(registry *r, const schema_options *options)
{
    arena *a = arena_new();
    program *p = arena_new_of(a, program);
    p->arena = a;
    p->plan = plan_new(r, options);
    p->seed = bundle_seed(registry_bundle(r));
    return p;
}

void program_free(program *p)
{
    if (!p)
        return;
    plan_free(p->plan);
    arena_free(p->arena);
}

bool program_enter(program *p, site s, schema *out, diags *d)
{
    const subschema *entry = plan_add(p->plan, s, d);
    if (!entry)
        return false;
    while (p->blocks.count < p->plan->subschemas.count)
        vec_push(p->arena, &p->blocks, NULL);
    compiler c = {.arena = p->arena, .program = p, .plan = p->plan};
    const block *root = compile_later(&c, entry, 0);
    /* A list that grows while it is worked off; order is that of discovery. */
    for (size_t i = 0; i < c.pending.count; i++)
        compile_block(&c, c.pending.items[i]);
    finish_blocks(&c);
    finish_objects(&c);
    simplify_items(&c);
    *out = (schema){.program = p, .subschema = entry, .root = root};
    return true;
}

const block *program_block(const program *p, const subschema *of)
{
    if (of->constant >= 0)
        return constant_block(of);
    for (const block *b = p->blocks.items[of->index]; b; b = b->other)
        if (!b->track && b->is_complete)
            return b;
    return NULL;
}
