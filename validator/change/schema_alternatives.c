/* allOf, anyOf, oneOf and discriminators: which member of the one list is which of the other. */
#include "change/schema_families.h"

#include <string.h>

/* Lists beyond this are paired by position only: pairing is quadratic. */
enum { PAIRED_ALTERNATIVES = 400 };

typedef struct alternative {
    site at;       /* as written */
    site followed; /* what it points to */
    str name;      /* of the component, or its title, or its place */
    bool is_paired;
} alternative;

typedef struct alternative_list {
    alternative *items;
    size_t count;
} alternative_list;

static alternative_list list_of(schema_walk_state *w, registry *schemas, const node *list, site at)
{
    alternative_list l = {0};
    if (!node_is(list, NODE_ARRAY))
        return l;
    l.items = arena_array_of(w->arena, alternative, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        alternative *x = &l.items[l.count++];
        x->at = registry_child(schemas, at, &list->as.items[i]);
        x->followed = view_follow(schemas, x->at, &x->name);
        if (!x->name.data)
            x->name = node_get_text(x->followed.node, STR("title"));
        if (!x->name.data)
            x->name = node_get_text(x->followed.node, STR("type"));
        if (!x->name.data)
            x->name = arena_printf(w->arena, "member %u", i + 1);
    }
    return l;
}

typedef bool is_alike(const schema_walk_state *w, const alternative *old, const alternative *new_);

static bool alike_same(const schema_walk_state *w, const alternative *old, const alternative *new_)
{
    return sameness_of(w->comparison->same, old->at.node, new_->at.node);
}

static bool alike_reference(const schema_walk_state *w, const alternative *old,
                            const alternative *new_)
{
    (void)w;
    str was = node_get_text(old->at.node, STR("$ref")),
        is = node_get_text(new_->at.node, STR("$ref"));
    return was.data && is.data && str_equal(was, is);
}

/* The same schema under another name, or once by reference and once in place. */
static bool alike_target(const schema_walk_state *w, const alternative *old,
                         const alternative *new_)
{
    return sameness_of(w->comparison->same, old->followed.node, new_->followed.node);
}

static bool alike_title(const schema_walk_state *w, const alternative *old, const alternative *new_)
{
    (void)w;
    str was = node_get_text(old->followed.node, STR("title"));
    str is = node_get_text(new_->followed.node, STR("title"));
    return was.data && is.data && str_equal(was, is);
}

/* Members that are not referenced, of one type that no other member has. */
static bool alike_type(const schema_walk_state *w, const alternative *old, const alternative *new_)
{
    (void)w;
    const node *was = node_get(old->at.node, STR("type")),
               *is = node_get(new_->at.node, STR("type"));
    return was && is && node_equal(was, is);
}

static void step_pair(schema_walk_state *w, alternative *old, alternative *new_, bool exclusive)
{
    old->is_paired = new_->is_paired = true;
    if (walk_step(w, old->at, new_->at, STR(""), false, 0) && exclusive)
        w->pair->has_changed_alternatives = true;
}

static void pair_alike(schema_walk_state *w, alternative_list *old, alternative_list *new_,
                       bool exclusive, is_alike *alike)
{
    for (size_t i = 0; i < old->count; i++) {
        for (size_t k = 0; k < new_->count && !old->items[i].is_paired; k++)
            if (!new_->items[k].is_paired && alike(w, &old->items[i], &new_->items[k]))
                step_pair(w, &old->items[i], &new_->items[k], exclusive);
    }
}

static size_t unpaired(const alternative_list *l, alternative **last)
{
    size_t count = 0;
    for (size_t i = 0; i < l->count; i++) {
        if (l->items[i].is_paired)
            continue;
        *last = &l->items[i];
        count++;
    }
    return count;
}

static void pair_all(schema_walk_state *w, alternative_list *old, alternative_list *new_,
                     bool exclusive)
{
    static is_alike *const ways[] = {alike_same, alike_reference, alike_target, alike_title,
                                     alike_type};
    if (old->count <= PAIRED_ALTERNATIVES && new_->count <= PAIRED_ALTERNATIVES) {
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
            pair_alike(w, old, new_, exclusive, ways[i]);
    } else {
        for (size_t i = 0; i < old->count && i < new_->count; i++)
            step_pair(w, &old->items[i], &new_->items[i], exclusive);
    }
    alternative *was = NULL, *is = NULL;
    if (unpaired(old, &was) == 1 && unpaired(new_, &is) == 1 && old->count == new_->count)
        step_pair(w, was, is, exclusive);
}

/* A member without any constraint: only words. */
static bool is_annotation_only(const alternative *x)
{
    static const char *const notes[] = {"title",    "description", "example", "examples",
                                        "$comment", "deprecated",  "default", "externalDocs"};
    const node *n = x->followed.node;
    if (!node_is(n, NODE_OBJECT))
        return node_is_true(n);
    for (uint32_t i = 0; i < n->count; i++) {
        str key = member_key(&n->as.members[i]);
        bool is_note = str_starts_with(key, STR("x-"));
        for (size_t k = 0; k < sizeof notes / sizeof *notes; k++)
            is_note = is_note || str_equal(key, str_from(notes[k]));
        if (!is_note)
            return false;
    }
    return true;
}

typedef struct union_keyword {
    const char *keyword;
    schema_edit added, removed, added_note, removed_note;
    bool exclusive; /* exactly one member holds: more of one may be less of the whole */
} union_keyword;

static void walk_list(schema_walk_state *w, const union_keyword *u)
{
    str keyword = str_from(u->keyword);
    site old_at = {0}, new_at = {0};
    const node *old = view_get(&w->old, keyword, &old_at);
    const node *new_ = view_get(&w->new_, keyword, &new_at);
    alternative_list was = list_of(w, w->comparison->old_schemas, old, old_at);
    alternative_list is = list_of(w, w->comparison->new_schemas, new_, new_at);
    pair_all(w, &was, &is, u->exclusive);
    for (size_t i = 0; i < was.count; i++) {
        if (was.items[i].is_paired)
            continue;
        walk_edit(w, is_annotation_only(&was.items[i]) ? u->removed_note : u->removed,
                  spot_of(was.items[i].at.node), spot_of(new_), ": %.*s",
                  STR_ARG(was.items[i].name));
        lifecycle life = walk_life_of(w->comparison->old_schemas, was.items[i].at);
        walk_sanction(w, &life);
    }
    for (size_t i = 0; i < is.count; i++)
        if (!is.items[i].is_paired)
            walk_edit(w, is_annotation_only(&is.items[i]) ? u->added_note : u->added, spot_of(old),
                      spot_of(is.items[i].at.node), ": %.*s", STR_ARG(is.items[i].name));
}

/* Whether a schema that stood alone is among the alternatives of the other side. */
static bool is_among(schema_walk_state *w, registry *schemas, const node *list, site at,
                     const node *alone, bool alone_is_old)
{
    alternative_list l = list_of(w, schemas, list, at);
    for (size_t i = 0; i < l.count; i++) {
        const node *one = l.items[i].followed.node;
        bool same = alone_is_old ? sameness_of(w->comparison->same, alone, one)
                                 : sameness_of(w->comparison->same, one, alone);
        if (same)
            return true;
    }
    return false;
}

static bool says_more_than(const schema_view *v, str keyword)
{
    for (size_t i = 0; i < v->count; i++) {
        const node *n = v->parts[i].node;
        for (uint32_t k = 0; node_is(n, NODE_OBJECT) && k < n->count; k++) {
            str key = member_key(&n->as.members[k]);
            static const char *const constraints[] = {"type",  "properties", "items", "enum",
                                                      "const", "allOf",      "anyOf", "$ref"};
            for (size_t c = 0; c < sizeof constraints / sizeof *constraints; c++)
                if (!str_equal(key, keyword) && str_equal(key, str_from(constraints[c])))
                    return true;
        }
    }
    return false;
}

/* A schema that was replaced by a oneOf of others, or the other way round. */
static bool walk_wrapping(schema_walk_state *w)
{
    site old_at = {0}, new_at = {0};
    const node *old = view_get(&w->old, STR("oneOf"), &old_at);
    const node *new_ = view_get(&w->new_, STR("oneOf"), &new_at);
    if (!old == !new_)
        return false;
    if (new_ && says_more_than(&w->old, STR("oneOf")) && !says_more_than(&w->new_, STR("oneOf"))) {
        bool kept = is_among(w, w->comparison->new_schemas, new_, new_at, w->pair->old.node, true);
        walk_edit(w, kept ? EDIT_wrapped_in_one_of_original_preserved : EDIT_wrapped_in_one_of,
                  (spot){0}, spot_of(new_), "%s", "");
        return true;
    }
    if (old && says_more_than(&w->new_, STR("oneOf")) && !says_more_than(&w->old, STR("oneOf"))) {
        bool kept = is_among(w, w->comparison->old_schemas, old, old_at, w->pair->new_.node, false);
        walk_edit(w, kept ? EDIT_unwrapped_from_one_of_to_alternative : EDIT_unwrapped_from_one_of,
                  spot_of(old), (spot){0}, "%s", "");
        return true;
    }
    return false;
}

bool walk_alternatives(schema_walk_state *w)
{
    static const union_keyword unions[] = {
        {"anyOf", EDIT_any_of_added, EDIT_any_of_removed, EDIT_any_of_added, EDIT_any_of_removed,
         false},
        {"oneOf", EDIT_one_of_added, EDIT_one_of_removed, EDIT_one_of_added, EDIT_one_of_removed,
         true},
    };
    static const union_keyword all = {"allOf",
                                      EDIT_all_of_added,
                                      EDIT_all_of_removed,
                                      EDIT_all_of_added_annotation_only,
                                      EDIT_all_of_removed_annotation_only,
                                      false};
    if (walk_wrapping(w))
        return true;
    if (!w->old.flattened)
        walk_list(w, &all);
    for (size_t i = 0; i < sizeof unions / sizeof *unions; i++)
        walk_list(w, &unions[i]);
    return false;
}

static void walk_mapping(schema_walk_state *w, const node *old, const node *new_)
{
    for (uint32_t i = 0; node_is(old, NODE_OBJECT) && i < old->count; i++) {
        const member *m = &old->as.members[i], *other = node_get_member(new_, member_key(m));
        if (!other)
            walk_edit(w, EDIT_discriminator_mapping_deleted, spot_at(m), spot_of(new_), ": %.*s",
                      STR_ARG(member_key(m)));
        else if (!node_equal(&m->value, &other->value))
            walk_edit(w, EDIT_discriminator_mapping_changed, spot_at(m), spot_at(other),
                      ": %.*s from %.*s to %.*s", STR_ARG(member_key(m)),
                      STR_ARG(node_text(&m->value)), STR_ARG(node_text(&other->value)));
    }
    for (uint32_t i = 0; node_is(new_, NODE_OBJECT) && i < new_->count; i++) {
        const member *m = &new_->as.members[i];
        if (!node_get(old, member_key(m)))
            walk_edit(w, EDIT_discriminator_mapping_added, spot_of(old), spot_at(m), ": %.*s",
                      STR_ARG(member_key(m)));
    }
}

void walk_discriminator(schema_walk_state *w)
{
    const node *old = view_get(&w->old, STR("discriminator"), NULL);
    const node *new_ = view_get(&w->new_, STR("discriminator"), NULL);
    if (!old && new_) {
        walk_edit(w, EDIT_discriminator_added, spot_of(old), spot_of(new_), "%s", "");
    } else if (old && !new_) {
        walk_edit(w, EDIT_discriminator_removed, spot_of(old), spot_of(new_), "%s", "");
    } else if (old && new_) {
        /* Swagger 2.0 writes the property's name alone. */
        str was =
            node_is(old, NODE_STRING) ? node_text(old) : node_get_text(old, STR("propertyName"));
        str is =
            node_is(new_, NODE_STRING) ? node_text(new_) : node_get_text(new_, STR("propertyName"));
        if (!str_equal(was, is))
            walk_edit(w, EDIT_discriminator_property_name_changed, spot_of(old), spot_of(new_),
                      " from %.*s to %.*s", STR_ARG(was), STR_ARG(is));
        walk_mapping(w, node_get(old, STR("mapping")), node_get(new_, STR("mapping")));
        const node *old_default = node_get(old, STR("defaultMapping"));
        const node *new_default = node_get(new_, STR("defaultMapping"));
        if (!str_equal(node_text(old_default), node_text(new_default)))
            walk_edit(w, EDIT_discriminator_default_mapping_changed,
                      spot_of(old_default ? old_default : old),
                      spot_of(new_default ? new_default : new_), "%s", "");
    }
}
