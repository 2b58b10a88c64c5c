/* type, nullable, format, pattern. */
#include "change/schema_families.h"

/* How one side's values lie to the other's. */
typedef enum relation {
    RELATION_EQUAL,
    RELATION_WIDER,
    RELATION_NARROWER,
    RELATION_OTHER
} relation;

static relation both(relation a, relation b)
{
    if (a == RELATION_EQUAL || a == b)
        return b;
    return b == RELATION_EQUAL ? a : RELATION_OTHER;
}

/* Anything that is sent as text in a parameter can be read as a string. */
static unsigned on_the_wire(const schema_walk_state *w, unsigned types)
{
    unsigned scalars = TYPE_BOOLEAN | TYPE_NUMBER;
    return w->pair->wire == FIT_TEXT && (types & TYPE_STRING) ? types | scalars : types;
}

static relation relation_of_types(const schema_walk_state *w, unsigned old, unsigned new_)
{
    unsigned was = on_the_wire(w, old), is = on_the_wire(w, new_);
    if (old == new_)
        return RELATION_EQUAL;
    if (was == is) { /* the same on the wire: named by what is written */
        was = old;
        is = new_;
    }
    if ((was & is) == was)
        return RELATION_WIDER;
    return (was & is) == is ? RELATION_NARROWER : RELATION_OTHER;
}

/* Formats of which each value of the first is one of the second. */
static bool format_is_within(str narrow, str wide)
{
    static const char *const within[][2] = {
        {"int32", "int64"},       {"float", "double"},
        {"uri", "uri-reference"}, {"email", "idn-email"},
        {"uri", "iri"},           {"hostname", "idn-hostname"},
        {"int8", "int16"},        {"uri", "iri-reference"},
        {"int8", "int32"},        {"uri-reference", "iri-reference"},
        {"int8", "int64"},        {"int16", "int32"},
        {"int16", "int64"},       {"int32", "double"}};
    for (size_t i = 0; i < sizeof within / sizeof *within; i++)
        if (str_equal(narrow, str_from(within[i][0])) && str_equal(wide, str_from(within[i][1])))
            return true;
    return false;
}

static relation relation_of_formats(str was, str is)
{
    if (str_equal(was, is))
        return RELATION_EQUAL;
    if (!is.data || format_is_within(was, is))
        return RELATION_WIDER;
    return !was.data || format_is_within(is, was) ? RELATION_NARROWER : RELATION_OTHER;
}

static str type_text(const schema_walk_state *w, unsigned types, str format)
{
    str text = view_types_text(types, w->arena);
    return format.data ? arena_printf(w->arena, "%.*s (%.*s)", STR_ARG(text), STR_ARG(format))
                       : text;
}

static schema_edit edit_of(const schema_walk_state *w, relation r, bool by_text_only)
{
    bool is_list = w->old.is_list || w->new_.is_list;
    if (r == RELATION_EQUAL)
        return EDIT_type_compatible; /* alternatives for a list, or a list for alternatives */
    if (w->pair->polarity == POLARITY_RESPONSE && r == RELATION_NARROWER && by_text_only)
        return EDIT_type_compatible;
    switch (r) {
    case RELATION_WIDER:
        return is_list ? EDIT_list_of_types_widened : EDIT_type_generalized;
    case RELATION_NARROWER:
        return is_list ? EDIT_list_of_types_narrowed : EDIT_type_specialized;
    case RELATION_EQUAL:
    case RELATION_OTHER:
        break;
    }
    return EDIT_type_changed;
}

static bool is_related(unsigned old, unsigned new_)
{
    return (old & new_) == old || (old & new_) == new_;
}

/* Type and format are one thing to people, and one edit. */
static void walk_kind(schema_walk_state *w, const node *old_type, const node *new_type)
{
    const node *old_format = view_get(&w->old, STR("format"), NULL);
    const node *new_format = view_get(&w->new_, STR("format"), NULL);
    str was = node_text(old_format), is = node_text(new_format);
    unsigned not_null = TYPE_ANY & ~(unsigned)TYPE_NULL;
    unsigned old = w->old.types & not_null, new_ = w->new_.types & not_null;
    relation types = relation_of_types(w, old, new_), formats = relation_of_formats(was, is);
    /* A format says something only about the type it belongs to. */
    if (types == RELATION_OTHER || (types != RELATION_EQUAL && (!was.data || !is.data)))
        formats = RELATION_EQUAL;
    relation r = both(types, formats);
    if (r == RELATION_EQUAL && (!old_type == !new_type || w->old.is_list == w->new_.is_list))
        return;
    bool is_textual = w->pair->wire == FIT_TEXT && !is_related(old, new_);
    str from = type_text(w, w->old.types, was), to = type_text(w, w->new_.types, is);
    walk_edit(w, edit_of(w, r, (old & new_) == 0),
              spot_of(types == RELATION_EQUAL ? old_format : old_type),
              spot_of(types == RELATION_EQUAL ? new_format : new_type), " from %.*s to %.*s",
              STR_ARG(from), STR_ARG(to));
    w->pair->edits.items[w->pair->edits.count - 1].is_textual = is_textual;
}

void walk_types(schema_walk_state *w)
{
    const node *old = view_get(&w->old, STR("type"), NULL);
    const node *new_ = view_get(&w->new_, STR("type"), NULL);
    walk_kind(w, old, new_);
    if (!w->old.is_typed || !w->new_.is_typed)
        return; /* null came or went with the type */
    unsigned was = w->old.types & TYPE_NULL, is = w->new_.types & TYPE_NULL;
    if (was != is)
        walk_edit(w, is ? EDIT_became_nullable : EDIT_became_not_nullable, spot_of(old),
                  spot_of(new_), "%s", "");
}

void walk_pattern(schema_walk_state *w)
{
    const node *old = view_get(&w->old, STR("pattern"), NULL);
    const node *new_ = view_get(&w->new_, STR("pattern"), NULL);
    str was = node_text(old), is = node_text(new_);
    if (str_equal(was, is))
        return;
    if (!was.data)
        walk_edit(w, EDIT_pattern_added, spot_of(old), spot_of(new_), ": %.*s", STR_ARG(is));
    else if (!is.data)
        walk_edit(w, EDIT_pattern_removed, spot_of(old), spot_of(new_), ": %.*s", STR_ARG(was));
    else
        walk_edit(w, EDIT_pattern_changed, spot_of(old), spot_of(new_), " from %.*s to %.*s",
                  STR_ARG(was), STR_ARG(is));
}
