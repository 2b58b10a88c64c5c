#include "handoff/validate.h"

#include <stdlib.h>
#include <string.h>

#include "cli/invocation.h"
#include "cli/mappings.h"
#include "cli/terminal.h"

/* Failures shown of one value, and reasons in the summary: what is beyond is counted. */
#define MOST_FAILURES 20
#define MOST_REASONS  10

/* Results are written in blocks, not value by value. */
#define BLOCK (64u << 10)

/* Why values failed: a keyword at its place in the schema. */
typedef struct reason {
    str keyword;
    position place;
    uint64_t values;
    uint64_t last_value; /* counted once a value */
} reason;

typedef struct run {
    invocation *call;
    schema_file *schema;
    bool as_json, traces, names_files;
    output_format format;
    bool colors;
    arena *arena, *scratch;
    map reasons; /* by place and keyword */
    uint64_t told;
    buf out;
    bool written;
    progress progress;
} run;

static bool flush(run *r, size_t least)
{
    if (r->out.length >= least && r->out.length > 0) {
        r->written = terminal_write(r->call, buf_str(&r->out)) && r->written;
        r->out.length = 0;
    }
    return r->written;
}

/* --- why --- */

/* A schema `false` has no keyword of its own: the one it stands at speaks for it. */
static str keyword_of(const output_unit *unit)
{
    if (unit->keyword.length > 0)
        return unit->keyword;
    size_t slash = str_find_last(unit->keyword_location, '/');
    str last = slash == SIZE_MAX ? STR_NULL : str_skip(unit->keyword_location, slash + 1);
    return last.length > 0 ? last : STR("false");
}

static void count_reason(run *r, const output_unit *unit)
{
    position place = schema_file_keyword_position(r->schema, unit, r->scratch);
    str key = arena_printf(r->scratch, "%.*s:%u:%u:%.*s", STR_ARG(place.file), place.line,
                           place.column, STR_ARG(keyword_of(unit)));
    reason *known = map_get(&r->reasons, key);
    if (!known) {
        known = arena_new_of(r->arena, reason);
        known->keyword = arena_str(r->arena, keyword_of(unit));
        known->place = place;
        known->place.file = arena_str(r->arena, place.file);
        known->place.pointer = arena_str(r->arena, place.pointer);
        map_put(&r->reasons, arena_str(r->arena, key), known);
    }
    known->values += known->last_value != r->told;
    known->last_value = r->told;
}

static int by_count(const void *a, const void *b)
{
    const reason *left = *(reason *const *)a, *right = *(reason *const *)b;
    if (left->values != right->values)
        return left->values > right->values ? -1 : 1;
    int order = str_compare(left->place.file, right->place.file);
    if (order == 0)
        order = left->place.line < right->place.line ? -1 : left->place.line > right->place.line;
    if (order == 0)
        order = left->place.column < right->place.column ? -1 : 1;
    return order;
}

/* --- text --- */

static void put_place(buf *out, position at)
{
    utf8_append_printable(out, at.file);
    buf_printf(out, ":%u:%u", (unsigned)at.line, (unsigned)at.column);
}

static void put_schema_place(buf *out, position at)
{
    put_place(out, at);
    if (at.pointer.length > 0)
        buf_append_char(out, ' ');
    utf8_append_printable(out, at.pointer);
    buf_append_char(out, '\n');
}

static void put_failure(run *r, const judgement *j, const output_unit *unit)
{
    position at = judgement_position(j, unit);
    position keyword = schema_file_keyword_position(r->schema, unit, r->scratch);
    put_place(&r->out, at);
    buf_append(&r->out, r->colors ? STR(": \033[1;31merror:\033[0m ") : STR(": error: "));
    utf8_append_printable(&r->out, unit->error);
    buf_append(&r->out, STR(" ["));
    utf8_append_printable(&r->out, keyword_of(unit));
    buf_append(&r->out, STR("]\n    value   "));
    utf8_append_printable(&r->out, at.pointer.length > 0 ? at.pointer : STR("(the whole)"));
    buf_append(&r->out, STR("\n    schema  "));
    put_schema_place(&r->out, keyword);
}

static void put_undecided(run *r, const judgement *j)
{
    utf8_append_printable(&r->out, j->file);
    buf_printf(&r->out, ":%u:1: undecided: a limit was reached [%s]\n", (unsigned)j->first_line,
               j->limit);
}

static void tell_text(run *r, const judgement *j)
{
    if (r->traces && j->output)
        output_trace(j->output, &r->out);
    if (j->limit)
        put_undecided(r, j);
    if (j->answer != INVALID || !j->output)
        return;
    output_list failures = output_leaves(j->output, r->scratch);
    for (size_t i = 0; i < failures.count; i++) {
        if (i < MOST_FAILURES)
            put_failure(r, j, failures.items[i]);
        count_reason(r, failures.items[i]);
    }
    if (failures.count > MOST_FAILURES)
        buf_printf(&r->out, "    ... and %zu more of this value\n", failures.count - MOST_FAILURES);
}

/* --- JSON: one object a value, a line each; which value it is where there may be several --- */

static void tell_json(run *r, const judgement *j)
{
    if (r->names_files)
        judgement_write_named(j, r->schema, r->format, &r->out);
    else
        judgement_write(j, r->schema, r->format, &r->out);
    buf_append_char(&r->out, '\n');
    if (j->answer == INVALID && j->output && j->output->answer == INVALID) {
        output_list failures = output_leaves(j->output, r->scratch);
        for (size_t i = 0; i < failures.count; i++)
            count_reason(r, failures.items[i]);
    }
}

static bool tell(const judgement *j, void *context)
{
    run *r = context;
    r->told++;
    if (r->as_json)
        tell_json(r, j);
    else
        tell_text(r, j);
    arena_clear(r->scratch);
    return flush(r, BLOCK);
}

static void show_progress(uint64_t values, uint64_t bytes, void *context)
{
    run *r = context;
    char line[100];
    snprintf(line, sizeof line, "%llu values, %llu MB", (unsigned long long)values,
             (unsigned long long)(bytes >> 20));
    progress_show(&r->progress, line, 0, 0);
}

/* --- the summary: how many, and why, worst first --- */

static void put_reasons(buf *out, run *r)
{
    size_t count = r->reasons.count;
    reason **sorted = arena_array_of(r->arena, reason *, count);
    for (size_t i = 0; i < count; i++)
        sorted[i] = r->reasons.entries[i].value;
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, by_count);
    for (size_t i = 0; i < count && i < MOST_REASONS; i++) {
        buf_printf(out, "%10llu  ", (unsigned long long)sorted[i]->values);
        utf8_append_printable(out, sorted[i]->keyword);
        buf_append(out, STR("  "));
        put_schema_place(out, sorted[i]->place);
    }
    if (count > MOST_REASONS)
        buf_printf(out, "            and %zu more reasons\n", count - MOST_REASONS);
}

static void print_summary(run *r, const judge_counts *counts)
{
    buf text = {0};
    if (counts->values == 0 && counts->unreadable == 0)
        return; /* there is an error that says it all */
    buf_printf(&text, "%llu %s", (unsigned long long)counts->values,
               counts->values == 1 ? "value" : "values");
    if (counts->values > 0 && counts->invalid == 0)
        buf_append(&text, counts->undecided == 0 ? STR(", all valid") : STR(", none invalid"));
    else if (counts->invalid > 0)
        buf_printf(&text, ", %llu not valid", (unsigned long long)counts->invalid);
    if (counts->undecided > 0)
        buf_printf(&text, ", %llu undecided", (unsigned long long)counts->undecided);
    if (counts->unreadable > 0)
        buf_printf(&text, ", %llu not read", (unsigned long long)counts->unreadable);
    buf_append_char(&text, '\n');
    if (counts->values > 1)
        put_reasons(&text, r);
    fwrite(text.data, 1, text.length, stderr);
    buf_clear(&text);
}

/* --- the command --- */

static schema_file *load(invocation *call)
{
    const char *direction = invocation_text(call, "direction", "none");
    schema_load_options loading = {
        .dialect = invocation_text(call, "dialect", NULL),
        .how = {.assert_formats = invocation_has(call, "formats"),
                .assert_content = invocation_has(call, "content"),
                .discriminator = strcmp(direction, "none") != 0,
                .direction = strcmp(direction, "request") == 0    ? DIRECTION_REQUEST
                             : strcmp(direction, "response") == 0 ? DIRECTION_RESPONSE
                                                                  : DIRECTION_NONE}};
    if (!mappings_read(call, &loading.mappings, &loading.mapping_count))
        return NULL;
    return schema_load(call->operands[0], &loading, &call->diagnostics);
}

static bool prepare(run *r, invocation *call)
{
    const char *output_name = invocation_text(call, "output", NULL);
    r->call = call;
    r->as_json = output_name || strcmp(invocation_text(call, "format", "text"), "json") == 0;
    r->traces = invocation_has(call, "trace");
    r->format = OUTPUT_BASIC;
    if (output_name)
        output_format_parse(&r->format, str_from(output_name));
    r->names_files = call->operand_count > 2 || invocation_has(call, "ndjson");
    r->colors = terminal_colors(call, stdout);
    r->written = true;
    if (r->traces && r->as_json) {
        diags_error(&call->diagnostics, "usage.conflict", "--trace is text, not JSON");
        return false;
    }
    r->schema = load(call);
    return r->schema != NULL;
}

static output_detail detail_of(const run *r)
{
    if (r->traces || (r->as_json && r->format == OUTPUT_VERBOSE))
        return OUTPUT_EVERYTHING;
    return r->as_json && r->format != OUTPUT_FLAG ? OUTPUT_ANNOTATIONS : OUTPUT_ERRORS;
}

static int answer_of(const run *r, const judge_counts *counts, bool good)
{
    if (!good || !r->written || counts->unreadable > 0 || counts->values == 0)
        return ANSWER_BAD_INPUT;
    if (counts->invalid > 0)
        return ANSWER_NO;
    return counts->undecided > 0 ? ANSWER_UNDECIDED : ANSWER_YES;
}

static int judge_all(run *r, invocation *call)
{
    judge_options reading = {.is_lines = invocation_has(call, "ndjson"),
                             .explains_valid = r->as_json || r->traces,
                             .answers_only = r->as_json && r->format == OUTPUT_FLAG &&
                                             invocation_has(call, "quiet"),
                             .detail = detail_of(r),
                             .progress = show_progress};
    judge_counts counts = {0};
    bool good = true;
    progress_start(&r->progress);
    for (size_t i = 1; i < call->operand_count && r->written; i++)
        good = judge_data(r->schema, call->operands[i], &reading, tell, r, &counts,
                          &call->diagnostics) &&
               good;
    progress_end(&r->progress);
    flush(r, 0);
    if (counts.values == 0 && good && counts.unreadable == 0)
        diags_error(&call->diagnostics, "input.nothing", "there is no value in the data");
    if (!invocation_has(call, "quiet"))
        print_summary(r, &counts);
    return answer_of(r, &counts, good);
}

static int run_validate(invocation *call)
{
    run r = {0};
    int answer = ANSWER_BAD_INPUT;
    r.arena = arena_new();
    r.scratch = arena_new();
    map_init(&r.reasons, r.arena, (uint64_t)(uintptr_t)r.arena);
    if (prepare(&r, call))
        answer = judge_all(&r, call);
    schema_file_free(r.schema);
    buf_clear(&r.out);
    arena_free(r.scratch);
    arena_free(r.arena);
    return answer;
}

static const char *const format_choices[] = {"text", "json", NULL};
static const char *const output_choices[] = {"flag", "basic", "detailed", "verbose", NULL};
static const char *const direction_choices[] = {"none", "request", "response", NULL};

static const option_row options[] = {
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .choices = format_choices,
     .help = "write text, or json: one object of the standard output a value (default: text)"},
    {.name = "output",
     .kind = OPTION_CHOICE,
     .argument = "SHAPE",
     .choices = output_choices,
     .help = "which standard output json is (default: basic); implies --format json"},
    {.name = "ndjson", .kind = OPTION_FLAG, .help = "each line of the data is a value of its own"},
    {.name = "formats",
     .kind = OPTION_FLAG,
     .help = "let format assert in every dialect (else as the dialect says)"},
    {.name = "content",
     .kind = OPTION_FLAG,
     .help = "let contentEncoding and contentMediaType assert"},
    {.name = "dialect",
     .kind = OPTION_TEXT,
     .argument = "NAME",
     .help = "read a schema without $schema as NAME, such as 2020-12, draft-07 or openapi-3.0"},
    {.name = "direction",
     .kind = OPTION_CHOICE,
     .argument = "WHICH",
     .choices = direction_choices,
     .help = "data of a request (readOnly members not required) or of a response (writeOnly); "
             "a discriminator then selects its branch"},
    OPTION_ROW_MAP,
    {.name = "trace",
     .kind = OPTION_FLAG,
     .help = "show each step: which keyword held where, and which did not"},
    OPTION_ROW_QUIET,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff validate order.schema.json order.json", "judge one document"},
    {"handoff validate api.yaml#/components/schemas/Order orders.ndjson",
     "judge each line by a schema of an OpenAPI document"},
    {"handoff validate --format json --formats schema.yaml - <data.json",
     "write the standard output, formats asserted"},
    {NULL, NULL},
};

const command command_validate = {
    .name = "validate",
    .summary = "judge data by a schema",
    .operands = "SCHEMA DATA...",
    .description =
        "SCHEMA is a JSON Schema (draft-03 to 2020-12) or, with '#' and a JSON Pointer, a schema "
        "inside another document, such as an OpenAPI description. It is checked against its "
        "meta-schema before anything else.\n\n"
        "DATA is JSON or YAML: a file, a folder, '-' or REV:path. With --ndjson, and for names "
        "that "
        "end in .ndjson or .jsonl, each line is a value and any amount is read in flat memory.\n\n"
        "Text has a line for each failure, file:line:column first, with the place in the schema "
        "below it. The summary on standard error says how many values failed and why, worst "
        "first. Exits 1 when a value is not valid, 2 when something could not be read, 3 when a "
        "limit left the answer open.",
    .minimum_operands = 2,
    .maximum_operands = OPERANDS_MANY,
    .operand_kind = OPTION_FILE,
    .options = options,
    .examples = examples,
    .run = run_validate,
};
