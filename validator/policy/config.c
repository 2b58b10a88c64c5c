#include "policy/config.h"

#include <string.h>

#include "base/vec.h"
#include "doc/pointer.h"

/* Two edits away is still the same word mistyped; three is another word. */
enum { NEAR_ENOUGH = 2 };

position config_position(const config *c, const node *n)
{
    line_column at = document_position(c->document, n->start);
    return (position){.file = arena_str(c->arena, document_name(c->document)),
                      .line = at.line,
                      .column = at.column,
                      .pointer = pointer_of(document_root(c->document), n, c->arena)};
}

diag *config_error(config *c, const node *at, const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    str message = arena_vprintf(c->arena, format, arguments);
    va_end(arguments);
    diag *of = diags_error(c->diags, code, "%.*s", STR_ARG(message));
    return document_diag_at(c->document, c->diags, of, at);
}

const char *config_nearest(str text, const char *const *candidates)
{
    const char *nearest = NULL;
    size_t least = NEAR_ENOUGH + 1;
    for (; *candidates; candidates++) {
        size_t distance = str_distance(text, str_from(*candidates), NEAR_ENOUGH);
        if (distance < least && distance < strlen(*candidates)) {
            least = distance;
            nearest = *candidates;
        }
    }
    return nearest;
}

static bool wrong_kind(config *c, const node *value, const char *key, const char *wanted)
{
    diag *of = config_error(c, value, "policy.type", "'%s' is %s where %s is wanted", key,
                            node_kind_name(node_kind_of(value)), wanted);
    if (node_is(value, NODE_NUMBER) || node_is(value, NODE_BOOLEAN) || node_is(value, NODE_NULL))
        diags_hint(c->diags, of, "put it in quotes if it is meant as text");
    return false;
}

bool config_text(config *c, const node *value, const char *key, str *out)
{
    if (!node_is(value, NODE_STRING))
        return wrong_kind(c, value, key, "text");
    str text = node_text(value);
    if (str_trim(text).length == 0 || memchr(text.data, 0, text.length)) {
        config_error(c, value, "policy.value", "'%s' is empty or holds a NUL", key);
        return false;
    }
    *out = arena_str(c->arena, text);
    return true;
}

bool config_texts(config *c, const node *value, const char *key, text_list *out)
{
    size_t count = node_is(value, NODE_ARRAY) ? value->count : 1;
    bool good = true;
    out->items = arena_array_of(c->arena, str, count);
    out->count = 0;
    for (size_t i = 0; i < count; i++) {
        const node *item = node_is(value, NODE_ARRAY) ? node_item(value, i) : value;
        if (config_text(c, item, key, &out->items[out->count]))
            out->count++;
        else
            good = false;
    }
    return good;
}

bool config_each(config *c, const node *list, const char *key,
                 void (*read)(config *c, const node *item, void *into), void *into)
{
    if (!node_is(list, NODE_ARRAY))
        return wrong_kind(c, list, key, "a list");
    for (size_t i = 0; i < list->count; i++)
        read(c, node_item(list, i), into);
    return true;
}

/* --- numbers with units --- */

/* "999999999GB": more is a mistake, not a wish. */
enum { LARGEST_WITH_UNIT = 999999999 };

typedef struct unit {
    const char *name;
    uint64_t factor;
} unit;

static const unit duration_units[] = {{"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}, {NULL, 0}};
static const unit day_units[] = {{"d", 1}, {"w", 7}, {NULL, 0}};
static const unit size_units[] = {{"B", 1},         {"KB", 1u << 10}, {"K", 1u << 10},
                                  {"MB", 1u << 20}, {"M", 1u << 20},  {"GB", 1u << 30},
                                  {"G", 1u << 30},  {NULL, 0}};

/* "90d": digits and a unit of the table; without a unit the number itself. 0 is never meant. */
static bool parse_quantity(str text, const unit *units, uint64_t maximum, uint64_t *out)
{
    uint64_t value = 0;
    size_t i = 0;
    for (; i < text.length && text.data[i] >= '0' && text.data[i] <= '9'; i++) {
        if (value > (UINT64_MAX - 9) / 10)
            return false;
        value = value * 10 + (uint64_t)(text.data[i] - '0');
    }
    str name = str_trim(str_skip(text, i));
    uint64_t factor = name.length == 0 ? 1 : 0;
    if (name.length && value > LARGEST_WITH_UNIT)
        return false;
    for (; units && units->name && !factor; units++)
        if (str_equal_ignoring_case(name, str_from(units->name)))
            factor = units->factor;
    if (i == 0 || factor == 0 || value == 0 || value > maximum / factor)
        return false;
    *out = value * factor;
    return true;
}

static bool read_quantity(config *c, const node *value, const char *key, const unit *units,
                          uint64_t maximum, const char *wanted, uint64_t *out)
{
    if (!node_is(value, NODE_NUMBER) && !(units && node_is(value, NODE_STRING)))
        return wrong_kind(c, value, key, wanted);
    if (parse_quantity(node_text(value), units, maximum, out))
        return true;
    config_error(c, value, "policy.value", "'%s' is not %s: '%.*s'", key, wanted,
                 STR_ARG(node_text(value)));
    return false;
}

/* --- one key --- */

static bool read_choice(config *c, const node *value, const config_key *key, int *out)
{
    if (!node_is(value, NODE_STRING))
        return wrong_kind(c, value, key->name, "text");
    str text = node_text(value);
    for (int i = 0; key->choices[i]; i++)
        if (str_equal(text, str_from(key->choices[i]))) {
            *out = i;
            return true;
        }
    buf all = {0};
    for (int i = 0; key->choices[i]; i++)
        buf_printf(&all, "%s%s", i == 0 ? "" : ", ", key->choices[i]);
    const char *nearest = config_nearest(text, key->choices);
    diag *of = config_error(c, value, "policy.value", "'%s' is none of %s: '%.*s'", key->name,
                            buf_cstr(&all), STR_ARG(text));
    if (nearest)
        diags_hint(c->diags, of, "did you mean '%s'?", nearest);
    buf_clear(&all);
    return false;
}

static bool read_small_quantity(config *c, const node *value, const config_key *key,
                                const unit *units, const char *wanted, void *field)
{
    uint64_t wide;
    if (!read_quantity(c, value, key->name, units, UINT32_MAX, wanted, &wide))
        return false;
    *(uint32_t *)field = (uint32_t)wide;
    return true;
}

bool config_value(config *c, const node *value, const config_key *key, void *into)
{
    void *field = (char *)into + key->field;
    size_t before = c->diags->errors + c->diags->dropped;
    switch (key->kind) {
    case CONFIG_TEXT:
        return config_text(c, value, key->name, field);
    case CONFIG_TEXTS:
        return config_texts(c, value, key->name, field);
    case CONFIG_BOOLEAN:
        if (!node_is(value, NODE_BOOLEAN))
            return wrong_kind(c, value, key->name, "true or false");
        *(bool *)field = node_is_true(value);
        return true;
    case CONFIG_COUNT:
        return read_small_quantity(c, value, key, NULL, "a whole number from 1", field);
    case CONFIG_STEPS:
        return read_quantity(c, value, key->name, NULL, UINT64_MAX, "a whole number from 1", field);
    case CONFIG_DURATION:
        return read_small_quantity(c, value, key, duration_units, "a duration like 30s or 5m",
                                   field);
    case CONFIG_DAYS:
        return read_small_quantity(c, value, key, day_units, "a number of days like 90d or 12w",
                                   field);
    case CONFIG_SIZE:
        return read_quantity(c, value, key->name, size_units, INT64_MAX, "a size like 512MB",
                             field);
    case CONFIG_CHOICE:
        return read_choice(c, value, key, field);
    case CONFIG_CUSTOM:
        key->read(c, value, into);
        return c->diags->errors + c->diags->dropped == before;
    }
    return false;
}

/* Positions of keys are those of their text: "unknown key" points at the key, not at its value. */
static void unknown_key(config *c, const member *m, const config_key *keys)
{
    VEC(const char *) names = {0};
    for (; keys->name; keys++)
        vec_push(c->arena, &names, keys->name);
    vec_push(c->arena, &names, NULL);
    const char *nearest = config_nearest(member_key(m), names.items);
    line_column at = document_position(c->document, m->key_start);
    diag *of =
        diags_error(c->diags, "policy.unknown-key", "unknown key '%.*s'", STR_ARG(member_key(m)));
    of = diags_at(c->diags, of, document_name(c->document), at.line, at.column);
    if (nearest) {
        diags_hint(c->diags, of, "did you mean '%s'?", nearest);
        return;
    }
    buf known = {0};
    for (size_t i = 0; i + 1 < names.count; i++)
        buf_printf(&known, "%s%s", i == 0 ? "" : ", ", names.items[i]);
    diags_hint(c->diags, of, "known here: %s", buf_cstr(&known));
    buf_clear(&known);
}

bool config_object(config *c, const node *object, const config_key *keys, void *into)
{
    if (!node_is(object, NODE_OBJECT)) {
        config_error(c, object, "policy.type", "%s is wanted here, not %s", "an object",
                     node_kind_name(node_kind_of(object)));
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < object->count; i++) {
        const member *m = &object->as.members[i];
        const config_key *key = keys;
        while (key->name && !str_equal(member_key(m), str_from(key->name)))
            key++;
        if (!key->name) {
            unknown_key(c, m, keys);
            good = false;
        } else if (!config_value(c, &m->value, key, into)) {
            good = false;
        }
    }
    for (; keys->name; keys++)
        if (keys->required && !node_get(object, str_from(keys->name))) {
            config_error(c, object, "policy.missing", "'%s' is missing", keys->name);
            good = false;
        }
    return good;
}
