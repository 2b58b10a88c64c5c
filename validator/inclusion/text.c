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

/* `choice`: what is made of a part beside the part itself. */
typedef const value *map_value(value_store *s, const value *v, uint32_t *choice);

static const value *map_members(value_store *s, const value *v, map_value *each, uint32_t *choice)
{
    value_member *members = memory_alloc(v->count * sizeof *members);
    for (uint32_t i = 0; i < v->count; i++)
        members[i] = (value_member){v->members[i].name, each(s, v->members[i].value, choice)};
    const value *made = value_of_members(s, members, v->count);
    free(members);
    return made;
}

static const value *map_parts(value_store *s, const value *v, map_value *each, uint32_t *choice)
{
    if (v->kind == KIND_OBJECT)
        return map_members(s, v, each, choice);
    if (v->kind != KIND_ARRAY)
        return v;
    const value **items = memory_alloc(v->count * sizeof *items);
    for (uint32_t i = 0; i < v->count; i++)
        items[i] = each(s, v->items[i], choice);
    const value *made = value_of_items(s, items, v->count);
    free(items);
    return made;
}

static const value *canonical(value_store *s, const value *v, uint32_t *choice)
{
    return v->kind == KIND_STRING ? of_string(s, v) : map_parts(s, v, canonical, choice);
}

const value *text_canonical(value_store *s, const value *v)
{
    return canonical(s, v, NULL);
}

str text_of(const value *v, arena *a)
{
    if (v->kind == KIND_STRING)
        return v->text;
    if (v->kind == KIND_BOOLEAN)
        return v->truth ? STR("true") : STR("false");
    return number_text(&v->number, a);
}

static const value *as_string(value_store *s, const value *v, uint32_t *choice)
{
    if ((1 << v->kind) & (KINDS_NUMBER | KINDS_BOOLEAN))
        return value_of_string(s, text_of(v, s->arena));
    return map_parts(s, v, as_string, choice);
}

const value *text_as_strings(value_store *s, const value *v)
{
    return as_string(s, v, NULL);
}

/* A scalar takes one bit: 1 is the string, 0 what it spells. */
static const value *read_by(value_store *s, const value *v, uint32_t *choice)
{
    if (!((1 << v->kind) & TEXT_KINDS))
        return map_parts(s, v, read_by, choice);
    bool is_string = *choice & 1;
    *choice >>= 1;
    if (is_string)
        return as_string(s, v, NULL);
    number n;
    if (v->kind == KIND_STRING && number_parse(&n, v->text, s->arena))
        return value_of_number(s, &n);
    return canonical(s, v, NULL);
}

const value *text_reading(value_store *s, const value *v, uint32_t choice)
{
    return read_by(s, v, &choice);
}

uint32_t text_count(const value *v)
{
    if ((1 << v->kind) & TEXT_KINDS)
        return 1;
    uint32_t count = 0;
    for (uint32_t i = 0; i < v->count && v->kind == KIND_ARRAY; i++)
        count += text_count(v->items[i]);
    for (uint32_t i = 0; i < v->count && v->kind == KIND_OBJECT; i++)
        count += text_count(v->members[i].value);
    return count;
}

str text_number_pattern(void)
{
    return STR("^(0|-?[1-9][0-9]{0,19}|-?(0|[1-9][0-9]{0,8})\\.[0-9]{0,5}[1-9])$");
}
