/* Servers. Their hosts are where a contract is deployed; their paths are part of every URL. */
#include "change/comparison.h"

typedef struct server_list {
    const api_server *items;
    size_t count;
} server_list;

static const api_server *find(server_list in, str url)
{
    for (size_t i = 0; i < in.count; i++)
        if (str_equal(in.items[i].url, url))
            return &in.items[i];
    return NULL;
}

/* The path of a server's URL, without a slash at its end. */
static str base_path(str url)
{
    size_t scheme = str_search(url, STR("://"));
    if (scheme != SIZE_MAX) {
        url = str_skip(url, scheme + 3);
        size_t slash = str_find(url, '/');
        url = slash == SIZE_MAX ? STR("") : str_skip(url, slash);
    }
    while (str_ends_with(url, STR("/")))
        url = str_take(url, url.length - 1);
    return url;
}

bool servers_base_path(const api *side, str *path)
{
    *path = side->server_count ? base_path(side->servers[0].url) : STR("");
    for (size_t i = 1; i < side->server_count; i++)
        if (!str_equal(base_path(side->servers[i].url), *path))
            return false;
    return true;
}

/* Hosts may come and go; when no old base path is left, every URL is another one. */
static bool keeps_a_base_path(server_list old, server_list new_)
{
    for (size_t i = 0; i < old.count; i++)
        for (size_t k = 0; k < new_.count; k++)
            if (str_equal(base_path(old.items[i].url), base_path(new_.items[k].url)))
                return true;
    return false;
}

static spot server_spot(const api_server *s, const node *otherwise)
{
    return spot_node(s->node ? s->node : otherwise);
}

static const api_server none;

typedef struct server_place {
    str operation; /* STR_NULL: of the whole API */
    str where;
    const node *old_at, *new_at; /* where the list stands, or should */
    bool is_of_api;              /* not an operation's own */
} server_place;

static void compare_lists(comparison *c, const server_place *at, server_list old, server_list new_)
{
    if (c->is_base_moved && at->is_of_api) {
        comparison_say(c, RULE_api_base_path_moved, at->operation, at->where,
                       server_spot(old.count ? &old.items[0] : &none, at->old_at),
                       server_spot(new_.count ? &new_.items[0] : &none, at->new_at),
                       "a part of the base path is now written %s",
                       old.count && (!new_.count || base_path(new_.items[0].url).length <
                                                        base_path(old.items[0].url).length)
                           ? "in the paths"
                           : "in the servers");
        return;
    }
    if (!keeps_a_base_path(old, new_) && old.count && new_.count) {
        comparison_say(c, RULE_api_base_path_changed, at->operation, at->where,
                       server_spot(&old.items[0], at->old_at),
                       server_spot(&new_.items[0], at->new_at),
                       "base path was changed from '%.*s' to '%.*s'",
                       STR_ARG(base_path(old.items[0].url)), STR_ARG(base_path(new_.items[0].url)));
        return;
    }
    for (size_t i = 0; i < old.count; i++) {
        const api_server *was = &old.items[i], *is = find(new_, was->url);
        if (!is)
            comparison_say(c, RULE_api_server_removed, at->operation, at->where,
                           server_spot(was, at->old_at), spot_node(at->new_at),
                           "server '%.*s' was removed", STR_ARG(was->url));
        else if (!node_equal(node_get(was->node, STR("variables")),
                             node_get(is->node, STR("variables"))))
            comparison_say(c, RULE_api_server_changed, at->operation, at->where,
                           server_spot(was, at->old_at), server_spot(is, at->new_at),
                           "variables of server '%.*s' were changed", STR_ARG(was->url));
    }
    for (size_t i = 0; i < new_.count; i++)
        if (!find(old, new_.items[i].url))
            comparison_say(c, RULE_api_server_added, at->operation, at->where,
                           spot_node(at->old_at), server_spot(&new_.items[i], at->new_at),
                           "server '%.*s' was added", STR_ARG(new_.items[i].url));
}

/* Said of the API itself, which may have no operation left, and of each operation that inherits:
 * one finding with all it reaches. */
static void compare_api_servers(comparison *c, str operation)
{
    const node *old = node_get(c->old->root, STR("servers")),
               *new_ = node_get(c->new_->root, STR("servers"));
    server_place at = {operation, STR("servers"), old ? old : c->old->root,
                       new_ ? new_ : c->new_->root, true};
    compare_lists(c, &at, (server_list){c->old->servers, c->old->server_count},
                  (server_list){c->new_->servers, c->new_->server_count});
}

/* With p NULL the servers of the whole API, else those of an operation. */
void compare_servers(comparison *c, const operation_pair *p)
{
    if (!p) {
        compare_api_servers(c, STR_NULL);
        return;
    }
    if (p->flipped)
        return;
    if (p->old->servers == c->old->servers && p->new_->servers == c->new_->servers) {
        compare_api_servers(c, p->display);
        return;
    }
    server_place at = {p->display, pair_where(c, p, "servers"), p->old->node, p->new_->node, false};
    compare_lists(c, &at, (server_list){p->old->servers, p->old->server_count},
                  (server_list){p->new_->servers, p->new_->server_count});
}
