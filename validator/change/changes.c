/* Merging changes by cause, and turning them into findings. */
#include "change/comparison.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "change/levels.h"
#include "doc/excerpt.h"
#include "doc/json_writer.h"

/* Hexadecimal digits of a fingerprint: 64 bits, enough for every finding of a company. */
enum { FINGERPRINT_LENGTH = 16 };

/* A change with everything it was seen in. */
struct change_group {
    change first;
    VEC(str) operations;
    str operation, where; /* the least of those it was seen in: its address */
    struct change_group *previous;
};

static str group_key(const comparison *c, const change *ch)
{
    str key =
        arena_printf(c->arena, "%s\n%p %p %p %p\n%.*s", ch->rule->id, (const void *)ch->old.node,
                     (const void *)ch->old.key, (const void *)ch->new_.node,
                     (const void *)ch->new_.key, STR_ARG(ch->message));
    if (c->options->by_operation)
        key = arena_printf(c->arena, "%.*s\n%.*s\n%.*s", STR_ARG(key), STR_ARG(ch->operation),
                           STR_ARG(ch->where));
    return key;
}

/* Whichever was seen first, the least stays the least. */
static void keep_least(struct change_group *g, const change *ch)
{
    int order = g->where.data ? str_compare(ch->operation, g->operation) : -1;
    if (order > 0 || (order == 0 && str_compare(ch->where, g->where) >= 0))
        return;
    g->operation = ch->operation;
    g->where = ch->where;
}

void comparison_add(comparison *c, const change *ch)
{
    void **slot = map_slot(&c->group_index, group_key(c, ch));
    struct change_group *g = *slot;
    if (!g) {
        g = arena_new_of(c->arena, struct change_group);
        g->first = *ch;
        g->previous = c->groups;
        c->groups = g;
        *slot = g;
    } else if (ch->level > g->first.level) {
        /* Harmless in one operation, harmful in another: the finding is about the harm. */
        g->first.level = ch->level;
        g->first.proof = ch->proof;
        g->first.where = ch->where;
    }
    keep_least(g, ch);
    if (ch->operation.data)
        vec_push(c->arena, &g->operations, ch->operation);
}

__attribute__((format(printf, 8, 0))) static void say(comparison *c, rule_name name, level l,
                                                      str operation, str where, spot old, spot new_,
                                                      const char *format, va_list arguments)
{
    change ch = {.rule = rule_of(name),
                 .level = l,
                 .message = arena_vprintf(c->arena, format, arguments),
                 .where = where,
                 .operation = operation,
                 .old = old,
                 .new_ = new_};
    comparison_add(c, &ch);
}

void comparison_say(comparison *c, rule_name name, str operation, str where, spot old, spot new_,
                    const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(c, name, rule_of(name)->level, operation, where, old, new_, format, arguments);
    va_end(arguments);
}

void comparison_say_for(comparison *c, const operation_pair *p, rule_name name, str where, spot old,
                        spot new_, const char *format, ...)
{
    const rule *row = rule_of(name);
    bool is_data = row->direction != RULE_NEITHER;
    va_list arguments;
    va_start(arguments, format);
    say(c, name, p->flipped && is_data ? level_flipped(rule_of(name)) : row->level, p->display,
        where, old, new_, format, arguments);
    va_end(arguments);
}

bool comparison_has_breaking(const comparison *c)
{
    for (const struct change_group *g = c->groups; g; g = g->previous)
        if (g->first.level == LEVEL_BREAKING)
            return true;
    return false;
}

static int by_text(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

static size_t sort_unique(str *items, size_t count)
{
    if (count == 0)
        return 0;
    qsort(items, count, sizeof *items, by_text);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++)
        if (!str_equal(items[i], items[kept - 1]))
            items[kept++] = items[i];
    return kept;
}

static position spot_position(const comparison *c, const registry *side, spot s)
{
    if (!s.node)
        return (position){0};
    position p = registry_position(side, s.node, c->arena);
    if (s.key) {
        const document *doc = registry_document_of(side, s.node);
        line_column at = doc ? document_position(doc, s.key->key_start) : (line_column){0};
        p.line = at.line;
        p.column = at.column;
    }
    return p;
}

static str spot_excerpt(const comparison *c, const registry *side, spot s, uint32_t line)
{
    const document *doc = s.node ? registry_document_of(side, s.node) : NULL;
    if (!doc)
        return STR_NULL;
    return document_excerpt(doc, line, s.key ? s.key->key_start : s.node->start, c->arena);
}

/* Where something stands, in words that survive moved lines and files, list positions and the order
 * of operations: no pointer is part of it. */
static str semantic_address(const comparison *c, const struct change_group *g)
{
    if (g->first.address.data)
        return g->first.address;
    return arena_printf(c->arena, "%.*s %.*s", STR_ARG(g->operation), STR_ARG(g->where));
}

static void add_digest(digest *d, const comparison *c, spot s, bool is_holder)
{
    bool counts = s.node && !s.is_holder && !is_holder;
    digest_add_framed(d, counts ? json_digest(s.node, c->arena) : STR("none"));
}

static str fingerprint(const comparison *c, const struct change_group *g, str address)
{
    digest d;
    char hex[DIGEST_HEX_LENGTH + 1];
    digest_begin(&d);
    digest_add_framed(&d, str_from(g->first.rule->id));
    digest_add_framed(&d, c->options->contract);
    digest_add_framed(&d, address);
    rule_action action = g->first.rule->action;
    add_digest(&d, c, g->first.old, action == ACTION_ADD || action == ACTION_SET);
    add_digest(&d, c, g->first.new_, action == ACTION_REMOVE || action == ACTION_UNSET);
    digest_end(&d, hex);
    return arena_str(c->arena, str_of(hex, FINGERPRINT_LENGTH));
}

static void report_group(comparison *c, struct change_group *g)
{
    g->operations.count = sort_unique(g->operations.items, g->operations.count);
    finding f = {.rule = str_from(g->first.rule->id),
                 .level = g->first.level,
                 .message = g->first.message,
                 .where = g->first.where,
                 .contract = c->options->contract,
                 .operations = g->operations.items,
                 .operation_count = g->operations.count,
                 .old_place = spot_position(c, c->old_schemas, g->first.old),
                 .new_place = spot_position(c, c->new_schemas, g->first.new_),
                 .proof = g->first.proof};
    f.old_excerpt = spot_excerpt(c, c->old_schemas, g->first.old, f.old_place.line);
    f.new_excerpt = spot_excerpt(c, c->new_schemas, g->first.new_, f.new_place.line);
    f.fingerprint = fingerprint(c, g, semantic_address(c, g));
    report_add(c->report, &f);
}

void comparison_report(comparison *c)
{
    /* The list is newest first; findings of equal rank keep the order in which they were made. */
    VEC(struct change_group *) groups = {0};
    for (struct change_group *g = c->groups; g; g = g->previous)
        vec_push(c->arena, &groups, g);
    for (size_t i = groups.count; i-- > 0;)
        report_group(c, groups.items[i]);
}

str pair_where(const comparison *c, const operation_pair *p, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    str text = arena_vprintf(c->arena, format, arguments);
    va_end(arguments);
    if (p->prefix.length == 0)
        return text;
    return arena_printf(c->arena, "%.*s%.*s", STR_ARG(p->prefix), STR_ARG(text));
}
