#include "handoff/schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"

struct schema_file {
    bundle *bundle;
    registry *registry;
    schema *program;
};

static bool parse_dialect(const char *name, dialect *out, diags *d)
{
    *out = DIALECT_UNKNOWN;
    if (!name)
        return true;
    *out = dialect_of_uri(str_from(name));
    for (int i = DIALECT_DRAFT_03; *out == DIALECT_UNKNOWN && i <= DIALECT_OPENAPI_31; i++)
        if (strcmp(name, dialect_name((dialect)i)) == 0)
            *out = (dialect)i;
    if (*out)
        return true;
    diags_hint(d, diags_error(d, "schema.dialect", "unknown dialect '%s'", name),
               "draft-03, draft-04, draft-06, draft-07, 2019-09, 2020-12, swagger-2.0, "
               "openapi-3.0 or openapi-3.1");
    return false;
}

static site find_site(registry *r, const char *fragment, diags *d)
{
    const node *root = bundle_root(registry_bundle(r));
    if (fragment && *fragment)
        return registry_fragment(r, str_from(fragment), d);
    if (registry_contract_dialect(root)) {
        diag *added =
            diags_error(d, "schema.not-a-schema", "an OpenAPI document is not a schema itself");
        diags_hint(d, registry_diag_at(r, d, added, root),
                   "name one in it: FILE#/components/schemas/NAME");
        return (site){NULL, NULL};
    }
    return registry_document(r, 0, d);
}

schema_file *schema_load(const char *argument, const schema_load_options *options, diags *d)
{
    static const schema_load_options defaults;
    if (!options)
        options = &defaults;
    registry_options in = {0};
    if (!parse_dialect(options->dialect, &in.default_dialect, d))
        return NULL;

    schema_file *f = memory_alloc(sizeof *f);
    buf path = {0};
    const char *hash = strchr(argument, '#');
    buf_append(&path, hash ? str_of(argument, (size_t)(hash - argument)) : str_from(argument));
    input_options where = {.folder = options->folder};
    bundle_options how = {.seed = random_seed(),
                          .mappings = options->mappings,
                          .mapping_count = options->mapping_count};
    input *from = input_open(buf_cstr(&path), &where, d);
    buf_clear(&path);

    f->bundle = from ? bundle_load(from, &how, d) : NULL;
    f->registry = f->bundle ? registry_new(f->bundle, &in, d) : NULL;
    site s = f->registry ? find_site(f->registry, hash ? hash + 1 : NULL, d) : (site){NULL, NULL};
    f->program = s.node ? schema_compile(f->registry, s, &options->how, d) : NULL;
    if (f->program)
        return f;
    schema_file_free(f);
    return NULL;
}

void schema_file_free(schema_file *f)
{
    if (!f)
        return;
    schema_free(f->program);
    registry_free(f->registry);
    bundle_free(f->bundle);
    free(f);
}

const schema *schema_file_program(const schema_file *f)
{
    return f->program;
}

const registry *schema_file_registry(const schema_file *f)
{
    return f->registry;
}

position schema_file_keyword_position(const schema_file *f, const output_unit *unit, arena *a)
{
    const document *in = registry_document_of(f->registry, unit->place);
    const member *m = unit->keyword_member;
    line_column at = document_position(in, m ? m->key_start : unit->place->start);
    return (position){.file = document_name(in),
                      .line = at.line,
                      .column = at.column,
                      .pointer = registry_position(f->registry, unit->holder, a).pointer};
}

position schema_file_instance_position(const document *instance, const output_unit *unit)
{
    line_column at = document_position(instance, unit->instance->start);
    return (position){.file = document_name(instance),
                      .line = at.line,
                      .column = at.column,
                      .pointer = unit->instance_location};
}
