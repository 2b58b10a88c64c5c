/*
 * What a failed keyword says to people: the value's fault first, then what is wanted.
 */
#include "base/utf8.h"
#include "doc/json_writer.h"
#include "schema/evaluate.h"

enum { VALUE_LENGTH = 60 }; /* bytes of a value that a sentence shows */

str message_value(const node *n, arena *a)
{
    buf text = {0};
    if (n->kind == NODE_ARRAY || n->kind == NODE_OBJECT) {
        bool is_array = n->kind == NODE_ARRAY;
        buf_printf(&text, "%s of %u %s%s", is_array ? "an array" : "an object", n->count,
                   is_array ? "item" : "member", n->count == 1 ? "" : "s");
    } else {
        json_write(&text, n);
    }
    if (text.length > VALUE_LENGTH) {
        size_t cut = VALUE_LENGTH;
        while (cut > 0 && ((unsigned char)text.data[cut] & 0xc0) == 0x80)
            cut--; /* not inside a character */
        text.length = cut;
        buf_append(&text, STR("…"));
    }
    str made = arena_str(a, buf_str(&text));
    buf_clear(&text);
    return made;
}

static str kind_names(uint32_t kinds, arena *a)
{
    static const node_kind order[] = {NODE_NULL,   NODE_BOOLEAN, NODE_NUMBER,
                                      NODE_STRING, NODE_ARRAY,   NODE_OBJECT};
    buf text = {0};
    for (size_t i = 0; i < 6; i++)
        if (kinds >> order[i] & 1)
            buf_printf(&text, "%s%s", text.length ? " or " : "", node_kind_name(order[i]));
    if (kinds & KIND_SET_INTEGER && !(kinds >> NODE_NUMBER & 1))
        buf_printf(&text, "%sinteger", text.length ? " or " : "");
    str made = arena_str(a, text.length ? buf_str(&text) : STR("nothing"));
    buf_clear(&text);
    return made;
}

static str value_names(const node *values, uint32_t count, arena *a)
{
    enum { SHOWN = 6 };
    buf text = {0};
    for (uint32_t i = 0; i < count && i < SHOWN; i++) {
        str value = message_value(&values[i], a);
        buf_printf(&text, "%s%.*s", i ? ", " : "", STR_ARG(value));
    }
    if (count > SHOWN)
        buf_printf(&text, " and %u more", count - SHOWN);
    str made = arena_str(a, buf_str(&text));
    buf_clear(&text);
    return made;
}

static str count_message(const application *a, const char *noun, uint64_t found)
{
    const clause *c = a->clause;
    bool too_few = found < c->size;
    return arena_printf(a->evaluation->arena, "%llu %s%s, %s %llu %s wanted",
                        (unsigned long long)found, noun, found == 1 ? "" : "s",
                        too_few ? "at least" : "at most", (unsigned long long)c->size,
                        c->size == 1 ? "is" : "are");
}

static str bound_message(const application *a, const char *relation)
{
    arena *memory = a->evaluation->arena;
    str value = message_value(a->at.node, memory), bound = number_text(a->clause->number, memory);
    return arena_printf(memory, "%.*s is not %s %.*s", STR_ARG(value), relation, STR_ARG(bound));
}

static str choice_message(const application *a)
{
    return arena_printf(a->evaluation->arena, "none of the %u schemas holds", a->clause->count);
}

str message_of(const application *a)
{
    const clause *c = a->clause;
    const node *n = a->at.node;
    arena *memory = a->evaluation->arena;
    str value = message_value(n, memory);
    switch (c->id) {
    case KEYWORD_TYPE: {
        str kinds = kind_names(c->kinds, memory);
        return arena_printf(memory, "%.*s is %s, %.*s is wanted", STR_ARG(value),
                            node_kind_name(node_kind_of(n)), STR_ARG(kinds));
    }
    case KEYWORD_ENUM: {
        str names = value_names(c->member->value.as.items, c->member->value.count, memory);
        return arena_printf(memory, "%.*s is none of %.*s", STR_ARG(value), STR_ARG(names));
    }
    case KEYWORD_CONST: {
        str wanted = message_value(&c->member->value, memory);
        return arena_printf(memory, "%.*s is not %.*s", STR_ARG(value), STR_ARG(wanted));
    }
    case KEYWORD_MINIMUM:
        return bound_message(a, c->exclusive ? "greater than" : "at least");
    case KEYWORD_MAXIMUM:
        return bound_message(a, c->exclusive ? "less than" : "at most");
    case KEYWORD_EXCLUSIVE_MINIMUM:
        return bound_message(a, "greater than");
    case KEYWORD_EXCLUSIVE_MAXIMUM:
        return bound_message(a, "less than");
    case KEYWORD_MULTIPLE_OF:
        return bound_message(a, "a multiple of");
    case KEYWORD_MIN_LENGTH:
    case KEYWORD_MAX_LENGTH:
        return count_message(a, "character", utf8_length(node_text(n)));
    case KEYWORD_PATTERN:
    case KEYWORD_FORMAT:
        return arena_printf(memory, "%.*s does not match the %s %.*s", STR_ARG(value),
                            c->id == KEYWORD_PATTERN ? "pattern" : "format",
                            STR_ARG(node_text(&c->member->value)));
    case KEYWORD_CONTENT_ENCODING:
    case KEYWORD_CONTENT_MEDIA_TYPE:
        return arena_printf(memory, "the string does not hold %.*s",
                            STR_ARG(node_text(&c->member->value)));
    case KEYWORD_MIN_ITEMS:
    case KEYWORD_MAX_ITEMS:
        return count_message(a, "item", n->count);
    case KEYWORD_UNIQUE_ITEMS:
        return STR("two items are equal");
    case KEYWORD_MIN_PROPERTIES:
    case KEYWORD_MAX_PROPERTIES:
        return count_message(a, "member", n->count);
    case KEYWORD_ANY_OF:
    case KEYWORD_ONE_OF:
        return choice_message(a);
    case KEYWORD_NOT:
    case KEYWORD_DISALLOW:
        return arena_printf(memory, "%.*s is what must not be", STR_ARG(value));
    default:
        return STR_NULL; /* its children say why */
    }
}
