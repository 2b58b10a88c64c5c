/*
 * Keywords that judge one value by itself. Numbers go through exact arithmetic here, whatever their
 * size: the program's shortcuts are checked against it.
 */
#include "base/utf8.h"
#include "schema/content.h"
#include "schema/evaluate.h"

static bool is_one_of(const node *n, const node *values, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (node_equal(n, &values[i]))
            return true;
    return false;
}

static bool number_assertion(application *a)
{
    const clause *c = a->clause;
    if (a->at.node->kind != NODE_NUMBER)
        return true;
    number value = node_number(a->at.node, a->evaluation->arena);
    if (c->id == KEYWORD_MULTIPLE_OF) {
        number_answer answer = number_is_multiple_of(&value, c->number);
        if (answer == NUMBER_TOO_LARGE)
            return run_stop(&a->evaluation->run, "limit.number-exponent");
        return answer == NUMBER_YES;
    }
    int order = number_compare(&value, c->number);
    switch (c->id) {
    case KEYWORD_MINIMUM:
        return c->exclusive ? order > 0 : order >= 0;
    case KEYWORD_MAXIMUM:
        return c->exclusive ? order < 0 : order <= 0;
    case KEYWORD_EXCLUSIVE_MINIMUM:
        return order > 0;
    default:
        return order < 0;
    }
}

static bool string_assertion(application *a)
{
    const clause *c = a->clause;
    str text = node_text(a->at.node);
    if (a->at.node->kind != NODE_STRING)
        return true;
    switch (c->id) {
    case KEYWORD_MAX_LENGTH:
        return utf8_length(text) <= c->size;
    case KEYWORD_MIN_LENGTH:
        return utf8_length(text) >= c->size;
    case KEYWORD_PATTERN:
        return !c->patterns[0] || run_pattern(&a->evaluation->run, c->patterns[0], text);
    case KEYWORD_CONTENT_ENCODING:
        return !c->asserts || content_accepts(node_text(&c->member->value), STR_NULL, text);
    default: { /* contentMediaType, of what the encoding holds */
        const clause *encoding = subschema_clause(a->subschema, KEYWORD_CONTENT_ENCODING);
        str name = encoding ? node_text(&encoding->member->value) : STR_NULL;
        return !c->asserts || content_accepts(name, node_text(&c->member->value), text);
    }
    }
}

bool evaluate_assertion(application *a)
{
    const clause *c = a->clause;
    switch (c->id) {
    case KEYWORD_ENUM:
        return is_one_of(a->at.node, c->member->value.as.items, c->member->value.count);
    case KEYWORD_CONST:
        return is_one_of(a->at.node, &c->member->value, 1);
    case KEYWORD_MULTIPLE_OF:
    case KEYWORD_MAXIMUM:
    case KEYWORD_MINIMUM:
    case KEYWORD_EXCLUSIVE_MAXIMUM:
    case KEYWORD_EXCLUSIVE_MINIMUM:
        return number_assertion(a);
    case KEYWORD_MAX_LENGTH:
    case KEYWORD_MIN_LENGTH:
    case KEYWORD_PATTERN:
    case KEYWORD_CONTENT_ENCODING:
    case KEYWORD_CONTENT_MEDIA_TYPE:
        return string_assertion(a);
    case KEYWORD_FORMAT:
        return !c->asserts || format_accepts(c->format, a->at.node);
    default:
        return true; /* it only annotates */
    }
}
