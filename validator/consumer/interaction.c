#include "consumer/interaction.h"

#include "base/uri.h"
#include "base/vec.h"

const field *fields_find(const fields *of, str name, bool ignoring_case)
{
    for (size_t i = 0; i < of->count; i++)
        if (ignoring_case ? str_equal_ignoring_case(of->items[i].name, name)
                          : str_equal(of->items[i].name, name))
            return &of->items[i];
    return NULL;
}

static str decode(str text, arena *a)
{
    char *copy = arena_copy(a, text.data ? text.data : "", text.length + 1 > 1 ? text.length : 1);
    for (size_t i = 0; i < text.length; i++)
        if (copy[i] == '+')
            copy[i] = ' ';
    str plain = {copy, text.length}, decoded;
    return uri_percent_decode(plain, &decoded, a) ? decoded : plain;
}

fields fields_from_query(str text, const node *n, arena *a)
{
    VEC(field) found = {0};
    str part;
    if (str_starts_with(text, STR("?")))
        text = str_skip(text, 1);
    while (str_split(&text, '&', &part)) {
        size_t equals = str_find(part, '=');
        if (part.length == 0)
            continue;
        str name = equals == SIZE_MAX ? part : str_take(part, equals);
        str value = equals == SIZE_MAX ? STR("") : str_skip(part, equals + 1);
        vec_push(a, &found, (field){decode(name, a), decode(value, a), n});
    }
    return (fields){found.items, found.count};
}
