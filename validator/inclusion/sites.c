#include "inclusion/sites.h"

#include "doc/pointer.h"

enum { LIST_LIMIT = 200 };

static bool has(const vertex_list *l, const vertex *v)
{
    for (size_t i = 0; i < l->count; i++) {
        if (l->items[i] == v)
            return true;
    }
    return false;
}

/* The vertex and what it applies in place to this value. */
static void add_in_place(question *q, vertex_list *out, vertex *v, const value *at)
{
    if (has(out, v) || out->count >= LIST_LIMIT)
        return;
    vec_push(q->session->arena, out, v);
    evaluator *e = &q->solver->evaluator;
    for (uint32_t i = 0; i < v->fact_count; i++) {
        const fact *f = &v->facts[i];
        bool branches = f->kind == FACT_ANY || f->kind == FACT_ONE || f->kind == FACT_IF ||
                        f->kind == FACT_DEPENDENT;
        for (uint32_t c = 0; (f->kind == FACT_ALL || branches) && c < f->child_count; c++) {
            if (!branches || evaluate_item(e, f->children[c]->item, at) == TRUTH_YES)
                add_in_place(q, out, f->children[c], at);
        }
    }
}

static bool leads_on(question *q, const fact *f, const value *v, uint32_t index)
{
    if (f->kind == FACT_MEMBERS && v->kind == KIND_OBJECT)
        return evaluate_keys(&q->solver->evaluator, f->keys, v->members[index].name) == TRUTH_YES;
    return f->kind == FACT_ITEMS && v->kind == KIND_ARRAY && f->least <= index && index < f->most;
}

vertex_list sites_at_root(question *q, const value *v)
{
    vertex_list here = {0};
    add_in_place(q, &here, q->writer_vertex, v);
    return here;
}

vertex_list sites_below(question *q, const vertex_list *from, const value *v, uint32_t index)
{
    vertex_list out = {0};
    const value *part = v->kind == KIND_OBJECT ? v->members[index].value : v->items[index];
    for (size_t i = 0; i < from->count; i++) {
        const vertex *of = from->items[i];
        for (uint32_t n = 0; n < of->fact_count; n++) {
            if (leads_on(q, &of->facts[n], v, index))
                add_in_place(q, &out, of->facts[n].children[0], part);
        }
    }
    return out;
}

/* The part that a token names; its index, or UINT32_MAX. */
static uint32_t find_part(const value *v, str token)
{
    buf name = {0};
    uint32_t found = UINT32_MAX;
    for (uint32_t i = 0; v->kind == KIND_OBJECT && i < v->count && found == UINT32_MAX; i++) {
        pointer_append(&name, v->members[i].name->text);
        if (str_equal(str_skip(buf_str(&name), 1), token))
            found = i;
        buf_clear(&name);
    }
    for (uint32_t i = 0; v->kind == KIND_ARRAY && i < v->count && found == UINT32_MAX; i++) {
        pointer_append_index(&name, i);
        if (str_equal(str_skip(buf_str(&name), 1), token))
            found = i;
        buf_clear(&name);
    }
    return found;
}

static const fact *alike(const vertex *v, const fact *wanted)
{
    for (uint32_t i = 0; i < v->fact_count; i++) {
        const fact *f = &v->facts[i];
        if (f->kind == wanted->kind && f->kinds == wanted->kinds &&
            str_equal(f->keyword, wanted->keyword) && f->name == wanted->name &&
            (f->kind != FACT_MEMBERS || f->keys == wanted->keys))
            return f;
    }
    for (uint32_t i = 0; i < v->fact_count; i++) {
        if (str_equal(v->facts[i].keyword, wanted->keyword))
            return &v->facts[i];
    }
    return NULL;
}

static void choose(const vertex_list *all, const fact *readers, inclusion_break *b)
{
    for (size_t i = 0; i < all->count; i++) {
        const vertex *v = all->items[i];
        if (!v->site.node)
            continue;
        const fact *f = alike(v, readers);
        if (f) {
            b->writer = v->site;
            b->writer_keyword = f->where;
            return;
        }
        if (!b->writer.node)
            b->writer = v->site;
    }
}

void sites_of_writer(question *q, const value *v, str pointer, const fact *readers,
                     inclusion_break *b)
{
    vertex_list here = sites_at_root(q, v);
    str rest = str_skip(pointer, 1), token;
    while (pointer.length > 0 && str_split(&rest, '/', &token)) {
        uint32_t index = find_part(v, token);
        if (index == UINT32_MAX)
            return;
        const value *part = v->kind == KIND_OBJECT ? v->members[index].value : v->items[index];
        here = sites_below(q, &here, v, index);
        v = part;
    }
    choose(&here, readers, b);
}
