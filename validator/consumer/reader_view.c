#include "consumer/reader_view.h"

#include <stdlib.h>

#include "doc/json_writer.h"
#include "doc/pointer.h"

/*
 * Every document is written twice into its copy: closed, at its root, and open, below OPEN. A
 * reference from a place that is in place goes to the open copy, so that a component can be closed
 * where it is a value of its own and open where others add to it.
 */
#define OPEN "x-open-copy"

struct reader_view {
    const struct bundle *of; /* what is viewed */
    bundle *bundle;
    registry *registry;
};

typedef enum mode {
    MODE_CLOSED,
    MODE_OPEN,
    MODE_BRANCH,   /* open, one of alternatives: an object that mentions nothing is a map */
    MODE_CONDITION /* open, below if, then or else: what is required decides */
} mode;

typedef struct rewriting {
    buf *out;
    bool old_dialect;  /* nullable, boolean exclusive*, no siblings of $ref */
    unsigned combined; /* above zero: what stands here may be said again beside, with more */
} rewriting;

static void rewrite(rewriting *w, const node *n, mode m);

static bool has(const node *n, const char *name)
{
    return node_get(n, str_from(name)) != NULL;
}

static bool mentions_object(const node *type)
{
    if (node_is(type, NODE_STRING))
        return str_equal(node_text(type), STR("object"));
    for (size_t i = 0; node_is(type, NODE_ARRAY) && i < type->count; i++)
        if (str_equal(node_text(&type->as.items[i]), STR("object")))
            return true;
    return false;
}

static bool is_combined(const node *n)
{
    return has(n, "allOf") || has(n, "anyOf") || has(n, "if") ||
           (has(n, "oneOf") && (has(n, "properties") || has(n, "allOf")));
}

static bool is_open(const node *n, const char *keyword)
{
    const node *value = node_get(n, str_from(keyword));
    return !value || node_is_true(value);
}

/* --- members --- */

static void key(rewriting *w, const char *name, bool *first)
{
    if (!*first)
        buf_append_char(w->out, ',');
    *first = false;
    json_write_string(w->out, str_from(name));
    buf_append_char(w->out, ':');
}

static void write_reference(rewriting *w, str reference_text, mode m)
{
    size_t hash = str_find(reference_text, '#');
    bool pointer = hash != SIZE_MAX &&
                   (hash + 1 == reference_text.length || reference_text.data[hash + 1] == '/');
    buf text = {0};
    if (m != MODE_CLOSED && pointer) {
        buf_append(&text, str_take(reference_text, hash + 1));
        buf_append(&text, STR("/" OPEN));
        buf_append(&text, str_skip(reference_text, hash + 1));
    } else {
        buf_append(&text, reference_text);
    }
    json_write_string(w->out, buf_str(&text));
    buf_clear(&text);
}

/* Draft-04's {"maximum": 5, "exclusiveMaximum": true} is {"exclusiveMaximum": 5} today. */
static bool write_bound(rewriting *w, const node *n, const member *m, bool *first)
{
    static const struct {
        const char *bound, *exclusive;
    } pairs[] = {{"maximum", "exclusiveMaximum"}, {"minimum", "exclusiveMinimum"}};
    for (size_t i = 0; i < 2; i++) {
        const node *flag = node_get(n, str_from(pairs[i].exclusive));
        if (!node_is(flag, NODE_BOOLEAN))
            continue;
        if (str_equal(member_key(m), str_from(pairs[i].exclusive)))
            return true;
        if (node_is_true(flag) && str_equal(member_key(m), str_from(pairs[i].bound))) {
            key(w, pairs[i].exclusive, first);
            json_write(w->out, &m->value);
            return true;
        }
    }
    return false;
}

static bool write_nullable_type(rewriting *w, const node *n, const member *m, bool *first)
{
    if (!w->old_dialect || !str_equal(member_key(m), STR("type")) || m->value.kind != NODE_STRING)
        return false;
    if (str_equal(node_text(&m->value), STR("file")))
        return true; /* Swagger's "file" is any bytes */
    if (!node_get_true(n, STR("nullable")) && !node_get_true(n, STR("x-nullable")))
        return false;
    key(w, "type", first);
    buf_append_char(w->out, '[');
    json_write(w->out, &m->value);
    buf_append(w->out, STR(",\"null\"]"));
    return true;
}

/* An object that says it is open, or says nothing, where nobody else can add to it. */
static bool is_closed_here(const rewriting *w, const node *n, mode here)
{
    bool closable = here == MODE_CLOSED && is_open(n, "additionalProperties") &&
                    is_open(n, "unevaluatedProperties") && !has(n, "patternProperties") &&
                    !is_combined(n) && !has(n, "oneOf") &&
                    mentions_object(node_get(n, STR("type")));
    bool plain = has(n, "properties") && !has(n, "additionalProperties");
    return closable && (plain || w->combined == 0);
}

static bool is_dropped(const rewriting *w, const node *n, const member *m, mode here)
{
    str name = member_key(m);
    if (str_equal(name, STR("minProperties")) && m->value.kind == NODE_NUMBER)
        return here != MODE_CONDITION;
    if (str_equal(name, STR("additionalProperties")) && is_closed_here(w, n, here))
        return true;
    if (str_equal(name, STR("required")) && m->value.kind == NODE_ARRAY)
        return !has(n, "oneOf") && here != MODE_CONDITION;
    bool closing = str_equal(name, STR("additionalProperties")) ||
                   str_equal(name, STR("unevaluatedProperties"));
    return closing && here != MODE_CLOSED && node_is_false(&m->value);
}

static mode mode_below(const node *n, str name, mode here)
{
    static const struct {
        const char *keyword;
        mode mode;
    } in_place[] = {{"allOf", MODE_OPEN},    {"anyOf", MODE_BRANCH}, {"oneOf", MODE_BRANCH},
                    {"not", MODE_CONDITION}, {"if", MODE_CONDITION}, {"then", MODE_CONDITION},
                    {"else", MODE_CONDITION}};
    /* Alternatives that stand alone are told apart by what they do not have. */
    if (str_equal(name, STR("oneOf")) && here == MODE_CLOSED && !is_combined(n))
        return MODE_CLOSED;
    for (size_t i = 0; i < sizeof in_place / sizeof *in_place; i++)
        if (str_equal(name, str_from(in_place[i].keyword)))
            return here == MODE_CONDITION ? MODE_CONDITION : in_place[i].mode;
    return MODE_CLOSED;
}

/* --- alternatives with a discriminator --- */

static str last_segment(str text)
{
    size_t slash = str_find_last(text, '/');
    return slash == SIZE_MAX ? text : str_skip(text, slash + 1);
}

/* The names that choose a branch: those mapped to it, and its own. */
static void write_branch_names(rewriting *w, const node *mapping, str branch)
{
    buf_append_char(w->out, '[');
    json_write_string(w->out, last_segment(branch));
    for (size_t i = 0; node_is(mapping, NODE_OBJECT) && i < mapping->count; i++) {
        const member *m = &mapping->as.members[i];
        if (!str_equal(last_segment(node_text(&m->value)), last_segment(branch)))
            continue;
        buf_append_char(w->out, ',');
        json_write_string(w->out, member_key(m));
    }
    buf_append_char(w->out, ']');
}

static void write_branch(rewriting *w, const node *branch, const node *discriminator, mode below)
{
    str ref = node_get_text(branch, STR("$ref"));
    str property = node_get_text(discriminator, STR("propertyName"));
    if (!ref.data) {
        rewrite(w, branch, below);
        return;
    }
    buf_append(w->out, STR("{\"allOf\":["));
    rewrite(w, branch, below);
    buf_append(w->out, STR(",{\"required\":["));
    json_write_string(w->out, property);
    buf_append(w->out, STR("],\"properties\":{"));
    json_write_string(w->out, property);
    buf_append(w->out, STR(":{\"enum\":"));
    write_branch_names(w, node_get(discriminator, STR("mapping")), ref);
    buf_append(w->out, STR("}}}]}"));
}

/* The property says which one is meant, so any branch that fits it will do. */
static bool write_discriminated(rewriting *w, const node *n, const member *m, mode here,
                                bool *first)
{
    const node *discriminator = node_get(n, STR("discriminator"));
    if (!str_equal(member_key(m), STR("oneOf")) || m->value.kind != NODE_ARRAY ||
        !node_get_text(discriminator, STR("propertyName")).data)
        return false;
    key(w, "anyOf", first);
    buf_append_char(w->out, '[');
    for (size_t i = 0; i < m->value.count; i++) {
        if (i)
            buf_append_char(w->out, ',');
        write_branch(w, &m->value.as.items[i], discriminator, mode_below(n, STR("oneOf"), here));
    }
    buf_append_char(w->out, ']');
    return true;
}

static void write_list(rewriting *w, const node *n, mode m)
{
    buf_append_char(w->out, '[');
    for (size_t i = 0; i < n->count; i++) {
        if (i)
            buf_append_char(w->out, ',');
        rewrite(w, &n->as.items[i], m);
    }
    buf_append_char(w->out, ']');
}

static void rewrite_member(rewriting *w, const node *n, const member *at, mode m)
{
    bool combined = str_equal(member_key(at), STR("allOf"));
    if (str_equal(member_key(at), STR("enum")) && at->value.kind == NODE_ARRAY) {
        json_write(w->out, &at->value);
        return;
    }
    w->combined += combined;
    rewrite(w, &at->value, mode_below(n, member_key(at), m));
    w->combined -= combined;
}

static void write_object_members(rewriting *w, const node *n, mode m, bool *first)
{
    for (size_t i = 0; i < n->count; i++) {
        const member *at = &n->as.members[i];
        str name = member_key(at);
        if (is_dropped(w, n, at, m) || write_bound(w, n, at, first) ||
            write_nullable_type(w, n, at, first) || write_discriminated(w, n, at, m, first))
            continue;
        if (!*first)
            buf_append_char(w->out, ',');
        *first = false;
        json_write_string(w->out, name);
        buf_append_char(w->out, ':');
        if (str_equal(name, STR("$ref")) && at->value.kind == NODE_STRING)
            write_reference(w, node_text(&at->value), m);
        else
            rewrite_member(w, n, at, m);
    }
}

static bool is_bare_object(const node *n)
{
    return mentions_object(node_get(n, STR("type"))) && !has(n, "properties") && !has(n, "allOf") &&
           !has(n, "anyOf") && !has(n, "oneOf") && !has(n, "patternProperties") &&
           !has(n, "additionalProperties");
}

/* What closes the object, or opens it for whoever looks at what was evaluated. */
static void write_closing(rewriting *w, const node *n, mode m, bool *first)
{
    bool closable = m == MODE_CLOSED && is_open(n, "additionalProperties") &&
                    is_open(n, "unevaluatedProperties") && !has(n, "patternProperties");
    if (m == MODE_BRANCH && is_bare_object(n)) {
        key(w, "additionalProperties", first);
        buf_append(w->out, STR("true"));
    } else if (closable && is_combined(n)) {
        key(w, "unevaluatedProperties", first);
        buf_append(w->out, STR("false"));
    } else if (is_closed_here(w, n, m)) {
        key(w, "additionalProperties", first);
        buf_append(w->out, STR("false"));
    }
}

static void rewrite_object(rewriting *w, const node *n, mode m)
{
    bool first = true;
    const node *ref = node_get(n, STR("$ref"));
    buf_append_char(w->out, '{');
    if (w->old_dialect && node_is(ref, NODE_STRING)) {
        key(w, "$ref", &first);
        write_reference(w, node_text(ref), m);
    } else {
        write_object_members(w, n, m, &first);
        write_closing(w, n, m, &first);
    }
    buf_append_char(w->out, '}');
}

static void rewrite(rewriting *w, const node *n, mode m)
{
    if (n->kind == NODE_ARRAY)
        write_list(w, n, m);
    else if (n->kind == NODE_OBJECT)
        rewrite_object(w, n, m);
    else
        json_write(w->out, n);
}

/* The open copy is open at the components themselves: what is below them is closed again. */
static void rewrite_components(rewriting *w, const node *n, unsigned depth)
{
    static const char *const holders[] = {"components", "schemas", "definitions", "$defs"};
    bool first = true;
    buf_append_char(w->out, '{');
    for (size_t i = 0; i < n->count; i++) {
        const member *at = &n->as.members[i];
        bool holder = false;
        for (size_t j = 0; j < sizeof holders / sizeof *holders; j++)
            holder |= str_equal(member_key(at), str_from(holders[j]));
        if (at->value.kind != NODE_OBJECT)
            continue;
        if (!first)
            buf_append_char(w->out, ',');
        first = false;
        json_write_string(w->out, member_key(at));
        buf_append_char(w->out, ':');
        if (holder && depth < 2)
            rewrite_components(w, &at->value, depth + 1);
        else
            rewrite(w, &at->value, MODE_OPEN);
    }
    buf_append_char(w->out, '}');
}

/* --- documents --- */

static document *rewrite_document(const document *of, uint16_t index, bool old_dialect,
                                  uint64_t seed, diags *d)
{
    buf text = {0};
    rewriting w = {.out = &text, .old_dialect = old_dialect};
    const node *root = document_root(of);
    if (root->kind != NODE_OBJECT) {
        json_write(&text, root);
    } else {
        rewrite(&w, root, api_is_contract(root) ? MODE_OPEN : MODE_CLOSED);
        text.length--; /* its '}' */
        buf_append(&text, root->count ? STR(",\"" OPEN "\":") : STR("\"" OPEN "\":"));
        w.combined = 1;
        rewrite_components(&w, root, 0);
        buf_append_char(&text, '}');
    }
    const document_options options = {.format = DOCUMENT_JSON, .seed = seed, .index = index};
    return document_read(&text, document_name(of), &options, d);
}

static reader_view *view_of(const bundle *b, bool old_dialect, dialect of_schemas, diags *d)
{
    reader_view *v = memory_alloc(sizeof *v);
    v->of = b;
    for (size_t i = 0; i < bundle_count(b); i++) {
        document *copy =
            rewrite_document(bundle_document(b, i), (uint16_t)i, old_dialect, bundle_seed(b), d);
        if (!copy) {
            reader_view_free(v);
            return NULL;
        }
        if (i == 0)
            v->bundle = bundle_of(copy, bundle_uri(b, 0));
        else
            bundle_add(v->bundle, copy, bundle_uri(b, i));
    }
    const registry_options options = {.default_dialect = of_schemas};
    v->registry = registry_new(v->bundle, &options, d);
    if (v->registry)
        return v;
    reader_view_free(v);
    return NULL;
}

reader_view *reader_view_new(const api *contract, diags *d)
{
    bool old_dialect = contract->version == API_SWAGGER_20 || contract->version == API_OPENAPI_30;
    return view_of(contract->bundle, old_dialect, DIALECT_OPENAPI_31, d);
}

reader_view *reader_view_of_schema(const bundle *of, diags *d)
{
    return view_of(of, false, DIALECT_UNKNOWN, d);
}

void reader_view_free(reader_view *v)
{
    if (!v)
        return;
    registry_free(v->registry);
    bundle_free(v->bundle);
    free(v);
}

registry *reader_view_registry(reader_view *v)
{
    return v->registry;
}

site reader_view_site(reader_view *v, site of, arena *a)
{
    if (!of.node)
        return (site){0};
    const bundle *b = v->of;
    str pointer = pointer_of(document_root(bundle_document_of(b, of.node)), of.node, a);
    if (!pointer.data)
        return (site){0};
    const node *copy =
        pointer_resolve(document_root(bundle_document(v->bundle, of.node->document)), pointer);
    return copy ? registry_embedded(v->registry, copy, DIALECT_OPENAPI_31) : (site){0};
}

site reader_view_document(reader_view *v, diags *d)
{
    return registry_document(v->registry, 0, d);
}
