#include "lint/context.h"

#include "base/digest.h"
#include "base/limits.h"

static bool has_room(lint *l, const node *at)
{
    if (l->stopped)
        return false;
    if (++l->findings <= LIMIT_LINT_FINDINGS)
        return true;
    l->stopped = true;
    lint_undecided(l, at, arena_printf(l->arena, "more than %d findings", LIMIT_LINT_FINDINGS));
    return false;
}

enum { FINGERPRINT_LENGTH = 16 }; /* of hexadecimal, as those of changes */

/* The same mistake at the same place has the same fingerprint, whatever the words and the lines. */
static str fingerprint(lint *l, lint_rule rule, position place)
{
    buf text = {0};
    buf_printf(&text, "lint %s\n%.*s\n%.*s", lint_rules[rule].id, STR_ARG(place.file),
               STR_ARG(place.pointer));
    str hex = digest_hex(buf_str(&text), l->arena);
    buf_clear(&text);
    return str_take(hex, FINGERPRINT_LENGTH);
}

static void __attribute__((format(printf, 4, 0)))
add(lint *l, lint_rule rule, position place, const char *format, va_list arguments)
{
    finding f = {
        .rule = str_from(lint_rules[rule].id),
        .level = lint_rules[rule].level,
        .message = arena_vprintf(l->arena, format, arguments),
        .where = place.pointer,
        .contract = place.file,
        .new_place = place,
        .proof = {.kind = PROOF_RULE},
        .fingerprint = fingerprint(l, rule, place),
    };
    report_add(l->report, &f);
}

void lint_add(lint *l, lint_rule rule, const node *at, const char *format, ...)
{
    if (!has_room(l, at))
        return;
    va_list arguments;
    va_start(arguments, format);
    add(l, rule, bundle_position(l->bundle, at, l->arena), format, arguments);
    va_end(arguments);
}

void lint_add_key(lint *l, lint_rule rule, const member *at, const node *holder, const char *format,
                  ...)
{
    if (!has_room(l, holder))
        return;
    va_list arguments;
    va_start(arguments, format);
    add(l, rule, bundle_key_position(l->bundle, at, holder, l->arena), format, arguments);
    va_end(arguments);
}

void lint_undecided(lint *l, const node *at, str why)
{
    position place = bundle_position(l->bundle, at, l->arena);
    undecided u = {.where = place.pointer, .why = why, .place = place};
    report_add_undecided(l->report, &u);
}

const node *lint_follow(const lint *l, const node *n)
{
    const node *target = n ? bundle_follow(l->bundle, n, NULL) : NULL;
    return node_is(target, NODE_OBJECT) ? target : NULL;
}

void near_offer(near_name *n, str candidate)
{
    size_t limit = n->wanted.length < 8 ? 1 : 2; /* short words are near to many others */
    if (n->best.data && n->distance < limit)
        limit = n->distance;
    size_t distance = str_distance(n->wanted, candidate, limit);
    if (distance > limit || (n->best.data && distance >= n->distance))
        return;
    n->best = candidate;
    n->distance = distance;
}

const char *near_text(const near_name *n, arena *a)
{
    if (!n->best.data)
        return "";
    return arena_printf(a, " (did you mean '%.*s'?)", STR_ARG(n->best)).data;
}
