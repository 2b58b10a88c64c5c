/*
 * The API model: Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 read into one form.
 *
 * An api is built from a loaded bundle and owns its arena; it borrows nodes from the bundle and
 * sites from the registry it makes, and is immutable. $ref is followed everywhere a Reference
 * Object may stand; parameters are effective (path level merged into operations, defaults of
 * style, explode and allowReserved filled in); security is effective per operation. Each entity
 * keeps the node it was written at, so that every finding has a position. Order is source order.
 *
 * Entities that several operations refer to (a component's response, headers, media types,
 * callbacks) are built once and shared, so a model stays in proportion to its document.
 */
#ifndef HANDOFF_OPENAPI_API_H
#define HANDOFF_OPENAPI_API_H

#include "base/map.h"
#include "schema/registry.h"

typedef enum api_version {
    API_SWAGGER_20,
    API_OPENAPI_30,
    API_OPENAPI_31,
    API_OPENAPI_32
} api_version;

typedef enum parameter_in {
    IN_PATH,
    IN_QUERY,
    IN_QUERYSTRING, /* 3.2: the whole query, described by content */
    IN_HEADER,
    IN_COOKIE,
    IN_FORM, /* Swagger 2.0 only, lowered to a body: never in an operation's parameters */
    IN_BODY  /* likewise */
} parameter_in;

typedef enum parameter_style {
    STYLE_SIMPLE,
    STYLE_LABEL,
    STYLE_MATRIX,
    STYLE_FORM,
    STYLE_SPACE_DELIMITED,
    STYLE_PIPE_DELIMITED,
    STYLE_DEEP_OBJECT,
    STYLE_TSV,
    STYLE_COOKIE
} parameter_style;

/* Deprecation as one lifecycle, wherever it may stand. */
typedef struct lifecycle {
    bool deprecated;
    const node *deprecated_node;
    const node *sunset;    /* x-sunset, any kind of node; NULL when absent */
    const node *stability; /* x-stability-level */
} lifecycle;

typedef struct api_header api_header;

typedef struct api_encoding {
    str property;
    const node *node; /* the Encoding Object; Swagger 2.0: the parameter */
    str content_type; /* STR_NULL: the default */
    parameter_style style;
    bool explode, allow_reserved;
    const api_header *headers;
    size_t header_count;
} api_encoding;

typedef struct api_media_type {
    str name;             /* lower case, without parameters: "application/json" */
    str parameters;       /* "; charset=utf-8" normalised, or empty */
    const node *node;     /* the Media Type Object; Swagger 2.0: the schema, or the parameters */
    const member *member; /* the key in content; NULL in Swagger 2.0 */
    const node *list, *listed; /* Swagger 2.0: consumes or produces, and the item; else NULL */
    site schema;               /* node NULL: none */
    site item_schema;          /* 3.2 sequential media types */
    const api_encoding *encodings;
    size_t encoding_count;
} api_media_type;

struct api_header {
    str name; /* as written; compared without case */
    const node *node;
    bool required;
    parameter_style style;
    bool explode;
    site schema;
    const api_media_type *content; /* when it has content instead of a schema */
    size_t content_count;
    lifecycle lifecycle;
};

typedef struct api_parameter {
    str name; /* path parameters: as written; matched by position in the template */
    parameter_in in;
    const node *node;   /* where it is defined, references followed */
    const node *holder; /* where it is listed (the reference, if there is one) */
    bool from_path;     /* inherited from the path item */
    bool required, explode, allow_reserved, allow_empty;
    int position; /* path parameters: index of its {name} in the template; else, or absent, -1 */
    parameter_style style;
    str collection_format; /* Swagger 2.0, as written */
    site schema;
    const api_media_type *content;
    size_t content_count;
    lifecycle lifecycle;
} api_parameter;

typedef struct api_body {
    const node *node;
    bool required;
    bool is_form_of_parameters; /* Swagger 2.0 formData: required when one of them is */
    const api_media_type *content;
    size_t content_count;
} api_body;

typedef struct api_link {
    str name;
    const node *node;
} api_link;

typedef struct api_response {
    str status; /* "200", "2XX" (upper case), "default" */
    const node *node;
    const member *member; /* the key in responses */
    const api_header *headers;
    size_t header_count;
    const api_media_type *content;
    size_t content_count;
    const api_link *links;
    size_t link_count;
} api_response;

/* One alternative of security: all of these schemes together. An empty one is anonymous access. */
typedef struct api_requirement {
    str scheme;
    const node *scheme_node; /* the Security Scheme Object; NULL: undefined */
    const node *scopes;      /* array */
} api_requirement;

typedef struct api_security {
    const node *node;
    const api_requirement *requirements;
    size_t requirement_count;
} api_security;

typedef struct api_server {
    const node *node; /* NULL where nothing is written and the default "/" holds */
    str url;          /* as written; Swagger 2.0: scheme://host/basePath */
} api_server;

typedef struct api_operation api_operation;

/* One expression of a Callback Object. A callback that is reached from within itself is not
 * repeated below: its comparison stands where it was first reached. */
typedef struct api_callback {
    str name;
    str expression;
    const node *node;     /* the Path Item Object */
    const member *member; /* the expression's key */
    const api_operation *const *operations;
    size_t operation_count;
} api_callback;

typedef enum operation_place { PLACE_PATH, PLACE_CALLBACK, PLACE_WEBHOOK } operation_place;

struct api_operation {
    str method;     /* upper case; 3.2 additionalOperations as written */
    str path;       /* template as written; webhooks: their name */
    str shape;      /* template with every {name} as {}: what is matched */
    str display;    /* "GET /pets/{id}", "POST webhook:newPet", "POST {$request.body#/url}" */
    bool ambiguous; /* another path of the same method has the same shape: match by `path` */
    operation_place place;
    const node *node;
    const member *member;      /* the method key */
    const node *path_node;     /* the Path Item Object */
    const member *path_member; /* the path's key */
    str operation_id;
    const api_parameter *parameters;
    size_t parameter_count;
    const api_body *body; /* NULL: none. Swagger 2.0 body and form parameters are lowered to it */
    const api_response *responses;
    size_t response_count;
    const api_security *security; /* alternatives; none: no security at all */
    size_t security_count;
    bool security_is_global;   /* taken from the root; never so for callbacks and webhooks */
    const node *security_node; /* the array; NULL: nothing is written */
    const api_server *servers; /* effective: operation, path or root level, else "/" */
    size_t server_count;
    const api_callback *callbacks;
    size_t callback_count;
    const str *tags;
    size_t tag_count;
    lifecycle lifecycle;
};

typedef struct api_scheme {
    str name;
    const node *node; /* in the form of OpenAPI 3, also where Swagger 2.0 wrote it */
    const member *member;
} api_scheme;

typedef struct api {
    arena *arena; /* owned */
    const bundle *bundle;
    registry *registry; /* owned */
    api_version version;
    str version_text; /* "3.0.3" */
    str title, info_version;
    const node *root, *info;
    dialect dialect;                        /* of the entry's schemas */
    const dialect *document_dialects;       /* private: by document index */
    const api_operation *const *operations; /* paths and webhooks; callbacks hang below */
    size_t operation_count;
    const api_scheme *schemes; /* components/securitySchemes */
    size_t scheme_count;
    const api_server *servers;
    size_t server_count;
    const api_security *security;
    size_t security_count;
    const node *security_node;
} api;

/* Whether a document looks like an OpenAPI or Swagger contract at all (has the version member). */
bool api_is_contract(const node *root);

/* NULL with errors when it is no contract or cannot be compared: "openapi.version",
 * "openapi.structure", "ref.*", ... all with positions and hints; NULL with an undecided
 * "limit.api-entities" or "limit.api-nesting" when it grows out of all proportion. What is
 * merely wrong is the business of lint/. Does not take the bundle over. */
api *api_new(const bundle *b, diags *d);

/* The same, but with what could be read of a contract that has errors: for who judges it by itself,
 * or still shows the findings of all that could be compared before exiting 2. */
api *api_read(const bundle *b, diags *d);
void api_free(api *a); /* NULL is fine */

/* What the mistakes and the limits that api_read told of mean for a comparison. What both sides
 * have in the same words is not of this change: a warning. A mistake that only the old side has
 * cannot be mended any more, and what it hides cannot be compared: undecided. One that the new side
 * brings stays an error. */
void api_settle(diags *of_old, diags *of_new);

/* The dialect of schemas written in the document that holds `n`: jsonSchemaDialect of that
 * document or of the entry, else what the version says. */
dialect api_dialect_at(const api *a, const node *n);

const char *api_version_name(api_version v);             /* "Swagger 2.0", "OpenAPI 3.1" */
const char *parameter_in_name(parameter_in in);          /* "path", "query", ... */
const char *parameter_style_name(parameter_style style); /* "form", "spaceDelimited", ... */

#endif
