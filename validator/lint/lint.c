#include "lint/lint.h"

#include "handoff/lint.h"
#include "base/digest.h"
#include "lint/context.h"
#include "openapi/version.h"

/* Members of which one makes an object a JSON Schema rather than something else. */
static const char *const schema_signs[] = {
    "$schema",
    "$id",
    "id",
    "$ref",
    "$defs",
    "definitions",
    "type",
    "allOf",
    "anyOf",
    "oneOf",
    "properties",
    "items",
    "enum",
    "const",
    "not",
    "if",
    "$anchor",
    "patternProperties",
    "additionalProperties",
};

static bool looks_like_schema(const node *root)
{
    if (node_is(root, NODE_BOOLEAN))
        return true;
    for (size_t i = 0; i < sizeof schema_signs / sizeof *schema_signs; i++)
        if (node_get(root, str_from(schema_signs[i])))
            return true;
    return false;
}

static void begin(lint *l, report *r, const bundle *b)
{
    l->bundle = b;
    l->report = r;
    l->arena = arena_new();
    for (size_t i = 0; i < KIND_COUNT_OF_ALL; i++)
        map_init(&l->visited[i], l->arena, bundle_seed(b));
}

/* What the model could not read, the walk has findings for; only limits are told from here. */
static void read_api(lint *l)
{
    diags problems;
    diags_init(&problems);
    l->api = api_read(l->bundle, &problems);
    l->registry = l->api ? l->api->registry : NULL;
    for (size_t i = 0; i < problems.count; i++) {
        const diag *p = &problems.items[i];
        if (p->severity != DIAG_UNDECIDED)
            continue;
        undecided u = {.why = p->message, .place = {p->file, p->line, p->column, STR("")}};
        report_add_undecided(l->report, &u);
    }
    diags_clear(&problems);
}

static void lint_openapi(lint *l)
{
    read_api(l);
    walk_contract(l);
    check_objects(l);
    check_paths(l);
    check_operations(l);
    check_media_types(l);
    check_security(l);
    check_servers(l);
    check_schemas(l);
    check_examples(l);
    check_components(l); /* last: what is unused matters least */
    api_free(l->api);
}

static bool lint_schema_document(lint *l, diags *d)
{
    l->registry = registry_new(l->bundle, &(registry_options){DIALECT_UNKNOWN}, d);
    if (!l->registry)
        return false;
    site whole = registry_document(l->registry, 0, d);
    bool good = !whole.node || registry_refuse_loops(l->registry, whole, d);
    if (good && whole.node)
        check_schema_document(l, whole);
    registry_free(l->registry);
    return good;
}

bool lint_bundle(report *r, const bundle *b, diags *d)
{
    if (!bundle_refuse_loops(b, d))
        return false;
    const node *root = bundle_root(b);
    lint l = {0};
    bool good = true;
    begin(&l, r, b);
    if (api_is_contract(root)) {
        good = version_read(b, root, &l.version, &(str){0}, d);
        l.bit = 1u << l.version;
        if (good)
            lint_openapi(&l);
    } else if (looks_like_schema(root)) {
        good = lint_schema_document(&l, d);
    } else {
        diag *e =
            diags_error(d, "openapi.version", "neither an OpenAPI document nor a JSON Schema");
        bundle_diag_at(b, d, e, root);
        diags_hint(d, e, "an OpenAPI document starts with 'openapi: 3.1.0' or 'swagger: \"2.0\"'");
        good = false;
    }
    arena_free(l.arena);
    return good;
}

report *lint_contract(const char *argument, const lint_options *options, diags *d)
{
    input *in = input_open(argument, &(input_options){.folder = options->folder}, d);
    bundle_options loading = {.seed = random_seed(),
                              .mappings = options->mappings,
                              .mapping_count = options->mapping_count};
    bundle *b = in ? bundle_load(in, &loading, d) : NULL;
    if (!b)
        return NULL;
    report *r = report_new();
    bool good = lint_bundle(r, b, d);
    bundle_free(b);
    if (good) {
        r->new_name = arena_str(r->arena, str_from(argument));
        report_finish(r, true);
        return r;
    }
    report_free(r);
    return NULL;
}

bool lint_syntax(const char *argument, const lint_options *options, diags *d)
{
    input *in = input_open(argument, &(input_options){.folder = options->folder}, d);
    if (!in)
        return false;
    arena *a = arena_new();
    buf source = {0};
    document *doc = NULL;
    if (input_read(in, input_entry(in), &source, d)) {
        str name = input_display(in, input_entry(in), a);
        doc = document_read(&source, name, &(document_options){.seed = random_seed()}, d);
    }
    bool good = doc != NULL;
    document_free(doc);
    buf_clear(&source);
    arena_free(a);
    input_free(in);
    return good;
}
