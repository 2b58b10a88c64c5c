/* References of a loaded bundle: doc/bundle.h. */
#include "doc/bundle_private.h"

#include "base/limits.h"
#include "base/uri.h"
#include "doc/pointer.h"

/* --- errors: each at the reference's own place --- */

static const node *place_of(const node *holder, str ref)
{
    static const str keywords[] = {{"$ref", 4}, {"$dynamicRef", 11}, {"$recursiveRef", 13}};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        const node *value = node_get(holder, keywords[i]);
        if (node_is(value, NODE_STRING) && str_equal(node_text(value), ref))
            return value;
    }
    return holder;
}

static diag *error_at(const bundle *b, const node *holder, str ref, diags *d, const char *code,
                      const char *message)
{
    diag *e = diags_error(d, code, "'%.*s' %s", STR_ARG(ref), message);
    return bundle_diag_at(b, d, e, place_of(holder, ref));
}

static void fail_remote(const bundle *b, const node *holder, str ref, str uri, diags *d)
{
    diag *e = error_at(b, holder, ref, d, "ref.remote",
                       "is a remote reference, and the network is never used");
    size_t slash = str_find_last(uri, '/');
    str prefix = slash == SIZE_MAX ? uri : str_take(uri, slash + 1);
    diags_hint(d, e, "tell where it is found: --map='%.*s=FOLDER', or 'mappings' in handoff.yaml",
               STR_ARG(prefix));
}

static void fail_unreadable(const bundle *b, const node *holder, str ref, const link *to, diags *d)
{
    diag *e = error_at(b, holder, ref, d, "ref.missing-file", "cannot be read");
    if (!to->problems || to->problems->count == 0)
        return;
    const diag *why = &to->problems->items[0];
    str file = why->file.data ? why->file : STR("");
    if (why->line)
        diags_hint(d, e, "%.*s:%u:%u: %.*s", STR_ARG(file), (unsigned)why->line,
                   (unsigned)why->column, STR_ARG(why->message));
    else
        diags_hint(d, e, "%.*s", STR_ARG(why->message));
}

static void fail_link(const bundle *b, const node *holder, str ref, const link *to, diags *d)
{
    diag *e;
    switch (to->state) {
    case LINK_FOUND:
        return;
    case LINK_UNREADABLE:
        fail_unreadable(b, holder, ref, to, d);
        return;
    case LINK_OUTSIDE:
        e = error_at(b, holder, ref, d, "ref.outside", "leads out of the place of this contract");
        diags_hint(d, e, "move the file into the repository, or map its URI");
        return;
    case LINK_REMOTE:
        fail_remote(b, holder, ref, to->uri, d);
        return;
    case LINK_MALFORMED:
        error_at(b, holder, ref, d, "ref.syntax", "is not a URI reference");
        return;
    }
}

/* --- "did you mean" --- */

/* The longest prefix of a pointer that stands; *rest is the token that does not. */
static const node *stand_on(const node *root, str pointer, str *prefix, str *rest)
{
    size_t good = 0;
    const node *at = root;
    for (;;) {
        str tail = str_skip(pointer, good + 1);
        size_t length = str_find(tail, '/') == SIZE_MAX ? tail.length : str_find(tail, '/');
        const node *next = pointer_resolve(root, str_take(pointer, good + 1 + length));
        *prefix = str_take(pointer, good);
        *rest = str_take(tail, length);
        if (!next || good + 1 + length >= pointer.length)
            return at;
        at = next;
        good += 1 + length;
    }
}

static void hint_at_target(const node *root, str file, str pointer, diags *d, diag *e)
{
    if (pointer.length == 0 || pointer.data[0] != '/') {
        diags_hint(d, e, "a fragment is a JSON Pointer here: '#/components/schemas/Name'");
        return;
    }
    str prefix, missing, best = STR_NULL;
    const node *at = stand_on(root, pointer, &prefix, &missing);
    if (!node_is(at, NODE_OBJECT)) {
        diags_hint(d, e, "'%.*s#%.*s' is there, and has no members", STR_ARG(file),
                   STR_ARG(prefix));
        return;
    }
    size_t limit = missing.length < 6 ? 2 : 3, distance = limit + 1;
    for (uint32_t i = 0; i < at->count; i++) {
        size_t far = str_distance(missing, member_key(&at->as.members[i]), limit);
        if (far < distance) {
            distance = far;
            best = member_key(&at->as.members[i]);
        }
    }
    if (best.data)
        diags_hint(d, e, "did you mean '%.*s#%.*s/%.*s'?", STR_ARG(file), STR_ARG(prefix),
                   STR_ARG(best));
    else
        diags_hint(d, e, "'%.*s#%.*s' has no member '%.*s'", STR_ARG(file), STR_ARG(prefix),
                   STR_ARG(missing));
}

/* --- resolving --- */

static const node *resolve_fragment(const node *root, str fragment, str *pointer, arena **scratch)
{
    *pointer = fragment;
    if (fragment.length == 0)
        return root;
    const node *found = pointer_resolve(root, fragment);
    if (found || str_find(fragment, '%') == SIZE_MAX)
        return found;
    if (!*scratch)
        *scratch = arena_new();
    return uri_percent_decode(fragment, pointer, *scratch) ? pointer_resolve(root, *pointer) : NULL;
}

/* A reference that no document holds as it was read (a caller made it): looked for by URI. */
static link link_of_unknown(const bundle *b, const bundled *from, str file, arena *scratch)
{
    link to = {0};
    to.state = bundle_target_uri(from->uri, file, &to.uri, scratch);
    if (to.state != LINK_FOUND)
        return to;
    const link *known = b->links_by_uri.count ? map_get(&b->links_by_uri, to.uri) : NULL;
    if (known)
        return *known;
    to.target = map_get(&b->by_uri, to.uri);
    if (!to.target)
        to.state = str_starts_with(to.uri, STR("file:")) ? LINK_UNREADABLE : LINK_REMOTE;
    return to;
}

const node *bundle_resolve(const bundle *b, const node *holder, str ref, diags *d)
{
    uint16_t index = holder->document < b->documents.count ? holder->document : 0;
    const bundled *from = b->documents.items[index];
    uri_parts parts = uri_split(ref);
    arena *scratch = NULL;
    const node *found = NULL;
    link to = {.state = LINK_FOUND, .target = b->documents.items[index]};
    if (parts.without_fragment.length) {
        const link *known = map_get(&from->links, parts.without_fragment);
        scratch = known ? NULL : arena_new();
        to = known ? *known : link_of_unknown(b, from, parts.without_fragment, scratch);
    }
    if (to.state == LINK_FOUND) {
        const node *root = document_root(to.target->document);
        str pointer;
        found = resolve_fragment(root, parts.fragment, &pointer, &scratch);
        if (!found && d)
            hint_at_target(root, parts.without_fragment, pointer, d,
                           error_at(b, holder, ref, d, "ref.missing-target", "points to nothing"));
    } else if (d) {
        fail_link(b, holder, ref, &to, d);
    }
    arena_free(scratch);
    return found;
}

static const node *fail_loop(const bundle *b, const node *holder, str ref, diags *d)
{
    if (d)
        error_at(b, holder, ref, d, "ref.loop", "refers to itself and to nothing else");
    return NULL;
}

static const node *fail_chain(const bundle *b, const node *holder, str ref, diags *d)
{
    if (d) {
        diag *e = diags_error(d, "limit.references", "'%.*s' is behind more than %d references",
                              STR_ARG(ref), LIMIT_REFERENCE_CHAIN);
        bundle_diag_at(b, d, e, place_of(holder, ref));
    }
    return NULL;
}

const node *bundle_follow(const bundle *b, const node *n, diags *d)
{
    const node *seen[LIMIT_REFERENCE_CHAIN];
    for (size_t length = 0; n; length++) {
        const node *ref = NULL;
        if (n->kind == NODE_OBJECT && (n->flags & NODE_HAS_REFERENCE))
            ref = node_get(n, STR("$ref"));
        if (!node_is(ref, NODE_STRING))
            return n;
        for (size_t i = 0; i < length; i++)
            if (seen[i] == n)
                return fail_loop(b, n, node_text(ref), d);
        if (length == LIMIT_REFERENCE_CHAIN)
            return fail_chain(b, n, node_text(ref), d);
        seen[length] = n;
        n = bundle_resolve(b, n, node_text(ref), d);
    }
    return NULL;
}

static str reference_text(const node *n)
{
    if (!node_is(n, NODE_OBJECT) || !(n->flags & NODE_HAS_REFERENCE))
        return STR_NULL;
    const node *ref = node_get(n, STR("$ref"));
    return node_is(ref, NODE_STRING) ? node_text(ref) : STR_NULL;
}

static bool leads_to_itself(const bundle *b, const node *holder)
{
    const node *n = holder;
    for (size_t length = 0; length < LIMIT_REFERENCE_CHAIN; length++) {
        str ref = reference_text(n);
        n = ref.data ? bundle_resolve(b, n, ref, NULL) : NULL;
        if (!n || n == holder)
            return n != NULL;
    }
    return false; /* a chain that long is named when it is followed */
}

bool bundle_refuse_loops(const bundle *b, diags *d)
{
    bool good = true;
    for (size_t i = 0; i < bundle_count(b); i++) {
        size_t count;
        const reference *all = document_references(bundle_document(b, i), &count);
        for (size_t k = 0; k < count; k++)
            if (leads_to_itself(b, all[k].holder)) {
                fail_loop(b, all[k].holder, node_text(&all[k].member->value), d);
                good = false;
            }
    }
    return good;
}
