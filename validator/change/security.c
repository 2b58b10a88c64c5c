/*
 * Security: alternatives of credentials.
 *
 * An operation's security is a list of alternatives, each a set of (scheme, scopes); an empty one,
 * or no list, is anonymous access. A caller holds the credentials of one old alternative. It still
 * gets in when some new alternative asks for nothing more: each of its schemes, by definition and
 * not by name, is among the caller's, and its scopes are among the caller's scopes. The change is
 * breaking when some old alternative gets nobody in any more.
 */
#include "change/comparison.h"

static str text_of(const node *scheme, const char *field)
{
    return node_get_text(scheme, str_from(field));
}

/* Where and how a credential is sent, by kind of scheme. */
static bool is_same_scheme(const api_requirement *a, const api_requirement *b)
{
    if (!a->scheme_node || !b->scheme_node)
        return str_equal(a->scheme, b->scheme);
    str type = text_of(a->scheme_node, "type");
    if (!str_equal(type, text_of(b->scheme_node, "type")))
        return (str_equal(type, STR("basic")) &&
                str_equal_ignoring_case(text_of(b->scheme_node, "scheme"), STR("basic"))) ||
               (str_equal(text_of(b->scheme_node, "type"), STR("basic")) &&
                str_equal_ignoring_case(text_of(a->scheme_node, "scheme"), STR("basic")));
    if (str_equal(type, STR("apiKey"))) {
        str was = text_of(a->scheme_node, "name"), is = text_of(b->scheme_node, "name");
        bool in_header = str_equal(text_of(a->scheme_node, "in"), STR("header"));
        return str_equal(text_of(a->scheme_node, "in"), text_of(b->scheme_node, "in")) &&
               (in_header ? str_equal_ignoring_case(was, is) : str_equal(was, is));
    }
    if (str_equal(type, STR("http")))
        return str_equal_ignoring_case(text_of(a->scheme_node, "scheme"),
                                       text_of(b->scheme_node, "scheme"));
    if (str_equal(type, STR("openIdConnect")))
        return str_equal(text_of(a->scheme_node, "openIdConnectUrl"),
                         text_of(b->scheme_node, "openIdConnectUrl"));
    return true;
}

static bool has_scope(const node *scopes, const node *wanted)
{
    for (uint32_t i = 0; node_is(scopes, NODE_ARRAY) && i < scopes->count; i++)
        if (node_equal(&scopes->as.items[i], wanted))
            return true;
    return false;
}

static bool has_scopes(const node *scopes, const node *wanted)
{
    for (uint32_t i = 0; node_is(wanted, NODE_ARRAY) && i < wanted->count; i++)
        if (!has_scope(scopes, &wanted->as.items[i]))
            return false;
    return true;
}

static bool holds(const api_security *caller, const api_requirement *wanted, bool with_scopes)
{
    for (size_t i = 0; i < caller->requirement_count; i++)
        if (is_same_scheme(&caller->requirements[i], wanted) &&
            (!with_scopes || has_scopes(caller->requirements[i].scopes, wanted->scopes)))
            return true;
    return false;
}

/* Whether whoever satisfies `caller` satisfies `wanted`. */
static bool satisfies(const api_security *caller, const api_security *wanted, bool with_scopes)
{
    for (size_t i = 0; i < wanted->requirement_count; i++)
        if (!holds(caller, &wanted->requirements[i], with_scopes))
            return false;
    return true;
}

static const api_security anonymous;

typedef struct access {
    const api_security *items;
    size_t count;
} access;

static access access_of(const api_operation *o)
{
    if (o->security_count)
        return (access){o->security, o->security_count};
    return (access){&anonymous, 1};
}

static const api_security *find(access in, const api_security *like, bool with_scopes)
{
    for (size_t i = 0; i < in.count; i++)
        if (satisfies(like, &in.items[i], with_scopes) &&
            satisfies(&in.items[i], like, with_scopes))
            return &in.items[i];
    return NULL;
}

static bool gets_in(access in, const api_security *caller)
{
    for (size_t i = 0; i < in.count; i++)
        if (satisfies(caller, &in.items[i], true))
            return true;
    return false;
}

/* "oauth [read, write] and key"; "anonymous access" for the empty one. */
static str alternative_text(const comparison *c, const api_security *s)
{
    str text = STR_NULL;
    for (size_t i = 0; i < s->requirement_count; i++) {
        const api_requirement *r = &s->requirements[i];
        str one = r->scheme;
        for (uint32_t k = 0; node_is(r->scopes, NODE_ARRAY) && k < r->scopes->count; k++)
            one = arena_printf(c->arena, "%.*s%s%.*s", STR_ARG(one), k ? ", " : " [",
                               STR_ARG(node_text(&r->scopes->as.items[k])));
        if (node_is(r->scopes, NODE_ARRAY) && r->scopes->count)
            one = arena_printf(c->arena, "%.*s]", STR_ARG(one));
        text =
            text.data ? arena_printf(c->arena, "%.*s and %.*s", STR_ARG(text), STR_ARG(one)) : one;
    }
    return text.data ? text : STR("anonymous access");
}

typedef struct security_rules {
    rule_name added, removed, scope_added, scope_removed;
    const char *of;
} security_rules;

static const security_rules own_rules = {RULE_api_security_added, RULE_api_security_removed,
                                         RULE_api_security_scope_added,
                                         RULE_api_security_scope_removed, "the operation"};
static const security_rules global_rules = {
    RULE_api_global_security_added, RULE_api_global_security_removed,
    RULE_api_global_security_scope_added, RULE_api_global_security_scope_removed, "the API"};

typedef struct security_pair {
    const operation_pair *pair;
    const security_rules *rules;
    access old, new_;
    spot old_at, new_at;
} security_pair;

static void say(comparison *c, const security_pair *s, rule_name name, level l, str message)
{
    change ch = {.rule = rule_of(name),
                 .level = l,
                 .message = message,
                 .where = pair_where(c, s->pair, "security"),
                 .operation = s->pair->display,
                 .address = s->rules == &global_rules ? STR("security of the API") : STR_NULL,
                 .old = s->old_at,
                 .new_ = s->new_at};
    comparison_add(c, &ch);
}

static void say_scopes(comparison *c, const security_pair *s, const api_security *from,
                       const api_security *to, rule_name name, level l, const char *what)
{
    for (size_t i = 0; i < to->requirement_count; i++) {
        const api_requirement *r = &to->requirements[i];
        for (uint32_t k = 0; node_is(r->scopes, NODE_ARRAY) && k < r->scopes->count; k++) {
            const node *scope = &r->scopes->as.items[k];
            api_requirement one = *r;
            bool had = false;
            for (size_t m = 0; m < from->requirement_count; m++)
                had = had || (is_same_scheme(&from->requirements[m], &one) &&
                              has_scope(from->requirements[m].scopes, scope));
            if (!had)
                say(c, s, name, l,
                    arena_printf(c->arena, "scope '%.*s' of '%.*s' was %s %s",
                                 STR_ARG(node_text(scope)), STR_ARG(r->scheme), what,
                                 s->rules->of));
        }
    }
}

/* The alternative of the same names whose schemes are defined differently. */
static const api_security *find_redefined(access in, const api_security *like)
{
    for (size_t i = 0; i < in.count; i++) {
        const api_security *s = &in.items[i];
        if (s->requirement_count == 0 || s->requirement_count != like->requirement_count)
            continue;
        bool same_names = true;
        for (size_t k = 0; k < s->requirement_count; k++)
            same_names =
                same_names && str_equal(s->requirements[k].scheme, like->requirements[k].scheme);
        if (same_names)
            return s;
    }
    return NULL;
}

/* Whether whoever gets in now has to show the old credentials and others beside them. */
static bool is_demanded_with_more(access in, const api_security *old)
{
    for (size_t i = 0; i < in.count; i++)
        if (in.items[i].requirement_count > old->requirement_count &&
            satisfies(&in.items[i], old, false))
            return true;
    return false;
}

static void compare_old_alternative(comparison *c, const security_pair *s, const api_security *old)
{
    level l = gets_in(s->new_, old) ? LEVEL_INFO : LEVEL_BREAKING;
    str text = alternative_text(c, old);
    if (find(s->new_, old, true))
        return;
    const api_security *kept = find(s->new_, old, false);
    if (kept) {
        say_scopes(c, s, old, kept, s->rules->scope_added, l, "added to what is required by");
        say_scopes(c, s, kept, old, s->rules->scope_removed, LEVEL_INFO,
                   "removed from what is required by");
        return;
    }
    const api_security *redefined = find_redefined(s->new_, old);
    if (redefined) {
        say(c, s, RULE_api_security_scheme_changed, l,
            arena_printf(c->arena, "credentials of '%.*s' are sent in another way", STR_ARG(text)));
        return;
    }
    if (old->requirement_count == 0) {
        for (size_t i = 0; i < s->new_.count; i++)
            say(c, s, s->rules->added, l,
                arena_printf(c->arena, "%s requires %.*s where access was anonymous", s->rules->of,
                             STR_ARG(alternative_text(c, &s->new_.items[i]))));
        return;
    }
    if (gets_in(s->new_, &anonymous))
        text = arena_printf(c->arena, "%s no longer requires %.*s", s->rules->of, STR_ARG(text));
    else
        text = arena_printf(c->arena, "%s no longer accepts %.*s%s", s->rules->of, STR_ARG(text),
                            is_demanded_with_more(s->new_, old) ? " alone" : "");
    say(c, s, s->rules->removed, l, text);
}

static void compare_new_alternative(comparison *c, const security_pair *s, const api_security *new_)
{
    bool was_anonymous = find(s->old, &anonymous, true) && !find(s->new_, &anonymous, true);
    /* All that was required before is gone then, and said to be. */
    bool is_all_anonymous = new_->requirement_count == 0 && s->new_.count == 1;
    if (find(s->old, new_, false) || find_redefined(s->old, new_) || was_anonymous ||
        is_all_anonymous)
        return;
    say(c, s, s->rules->added, LEVEL_INFO,
        arena_printf(c->arena, "%s accepts %.*s too", s->rules->of,
                     STR_ARG(alternative_text(c, new_))));
}

void compare_security(comparison *c, const operation_pair *p)
{
    const api_operation *old = p->old, *new_ = p->new_;
    if (p->flipped || (!old->security_count && !new_->security_count))
        return;
    bool global = old->security_is_global && new_->security_is_global;
    const node *fallback_old = old->security_node ? old->security_node : old->node;
    const node *fallback_new = new_->security_node ? new_->security_node : new_->node;
    security_pair s = {.pair = p,
                       .rules = global ? &global_rules : &own_rules,
                       .old = access_of(old),
                       .new_ = access_of(new_),
                       .old_at = {fallback_old, NULL, false},
                       .new_at = {fallback_new, NULL, false}};
    /* One side inherits and the other has none of its own: it is the global list that changed. */
    if ((old->security_is_global && !new_->security_node && !c->new_->security_node) ||
        (new_->security_is_global && !old->security_node && !c->old->security_node)) {
        s.rules = &global_rules;
        s.old_at.node = old->security_node ? old->security_node : c->old->root;
        s.new_at.node = new_->security_node ? new_->security_node : c->new_->root;
    }
    for (size_t i = 0; i < s.old.count; i++)
        compare_old_alternative(c, &s, &s.old.items[i]);
    for (size_t i = 0; i < s.new_.count; i++)
        compare_new_alternative(c, &s, &s.new_.items[i]);
}
