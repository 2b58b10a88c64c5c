#include "change/sameness.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/vec.h"

/* All references of one text from documents of one place: they mean the same. */
typedef struct target {
    str text;
    uint16_t document;      /* of the old side */
    const node *old, *new_; /* what it points to; NULL: nothing that could be followed */
    bool changed;
    VEC(struct target *) referrers; /* targets whose subtree holds this reference */
} target;

typedef struct occurrence {
    uint32_t offset;
    target *of;
} occurrence;

typedef struct side_document {
    occurrence *occurrences; /* sorted by offset */
    size_t count;
    bool has_aliases; /* subtrees may hold nodes from elsewhere: offsets do not tell */
} side_document;

struct sameness {
    arena *arena;
    const bundle *old, *new_;
    side_document *documents;
    size_t document_count;
    bool all_same; /* no target changed: hashes alone decide */
    VEC(target *) targets;
    map by_text;
};

static bool has_alias(const node *n)
{
    if (n->flags & NODE_FROM_ALIAS)
        return true;
    if (n->kind == NODE_ARRAY) {
        for (uint32_t i = 0; i < n->count; i++)
            if (has_alias(&n->as.items[i]))
                return true;
    } else if (n->kind == NODE_OBJECT) {
        for (uint32_t i = 0; i < n->count; i++)
            if (has_alias(&n->as.members[i].value))
                return true;
    }
    return false;
}

/* The document's URI relative to its bundle's entry, so that both sides name it alike. */
static str relative_uri(const bundle *b, size_t index)
{
    if (index == 0)
        return STR("");
    str entry = bundle_uri(b, 0), uri = bundle_uri(b, index);
    size_t slash = str_find_last(entry, '/');
    if (slash != SIZE_MAX && str_starts_with(uri, str_take(entry, slash + 1)))
        return str_skip(uri, slash + 1);
    return uri;
}

static const document *counterpart(const sameness *s, size_t index)
{
    if (index == 0)
        return bundle_document(s->new_, 0);
    str wanted = relative_uri(s->old, index);
    for (size_t i = 1; i < bundle_count(s->new_); i++)
        if (str_equal(relative_uri(s->new_, i), wanted))
            return bundle_document(s->new_, i);
    return NULL;
}

static target *target_of(sameness *s, uint16_t index, const document *other, const reference *r)
{
    str text = node_text(&r->member->value);
    str key = arena_printf(s->arena, "%u %.*s", index, STR_ARG(text));
    void **slot = map_slot(&s->by_text, key);
    if (*slot)
        return *slot;
    target *t = arena_new_of(s->arena, target);
    *slot = t;
    t->text = text;
    t->document = index;
    t->old = bundle_resolve(s->old, r->holder, text, NULL);
    /* Any node of the counterpart will do as the place to resolve from. */
    t->new_ = other ? bundle_resolve(s->new_, document_root(other), text, NULL) : NULL;
    t->changed = !t->old || !t->new_ || t->old->hash != t->new_->hash || t->old->hash == 0;
    vec_push(s->arena, &s->targets, t);
    return t;
}

static int by_offset(const void *a, const void *b)
{
    const occurrence *x = a, *y = b;
    return (x->offset > y->offset) - (x->offset < y->offset);
}

static void gather(sameness *s, uint16_t index)
{
    const document *doc = bundle_document(s->old, index), *other = counterpart(s, index);
    size_t count;
    const reference *references = document_references(doc, &count);
    side_document *d = &s->documents[index];
    d->occurrences = arena_array_of(s->arena, occurrence, count);
    d->count = count;
    for (size_t i = 0; i < count; i++)
        d->occurrences[i] =
            (occurrence){references[i].holder->start, target_of(s, index, other, &references[i])};
    if (count)
        qsort(d->occurrences, count, sizeof *d->occurrences, by_offset);
    d->has_aliases = document_format_of(doc) == DOCUMENT_YAML && has_alias(document_root(doc));
}

static size_t first_at(const side_document *d, uint32_t offset)
{
    size_t low = 0, high = d->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (d->occurrences[middle].offset < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void link_referrers(sameness *s)
{
    for (size_t i = 0; i < s->targets.count; i++) {
        target *t = s->targets.items[i];
        if (t->changed)
            continue;
        const side_document *d = &s->documents[t->old->document];
        /* Of a document with aliases everything is taken to be everywhere: slower, never wrong. */
        size_t at = d->has_aliases ? 0 : first_at(d, t->old->start);
        for (; at < d->count && (d->has_aliases || d->occurrences[at].offset < t->old->end); at++)
            vec_push(s->arena, &d->occurrences[at].of->referrers, t);
    }
}

static void propagate(sameness *s)
{
    VEC(target *) queue = {0};
    for (size_t i = 0; i < s->targets.count; i++)
        if (s->targets.items[i]->changed)
            vec_push(s->arena, &queue, s->targets.items[i]);
    s->all_same = queue.count == 0;
    for (size_t i = 0; i < queue.count; i++) {
        target *t = queue.items[i];
        for (size_t k = 0; k < t->referrers.count; k++) {
            if (t->referrers.items[k]->changed)
                continue;
            t->referrers.items[k]->changed = true;
            vec_push(s->arena, &queue, t->referrers.items[k]);
        }
    }
    /* Keep only the occurrences that lead to a change: those are what questions look for. */
    for (size_t i = 0; i < s->document_count; i++) {
        side_document *d = &s->documents[i];
        size_t kept = 0;
        for (size_t k = 0; k < d->count; k++)
            if (d->occurrences[k].of->changed)
                d->occurrences[kept++] = d->occurrences[k];
        d->count = kept;
    }
}

/* Every document of one side has an equal one on the other. */
static bool all_documents_equal(const sameness *s)
{
    if (s->document_count != bundle_count(s->new_))
        return false;
    for (size_t i = 0; i < s->document_count; i++) {
        const document *other = counterpart(s, i);
        const node *root = document_root(bundle_document(s->old, i));
        if (!other || root->hash == 0 || root->hash != document_root(other)->hash)
            return false;
    }
    return true;
}

sameness *sameness_new(const bundle *old, const bundle *new_, arena *a)
{
    sameness *s = arena_new_of(a, sameness);
    s->arena = a;
    s->old = old;
    s->new_ = new_;
    s->document_count = bundle_count(old);
    s->documents = arena_array_of(a, side_document, s->document_count);
    s->all_same = all_documents_equal(s);
    if (s->all_same)
        return s;
    map_init(&s->by_text, a, bundle_seed(old));
    for (size_t i = 0; i < s->document_count; i++)
        gather(s, (uint16_t)i);
    link_referrers(s);
    propagate(s);
    return s;
}

/* A walk over the subtree itself: for nodes whose offsets do not tell what they hold. */
static bool reaches_change(const sameness *s, const node *n)
{
    if (n->kind == NODE_ARRAY) {
        for (uint32_t i = 0; i < n->count; i++)
            if (reaches_change(s, &n->as.items[i]))
                return true;
    } else if (n->kind == NODE_OBJECT) {
        if (n->flags & NODE_HAS_REFERENCE) {
            const side_document *d = &s->documents[n->document];
            size_t at = first_at(d, n->start);
            if (at < d->count && d->occurrences[at].offset == n->start)
                return true;
        }
        for (uint32_t i = 0; i < n->count; i++)
            if (reaches_change(s, &n->as.members[i].value))
                return true;
    }
    return false;
}

bool sameness_of(const sameness *s, const node *old, const node *new_)
{
    if (!old || !new_)
        return old == new_;
    bool hashed = old->hash != 0 && new_->hash != 0;
    if (hashed ? old->hash != new_->hash : !node_equal(old, new_))
        return false;
    if (s->all_same)
        return true;
    if (old->document >= s->document_count)
        return true; /* a meta-schema: the same for both */
    const side_document *d = &s->documents[old->document];
    if (d->count == 0)
        return true;
    if (d->has_aliases || !hashed)
        return !reaches_change(s, old);
    size_t at = first_at(d, old->start);
    return at == d->count || d->occurrences[at].offset >= old->end;
}
