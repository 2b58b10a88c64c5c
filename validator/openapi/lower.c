#include "openapi/lower.h"

#include "doc/build.h"

/* What a Parameter, Header or Items Object of Swagger 2.0 says about values: the same keywords as
 * in its Schema Object. `required` is no schema keyword here, it is a boolean. */
static const char *const keywords[] = {
    "type",      "format",    "items",   "default",  "maximum",  "exclusiveMaximum", "minimum",
    "maxLength", "minLength", "pattern", "maxItems", "minItems", "exclusiveMinimum", "uniqueItems",
    "enum",      "multipleOf"};

static bool is_keyword(str key)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (str_equal(key, str_from(keywords[i])))
            return true;
    return builder_is_extension(key);
}

/* The new node stands where `at` stands, so that positions and base URIs are those of the source.
 */
static node placed(builder *b, node made, const node *at)
{
    made.start = at->start;
    made.end = at->end;
    made.document = at->document;
    made.hash = node_hash(&made, bundle_seed(b->bundle));
    return made;
}

static void add_text(builder *b, member *list, size_t *count, str key, str text, const node *at)
{
    list[(*count)++] = build_member(key, placed(b, build_string(text), at));
}

static node schema_of(builder *b, const node *n)
{
    member *members = arena_array_of(b->arena, member, n->count + 1);
    size_t count = 0;
    bool is_file = str_equal(node_get_text(n, STR("type")), STR("file"));
    for (size_t i = 0; i < n->count; i++) {
        const member *m = &n->as.members[i];
        if (!is_keyword(member_key(m)))
            continue;
        if (is_file && str_equal(member_key(m), STR("type")))
            add_text(b, members, &count, STR("type"), STR("string"), &m->value);
        else if (!is_file || !str_equal(member_key(m), STR("format")))
            members[count++] = *m;
    }
    if (is_file)
        add_text(b, members, &count, STR("format"), STR("binary"), n);
    return placed(b, build_object(members, count, b->arena), n);
}

const node *lower_parameter_schema(builder *b, const node *n)
{
    return build_copy(schema_of(b, n), b->arena);
}

const node *lower_form_schema(builder *b, const node *at, const parameter_list *form)
{
    member *properties = arena_array_of(b->arena, member, form->count);
    node *required = arena_array_of(b->arena, node, form->count);
    size_t required_count = 0;
    for (size_t i = 0; i < form->count; i++) {
        const api_parameter *p = &form->items[i];
        properties[i] = build_member(p->name, schema_of(b, p->node));
        properties[i].key_start = p->node->start;
        properties[i].key_end = p->node->end;
        if (p->required)
            required[required_count++] = placed(b, build_string(p->name), p->node);
    }
    member members[3];
    size_t count = 0;
    add_text(b, members, &count, STR("type"), STR("object"), at);
    node all = build_object(properties, form->count, b->arena);
    members[count++] = build_member(STR("properties"), placed(b, all, at));
    if (required_count)
        members[count++] =
            build_member(STR("required"), placed(b, build_array(required, required_count), at));
    return build_copy(placed(b, build_object(members, count, b->arena), at), b->arena);
}

/* --- security schemes --- */

static str flow_name(str flow)
{
    if (str_equal(flow, STR("accessCode")))
        return STR("authorizationCode");
    return str_equal(flow, STR("application")) ? STR("clientCredentials") : flow;
}

static bool belongs_to_flow(str key)
{
    return str_equal(key, STR("authorizationUrl")) || str_equal(key, STR("tokenUrl")) ||
           str_equal(key, STR("scopes"));
}

static const node *lower_basic(builder *b, const node *n)
{
    member *members = arena_array_of(b->arena, member, n->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < n->count; i++) {
        const member *m = &n->as.members[i];
        if (!str_equal(member_key(m), STR("type"))) {
            members[count++] = *m;
            continue;
        }
        add_text(b, members, &count, STR("type"), STR("http"), &m->value);
        add_text(b, members, &count, STR("scheme"), STR("basic"), &m->value);
    }
    return build_copy(placed(b, build_object(members, count, b->arena), n), b->arena);
}

static const node *lower_flow(builder *b, const node *n, str name)
{
    member *members = arena_array_of(b->arena, member, n->count + 1);
    member *of_flow = arena_array_of(b->arena, member, n->count + 1);
    size_t count = 0, flow_count = 0;
    for (size_t i = 0; i < n->count; i++) {
        const member *m = &n->as.members[i];
        if (belongs_to_flow(member_key(m)))
            of_flow[flow_count++] = *m;
        else if (!str_equal(member_key(m), STR("flow")))
            members[count++] = *m;
    }
    node flow = placed(b, build_object(of_flow, flow_count, b->arena), n);
    member named = build_member(flow_name(name), flow);
    node flows = placed(b, build_object(&named, 1, b->arena), n);
    members[count++] = build_member(STR("flows"), flows);
    return build_copy(placed(b, build_object(members, count, b->arena), n), b->arena);
}

const node *lower_security_scheme(builder *b, const node *n)
{
    str type = node_get_text(n, STR("type")), flow = node_get_text(n, STR("flow"));
    if (str_equal(type, STR("basic")))
        return lower_basic(b, n);
    if (str_equal(type, STR("oauth2")) && flow.data)
        return lower_flow(b, n, flow);
    return n;
}
