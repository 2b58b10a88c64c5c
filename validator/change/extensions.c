/*
 * Extensions (`x-*`) that a policy says matter.
 *
 * Nobody but their users knows what they mean, so nothing is said of them unless asked. Both sides
 * are walked document by document: what both have under the same names is looked at, what is data
 * (examples, defaults) or a name of the contract's own (a header X-Trace, a property x-id) is no
 * extension.
 */
#include "change/comparison.h"

#include "base/glob.h"

typedef struct place {
    comparison *comparison;
    str operation; /* STR_NULL: outside of any */
    str path;      /* "/pets/{id}" where a path item stands; STR_NULL: elsewhere */
} place;

static bool is_one_of(str text, const char *const *names)
{
    for (size_t i = 0; names[i]; i++)
        if (str_equal(text, str_from(names[i])))
            return true;
    return false;
}

/* Objects whose keys are names of the contract's own. */
static bool is_map(str key)
{
    static const char *const maps[] = {"properties",
                                       "patternProperties",
                                       "$defs",
                                       "definitions",
                                       "schemas",
                                       "parameters",
                                       "headers",
                                       "links",
                                       "callbacks",
                                       "variables",
                                       "securitySchemes",
                                       "requestBodies",
                                       "mapping",
                                       "securityDefinitions",
                                       "webhooks",
                                       "pathItems",
                                       "dependentSchemas",
                                       "mediaTypes",
                                       "dependencies",
                                       "scopes",
                                       "responses",
                                       "encoding",
                                       "content",
                                       NULL};
    return is_one_of(key, maps);
}

/* Values that are data, not contract. */
static bool is_data(str key)
{
    static const char *const data[] = {"example", "examples", "default",  "enum",
                                       "const",   "value",    "security", NULL};
    return is_one_of(key, data);
}

/* These have rules of their own. */
static bool is_understood(str key)
{
    static const char *const understood[] = {"x-sunset", "x-stability-level", "x-extensible-enum",
                                             NULL};
    return is_one_of(key, understood);
}

static bool is_method(str key)
{
    static const char *const methods[] = {"get",  "put",   "post",  "delete", "options",
                                          "head", "patch", "trace", "query",  NULL};
    return is_one_of(key, methods);
}

static level wanted_level(const comparison *c, str name)
{
    level wanted = LEVEL_NONE;
    for (size_t i = 0; i < c->options->extension_count; i++)
        if (glob_matches(c->options->extensions[i].name, name))
            wanted = c->options->extensions[i].level;
    return is_understood(name) ? LEVEL_NONE : wanted;
}

static void say(const place *at, const member *old, const member *new_, const node *old_holder,
                const node *new_holder)
{
    comparison *c = at->comparison;
    const member *named = new_ ? new_ : old; /* one of the two is there */
    if (!named)
        return;
    str name = member_key(named);
    level of = wanted_level(c, name);
    if (of == LEVEL_NONE || (old && new_ && node_equal(&old->value, &new_->value)))
        return;
    rule_name rule_is = !old    ? RULE_extension_added
                        : !new_ ? RULE_extension_removed
                                : RULE_extension_changed;
    const char *what = !old ? "added" : !new_ ? "removed" : "changed";
    change ch = {.rule = rule_of(rule_is),
                 .level = of,
                 .message = arena_printf(c->arena, "extension '%.*s' was %s", STR_ARG(name), what),
                 .where = arena_printf(c->arena, "extension %.*s", STR_ARG(name)),
                 .operation = at->operation,
                 .old = old ? spot_key(&old->value, old)
                            : (spot){.node = old_holder, .is_holder = true},
                 .new_ = new_ ? spot_key(&new_->value, new_)
                              : (spot){.node = new_holder, .is_holder = true}};
    comparison_add(c, &ch);
}

/* --- walking both sides --- */

static void walk(const place *at, const node *old, const node *new_, bool is_named);

/* The next part of a path template: a whole "{name}" as "{}", else one character. */
static str next_part(str *rest)
{
    size_t close = rest->data[0] == '{' ? str_find(*rest, '}') : SIZE_MAX;
    str part = close == SIZE_MAX ? str_take(*rest, 1) : STR("{}");
    *rest = str_skip(*rest, close == SIZE_MAX ? 1 : close + 1);
    return part;
}

/* "/pets/{id}" and "/pets/{petId}" are the same path. */
static bool is_same_template(str a, str b)
{
    while (a.length && b.length)
        if (!str_equal(next_part(&a), next_part(&b)))
            return false;
    return a.length == b.length;
}

static const member *counterpart(const node *new_, str key)
{
    const member *same = node_get_member(new_, key);
    for (uint32_t i = 0; !same && str_starts_with(key, STR("/")) && i < new_->count; i++)
        if (is_same_template(member_key(&new_->as.members[i]), key))
            same = &new_->as.members[i];
    return same;
}

static void walk_member(const place *at, const member *old, const member *new_, bool is_named)
{
    str key = member_key(new_);
    place inner = *at;
    if (!is_named && at->path.data && is_method(key)) {
        inner.operation =
            arena_printf(at->comparison->arena, "%.*s %.*s", STR_ARG(key), STR_ARG(at->path));
        for (char *p = (char *)inner.operation.data; *p != ' '; p++)
            *p = (char)(*p - 'a' + 'A');
    }
    inner.path = str_starts_with(key, STR("/")) && !at->operation.data ? key : STR_NULL;
    walk(&inner, &old->value, &new_->value, !is_named && is_map(key));
}

static void walk_object(const place *at, const node *old, const node *new_, bool is_named)
{
    for (uint32_t i = 0; i < old->count; i++) {
        const member *m = &old->as.members[i];
        const member *other = counterpart(new_, member_key(m));
        if (!is_named && str_starts_with(member_key(m), STR("x-")))
            say(at, m, other, old, new_);
        else if (other && (is_named || !is_data(member_key(m))))
            walk_member(at, m, other, is_named);
    }
    for (uint32_t i = 0; !is_named && i < new_->count; i++) {
        const member *m = &new_->as.members[i];
        if (str_starts_with(member_key(m), STR("x-")) && !node_get_member(old, member_key(m)))
            say(at, NULL, m, old, new_);
    }
}

/* What an item of a list is known by: a parameter by name and place, a server by its URL. */
static bool is_same_item(const node *a, const node *b)
{
    static const char *const keys[] = {"name", "in", "url", "$ref"};
    bool known = false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        str mine = node_get_text(a, str_from(keys[i])), other = node_get_text(b, str_from(keys[i]));
        if (!str_equal(mine, other))
            return false;
        known |= mine.data != NULL;
    }
    return known;
}

static const node *same_item(const node *list, const node *item)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (is_same_item(item, &list->as.items[i]))
            return &list->as.items[i];
    return NULL;
}

/* What has another name now is found by its position in a list as long as before. */
static void walk_list(const place *at, const node *old, const node *new_)
{
    for (uint32_t i = 0; i < old->count; i++) {
        const node *item = &old->as.items[i], *other = same_item(new_, item);
        if (!other && old->count == new_->count && !same_item(old, &new_->as.items[i]))
            other = &new_->as.items[i];
        if (other)
            walk(at, item, other, false);
    }
}

/* What an alias repeats is looked at where it is written out. */
static void walk(const place *at, const node *old, const node *new_, bool is_named)
{
    if (old->hash == new_->hash || (old->flags & new_->flags & NODE_FROM_ALIAS))
        return;
    if (node_is(old, NODE_OBJECT) && node_is(new_, NODE_OBJECT))
        walk_object(at, old, new_, is_named);
    else if (node_is(old, NODE_ARRAY) && node_is(new_, NODE_ARRAY))
        walk_list(at, old, new_);
}

void compare_extensions(comparison *c)
{
    if (c->options->extension_count == 0)
        return;
    const bundle *old = registry_bundle(c->old_schemas), *new_ = registry_bundle(c->new_schemas);
    place at = {.comparison = c};
    walk(&at, bundle_root(old), bundle_root(new_), false);
    for (size_t i = 1; i < bundle_count(old); i++) {
        const document *other = bundle_find(new_, bundle_uri(old, i));
        if (other && other != bundle_document(new_, 0))
            walk(&at, document_root(bundle_document(old, i)), document_root(other), false);
    }
}
