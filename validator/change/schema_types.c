/* type, nullable, format, pattern. */
#include "change/schema_families.h"

/* Anything that is sent as text in a parameter can be read as a string. */
static unsigned on_the_wire(const schema_walk_state *w, unsigned types)
{
    unsigned scalars = TYPE_BOOLEAN | TYPE_NUMBER;
    return w->pair->wire == FIT_TEXT && (types & TYPE_STRING) ? types | scalars : types;
}

static void note_types(schema_walk_state *w, unsigned old, unsigned new_)
{
    bool is_list = w->old.is_list || w->new_.is_list;
    unsigned was = on_the_wire(w, old), is = on_the_wire(w, new_);
    schema_edit edit;
    bool overlap = (old & new_ & ~(unsigned)TYPE_NULL) != 0;
    if (w->pair->polarity == POLARITY_RESPONSE && (was & is) == is && !overlap)
        edit = EDIT_type_compatible; /* by the text only */
    else if ((was & is) == was)
        edit = is_list ? EDIT_list_of_types_widened : EDIT_type_generalized;
    else if ((was & is) == is)
        edit = is_list ? EDIT_list_of_types_narrowed : EDIT_type_specialized;
    else
        edit = EDIT_type_changed;
    str from = schema_types_text(old, w->arena), to = schema_types_text(new_, w->arena);
    walk_edit(w, edit, spot_of(schema_view_get(&w->old, STR("type"), NULL)),
              spot_of(schema_view_get(&w->new_, STR("type"), NULL)), " from %.*s to %.*s",
              STR_ARG(from), STR_ARG(to));
}

void walk_types(schema_walk_state *w)
{
    unsigned old = w->old.types, new_ = w->new_.types;
    if (!w->old.is_typed && !w->new_.is_typed)
        return;
    unsigned not_null = TYPE_ANY & ~(unsigned)TYPE_NULL;
    if ((old & not_null) != (new_ & not_null)) {
        note_types(w, old, new_);
        if (!w->old.is_typed || !w->new_.is_typed)
            return; /* null came or went with the type */
    }
    if ((old & TYPE_NULL) == (new_ & TYPE_NULL))
        return;
    walk_edit(w, new_ & TYPE_NULL ? EDIT_became_nullable : EDIT_became_not_nullable,
              spot_of(schema_view_get(&w->old, STR("type"), NULL)),
              spot_of(schema_view_get(&w->new_, STR("type"), NULL)), "%s", "");
}

/* Formats of which each value of the first is one of the second. */
static bool format_is_within(str narrow, str wide)
{
    static const char *const within[][2] = {
        {"int32", "int64"}, {"float", "double"},        {"uri", "uri-reference"},
        {"email", "idn-email"}, {"hostname", "idn-hostname"}, {"uri", "iri"},
        {"uri", "iri-reference"}, {"uri-reference", "iri-reference"}, {"int8", "int16"},
        {"int8", "int32"}, {"int8", "int64"}, {"int16", "int32"}, {"int16", "int64"},
        {"int32", "double"}, {"byte", "binary"}};
    for (size_t i = 0; i < sizeof within / sizeof *within; i++)
        if (str_equal(narrow, str_from(within[i][0])) && str_equal(wide, str_from(within[i][1])))
            return true;
    return false;
}

void walk_format(schema_walk_state *w)
{
    const node *old = schema_view_get(&w->old, STR("format"), NULL);
    const node *new_ = schema_view_get(&w->new_, STR("format"), NULL);
    str was = node_text(old), is = node_text(new_);
    if (str_equal(was, is))
        return;
    schema_edit edit = EDIT_type_changed;
    if (!is.data || format_is_within(was, is))
        edit = EDIT_type_generalized;
    else if (!was.data || format_is_within(is, was))
        edit = EDIT_type_specialized;
    walk_edit(w, edit, spot_of(old), spot_of(new_), " in its format from %.*s to %.*s",
              STR_ARG(was.data ? was : STR("none")), STR_ARG(is.data ? is : STR("none")));
}

void walk_pattern(schema_walk_state *w)
{
    const node *old = schema_view_get(&w->old, STR("pattern"), NULL);
    const node *new_ = schema_view_get(&w->new_, STR("pattern"), NULL);
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
