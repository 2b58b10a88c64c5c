#include "lint/objects.h"

const object_row object_rows[KIND_COUNT_OF_ALL] = {
    [KIND_ANY] = {"a value", 0, false},
    [KIND_STRING] = {"a string", 0, false},
    [KIND_BOOLEAN] = {"a boolean", 0, false},
    [KIND_NUMBER] = {"a number", 0, false},
    [KIND_COUNT] = {"a whole number", 0, false},
    [KIND_ARRAY] = {"an array", 0, false},
    [KIND_SCHEMA] = {"a schema", VALL, false},
    [KIND_ROOT] = {"the document", 0, false},
    [KIND_INFO] = {"the info object", 0, false},
    [KIND_CONTACT] = {"a contact", 0, false},
    [KIND_LICENSE] = {"a license", 0, false},
    [KIND_SERVER] = {"a server", 0, false},
    [KIND_SERVER_VARIABLE] = {"a server variable", 0, false},
    [KIND_COMPONENTS] = {"the components object", 0, false},
    [KIND_PATHS] = {"the paths object", 0, false},
    [KIND_PATH_ITEM] = {"a path item", 0, false}, /* its $ref is a field of its own */
    [KIND_OPERATION] = {"an operation", 0, false},
    [KIND_EXTERNAL_DOCUMENTATION] = {"an external documentation object", 0, false},
    [KIND_PARAMETER] = {"a parameter", VALL, false},
    [KIND_ITEMS] = {"an items object", 0, false},
    [KIND_REQUEST_BODY] = {"a request body", V3, false},
    [KIND_MEDIA_TYPE] = {"a media type", V32, false},
    [KIND_ENCODING] = {"an encoding", 0, false},
    [KIND_RESPONSES] = {"a responses object", 0, false},
    [KIND_RESPONSE] = {"a response", VALL, false},
    [KIND_CALLBACK] = {"a callback", V3, false},
    [KIND_EXAMPLE] = {"an example", V3, false},
    [KIND_LINK] = {"a link", V3, false},
    [KIND_HEADER] = {"a header", V3, false},
    [KIND_TAG] = {"a tag", 0, false},
    [KIND_SECURITY_SCHEME] = {"a security scheme", V3, false},
    [KIND_OAUTH_FLOWS] = {"an OAuth flows object", 0, false},
    [KIND_OAUTH_FLOW] = {"an OAuth flow", 0, false},
    [KIND_SECURITY_REQUIREMENT] = {"a security requirement", 0, true},
};

#define ONE  FIELD_ONE
#define LIST FIELD_LIST
#define MAP  FIELD_MAP
#define TEXT(object, name, versions, required)                                                     \
    {                                                                                              \
        KIND_##object, name, ONE, KIND_STRING, versions, required, NULL                            \
    }
#define FIELD(object, name, shape, kind, versions, required)                                       \
    {                                                                                              \
        KIND_##object, name, shape, KIND_##kind, versions, required, NULL                          \
    }
#define CHOICE(object, name, versions, required, choices)                                          \
    {                                                                                              \
        KIND_##object, name, ONE, KIND_STRING, versions, required, choices                         \
    }

/* The keywords that Swagger 2.0 writes into parameters, headers and items. */
#define SWAGGER_KEYWORDS(object, types)                                                            \
    CHOICE(object, "type", V20, 0, types), TEXT(object, "format", V20, 0),                         \
        FIELD(object, "items", ONE, ITEMS, V20, 0), FIELD(object, "default", ONE, ANY, V20, 0),    \
        FIELD(object, "maximum", ONE, NUMBER, V20, 0),                                             \
        FIELD(object, "exclusiveMaximum", ONE, BOOLEAN, V20, 0),                                   \
        FIELD(object, "minimum", ONE, NUMBER, V20, 0),                                             \
        FIELD(object, "exclusiveMinimum", ONE, BOOLEAN, V20, 0),                                   \
        FIELD(object, "maxLength", ONE, COUNT, V20, 0),                                            \
        FIELD(object, "minLength", ONE, COUNT, V20, 0), TEXT(object, "pattern", V20, 0),           \
        FIELD(object, "maxItems", ONE, COUNT, V20, 0),                                             \
        FIELD(object, "minItems", ONE, COUNT, V20, 0),                                             \
        FIELD(object, "uniqueItems", ONE, BOOLEAN, V20, 0),                                        \
        FIELD(object, "enum", ONE, ARRAY, V20, 0),                                                 \
        FIELD(object, "multipleOf", ONE, NUMBER, V20, 0)

static const field_row fields[] = {
    TEXT(ROOT, "openapi", V3, V3),
    TEXT(ROOT, "swagger", V20, V20),
    TEXT(ROOT, "$self", V32, 0),
    FIELD(ROOT, "info", ONE, INFO, VALL, VALL),
    TEXT(ROOT, "jsonSchemaDialect", V31_ON, 0),
    FIELD(ROOT, "servers", LIST, SERVER, V3, 0),
    TEXT(ROOT, "host", V20, 0),
    TEXT(ROOT, "basePath", V20, 0),
    {KIND_ROOT, "schemes", LIST, KIND_STRING, V20, 0, "http|https|ws|wss"},
    FIELD(ROOT, "consumes", LIST, STRING, V20, 0),
    FIELD(ROOT, "produces", LIST, STRING, V20, 0),
    FIELD(ROOT, "paths", ONE, PATHS, VALL, V20 | V30),
    FIELD(ROOT, "webhooks", MAP, PATH_ITEM, V31_ON, 0),
    FIELD(ROOT, "components", ONE, COMPONENTS, V3, 0),
    FIELD(ROOT, "definitions", MAP, SCHEMA, V20, 0),
    FIELD(ROOT, "parameters", MAP, PARAMETER, V20, 0),
    FIELD(ROOT, "responses", MAP, RESPONSE, V20, 0),
    FIELD(ROOT, "securityDefinitions", MAP, SECURITY_SCHEME, V20, 0),
    FIELD(ROOT, "security", LIST, SECURITY_REQUIREMENT, VALL, 0),
    FIELD(ROOT, "tags", LIST, TAG, VALL, 0),
    FIELD(ROOT, "externalDocs", ONE, EXTERNAL_DOCUMENTATION, VALL, 0),

    TEXT(INFO, "title", VALL, VALL),
    TEXT(INFO, "summary", V31_ON, 0),
    TEXT(INFO, "description", VALL, 0),
    TEXT(INFO, "termsOfService", VALL, 0),
    FIELD(INFO, "contact", ONE, CONTACT, VALL, 0),
    FIELD(INFO, "license", ONE, LICENSE, VALL, 0),
    TEXT(INFO, "version", VALL, VALL),

    TEXT(CONTACT, "name", VALL, 0),
    TEXT(CONTACT, "url", VALL, 0),
    TEXT(CONTACT, "email", VALL, 0),

    TEXT(LICENSE, "name", VALL, VALL),
    TEXT(LICENSE, "identifier", V31_ON, 0),
    TEXT(LICENSE, "url", VALL, 0),

    TEXT(SERVER, "url", V3, V3),
    TEXT(SERVER, "description", V3, 0),
    TEXT(SERVER, "name", V32, 0),
    FIELD(SERVER, "variables", MAP, SERVER_VARIABLE, V3, 0),

    FIELD(SERVER_VARIABLE, "enum", LIST, STRING, V3, 0),
    TEXT(SERVER_VARIABLE, "default", V3, V3),
    TEXT(SERVER_VARIABLE, "description", V3, 0),

    FIELD(COMPONENTS, "schemas", MAP, SCHEMA, V3, 0),
    FIELD(COMPONENTS, "responses", MAP, RESPONSE, V3, 0),
    FIELD(COMPONENTS, "parameters", MAP, PARAMETER, V3, 0),
    FIELD(COMPONENTS, "examples", MAP, EXAMPLE, V3, 0),
    FIELD(COMPONENTS, "requestBodies", MAP, REQUEST_BODY, V3, 0),
    FIELD(COMPONENTS, "headers", MAP, HEADER, V3, 0),
    FIELD(COMPONENTS, "securitySchemes", MAP, SECURITY_SCHEME, V3, 0),
    FIELD(COMPONENTS, "links", MAP, LINK, V3, 0),
    FIELD(COMPONENTS, "callbacks", MAP, CALLBACK, V3, 0),
    FIELD(COMPONENTS, "pathItems", MAP, PATH_ITEM, V31_ON, 0),
    FIELD(COMPONENTS, "mediaTypes", MAP, MEDIA_TYPE, V32, 0),

    FIELD(PATHS, "*", ONE, PATH_ITEM, VALL, 0),

    TEXT(PATH_ITEM, "$ref", VALL, 0),
    TEXT(PATH_ITEM, "summary", V3, 0),
    TEXT(PATH_ITEM, "description", V3, 0),
    FIELD(PATH_ITEM, "get", ONE, OPERATION, VALL, 0),
    FIELD(PATH_ITEM, "put", ONE, OPERATION, VALL, 0),
    FIELD(PATH_ITEM, "post", ONE, OPERATION, VALL, 0),
    FIELD(PATH_ITEM, "delete", ONE, OPERATION, VALL, 0),
    FIELD(PATH_ITEM, "options", ONE, OPERATION, VALL, 0),
    FIELD(PATH_ITEM, "head", ONE, OPERATION, VALL, 0),
    FIELD(PATH_ITEM, "patch", ONE, OPERATION, VALL, 0),
    FIELD(PATH_ITEM, "trace", ONE, OPERATION, V3, 0),
    FIELD(PATH_ITEM, "query", ONE, OPERATION, V32, 0),
    FIELD(PATH_ITEM, "additionalOperations", MAP, OPERATION, V32, 0),
    FIELD(PATH_ITEM, "servers", LIST, SERVER, V3, 0),
    FIELD(PATH_ITEM, "parameters", LIST, PARAMETER, VALL, 0),

    FIELD(OPERATION, "tags", LIST, STRING, VALL, 0),
    TEXT(OPERATION, "summary", VALL, 0),
    TEXT(OPERATION, "description", VALL, 0),
    FIELD(OPERATION, "externalDocs", ONE, EXTERNAL_DOCUMENTATION, VALL, 0),
    TEXT(OPERATION, "operationId", VALL, 0),
    FIELD(OPERATION, "consumes", LIST, STRING, V20, 0),
    FIELD(OPERATION, "produces", LIST, STRING, V20, 0),
    FIELD(OPERATION, "parameters", LIST, PARAMETER, VALL, 0),
    FIELD(OPERATION, "requestBody", ONE, REQUEST_BODY, V3, 0),
    FIELD(OPERATION, "responses", ONE, RESPONSES, VALL, V20 | V30),
    FIELD(OPERATION, "callbacks", MAP, CALLBACK, V3, 0),
    {KIND_OPERATION, "schemes", LIST, KIND_STRING, V20, 0, "http|https|ws|wss"},
    FIELD(OPERATION, "deprecated", ONE, BOOLEAN, VALL, 0),
    FIELD(OPERATION, "security", LIST, SECURITY_REQUIREMENT, VALL, 0),
    FIELD(OPERATION, "servers", LIST, SERVER, V3, 0),

    TEXT(EXTERNAL_DOCUMENTATION, "description", VALL, 0),
    TEXT(EXTERNAL_DOCUMENTATION, "url", VALL, VALL),

    TEXT(PARAMETER, "name", VALL, VALL),
    CHOICE(PARAMETER, "in", V20, V20, "path|query|header|formData|body"),
    CHOICE(PARAMETER, "in", V30 | V31, V30 | V31, "path|query|header|cookie"),
    CHOICE(PARAMETER, "in", V32, V32, "path|query|querystring|header|cookie"),
    TEXT(PARAMETER, "description", VALL, 0),
    FIELD(PARAMETER, "required", ONE, BOOLEAN, VALL, 0),
    FIELD(PARAMETER, "deprecated", ONE, BOOLEAN, V3, 0),
    FIELD(PARAMETER, "allowEmptyValue", ONE, BOOLEAN, VALL, 0),
    CHOICE(PARAMETER, "style", V30 | V31, 0,
           "simple|label|matrix|form|spaceDelimited|pipeDelimited|deepObject"),
    CHOICE(PARAMETER, "style", V32, 0,
           "simple|label|matrix|form|spaceDelimited|pipeDelimited|deepObject|cookie"),
    FIELD(PARAMETER, "explode", ONE, BOOLEAN, V3, 0),
    FIELD(PARAMETER, "allowReserved", ONE, BOOLEAN, V3, 0),
    FIELD(PARAMETER, "schema", ONE, SCHEMA, VALL, 0),
    FIELD(PARAMETER, "example", ONE, ANY, V3, 0),
    FIELD(PARAMETER, "examples", MAP, EXAMPLE, V3, 0),
    FIELD(PARAMETER, "content", MAP, MEDIA_TYPE, V3, 0),
    SWAGGER_KEYWORDS(PARAMETER, "string|number|integer|boolean|array|file"),
    CHOICE(PARAMETER, "collectionFormat", V20, 0, "csv|ssv|tsv|pipes|multi"),

    SWAGGER_KEYWORDS(ITEMS, "string|number|integer|boolean|array"),
    CHOICE(ITEMS, "collectionFormat", V20, 0, "csv|ssv|tsv|pipes"),

    TEXT(REQUEST_BODY, "description", V3, 0),
    FIELD(REQUEST_BODY, "content", MAP, MEDIA_TYPE, V3, V3),
    FIELD(REQUEST_BODY, "required", ONE, BOOLEAN, V3, 0),

    TEXT(MEDIA_TYPE, "description", V32, 0),
    FIELD(MEDIA_TYPE, "schema", ONE, SCHEMA, V3, 0),
    FIELD(MEDIA_TYPE, "itemSchema", ONE, SCHEMA, V32, 0),
    FIELD(MEDIA_TYPE, "example", ONE, ANY, V3, 0),
    FIELD(MEDIA_TYPE, "examples", MAP, EXAMPLE, V3, 0),
    FIELD(MEDIA_TYPE, "encoding", MAP, ENCODING, V3, 0),
    FIELD(MEDIA_TYPE, "prefixEncoding", LIST, ENCODING, V32, 0),
    FIELD(MEDIA_TYPE, "itemEncoding", ONE, ENCODING, V32, 0),

    TEXT(ENCODING, "contentType", V3, 0),
    FIELD(ENCODING, "headers", MAP, HEADER, V3, 0),
    CHOICE(ENCODING, "style", V3, 0, "form|spaceDelimited|pipeDelimited|deepObject"),
    FIELD(ENCODING, "explode", ONE, BOOLEAN, V3, 0),
    FIELD(ENCODING, "allowReserved", ONE, BOOLEAN, V3, 0),
    FIELD(ENCODING, "encoding", MAP, ENCODING, V32, 0),
    FIELD(ENCODING, "prefixEncoding", LIST, ENCODING, V32, 0),
    FIELD(ENCODING, "itemEncoding", ONE, ENCODING, V32, 0),

    FIELD(RESPONSES, "*", ONE, RESPONSE, VALL, 0),

    TEXT(RESPONSE, "summary", V32, 0),
    TEXT(RESPONSE, "description", VALL, V20 | V30 | V31),
    FIELD(RESPONSE, "schema", ONE, SCHEMA, V20, 0),
    FIELD(RESPONSE, "headers", MAP, HEADER, VALL, 0),
    FIELD(RESPONSE, "examples", MAP, ANY, V20, 0),
    FIELD(RESPONSE, "content", MAP, MEDIA_TYPE, V3, 0),
    FIELD(RESPONSE, "links", MAP, LINK, V3, 0),

    FIELD(CALLBACK, "*", ONE, PATH_ITEM, V3, 0),

    TEXT(EXAMPLE, "summary", V3, 0),
    TEXT(EXAMPLE, "description", V3, 0),
    FIELD(EXAMPLE, "value", ONE, ANY, V3, 0),
    FIELD(EXAMPLE, "dataValue", ONE, ANY, V32, 0),
    TEXT(EXAMPLE, "serializedValue", V32, 0),
    TEXT(EXAMPLE, "externalValue", V3, 0),

    TEXT(LINK, "operationRef", V3, 0),
    TEXT(LINK, "operationId", V3, 0),
    FIELD(LINK, "parameters", MAP, ANY, V3, 0),
    FIELD(LINK, "requestBody", ONE, ANY, V3, 0),
    TEXT(LINK, "description", V3, 0),
    FIELD(LINK, "server", ONE, SERVER, V3, 0),

    TEXT(HEADER, "description", VALL, 0),
    FIELD(HEADER, "required", ONE, BOOLEAN, V3, 0),
    FIELD(HEADER, "deprecated", ONE, BOOLEAN, V3, 0),
    FIELD(HEADER, "allowEmptyValue", ONE, BOOLEAN, V30, 0),
    CHOICE(HEADER, "style", V3, 0, "simple"),
    FIELD(HEADER, "explode", ONE, BOOLEAN, V3, 0),
    FIELD(HEADER, "allowReserved", ONE, BOOLEAN, V30, 0),
    FIELD(HEADER, "schema", ONE, SCHEMA, V3, 0),
    FIELD(HEADER, "example", ONE, ANY, V3, 0),
    FIELD(HEADER, "examples", MAP, EXAMPLE, V3, 0),
    FIELD(HEADER, "content", MAP, MEDIA_TYPE, V3, 0),
    SWAGGER_KEYWORDS(HEADER, "string|number|integer|boolean|array"),
    CHOICE(HEADER, "collectionFormat", V20, 0, "csv|ssv|tsv|pipes"),

    TEXT(TAG, "name", VALL, VALL),
    TEXT(TAG, "summary", V32, 0),
    TEXT(TAG, "description", VALL, 0),
    FIELD(TAG, "externalDocs", ONE, EXTERNAL_DOCUMENTATION, VALL, 0),
    TEXT(TAG, "parent", V32, 0),
    TEXT(TAG, "kind", V32, 0),

    CHOICE(SECURITY_SCHEME, "type", V20, V20, "basic|apiKey|oauth2"),
    CHOICE(SECURITY_SCHEME, "type", V30, V30, "apiKey|http|oauth2|openIdConnect"),
    CHOICE(SECURITY_SCHEME, "type", V31_ON, V31_ON, "apiKey|http|mutualTLS|oauth2|openIdConnect"),
    TEXT(SECURITY_SCHEME, "description", VALL, 0),
    TEXT(SECURITY_SCHEME, "name", VALL, 0),
    CHOICE(SECURITY_SCHEME, "in", V20, 0, "query|header"),
    CHOICE(SECURITY_SCHEME, "in", V3, 0, "query|header|cookie"),
    TEXT(SECURITY_SCHEME, "scheme", V3, 0),
    TEXT(SECURITY_SCHEME, "bearerFormat", V3, 0),
    FIELD(SECURITY_SCHEME, "flows", ONE, OAUTH_FLOWS, V3, 0),
    TEXT(SECURITY_SCHEME, "openIdConnectUrl", V3, 0),
    TEXT(SECURITY_SCHEME, "oauth2MetadataUrl", V32, 0),
    FIELD(SECURITY_SCHEME, "deprecated", ONE, BOOLEAN, V32, 0),
    CHOICE(SECURITY_SCHEME, "flow", V20, 0, "implicit|password|application|accessCode"),
    TEXT(SECURITY_SCHEME, "authorizationUrl", V20, 0),
    TEXT(SECURITY_SCHEME, "tokenUrl", V20, 0),
    FIELD(SECURITY_SCHEME, "scopes", MAP, STRING, V20, 0),

    FIELD(OAUTH_FLOWS, "implicit", ONE, OAUTH_FLOW, V3, 0),
    FIELD(OAUTH_FLOWS, "password", ONE, OAUTH_FLOW, V3, 0),
    FIELD(OAUTH_FLOWS, "clientCredentials", ONE, OAUTH_FLOW, V3, 0),
    FIELD(OAUTH_FLOWS, "authorizationCode", ONE, OAUTH_FLOW, V3, 0),
    FIELD(OAUTH_FLOWS, "deviceAuthorization", ONE, OAUTH_FLOW, V32, 0),

    TEXT(OAUTH_FLOW, "authorizationUrl", V3, 0),
    TEXT(OAUTH_FLOW, "deviceAuthorizationUrl", V32, 0),
    TEXT(OAUTH_FLOW, "tokenUrl", V3, 0),
    TEXT(OAUTH_FLOW, "refreshUrl", V3, 0),
    FIELD(OAUTH_FLOW, "scopes", MAP, STRING, V3, V3),

    FIELD(SECURITY_REQUIREMENT, "*", LIST, STRING, VALL, 0),
};
enum { FIELD_COUNT = sizeof fields / sizeof *fields };

const field_row *object_fields(object_kind kind, size_t *count)
{
    size_t first = 0;
    while (first < FIELD_COUNT && fields[first].object != kind)
        first++;
    size_t end = first;
    while (end < FIELD_COUNT && fields[end].object == kind)
        end++;
    *count = end - first;
    return fields + first;
}
