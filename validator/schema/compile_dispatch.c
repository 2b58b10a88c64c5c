/*
 * oneOf and anyOf over objects that one property tells apart.
 *
 * A branch is told by property P when it accepts only certain strings there: `const` or `enum`
 * under its `properties`, found also through $ref and allOf. P is the property that tells most
 * branches; the others stay candidates whatever P is. Two branches told by it are enough to pay for
 * the look-up of P.
 */
#include "schema/compile.h"

enum { REFERENCES_FOLLOWED = 8 };

/* The clause that constrains P to strings, below in-place applicators that always apply. */
static const clause *strings_of(const subschema *s, str name, unsigned depth)
{
    for (uint32_t i = 0; i < s->count; i++) {
        const clause *c = &s->clauses[i];
        if (c->id == KEYWORD_PROPERTIES) {
            for (uint32_t j = 0; j < c->count; j++) {
                if (!c->children[j] || !str_equal(c->names[j], name))
                    continue;
                const clause *found = subschema_clause(c->children[j], KEYWORD_CONST);
                if (!found)
                    found = subschema_clause(c->children[j], KEYWORD_ENUM);
                if (found)
                    return found;
            }
        } else if ((c->id == KEYWORD_REF || c->id == KEYWORD_ALL_OF) &&
                   depth < REFERENCES_FOLLOWED) {
            for (uint32_t j = 0; j < c->count; j++) {
                const clause *found = strings_of(c->children[j], name, depth + 1);
                if (found)
                    return found;
            }
        }
    }
    return NULL;
}

static bool only_strings(const clause *c)
{
    const node *value = &c->member->value;
    if (c->id == KEYWORD_CONST)
        return node_is(value, NODE_STRING);
    for (uint32_t i = 0; i < value->count; i++)
        if (!node_is(&value->as.items[i], NODE_STRING))
            return false;
    return value->count > 0;
}

static const clause *told_by(const block *b, str name)
{
    const clause *c = b->subschema ? strings_of(b->subschema, name, 0) : NULL;
    return c && only_strings(c) ? c : NULL;
}

static bool requires(const subschema *s, str name, unsigned depth)
{
    for (uint32_t i = 0; i < s->count; i++) {
        const clause *c = &s->clauses[i];
        for (uint32_t j = 0; c->id == KEYWORD_REQUIRED && j < c->count; j++)
            if (str_equal(c->names[j], name))
                return true;
        bool always = c->id == KEYWORD_REF || c->id == KEYWORD_ALL_OF;
        for (uint32_t j = 0; always && j < c->count && depth < REFERENCES_FOLLOWED; j++)
            if (requires(c->children[j], name, depth + 1))
                return true;
    }
    return false;
}

/* The names that one branch is told by, as candidates. */
static void collect_names(compiler *c, const subschema *s, unsigned depth, str *names,
                          uint32_t *count, uint32_t room)
{
    for (uint32_t i = 0; i < s->count; i++) {
        const clause *k = &s->clauses[i];
        if (k->id == KEYWORD_PROPERTIES) {
            for (uint32_t j = 0; j < k->count && *count < room; j++)
                if (k->children[j] && (subschema_clause(k->children[j], KEYWORD_CONST) ||
                                       subschema_clause(k->children[j], KEYWORD_ENUM)))
                    names[(*count)++] = k->names[j];
        } else if ((k->id == KEYWORD_REF || k->id == KEYWORD_ALL_OF) &&
                   depth < REFERENCES_FOLLOWED) {
            for (uint32_t j = 0; j < k->count; j++)
                collect_names(c, k->children[j], depth + 1, names, count, room);
        }
    }
}

static uint32_t count_told(const block **branches, uint32_t count, str name)
{
    uint32_t told = 0;
    for (uint32_t i = 0; i < count; i++)
        told += told_by(branches[i], name) != NULL;
    return told;
}

static str best_name(compiler *c, const block **branches, uint32_t count)
{
    enum { CANDIDATES = 16 };
    str names[CANDIDATES], best = STR_NULL;
    uint32_t found = 0, most = 1;
    for (uint32_t i = 0; i < count && i < 2; i++) /* of two branches one must be told */
        if (branches[i]->subschema)
            collect_names(c, branches[i]->subschema, 0, names, &found, CANDIDATES);
    for (uint32_t i = 0; i < found; i++) {
        uint32_t told = count_told(branches, count, names[i]);
        if (told > most) {
            most = told;
            best = names[i];
        }
    }
    return best;
}

static bool clause_has(const clause *c, str text)
{
    const node *value = &c->member->value;
    if (c->id == KEYWORD_CONST)
        return str_equal(node_text(value), text);
    for (uint32_t i = 0; i < value->count; i++)
        if (str_equal(node_text(&value->as.items[i]), text))
            return true;
    return false;
}

static void push_branch(compiler *c, branch_list *list, uint32_t room, const block *b)
{
    if (!list->branches)
        list->branches = arena_array_of(c->arena, const block *, room);
    list->branches[list->count++] = b;
}

static uint32_t count_values(const clause **told, uint32_t count)
{
    uint32_t values = 0;
    for (uint32_t i = 0; i < count; i++)
        if (told[i])
            values += told[i]->id == KEYWORD_CONST ? 1 : told[i]->member->value.count;
    return values;
}

static void add_values(dispatch *d, const clause *c)
{
    const node *value = &c->member->value;
    bool single = c->id == KEYWORD_CONST;
    for (uint32_t i = 0; i < (single ? 1 : value->count); i++) {
        uint32_t before = d->values.count;
        string_slot *slot =
            string_set_add(&d->values, node_text(single ? value : &value->as.items[i]));
        if (d->values.count > before)
            slot->value = before;
    }
}

const dispatch *compile_dispatch(entry_builder *e, const clause *c, const block **branches,
                                 uint32_t count)
{
    enum { MOST_WORK = 4 << 20 }; /* values times branches: lists are made for each */
    compiler *k = e->compiler;
    str name = best_name(k, branches, count);
    if (!name.data)
        return NULL;
    const clause **told = arena_array_of(k->arena, const clause *, count);
    for (uint32_t i = 0; i < count; i++)
        told[i] = told_by(branches[i], name);
    uint32_t values = count_values(told, count);
    if ((uint64_t)values * count > MOST_WORK)
        return NULL;

    dispatch *d = arena_new_of(k->arena, dispatch);
    d->key = name;
    d->key_hash = node_key_hash(name);
    d->one = c->id == KEYWORD_ONE_OF;
    string_set_init(&d->values, k, values);
    for (uint32_t i = 0; i < count; i++)
        if (told[i])
            add_values(d, told[i]);
    d->lists = arena_array_of(k->arena, branch_list, d->values.count);
    for (uint32_t i = 0; i < count; i++) {
        if (!told[i])
            push_branch(k, &d->other, count, branches[i]);
        if (!branches[i]->subschema || !requires(branches[i]->subschema, name, 0))
            push_branch(k, &d->absent, count, branches[i]);
        for (uint32_t j = 0; j <= d->values.mask; j++) {
            const string_slot *slot = &d->values.slots[j];
            if (slot->text.data && (!told[i] || clause_has(told[i], slot->text)))
                push_branch(k, &d->lists[slot->value], count, branches[i]);
        }
    }
    return d;
}

const dispatch *compile_selection(entry_builder *e, const clause *c, const discriminator *told)
{
    compiler *k = e->compiler;
    dispatch *d = arena_new_of(k->arena, dispatch);
    d->key = told->property;
    d->key_hash = node_key_hash(told->property);
    d->one = c->id == KEYWORD_ONE_OF;
    for (uint32_t i = 0; i < c->count; i++)
        push_branch(k, &d->other, c->count, compile_now(k, c->children[i], e->track));
    d->absent = d->other;
    str *names;
    uint32_t count = discriminator_names(told, k->arena, &names);
    bool *selected = arena_array_of(k->arena, bool, c->count);
    string_set_init(&d->values, k, count);
    d->lists = arena_array_of(k->arena, branch_list, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = d->values.count;
        string_slot *slot = string_set_add(&d->values, names[i]);
        if (d->values.count == before)
            continue;
        slot->value = before;
        discriminator_select(told, names[i], selected);
        for (uint32_t j = 0; j < c->count; j++)
            if (selected[j])
                push_branch(k, &d->lists[before], c->count, d->other.branches[j]);
    }
    return d;
}
