#include "inclusion/text.h"

#include <stdlib.h>

static const value *of_string(value_store *s, const value *v)
{
    if (str_equal(v->text, STR("true")))
        return value_of_boolean(s, true);
    if (str_equal(v->text, STR("false")))
        return value_of_boolean(s, false);
    number n;
    if (!number_parse(&n, v->text, s->arena) || !str_equal(number_text(&n, s->arena), v->text))
        return v;
    return value_of_number(s, &n);
}

static const value *map_items(value_store *s, const value *v,
                              const value *(*each)(value_store *, const value *))
{
    const value **items = memory_alloc(v->count * sizeof *items);
    for (uint32_t i = 0; i < v->count; i++)
        items[i] = each(s, v->items[i]);
    const value *made = value_of_items(s, items, v->count);
    free(items);
    return made;
}

const value *text_canonical(value_store *s, const value *v)
{
    if (v->kind == KIND_STRING)
        return of_string(s, v);
    return v->kind == KIND_ARRAY ? map_items(s, v, text_canonical) : v;
}

str text_of(const value *v, arena *a)
{
    if (v->kind == KIND_STRING)
        return v->text;
    if (v->kind == KIND_BOOLEAN)
        return v->truth ? STR("true") : STR("false");
    return number_text(&v->number, a);
}

const value *text_as_strings(value_store *s, const value *v)
{
    if (v->kind == KIND_ARRAY)
        return map_items(s, v, text_as_strings);
    if ((1 << v->kind) & (KINDS_NUMBER | KINDS_BOOLEAN))
        return value_of_string(s, text_of(v, s->arena));
    return v;
}

str text_number_pattern(void)
{
    return STR("^(0|-?[1-9][0-9]{0,19}|-?(0|[1-9][0-9]{0,8})\\.[0-9]{0,5}[1-9])$");
}
