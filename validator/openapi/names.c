#include "openapi/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/vec.h"

bool path_next_name(str template, size_t *next, str *name)
{
    for (size_t i = *next; i < template.length; i++) {
        if (template.data[i] != '{')
            continue;
        for (size_t j = i + 1; j < template.length && template.data[j] != '{'; j++) {
            if (template.data[j] != '}')
                continue;
            *name = str_of(template.data + i + 1, j - i - 1);
            *next = j + 1;
            return true;
        }
    }
    *next = template.length;
    return false;
}

str path_shape(str template, arena *a)
{
    buf shape = {0};
    size_t next = 0, copied = 0;
    str name;
    while (path_next_name(template, &next, &name)) {
        size_t open = (size_t)(name.data - template.data);
        buf_append(&shape, str_of(template.data + copied, open - copied));
        copied = next - 1;
    }
    if (copied == 0)
        return template;
    buf_append(&shape, str_skip(template, copied));
    str result = arena_str(a, buf_str(&shape));
    buf_clear(&shape);
    return result;
}

int path_name_index(str template, str name)
{
    size_t next = 0;
    str found;
    for (int i = 0; path_next_name(template, &next, &found); i++)
        if (str_equal(found, name))
            return i;
    return -1;
}

static str str_mapped(str s, char first, char last, int offset, arena *a)
{
    size_t i = 0;
    while (i < s.length && !(s.data[i] >= first && s.data[i] <= last))
        i++;
    if (i == s.length)
        return s;
    char *copy = arena_copy(a, s.data, s.length);
    for (; i < s.length; i++)
        if (copy[i] >= first && copy[i] <= last)
            copy[i] = (char)(copy[i] + offset);
    return str_of(copy, s.length);
}

str str_lower(str s, arena *a)
{
    return str_mapped(s, 'A', 'Z', 'a' - 'A', a);
}
str str_upper(str s, arena *a)
{
    return str_mapped(s, 'a', 'z', 'A' - 'a', a);
}

typedef struct media_parameter {
    str name, value;
} media_parameter;

static int compare_parameters(const void *a, const void *b)
{
    const media_parameter *x = a, *y = b;
    int by_name = str_compare(x->name, y->name);
    return by_name ? by_name : str_compare(x->value, y->value);
}

/* The part before the next ';' that stands outside quotes. */
static bool next_parameter(str *rest, str *part)
{
    if (!rest->data)
        return false;
    bool quoted = false;
    for (size_t i = 0; i < rest->length; i++) {
        char c = rest->data[i];
        if (quoted && c == '\\' && i + 1 < rest->length)
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (c == ';' && !quoted) {
            *part = str_take(*rest, i);
            *rest = str_skip(*rest, i + 1);
            return true;
        }
    }
    *part = *rest;
    *rest = STR_NULL;
    return true;
}

media_name media_name_of(str text, arena *a)
{
    str rest = text, part;
    next_parameter(&rest, &part);
    media_name result = {str_lower(str_trim(part), a), STR("")};
    if (!rest.data)
        return result;

    VEC(media_parameter) found = {0};
    while (next_parameter(&rest, &part)) {
        size_t equals = str_find(part, '=');
        media_parameter p = {str_lower(str_trim(str_take(part, equals)), a), STR("")};
        if (equals != SIZE_MAX)
            p.value = str_trim(str_skip(part, equals + 1));
        if (str_equal(p.name, STR("charset")))
            p.value = str_lower(p.value, a);
        if (p.name.length == 0)
            continue;
        vec_push(a, &found, p);
    }
    if (found.count > 1)
        qsort(found.items, found.count, sizeof *found.items, compare_parameters);
    buf out = {0};
    for (size_t i = 0; i < found.count; i++)
        buf_printf(&out, "; %.*s=%.*s", STR_ARG(found.items[i].name),
                   STR_ARG(found.items[i].value));
    result.parameters = arena_str(a, buf_str(&out));
    buf_clear(&out);
    return result;
}

str response_status(str text, arena *a)
{
    if (str_equal_ignoring_case(text, STR("default")))
        return STR("default");
    if (text.length == 3 && text.data[0] >= '1' && text.data[0] <= '5' &&
        str_equal_ignoring_case(str_skip(text, 1), STR("xx")))
        return str_upper(text, a);
    return text;
}

bool response_status_is_valid(str status, bool ranges_allowed)
{
    if (str_equal(status, STR("default")))
        return true;
    if (status.length != 3 || status.data[0] < '1' || status.data[0] > '5')
        return false;
    if (ranges_allowed && memcmp(status.data + 1, "XX", 2) == 0)
        return true;
    return status.data[1] >= '0' && status.data[1] <= '9' && status.data[2] >= '0' &&
           status.data[2] <= '9';
}
