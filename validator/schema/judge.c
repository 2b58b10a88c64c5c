/*
 * Behind `handoff validate`: values in, judgements out.
 *
 * A value is first only judged, by the compiled program; only when it is not valid (or somebody
 * wants to know more) it is explained. So a stream of good values costs what the program costs.
 */
#include "handoff/validate.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "doc/json_writer.h"
#include "doc/records.h"

/* --- the data --- */

typedef struct judging {
    const schema_file *schema;
    validation *validation;
    const judge_options *options;
    judge_listener each;
    void *context;
    judge_counts *counts;
    diags *diags;
    uint64_t bytes;
} judging;

static validity count(judging *g, const node *value)
{
    validity answer = schema_validate(schema_file_program(g->schema), g->validation, value);
    g->counts->values++;
    g->counts->invalid += answer == INVALID;
    g->counts->undecided += answer == UNDECIDED;
    return answer;
}

static bool tell(judging *g, judgement *j, const node *value)
{
    output *o = NULL;
    if (g->options->answers_only) {
        j->limit = j->answer == UNDECIDED ? validation_limit(g->validation) : NULL;
        return g->each(j, g->context);
    }
    if (j->answer == INVALID || (g->options->explains_valid && j->answer == VALID))
        o = schema_explain(schema_file_program(g->schema), value, g->options->detail);
    j->output = o;
    if (j->answer == UNDECIDED)
        j->limit = validation_limit(g->validation);
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

/* Nobody asks why: the line need not be read again. */
static bool tell_answer(judging *g, const records *r, const record *line, validity answer)
{
    judgement j = {.file = records_name(r), .first_line = line->line, .answer = answer};
    return (answer == VALID && !g->options->explains_valid) || tell(g, &j, line->root);
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

static bool judge_records(judging *g, records *r)
{
    size_t errors = g->diags->errors + g->diags->dropped;
    record line;
    bool goes_on = true;
    while (goes_on && records_next(r, &line, g->diags)) {
        validity answer = line.root ? count(g, line.root) : INVALID;
        bool is_plain = line.root && answer == VALID && !line.has_warnings;
        if (g->options->answers_only && line.root && !line.has_warnings)
            goes_on = tell_answer(g, r, &line, answer);
        else if (!is_plain || g->options->explains_valid)
            goes_on = look_closely(g, r, &line, answer);
        if (g->options->progress && g->counts->values % PROGRESS_EVERY == 0)
            g->options->progress(g->counts->values, g->bytes + records_bytes(r), g->context);
    }
    g->bytes += records_bytes(r);
    records_free(r);
    return goes_on && (g->diags->errors + g->diags->dropped == errors || g->counts->unreadable > 0);
}

static bool is_lines_name(str path)
{
    return str_ends_with(path, STR(".ndjson")) || str_ends_with(path, STR(".jsonl"));
}

/* A file of a place that may be a revision: read whole, line by line where it has lines. */
static bool judge_file(judging *g, input *in, str path)
{
    if (!g->options->is_lines && !is_lines_name(path))
        return judge_document(g, in, path);
    arena *scratch = arena_new();
    buf source = {0};
    bool goes_on = true;
    if (input_read(in, path, &source, g->diags))
        goes_on = judge_records(g, records_of(&source, input_display(in, path, scratch)));
    else
        g->counts->unreadable++;
    buf_clear(&source);
    arena_free(scratch);
    return goes_on;
}

static bool is_data_name(str path)
{
    static const char *const endings[] = {".json", ".yaml", ".yml", ".ndjson", ".jsonl"};
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
            goes_on = judge_file(g, in, paths[i]);
    if (goes_on && g->counts->values + g->counts->unreadable == before) {
        diags_error(g->diags, "input.nothing",
                    "no .json, .yaml, .yml, .ndjson or .jsonl files in '%.*s'",
                    STR_ARG(input_display(in, entry, scratch)));
        goes_on = false;
    }
    arena_free(scratch);
    return goes_on;
}

/* Lines of a file are streamed, so that any amount takes the memory of one. */
static bool judge_stream(judging *g, const char *path)
{
    records *r = records_open(path, g->diags);
    return r && judge_records(g, r);
}

static bool is_stream(const judging *g, const char *data)
{
    if (!g->options->is_lines && !is_lines_name(str_from(data)))
        return false;
    file_kind kind = strcmp(data, "-") == 0 ? FILE_REGULAR : file_kind_of(data);
    return kind == FILE_REGULAR || kind == FILE_FIFO || kind == FILE_OTHER;
}

bool judge_data(const schema_file *by, const char *data, const judge_options *options,
                judge_listener each, void *context, judge_counts *counts, diags *d)
{
    judging g = {.schema = by,
                 .validation = validation_new(),
                 .options = options,
                 .each = each,
                 .context = context,
                 .counts = counts,
                 .diags = d};
    bool good = false;
    if (!options->folder && is_stream(&g, data)) {
        good = judge_stream(&g, data);
    } else {
        input *in = input_open(data, &(input_options){.folder = options->folder}, d);
        if (in)
            good = input_is_folder(in) ? judge_folder(&g, in) : judge_file(&g, in, input_entry(in));
        input_free(in);
    }
    validation_free(g.validation);
    return good;
}

/* --- what can be asked of a judgement --- */

position judgement_position(const judgement *j, const output_unit *unit)
{
    position at = schema_file_instance_position(j->data, unit);
    at.file = j->file;
    at.line += j->first_line - 1;
    return at;
}

void judgement_write(const judgement *j, const schema_file *by, output_format format, buf *to)
{
    output_lines lines = {.instance = j->data,
                          .schemas = schema_file_registry(by),
                          .lines_before = j->first_line - 1};
    if (j->answer == UNDECIDED)
        buf_printf(to, "{\"valid\":null,\"undecided\":\"%s\"}", j->limit);
    else if (!j->output)
        buf_printf(to, "{\"valid\":%s}", j->answer == VALID ? "true" : "false");
    else
        output_write(j->output, format, format == OUTPUT_FLAG ? NULL : &lines, to);
}

void judgement_write_named(const judgement *j, const schema_file *by, output_format format, buf *to)
{
    buf name = {0}, object = {0};
    utf8_append_valid(&name, j->file);
    judgement_write(j, by, format, &object);
    buf_append(to, STR("{\"file\":"));
    json_write_string(to, buf_str(&name));
    buf_printf(to, ",\"line\":%u,", (unsigned)j->first_line);
    buf_append(to, str_skip(buf_str(&object), 1)); /* always an object, with at least "valid" */
    buf_clear(&name);
    buf_clear(&object);
}
