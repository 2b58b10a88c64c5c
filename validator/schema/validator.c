/*
 * The face behind `handoff validate`: schema in, values in, judgements out.
 *
 * A value is first only judged, by the compiled program; only when it is not valid (or somebody
 * wants to know more) it is explained. So a stream of good values costs what the program costs.
 */
#include "handoff/validate.h"

#include <stdlib.h>
#include <string.h>

#include "base/uri.h"
#include "doc/pointer.h"
#include "doc/records.h"

struct validator {
    bundle *bundle;
    registry *registry;
    schema *schema;
    validation *validation;
};

/* --- the schema --- */

static bool parse_dialect(dialect *out, const char *name, diags *d)
{
    *out = DIALECT_UNKNOWN;
    if (!name)
        return true;
    *out = dialect_of_uri(str_from(name));
    for (int i = DIALECT_DRAFT_03; *out == DIALECT_UNKNOWN && i <= DIALECT_OPENAPI_31; i++)
        if (strcmp(dialect_name((dialect)i), name) == 0)
            *out = (dialect)i;
    if (*out != DIALECT_UNKNOWN)
        return true;
    buf names = {0};
    for (int i = DIALECT_DRAFT_03; i <= DIALECT_OPENAPI_31; i++)
        buf_printf(&names, "%s%s", i > DIALECT_DRAFT_03 ? ", " : "", dialect_name((dialect)i));
    diags_hint(d, diags_error(d, "usage.dialect", "unknown dialect '%s'", name), "dialects: %s",
               buf_cstr(&names));
    buf_clear(&names);
    return false;
}

/* A schema inside an OpenAPI document is read in the dialect that the document gives it. */
static site site_in_contract(validator *v, dialect of, str fragment, diags *d)
{
    const document *doc = bundle_document(v->bundle, 0);
    if (fragment.length == 0) {
        diag *p = diags_error(d, "schema.is-contract",
                              "'%.*s' is an OpenAPI document, not a schema",
                              STR_ARG(document_name(doc)));
        diags_hint(d, p, "name the schema in it: %.*s#/components/schemas/NAME",
                   STR_ARG(document_name(doc)));
        return (site){0};
    }
    arena *scratch = arena_new();
    const node *n = pointer_resolve_fragment(document_root(doc), fragment, scratch);
    arena_free(scratch);
    if (!n) {
        diags_error(d, "ref.missing-target", "nothing stands at '#%.*s' in '%.*s'",
                    STR_ARG(fragment), STR_ARG(document_name(doc)));
        return (site){0};
    }
    return registry_embedded(v->registry, n, of);
}

static site find_schema(validator *v, dialect asked, str fragment, diags *d)
{
    dialect of = registry_contract_dialect(bundle_root(v->bundle));
    if (of != DIALECT_UNKNOWN)
        return site_in_contract(v, asked != DIALECT_UNKNOWN ? asked : of, fragment, d);
    if (fragment.length > 0)
        return registry_fragment(v->registry, fragment, d);
    return registry_document(v->registry, 0, d);
}

static bool load(validator *v, const char *argument, const validator_options *options, diags *d)
{
    arena *scratch = arena_new();
    uri_parts parts = uri_split(str_from(argument));
    dialect asked;
    bool loaded = false;
    input *in = NULL;
    if (parse_dialect(&asked, options->dialect, d))
        in = input_open(arena_cstr(scratch, parts.without_fragment),
                        &(input_options){.folder = options->folder}, d);
    if (in)
        v->bundle = bundle_load(in, &(bundle_options){.seed = (uint64_t)(uintptr_t)v,
                                                      .mappings = options->mappings,
                                                      .mapping_count = options->mapping_count},
                                d);
    if (v->bundle)
        v->registry = registry_new(v->bundle, &(registry_options){asked}, d);
    if (v->registry) {
        site s = find_schema(v, asked, parts.fragment, d);
        v->schema = s.node ? schema_compile(v->registry, s, &options->schema, d) : NULL;
        loaded = v->schema != NULL;
    }
    arena_free(scratch);
    return loaded;
}

validator *validator_open(const char *argument, const validator_options *options, diags *d)
{
    validator *v = memory_alloc(sizeof *v);
    v->validation = validation_new();
    if (load(v, argument, options, d))
        return v;
    validator_free(v);
    return NULL;
}

void validator_free(validator *v)
{
    if (!v)
        return;
    validation_free(v->validation);
    schema_free(v->schema);
    registry_free(v->registry);
    bundle_free(v->bundle);
    free(v);
}

/* --- the data --- */

typedef struct judging {
    validator *validator;
    const judge_options *options;
    bool (*each)(const judgement *j, void *context);
    void *context;
    judge_counts *counts;
    diags *diags;
    uint64_t bytes;
} judging;

static validity count(judging *g, const node *value)
{
    validity answer = schema_validate(g->validator->schema, g->validator->validation, value);
    g->counts->values++;
    g->counts->invalid += answer == INVALID;
    g->counts->undecided += answer == UNDECIDED;
    return answer;
}

static bool tell(judging *g, judgement *j, const node *value)
{
    output *o = NULL;
    if (j->answer == INVALID || (g->options->explains_valid && j->answer == VALID))
        o = schema_explain(g->validator->schema, value, g->options->detail);
    j->output = o;
    if (j->answer == UNDECIDED)
        j->limit = validation_limit(g->validator->validation);
    else if (o && o->answer == UNDECIDED)
        j->limit = o->limit; /* known to be invalid, but why could not be told to the end */
    bool goes_on = g->each(j, g->context);
    output_free(o);
    return goes_on;
}

static bool judge_document(judging *g, input *in, str path)
{
    arena *scratch = arena_new();
    buf source = {0};
    str name = input_display(in, path, scratch);
    document *doc = NULL;
    bool goes_on = true;
    if (input_read(in, path, &source, g->diags)) {
        g->bytes += source.length;
        doc = document_read(&source, name, &(document_options){.without_hashes = true}, g->diags);
    }
    buf_clear(&source);
    if (doc) {
        judgement j = {.file = name, .first_line = 1, .data = doc};
        j.answer = count(g, document_root(doc));
        goes_on = tell(g, &j, document_root(doc));
    } else {
        g->counts->unreadable++;
    }
    document_free(doc);
    arena_free(scratch);
    if (g->options->progress)
        g->options->progress(g->counts->values, g->bytes, g->context);
    return goes_on;
}

static bool is_data_name(str path)
{
    static const char *const endings[] = {".json", ".yaml", ".yml"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (str_ends_with(path, str_from(endings[i])))
            return true;
    return false;
}

static bool judge_folder(judging *g, input *in)
{
    arena *scratch = arena_new();
    str *paths, entry = input_entry(in);
    size_t path_count, before = (size_t)(g->counts->values + g->counts->unreadable);
    bool goes_on = input_list(in, entry, &paths, &path_count, scratch, g->diags);
    for (size_t i = 0; goes_on && i < path_count; i++)
        if (is_data_name(paths[i]))
            goes_on = judge_document(g, in, paths[i]);
    if (goes_on && g->counts->values + g->counts->unreadable == before) {
        diags_error(g->diags, "input.nothing", "no .json, .yaml or .yml files in '%.*s'",
                    STR_ARG(input_display(in, entry, scratch)));
        goes_on = false;
    }
    arena_free(scratch);
    return goes_on;
}

/* A line that needs a closer look: not valid, not JSON, or with something to warn of. */
static bool look_closely(judging *g, const records *r, const record *line, validity answer)
{
    document *doc = record_document(r, line, g->diags);
    if (!doc) {
        g->counts->unreadable++;
        return true;
    }
    judgement j = {
        .file = records_name(r), .first_line = line->line, .answer = answer, .data = doc};
    bool goes_on = true;
    if (answer != VALID || g->options->explains_valid)
        goes_on = tell(g, &j, document_root(doc));
    document_free(doc);
    return goes_on;
}

/* How often progress is told: rarely enough to cost nothing. */
#define PROGRESS_EVERY 4096

static bool judge_lines(judging *g, const char *path)
{
    records *r = records_open(path, g->diags);
    if (!r)
        return false;
    size_t errors = g->diags->errors + g->diags->dropped;
    record line;
    bool goes_on = true;
    while (goes_on && records_next(r, &line, g->diags)) {
        validity answer = line.root ? count(g, line.root) : INVALID;
        bool is_plain = line.root && answer == VALID && !line.has_warnings;
        if (!is_plain || g->options->explains_valid)
            goes_on = look_closely(g, r, &line, answer);
        if (g->options->progress && g->counts->values % PROGRESS_EVERY == 0)
            g->options->progress(g->counts->values, g->bytes + records_bytes(r), g->context);
    }
    g->bytes += records_bytes(r);
    records_free(r);
    return goes_on && (g->diags->errors + g->diags->dropped == errors || g->counts->unreadable > 0);
}

static bool is_lines_name(const char *name)
{
    str path = str_from(name);
    return str_ends_with(path, STR(".ndjson")) || str_ends_with(path, STR(".jsonl"));
}

bool validator_judge(validator *v, const char *data, const judge_options *options,
                     bool (*each)(const judgement *j, void *context), void *context,
                     judge_counts *counts, diags *d)
{
    judging g = {.validator = v,
                 .options = options,
                 .each = each,
                 .context = context,
                 .counts = counts,
                 .diags = d};
    if (options->is_lines || is_lines_name(data))
        return judge_lines(&g, data);
    input *in = input_open(data, &(input_options){.folder = options->folder}, d);
    if (!in)
        return false;
    bool good = input_is_folder(in) ? judge_folder(&g, in)
                                    : judge_document(&g, in, input_entry(in));
    input_free(in);
    return good;
}

/* --- what can be asked of a judgement --- */

failure_place validator_place(const validator *v, const judgement *j, const output_unit *unit,
                              arena *a)
{
    failure_place place = {.keyword = registry_position(v->registry, unit->place, a)};
    const document *of = registry_document_of(v->registry, unit->place);
    if (of && unit->keyword_member) {
        line_column at = document_position(of, unit->keyword_member->key_start);
        place.keyword.line = at.line;
        place.keyword.column = at.column;
    }
    line_column at = document_position(j->data, unit->instance->start);
    place.instance = (position){.file = j->file,
                                .line = at.line + j->first_line - 1,
                                .column = at.column,
                                .pointer = unit->instance_location};
    return place;
}

void validator_write(const validator *v, const judgement *j, output_format format, buf *to)
{
    output_lines lines = {
        .instance = j->data, .schemas = v->registry, .lines_before = j->first_line - 1};
    output_write(j->output, format, format == OUTPUT_FLAG ? NULL : &lines, to);
}
