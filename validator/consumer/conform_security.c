/* Credentials: some alternative of the operation's security is satisfied by what the request has.
 */
#include "consumer/conform_parts.h"

static bool has_cookie(const fields *headers, str name)
{
    const field *cookie = fields_find(headers, STR("cookie"), true);
    if (!cookie)
        return false;
    size_t at = str_search(cookie->value, name);
    return at != SIZE_MAX &&
           (at == 0 || cookie->value.data[at - 1] == ' ' || cookie->value.data[at - 1] == ';');
}

static bool has_key(const interaction *i, const node *scheme)
{
    str name = node_get_text(scheme, STR("name")), in = node_get_text(scheme, STR("in"));
    if (str_equal(in, STR("query")))
        return fields_find(&i->query, name, false) != NULL;
    if (str_equal(in, STR("cookie")))
        return has_cookie(&i->request.headers, name);
    return fields_find(&i->request.headers, name, true) != NULL;
}

static bool has_authorization(const interaction *i, str scheme)
{
    const field *given = fields_find(&i->request.headers, STR("authorization"), true);
    if (!given)
        return false;
    str word = str_take(given->value, str_find(given->value, ' '));
    return scheme.length == 0 || str_equal_ignoring_case(word, scheme);
}

/* OAuth, OpenID Connect and mutual TLS leave no trace a request must show. */
static bool is_satisfied(const interaction *i, const node *scheme)
{
    str type = node_get_text(scheme, STR("type"));
    if (str_equal(type, STR("apiKey")))
        return has_key(i, scheme);
    if (str_equal(type, STR("basic")))
        return has_authorization(i, STR("basic"));
    if (str_equal(type, STR("http"))) {
        str name = node_get_text(scheme, STR("scheme"));
        bool common = str_equal_ignoring_case(name, STR("basic")) ||
                      str_equal_ignoring_case(name, STR("bearer"));
        return has_authorization(i, common ? name : STR(""));
    }
    return true;
}

static const api_requirement *first_missing(const interaction *i, const api_security *alternative)
{
    for (size_t j = 0; j < alternative->requirement_count; j++)
        if (!is_satisfied(i, alternative->requirements[j].scheme_node))
            return &alternative->requirements[j];
    return NULL;
}

void conform_security(conforming *c)
{
    const api_operation *operation = c->operation;
    const api_requirement *missing = NULL;
    for (size_t i = 0; i < operation->security_count; i++) {
        const api_requirement *here = first_missing(c->interaction, &operation->security[i]);
        if (!here)
            return;
        missing = missing ? missing : here;
    }
    if (missing)
        conform_add(c, CONFORM_CREDENTIALS, c->interaction->request.node, missing->scheme_node,
                    "the request has no credentials for '%.*s'", STR_ARG(missing->scheme));
}
