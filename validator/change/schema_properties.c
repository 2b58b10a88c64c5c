/* Properties as members of their object: added, removed, required, and notes about each. */
#include "change/schema_families.h"

#include "change/lifecycle.h"

/* The notes of a property's schema, through references: readOnly and writeOnly. */
static unsigned notes_of(registry *schemas, site at, const member *m)
{
    if (!m || !node_is(&m->value, NODE_OBJECT))
        return 0;
    schema_view v;
    view_of(&v, schemas, registry_child(schemas, at, &m->value), true);
    return (node_is_true(view_get(&v, STR("readOnly"), NULL)) ? MEMBER_IS_READ_ONLY : 0u) |
           (node_is_true(view_get(&v, STR("writeOnly"), NULL)) ? MEMBER_IS_WRITE_ONLY : 0u);
}

static bool has_default(registry *schemas, site at, const member *m)
{
    if (!m || !node_is(&m->value, NODE_OBJECT))
        return false;
    schema_view v;
    view_of(&v, schemas, registry_child(schemas, at, &m->value), true);
    return view_get(&v, STR("default"), NULL) != NULL;
}

static str step_text(schema_walk_state *w, str name)
{
    return arena_printf(w->arena, "/%.*s", STR_ARG(name));
}

static void walk_removed(schema_walk_state *w, const member *old, site at)
{
    str name = member_key(old);
    bool required = view_requires(&w->old, name, NULL);
    unsigned flags =
        notes_of(w->comparison->old_schemas, at, old) | (required ? MEMBER_IS_REQUIRED : 0u);
    const node *still = NULL; /* the name may go on being required without being described */
    view_requires(&w->new_, name, &still);
    walk_member(w, required && !still ? MEMBER_REMOVED_REQUIRED : MEMBER_REMOVED_OPTIONAL, flags,
                name, spot_at(old), (spot){0}, "%s", "");
    lifecycle life = walk_life_of(w->comparison->old_schemas, walk_old_child(w, at, &old->value));
    walk_sanction(w, &life);
    if (still && !required)
        walk_member(w, MEMBER_BECAME_REQUIRED, flags, name, spot_at(old), spot_of(still), "%s", "");
}

static void walk_added(schema_walk_state *w, const member *new_, site at)
{
    str name = member_key(new_);
    bool required = view_requires(&w->new_, name, NULL);
    unsigned flags =
        notes_of(w->comparison->new_schemas, at, new_) | (required ? MEMBER_IS_REQUIRED : 0u);
    member_edit edit = MEMBER_ADDED_OPTIONAL;
    if (required && view_requires(&w->old, name, NULL))
        edit = MEMBER_ADDED_OPTIONAL; /* it was required before it was described */
    else if (required)
        edit = has_default(w->comparison->new_schemas, at, new_)
                   ? MEMBER_ADDED_REQUIRED_WITH_DEFAULT
                   : MEMBER_ADDED_REQUIRED;
    walk_member(w, edit, flags, name, (spot){0}, spot_at(new_), "%s", "");
    const node *before = NULL; /* the name may have been required without being described */
    if (!required && view_requires(&w->old, name, &before))
        walk_member(w, MEMBER_BECAME_OPTIONAL, flags, name, spot_of(before), spot_at(new_), "%s",
                    "");
}

static void walk_mutability(schema_walk_state *w, str name, spot old, spot new_, unsigned was,
                            unsigned is)
{
    if (!(was & MEMBER_IS_READ_ONLY) != !(is & MEMBER_IS_READ_ONLY))
        walk_member(
            w, is & MEMBER_IS_READ_ONLY ? MEMBER_BECAME_READ_ONLY : MEMBER_BECAME_NOT_READ_ONLY, is,
            name, old, new_, "%s", "");
    if (!(was & MEMBER_IS_WRITE_ONLY) != !(is & MEMBER_IS_WRITE_ONLY))
        walk_member(
            w, is & MEMBER_IS_WRITE_ONLY ? MEMBER_BECAME_WRITE_ONLY : MEMBER_BECAME_NOT_WRITE_ONLY,
            is, name, old, new_, "%s", "");
}

static void walk_need(schema_walk_state *w, const member *old, const member *new_, site new_at,
                      unsigned flags, bool was, bool is)
{
    str name = member_key(new_);
    if (is && !was)
        walk_member(w,
                    has_default(w->comparison->new_schemas, new_at, new_)
                        ? MEMBER_BECAME_REQUIRED_WITH_DEFAULT
                        : MEMBER_BECAME_REQUIRED,
                    flags, name, spot_at(old), spot_at(new_), "%s", "");
    else if (was && !is)
        walk_member(w, MEMBER_BECAME_OPTIONAL, flags, name, spot_at(old), spot_at(new_), "%s", "");
}

static void walk_kept(schema_walk_state *w, const member *old, site old_at, const member *new_,
                      site new_at)
{
    str name = member_key(new_);
    bool was = view_requires(&w->old, name, NULL);
    bool is = view_requires(&w->new_, name, NULL);
    site old_site = walk_old_child(w, old_at, &old->value);
    site new_site = walk_new_child(w, new_at, &new_->value);
    if (was == is && sameness_of(w->comparison->same, &old->value, &new_->value) &&
        old_site.resource->dialect == new_site.resource->dialect)
        return;
    unsigned had = notes_of(w->comparison->old_schemas, old_at, old);
    unsigned has = notes_of(w->comparison->new_schemas, new_at, new_);
    unsigned flags = has | (is ? MEMBER_IS_REQUIRED : 0u);
    walk_need(w, old, new_, new_at, flags, was, is);
    walk_mutability(w, name, spot_at(old), spot_at(new_), had, flags);
    walk_property_notes(w, name, old, old_at, new_, new_at, flags);
    walk_step(w, old_site, new_site, step_text(w, name), true, flags);
}

/* Names that are required without being described as properties on both sides. */
static void walk_undescribed(schema_walk_state *w)
{
    for (int side = 0; side < 2; side++) {
        const schema_view *from = side ? &w->new_ : &w->old, *to = side ? &w->old : &w->new_;
        for (size_t i = 0; i < from->count; i++) {
            const node *names = node_get(from->parts[i].node, STR("required"));
            for (uint32_t k = 0; node_is(names, NODE_ARRAY) && k < names->count; k++) {
                str name = node_text(&names->as.items[k]);
                spot at = spot_of(&names->as.items[k]);
                if (view_requires(to, name, NULL) ||
                    (view_property(&w->old, name, NULL) || view_property(&w->new_, name, NULL)))
                    continue;
                walk_member(w, side ? MEMBER_BECAME_REQUIRED : MEMBER_BECAME_OPTIONAL, 0, name,
                            side ? (spot){0} : at, side ? at : (spot){0}, "%s", "");
            }
        }
    }
}

/* A name that several parts describe is looked at once, where it is met first. */
static bool is_first(const schema_view *v, size_t part, str name)
{
    for (size_t i = 0; i < part; i++)
        if (node_get(node_get(v->parts[i].node, STR("properties")), name))
            return false;
    return true;
}

void walk_properties(schema_walk_state *w)
{
    for (size_t i = 0; i < w->old.count; i++) {
        const node *properties = node_get(w->old.parts[i].node, STR("properties"));
        for (uint32_t k = 0; node_is(properties, NODE_OBJECT) && k < properties->count; k++) {
            const member *old = &properties->as.members[k];
            site new_at;
            const member *new_ = view_property(&w->new_, member_key(old), &new_at);
            if (!is_first(&w->old, i, member_key(old)))
                continue;
            if (new_)
                walk_kept(w, old, w->old.parts[i], new_, new_at);
            else
                walk_removed(w, old, w->old.parts[i]);
        }
    }
    for (size_t i = 0; i < w->new_.count; i++) {
        const node *properties = node_get(w->new_.parts[i].node, STR("properties"));
        for (uint32_t k = 0; node_is(properties, NODE_OBJECT) && k < properties->count; k++) {
            const member *new_ = &properties->as.members[k];
            if (is_first(&w->new_, i, member_key(new_)) &&
                !view_property(&w->old, member_key(new_), NULL))
                walk_added(w, new_, w->new_.parts[i]);
        }
    }
    walk_undescribed(w);
}

lifecycle walk_life_of(registry *schemas, site s)
{
    schema_view v;
    view_of(&v, schemas, s, true);
    const node *deprecated = view_get(&v, STR("deprecated"), NULL);
    return (lifecycle){.deprecated = node_is_true(deprecated),
                       .deprecated_node = deprecated,
                       .sunset = view_get(&v, STR("x-sunset"), NULL),
                       .stability = view_get(&v, STR("x-stability-level"), NULL)};
}

void walk_property_notes(schema_walk_state *w, str name, const member *old, site old_at,
                         const member *new_, site new_at, unsigned flags)
{
    static const member_edit edits[] = {
        [LIFE_DEPRECATED] = MEMBER_DEPRECATED,
        [LIFE_DEPRECATED_WITH_SUNSET] = MEMBER_DEPRECATED_WITH_SUNSET,
        [LIFE_REACTIVATED] = MEMBER_REACTIVATED,
        [LIFE_SUNSET_MISSING] = MEMBER_SUNSET_MISSING,
        [LIFE_SUNSET_INVALID] = MEMBER_SUNSET_INVALID,
        [LIFE_SUNSET_TOO_SMALL] = MEMBER_SUNSET_TOO_SMALL,
        [LIFE_SUNSET_CHANGED_TOO_SMALL] = MEMBER_SUNSET_TOO_SMALL,
        [LIFE_SUNSET_CHANGED_INVALID] = MEMBER_SUNSET_INVALID,
        [LIFE_SUNSET_DELETED] = MEMBER_SUNSET_MISSING,
        [LIFE_STABILITY_DECREASED] = MEMBER_STABILITY_DECREASED,
        [LIFE_STABILITY_INCREASED] = MEMBER_STABILITY_INCREASED,
        [LIFE_EVENT_COUNT] = MEMBER_NONE,
    };
    registry *olds = w->comparison->old_schemas, *news = w->comparison->new_schemas;
    lifecycle was = walk_life_of(olds, registry_child(olds, old_at, &old->value));
    lifecycle is = walk_life_of(news, registry_child(news, new_at, &new_->value));
    life_change changes[LIFE_CHANGES];
    size_t count = lifecycle_compare(&was, &is, w->comparison->options, w->arena, changes);
    stability promised;
    if (lifecycle_stability(&was, &promised) && promised < w->comparison->options->stability)
        return;
    for (size_t i = 0; i < count; i++)
        if (edits[changes[i].event] != MEMBER_NONE)
            walk_member(w, edits[changes[i].event], flags, name, spot_at(old), spot_at(new_),
                        "%.*s", STR_ARG(changes[i].detail));
}
