#include "cli/reporting.h"

#include <string.h>

#include "cli/terminal.h"

static level fail_on(const invocation *call, level otherwise)
{
    const char *word = invocation_text(call, "fail-on", NULL);
    if (word == NULL)
        return otherwise;
    level parsed = LEVEL_NONE;
    if (strcmp(word, "never") != 0)
        level_parse(&parsed, str_from(word));
    return parsed;
}

static report_output *outputs_of(const invocation *call, size_t *count)
{
    *count = invocation_count(call, "format");
    report_output *outputs = arena_array_of(call->arena, report_output, *count);
    for (size_t i = 0; i < *count; i++)
        outputs[i] = report_output_parse(invocation_nth(call, "format", i));
    return outputs;
}

static void print_summary(const report_set *set)
{
    buf line = {0}, shown = {0};
    report_summary(&line, set);
    utf8_append_printable(&shown, str_trim(buf_str(&line)));
    fprintf(stderr, "%s\n", buf_cstr(&shown));
    buf_clear(&shown);
    buf_clear(&line);
}

int reporting_emit(invocation *call, const report_set *set)
{
    return reporting_emit_failing(call, set, LEVEL_BREAKING);
}

int reporting_emit_failing(invocation *call, const report_set *set, level from)
{
    report_options options = {.fail_on = fail_on(call, from),
                              .colors = terminal_colors(call, stdout)};
    size_t count = 0;
    const report_output *outputs = outputs_of(call, &count);
    buf out = {0};
    bool written = report_write(&out, outputs, count, set, &options, &call->diagnostics);
    written = terminal_write(call, buf_str(&out)) && written;
    buf_clear(&out);
    for (size_t i = 0; i < set->count; i++)
        if (set->entries[i].problems != NULL)
            terminal_print_diags(call, set->entries[i].problems);
    if (!invocation_has(call, "quiet"))
        print_summary(set);
    return written ? report_answer(set, options.fail_on) : ANSWER_BAD_INPUT;
}
