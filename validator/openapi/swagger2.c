/*
 * Swagger 2.0 brought to the form of OpenAPI 3: what the 3.0 specification's authors describe as
 * its translation. Body and form parameters become a request body, a response's schema its
 * content, collectionFormat style and explode, and the schema keywords of parameters, headers and
 * items a schema.
 */
#include "openapi/builder.h"
#include "openapi/lower.h"

typedef struct collection_row {
    const char *format;
    parameter_style style;
    bool explode;
} collection_row;

/* "csv" in a path or a header is style simple. */
static const collection_row collections[] = {
    {"csv", STYLE_FORM, false},  {"ssv", STYLE_SPACE_DELIMITED, false},
    {"tsv", STYLE_TSV, false},   {"pipes", STYLE_PIPE_DELIMITED, false},
    {"multi", STYLE_FORM, true},
};

void swagger_collection(builder *b, const node *n, api_parameter *p)
{
    const node *written = node_get(n, STR("collectionFormat"));
    p->collection_format = node_text(written);
    const collection_row *found = &collections[0];
    bool known = !p->collection_format.data;
    for (size_t i = 0; !known && i < sizeof collections / sizeof *collections; i++)
        if (str_equal(p->collection_format, str_from(collections[i].format))) {
            found = &collections[i];
            known = true;
        }
    if (!known) {
        diag *d = builder_undecided(b, written, "unknown collectionFormat '%.*s'",
                                    STR_ARG(p->collection_format));
        if (d)
            diags_hint(b->diags, d, "one of csv, ssv, tsv, pipes, multi");
    }
    bool in_text = p->in == IN_PATH || p->in == IN_HEADER;
    p->style = in_text && found->style == STYLE_FORM ? STYLE_SIMPLE : found->style;
    p->explode = found->explode;
}

site swagger_inline_schema(builder *b, const node *n)
{
    const node *schema = map_get_pointer(&b->lowered, n);
    if (!schema) {
        schema = lower_parameter_schema(b, n);
        map_put_pointer(&b->lowered, n, (void *)(uintptr_t)schema);
    }
    return registry_embedded(b->api->registry, schema, DIALECT_SWAGGER_20);
}

static api_media_type media_type(builder *b, str name, const node *n, site schema)
{
    media_name parsed = media_name_of(name, b->arena);
    return (api_media_type){
        .name = parsed.type, .parameters = parsed.parameters, .node = n, .schema = schema};
}

/* One media type a name of `list`, or just `otherwise` when the list is missing or empty. */
static void content_of(builder *b, const node *list, str otherwise, const api_media_type *like,
                       const api_media_type **out, size_t *count)
{
    VEC(api_media_type) found = {0};
    for (size_t i = 0; list && i < list->count; i++) {
        str name = node_text(node_item(list, i));
        if (!name.data || !builder_count(b))
            continue;
        api_media_type m = media_type(b, name, like->node, like->schema);
        m.list = list;
        m.listed = node_item(list, i);
        m.encodings = like->encodings;
        m.encoding_count = like->encoding_count;
        vec_push(b->arena, &found, m);
    }
    if (found.count == 0 && builder_count(b)) {
        api_media_type m = *like;
        m.name = otherwise;
        m.parameters = STR("");
        vec_push(b->arena, &found, m);
    }
    *out = found.items;
    *count = found.count;
}

void swagger_response_content(builder *b, const node *response, const node *produces,
                              const api_media_type **out, size_t *count)
{
    const node *schema = node_get(response, STR("schema"));
    if (!schema || schema->kind == NODE_NULL)
        return;
    api_media_type like = {.node = schema,
                           .schema = builder_site(b, schema, "a response's schema")};
    const node *type = node_get(schema, STR("type"));
    if (str_equal(node_text(type), STR("file"))) /* "the content of the response is a file" */
        like.schema = swagger_inline_schema(b, schema);
    content_of(b, produces, STR("application/json"), &like, out, count);
}

/* --- request bodies --- */

static bool is_form(str media_type)
{
    return str_equal(media_type, STR("application/x-www-form-urlencoded")) ||
           str_equal(media_type, STR("multipart/form-data"));
}

static bool is_file(const api_parameter *p)
{
    return str_equal(node_get_text(p->node, STR("type")), STR("file"));
}

static api_body *new_body(builder *b, const node *n, bool required)
{
    api_body *body = arena_new_of(b->arena, api_body);
    body->node = n;
    body->required = required;
    return body;
}

static const api_body *body_of_parameter(builder *b, const api_parameter *p, const node *consumes)
{
    api_body *body = new_body(b, p->node, p->required);
    api_media_type like = {.node = p->node, .schema = p->schema};
    content_of(b, consumes, STR("application/json"), &like, &body->content, &body->content_count);
    return body;
}

static const api_encoding *form_encodings(builder *b, const parameter_list *form)
{
    api_encoding *encodings = arena_array_of(b->arena, api_encoding, form->count);
    for (size_t i = 0; i < form->count; i++) {
        const api_parameter *p = &form->items[i];
        encodings[i] = (api_encoding){
            .property = p->name, .node = p->node, .style = p->style, .explode = p->explode};
    }
    return encodings;
}

/* The form media types among `consumes`; else what the parameters need. */
static void form_content(builder *b, const api_media_type *like, bool has_file,
                         const node *consumes, api_body *body)
{
    VEC(api_media_type) found = {0};
    for (size_t i = 0; consumes && i < consumes->count; i++) {
        api_media_type m =
            media_type(b, node_text(node_item(consumes, i)), like->node, like->schema);
        m.list = consumes;
        m.listed = node_item(consumes, i);
        m.encodings = like->encodings;
        m.encoding_count = like->encoding_count;
        if (is_form(m.name) && builder_count(b))
            vec_push(b->arena, &found, m);
    }
    if (found.count) {
        body->content = found.items;
        body->content_count = found.count;
        return;
    }
    str otherwise =
        has_file ? STR("multipart/form-data") : STR("application/x-www-form-urlencoded");
    content_of(b, NULL, otherwise, like, &body->content, &body->content_count);
}

static const api_body *body_of_form(builder *b, const api_operation *o, const parameter_list *form,
                                    const node *consumes)
{
    bool required = false, has_file = false;
    for (size_t i = 0; i < form->count; i++) {
        required = required || form->items[i].required;
        has_file = has_file || is_file(&form->items[i]);
    }
    const node *list = node_get(o->node, STR("parameters"));
    const node *at = list ? list : o->node;
    api_body *body = new_body(b, at, required);
    body->is_form_of_parameters = true;
    api_media_type like = {
        .node = at, .encodings = form_encodings(b, form), .encoding_count = form->count};
    const node *schema = lower_form_schema(b, at, form);
    like.schema = registry_embedded(b->api->registry, schema, DIALECT_SWAGGER_20);
    form_content(b, &like, has_file, consumes, body);
    return body;
}

void swagger_lower_body(builder *b, api_operation *o, parameter_list *parameters,
                        const node *consumes)
{
    parameter_list form = {0};
    const api_parameter *body = NULL;
    size_t kept = 0;
    for (size_t i = 0; i < parameters->count; i++) {
        const api_parameter *p = &parameters->items[i];
        if (p->in == IN_FORM) {
            vec_push(b->arena, &form, *p);
        } else if (p->in == IN_BODY) {
            api_parameter *copy = arena_new_of(b->arena, api_parameter);
            *copy = *p;
            body = copy;
        } else {
            parameters->items[kept++] = *p;
        }
    }
    parameters->count = kept;
    if (body) /* body and formData exclude each other; lint/ says so */
        o->body = body_of_parameter(b, body, consumes);
    else if (form.count)
        o->body = body_of_form(b, o, &form, consumes);
}
