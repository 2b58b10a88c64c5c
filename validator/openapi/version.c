#include "openapi/version.h"

#include <stdlib.h>

typedef struct version_row {
    api_version version;
    const char *member; /* the root member that names it */
    const char *prefix; /* of its text */
    const char *name;
    dialect dialect;
} version_row;

static const version_row versions[] = {
    {API_SWAGGER_20, "swagger", "2.0", "Swagger 2.0", DIALECT_SWAGGER_20},
    {API_OPENAPI_30, "openapi", "3.0", "OpenAPI 3.0", DIALECT_OPENAPI_30},
    {API_OPENAPI_31, "openapi", "3.1", "OpenAPI 3.1", DIALECT_OPENAPI_31},
    {API_OPENAPI_32, "openapi", "3.2", "OpenAPI 3.2", DIALECT_OPENAPI_31},
};
enum { VERSION_COUNT = sizeof versions / sizeof *versions };

const char *api_version_name(api_version v)
{
    return versions[v].name;
}
dialect version_dialect(api_version v)
{
    return versions[v].dialect;
}

bool api_is_contract(const node *root)
{
    return node_get(root, STR("openapi")) || node_get(root, STR("swagger"));
}

/* "3.0", "3.0.3" and "3.0.0-rc1" are 3.0; "3.01" is not. Unquoted YAML gives a number's text. */
static bool version_matches(str text, const char *prefix)
{
    str p = str_from(prefix);
    return str_starts_with(text, p) && (text.length == p.length || text.data[p.length] == '.');
}

bool version_read(const bundle *b, const node *root, api_version *out, str *text, diags *d)
{
    if (!node_is(root, NODE_OBJECT)) {
        diag *e = diags_error(d, "openapi.version", "not an OpenAPI document: its root is %s",
                              root ? node_kind_name(node_kind_of(root)) : "missing");
        bundle_diag_at(b, d, e, root);
        return false;
    }
    const node *swagger = node_get(root, STR("swagger"));
    const node *openapi = node_get(root, STR("openapi"));
    const node *named = openapi ? openapi : swagger;
    if (!named) {
        diag *e = diags_error(d, "openapi.version",
                              "not an OpenAPI document: it has no 'openapi' or 'swagger' member");
        bundle_diag_at(b, d, e, root);
        diags_hint(d, e, "add 'openapi: 3.1.0' (or the version it follows) at the top");
        return false;
    }
    *text = node_text(named);
    const char *field = openapi ? "openapi" : "swagger";
    for (size_t i = 0; i < VERSION_COUNT; i++)
        if (str_equal(str_from(versions[i].member), str_from(field)) &&
            version_matches(*text, versions[i].prefix)) {
            *out = versions[i].version;
            return true;
        }
    diag *e = text->data ? diags_error(d, "openapi.version", "unknown version '%.*s' in '%s'",
                                       STR_ARG(*text), field)
                         : diags_error(d, "openapi.version",
                                       "'%s' must be a string with the version", field);
    bundle_diag_at(b, d, e, named);
    diags_hint(d, e, "known versions: swagger '2.0'; openapi 3.0.x, 3.1.x and 3.2.x");
    return false;
}
