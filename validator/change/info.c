/* The contract as a whole: components that nobody has to use, and its version. */
#include "change/schema_graph.h"

static const node *schemas_of(const api *side)
{
    if (side->version == API_SWAGGER_20)
        return node_get(side->root, STR("definitions"));
    return node_get(node_get(side->root, STR("components")), STR("schemas"));
}

/* A component under another name is no component less: one that the other side does not have and
 * that is equal, or that stands wherever the old one was meant. */
static const member *find_renamed(const comparison *c, const member *old, const node *olds,
                                  const node *news)
{
    for (uint32_t i = 0; node_is(news, NODE_OBJECT) && i < news->count; i++) {
        const member *m = &news->as.members[i];
        if (node_get_member(olds, member_key(m)))
            continue;
        if ((m->value.hash == old->value.hash && node_equal(&m->value, &old->value)) ||
            change_schema_are_paired(c->schemas, &old->value, &m->value))
            return m;
    }
    return NULL;
}

/* One that was there already, under a name that both sides have. */
static bool has_equal(const node *schemas, const node *wanted)
{
    for (uint32_t i = 0; node_is(schemas, NODE_OBJECT) && i < schemas->count; i++)
        if (schemas->as.members[i].value.hash == wanted->hash &&
            node_equal(&schemas->as.members[i].value, wanted))
            return true;
    return false;
}

static void say_schema_renamed(comparison *c, const member *old, const member *new_)
{
    comparison_say(c, RULE_api_schema_renamed, STR_NULL,
                   arena_printf(c->arena, "schema %.*s", STR_ARG(member_key(new_))),
                   (spot){&old->value, old, true}, (spot){&new_->value, new_, true},
                   "schema component '%.*s' was renamed to '%.*s'", STR_ARG(member_key(old)),
                   STR_ARG(member_key(new_)));
}

void compare_info(comparison *c)
{
    const node *old = schemas_of(c->old), *new_ = schemas_of(c->new_);
    if (!node_is(old, NODE_OBJECT))
        return;
    for (uint32_t i = 0; i < old->count; i++) {
        const member *m = &old->as.members[i];
        if (node_get_member(new_, member_key(m)))
            continue;
        const member *renamed = find_renamed(c, m, old, new_);
        if (renamed)
            say_schema_renamed(c, m, renamed);
        if (renamed || has_equal(new_, &m->value))
            continue;
        comparison_say(c, RULE_api_schema_removed, STR_NULL,
                       arena_printf(c->arena, "schema %.*s", STR_ARG(member_key(m))),
                       spot_key(&m->value, m), spot_node(new_ ? new_ : c->new_->root),
                       "schema component '%.*s' was removed", STR_ARG(member_key(m)));
    }
}

/* Up to three numbers of a semantic version; false when it is none. */
static bool read_version(str text, int64_t parts[3])
{
    str part;
    size_t count = 0;
    if (str_starts_with(text, STR("v")))
        text = str_skip(text, 1);
    while (count < 3 && str_split(&text, '.', &part)) {
        int64_t value = 0;
        size_t digits = 0;
        for (; digits < part.length && part.data[digits] >= '0' && part.data[digits] <= '9';
             digits++)
            value = value < INT64_MAX / 20 ? value * 10 + (part.data[digits] - '0') : value;
        if (digits == 0)
            return false;
        parts[count++] = value;
    }
    for (; count > 0 && count < 3; count++)
        parts[count] = 0;
    return count == 3;
}

static int compare_parts(const int64_t a[3], const int64_t b[3])
{
    for (size_t i = 0; i < 3; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

/* <0, 0, >0; of texts that are no versions it can only be told that they are the same. */
static int compare_versions(const comparison *c, int64_t was[3], int64_t is[3])
{
    if (read_version(c->old->info_version, was) && read_version(c->new_->info_version, is))
        return compare_parts(was, is);
    is[0] = 0;
    was[0] = 0;
    return str_equal(c->old->info_version, c->new_->info_version) ? 0 : -1;
}

void compare_version(comparison *c)
{
    int64_t was[3], is[3];
    if (!c->options->check_version || !comparison_has_breaking(c))
        return;
    int order = compare_versions(c, was, is);
    /* Before 1.0.0 anything may change. */
    if (order < 0 && (is[0] > was[0] || was[0] == 0))
        return;
    rule_name name = order == 0  ? RULE_api_version_not_bumped
                     : order > 0 ? RULE_api_version_decreased
                                 : RULE_api_major_version_not_bumped;
    comparison_say(
        c, name, STR_NULL, STR("info.version"), spot_node(node_get(c->old->info, STR("version"))),
        spot_node(node_get(c->new_->info, STR("version"))), "%s: %.*s, then %.*s",
        rule_of(name)->title, STR_ARG(c->old->info_version), STR_ARG(c->new_->info_version));
}
