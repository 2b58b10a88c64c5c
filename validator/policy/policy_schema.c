#include "policy/policy_schema.h"

#include "base/embedded.h"
#include "schema/schema.h"

static const char schema_file[] = "handoff.schema.json";

static schema *compile(registry *r, diags *d)
{
    site root = registry_document(r, 0, d);
    schema_options options = {.without_meta_schema = true}; /* the tests check it */
    return root.node ? schema_compile(r, root, &options, d) : NULL;
}

static bool validate(const document *settings, bundle *schema_text, diags *d)
{
    bool fits = false;
    registry *r = registry_new(schema_text, &(registry_options){0}, d);
    schema *compiled = r ? compile(r, d) : NULL;
    if (compiled && schema_is_valid(compiled, document_root(settings)) == VALID)
        fits = true;
    else
        document_diag_at(settings, d,
                         diags_error(d, "policy.schema",
                                     "the JSON Schema of handoff.yaml (%s) "
                                     "refuses this file",
                                     schema_file),
                         document_root(settings));
    schema_free(compiled);
    registry_free(r);
    return fits;
}

bool policy_fits_schema(const document *settings, diags *d)
{
    buf text = {0};
    buf_append(&text, embedded_find(str_from(schema_file)));
    document *doc = document_read(&text, str_from(schema_file), &(document_options){0}, d);
    buf_clear(&text);
    if (!doc)
        return false;
    bundle *schema_text =
        bundle_of(doc, STR("https://handoff.invalid/schemas/handoff.schema.json"));
    bool fits = validate(settings, schema_text, d);
    bundle_free(schema_text);
    return fits;
}
