/*
 * What the files of this folder share while one api is built; private to openapi/.
 *
 * Builders read leniently where a document is merely wrong (lint/ says so) and report an error
 * where nothing sensible can be compared: a wrong kind of value, a $ref to nothing. An explicit
 * null counts as absent, as an empty `parameters:` in YAML is meant. Each node is reported once,
 * however many operations reach it.
 */
#ifndef HANDOFF_OPENAPI_BUILDER_H
#define HANDOFF_OPENAPI_BUILDER_H

#include "base/vec.h"
#include "openapi/api.h"
#include "openapi/names.h"

/* A run of entities that was built for one node, to be shared by all who refer to it. */
typedef struct built {
    const void *items;
    size_t count;
} built;

/* What was built for a node: the same node may be reached as several kinds by a wrong $ref, and
 * must never be taken for another. */
typedef enum built_kind {
    BUILT_SERVERS,
    BUILT_SECURITY,
    BUILT_HEADERS,
    BUILT_CONTENT,
    BUILT_BODY,
    BUILT_LINKS,
    BUILT_PARAMETER,
    BUILT_CALLBACK,
    BUILT_KINDS
} built_kind;

typedef struct builder {
    api *api;
    arena *arena;   /* the model's */
    arena *scratch; /* freed when it is built */
    const bundle *bundle;
    diags *diags;
    map reported;            /* nodes that have their error already */
    map shared[BUILT_KINDS]; /* node -> built */
    map lowered;             /* Swagger 2.0: parameter -> the schema node lowered from it */
    map schemes;             /* name -> api_scheme */
    size_t nesting;          /* of what references can nest without end: see builder_enter */
    VEC(site) sites;         /* every schema that the model has */
    size_t entities;
    bool stopped; /* a limit was reached: nothing more is built */
} builder;

/* Counts one entity; false (with one undecided diagnostic) when there are too many. */
bool builder_count(builder *b);

/* Around whatever may reach itself again through references: false (with an undecided diagnostic)
 * beyond LIMIT_API_NESTING. */
bool builder_enter(builder *b, const node *at);
void builder_leave(builder *b);

/* Errors with the position of `at`, once a node. Returns the diagnostic, or NULL when repeated. */
diag *builder_error(builder *b, const node *at, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same for a value that leaves one entity without a meaning while the rest is sound: the rest
 * is compared, and the verdict stays open. */
diag *builder_undecided(builder *b, const node *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What stands at the end of n's $ref (n itself without one) when it is of that kind; NULL when
 * absent or null; NULL with an error for other kinds and for references to nothing. `what`
 * names it in the message: "'parameters'". */
const node *builder_expect(builder *b, const node *n, node_kind kind, const char *what);

/* The entities built for `n` before, or NULL; and keeping them. What may reach itself is kept
 * empty first, so that a cycle ends there. */
const built *builder_recall(builder *b, built_kind kind, const node *n);
void builder_keep(builder *b, built_kind kind, const node *n, const void *items, size_t count);

/* The site of a schema, its node NULL when there is none. */
site builder_site(builder *b, const node *schema, const char *what);

bool builder_is_extension(str key); /* "x-..." */
bool builder_is_swagger(const builder *b);

lifecycle builder_lifecycle(const node *n);

/* --- one function an object; each in the file of its name --- */

void builder_servers(builder *b, const node *list, const api_server **out, size_t *count);
void builder_swagger_servers(builder *b, const node *schemes, const api_server **out,
                             size_t *count);

void builder_schemes(builder *b);
void builder_security(builder *b, const node *list, const api_security **out, size_t *count);

void builder_headers(builder *b, const node *headers, const api_header **out, size_t *count);
void builder_content(builder *b, const node *content, const api_media_type **out, size_t *count);
void builder_responses(builder *b, api_operation *operation, const node *produces);
const api_body *builder_body(builder *b, const node *holder);

typedef VEC(api_parameter) parameter_list;

/* Reads one list of parameters; those it holds already (by name and place) are not replaced. */
void builder_parameters(builder *b, parameter_list *into, const node *list, const api_operation *of,
                        bool from_path);

/* Style and explode as their defaults and the Swagger 2.0 collectionFormat have them. */
parameter_style builder_default_style(parameter_in in);
parameter_style builder_style(builder *b, const node *n, parameter_style standard);
bool builder_explode(const node *n, parameter_style style);

void builder_callbacks(builder *b, api_operation *operation);

/* A Path Item Object with what its $ref adds: fields written beside the $ref win, because the
 * specification leaves a conflict open and the nearer text is what its author sees. */
typedef VEC(const node *) path_item;

bool builder_path_item(builder *b, const node *n, path_item *out);
const node *path_item_get(const path_item *item, str field);

typedef VEC(api_operation *) operation_list;

/* Adds the operations of the path item that stands at `entry`: a path, a webhook or a callback's
 * expression. */
void builder_operations(builder *b, const member *entry, operation_place place,
                        operation_list *into);

/* The rest of an operation whose place, method and nodes are set. */
void builder_operation(builder *b, api_operation *operation, const path_item *item);

/* As the model shows it: a list that nobody changes any more. */
const api_operation *const *builder_finished(builder *b, const operation_list *list);

/* Errors for references to nothing in all schemas that the model reaches. */
void builder_check_references(builder *b);

/* --- Swagger 2.0, in swagger2.c --- */

/* Takes body and form parameters out of the list and makes the request body of them. */
void swagger_lower_body(builder *b, api_operation *operation, parameter_list *parameters,
                        const node *consumes);
/* The content of a response: its schema under each media type of `produces`. */
void swagger_response_content(builder *b, const node *response, const node *produces,
                              const api_media_type **out, size_t *count);
/* A parameter, header or items object as the schema that is written into it. */
site swagger_inline_schema(builder *b, const node *n);
void swagger_collection(builder *b, const node *n, api_parameter *parameter);

#endif
