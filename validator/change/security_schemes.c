/* Security schemes as components: what their users are told by the operations is in security.c. */
#include "change/comparison.h"

static const api_scheme *find(const api *side, str name)
{
    for (size_t i = 0; i < side->scheme_count; i++)
        if (str_equal(side->schemes[i].name, name))
            return &side->schemes[i];
    return NULL;
}

static str where_of(const comparison *c, str name)
{
    return arena_printf(c->arena, "security scheme %.*s", STR_ARG(name));
}

static spot scheme_spot(const api_scheme *s)
{
    return spot_key(s->node, s->member);
}

static void compare_scopes(comparison *c, const api_scheme *old, const api_scheme *new_,
                           const node *was, const node *is, str flow)
{
    str where = where_of(c, old->name);
    for (uint32_t i = 0; node_is(was, NODE_OBJECT) && i < was->count; i++) {
        const member *m = &was->as.members[i], *kept = node_get_member(is, member_key(m));
        if (!kept)
            comparison_say(c, RULE_api_security_component_oauth_scope_removed, STR_NULL, where,
                           spot_key(&m->value, m), scheme_spot(new_),
                           "scope '%.*s' of the %.*s flow of '%.*s' was removed",
                           STR_ARG(member_key(m)), STR_ARG(flow), STR_ARG(old->name));
        else if (!node_equal(&m->value, &kept->value))
            comparison_say(c, RULE_api_security_component_oauth_scope_changed, STR_NULL, where,
                           spot_key(&m->value, m), spot_key(&kept->value, kept),
                           "description of scope '%.*s' of '%.*s' was changed",
                           STR_ARG(member_key(m)), STR_ARG(old->name));
    }
    for (uint32_t i = 0; node_is(is, NODE_OBJECT) && i < is->count; i++) {
        const member *m = &is->as.members[i];
        if (!node_get(was, member_key(m)))
            comparison_say(c, RULE_api_security_component_oauth_scope_added, STR_NULL, where,
                           scheme_spot(old), spot_key(&m->value, m),
                           "scope '%.*s' of the %.*s flow of '%.*s' was added",
                           STR_ARG(member_key(m)), STR_ARG(flow), STR_ARG(old->name));
    }
}

static void compare_flow(comparison *c, const api_scheme *old, const api_scheme *new_,
                         const node *was, const node *is, str flow)
{
    static const struct {
        const char *field;
        rule_name rule;
        const char *what;
    } urls[] = {
        {"authorizationUrl", RULE_api_security_component_oauth_url_changed, "authorization"},
        {"tokenUrl", RULE_api_security_component_oauth_token_url_changed, "token"},
        {"refreshUrl", RULE_api_security_component_oauth_refresh_url_changed, "refresh"},
        {"deviceAuthorizationUrl", RULE_api_security_component_oauth_url_changed,
         "device authorization"},
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        const node *from = node_get(was, str_from(urls[i].field));
        const node *to = node_get(is, str_from(urls[i].field));
        if (str_equal(node_text(from), node_text(to)))
            continue;
        comparison_say(c, urls[i].rule, STR_NULL, where_of(c, old->name),
                       from ? spot_node(from) : scheme_spot(old),
                       to ? spot_node(to) : scheme_spot(new_),
                       "%s URL of the %.*s flow of '%.*s' was changed", urls[i].what, STR_ARG(flow),
                       STR_ARG(old->name));
    }
    compare_scopes(c, old, new_, node_get(was, STR("scopes")), node_get(is, STR("scopes")), flow);
}

static bool asks_for(const api_operation *o, str scheme)
{
    for (size_t i = 0; i < o->security_count; i++)
        for (size_t k = 0; k < o->security[i].requirement_count; k++)
            if (str_equal(o->security[i].requirements[k].scheme, scheme))
                return true;
    return false;
}

static bool is_used(const comparison *c, const api_scheme *s)
{
    for (size_t i = 0; i < c->old->operation_count; i++)
        if (asks_for(c->old->operations[i], s->name))
            return true;
    return false;
}

/* A flow that is gone hurts nobody where no operation asks for the scheme. */
static void say_flow(comparison *c, rule_name name, const api_scheme *old, const api_scheme *new_,
                     str flow)
{
    bool is_added = name == RULE_api_security_component_oauth_flow_added;
    change ch = {.rule = rule_of(name),
                 .level = is_used(c, old) ? rule_of(name)->level : LEVEL_INFO,
                 .message = arena_printf(c->arena, "%.*s flow of '%.*s' was %s", STR_ARG(flow),
                                         STR_ARG(old->name), is_added ? "added" : "removed"),
                 .where = where_of(c, old->name),
                 .old = scheme_spot(old),
                 .new_ = scheme_spot(new_)};
    comparison_add(c, &ch);
}

static void compare_flows(comparison *c, const api_scheme *old, const api_scheme *new_)
{
    const node *was = node_get(old->node, STR("flows")), *is = node_get(new_->node, STR("flows"));
    if (!was && !is) { /* Swagger 2.0: the scheme is the flow */
        str old_flow = node_get_text(old->node, STR("flow"));
        str new_flow = node_get_text(new_->node, STR("flow"));
        compare_flow(c, old, new_, old->node, new_->node, old_flow);
        if (!str_equal(old_flow, new_flow)) {
            say_flow(c, RULE_api_security_component_oauth_flow_removed, old, new_, old_flow);
            say_flow(c, RULE_api_security_component_oauth_flow_added, old, new_, new_flow);
        }
        return;
    }
    for (uint32_t i = 0; node_is(was, NODE_OBJECT) && i < was->count; i++) {
        const member *m = &was->as.members[i];
        const node *kept = node_get(is, member_key(m));
        if (kept)
            compare_flow(c, old, new_, &m->value, kept, member_key(m));
        else
            say_flow(c, RULE_api_security_component_oauth_flow_removed, old, new_, member_key(m));
    }
    for (uint32_t i = 0; node_is(is, NODE_OBJECT) && i < is->count; i++)
        if (!node_get(was, member_key(&is->as.members[i])))
            say_flow(c, RULE_api_security_component_oauth_flow_added, old, new_,
                     member_key(&is->as.members[i]));
}

/* What only helps to use a scheme: how a token looks, where its server describes itself. */
static void compare_hints(comparison *c, const api_scheme *old, const api_scheme *new_)
{
    static const char *const hints[] = {"bearerFormat", "oauth2MetadataUrl", "deprecated"};
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        const node *was = node_get(old->node, str_from(hints[i]));
        const node *is = node_get(new_->node, str_from(hints[i]));
        if ((was || is) && !(was && is && node_equal(was, is)))
            comparison_say(
                c, RULE_api_security_component_hint_changed, STR_NULL, where_of(c, old->name),
                was ? spot_node(was) : scheme_spot(old), is ? spot_node(is) : scheme_spot(new_),
                "%s of security scheme '%.*s' was changed", hints[i], STR_ARG(old->name));
    }
}

/* How a credential is sent; where operations ask for it, they tell whom that breaks. */
static void compare_credential(comparison *c, const api_scheme *old, const api_scheme *new_)
{
    static const char *const fields[] = {"name", "in", "scheme", "openIdConnectUrl"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        str was = node_get_text(old->node, str_from(fields[i]));
        str is = node_get_text(new_->node, str_from(fields[i]));
        if (!str_equal_ignoring_case(was, is))
            comparison_say(c, RULE_api_security_component_credential_changed, STR_NULL,
                           where_of(c, old->name), scheme_spot(old), scheme_spot(new_),
                           "%s of security scheme '%.*s' was changed from '%.*s' to '%.*s'",
                           fields[i], STR_ARG(old->name), STR_ARG(was), STR_ARG(is));
    }
}

/* The scheme of the other side that is defined the same, under a name that this side lacks. */
static const api_scheme *find_renamed(const comparison *c, const api *in, const api *side,
                                      const api_scheme *like)
{
    for (size_t i = 0; i < in->scheme_count; i++) {
        const api_scheme *s = &in->schemes[i];
        bool is_same = in == c->new_ ? sameness_of(c->same, like->node, s->node)
                                     : sameness_of(c->same, s->node, like->node);
        if (is_same && !find(side, s->name))
            return s;
    }
    return NULL;
}

void compare_security_schemes(comparison *c)
{
    for (size_t i = 0; i < c->old->scheme_count; i++) {
        const api_scheme *old = &c->old->schemes[i], *new_ = find(c->new_, old->name);
        const api_scheme *renamed = new_ ? NULL : find_renamed(c, c->new_, c->old, old);
        if (renamed) {
            comparison_say(c, RULE_api_security_component_renamed, STR_NULL,
                           where_of(c, renamed->name), scheme_spot(old), scheme_spot(renamed),
                           "security scheme '%.*s' was renamed to '%.*s'", STR_ARG(old->name),
                           STR_ARG(renamed->name));
            continue;
        }
        if (!new_) {
            comparison_say(c, RULE_api_security_component_removed, STR_NULL, where_of(c, old->name),
                           scheme_spot(old), spot_node(c->new_->root),
                           "security scheme '%.*s' was removed", STR_ARG(old->name));
            continue;
        }
        str was = node_get_text(old->node, STR("type")),
            is = node_get_text(new_->node, STR("type"));
        if (!str_equal(was, is))
            comparison_say(c, RULE_api_security_component_type_changed, STR_NULL,
                           where_of(c, old->name), scheme_spot(old), scheme_spot(new_),
                           "type of security scheme '%.*s' was changed from %.*s to %.*s",
                           STR_ARG(old->name), STR_ARG(was), STR_ARG(is));
        else if (str_equal(was, STR("oauth2")))
            compare_flows(c, old, new_);
        else if (!is_used(c, old))
            compare_credential(c, old, new_);
        compare_hints(c, old, new_);
    }
    for (size_t i = 0; i < c->new_->scheme_count; i++) {
        const api_scheme *new_ = &c->new_->schemes[i];
        if (!find(c->old, new_->name) && !find_renamed(c, c->old, c->new_, new_))
            comparison_say(c, RULE_api_security_component_added, STR_NULL, where_of(c, new_->name),
                           spot_node(c->old->root), scheme_spot(new_),
                           "security scheme '%.*s' was added", STR_ARG(new_->name));
    }
}
