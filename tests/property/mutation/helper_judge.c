/*
 * Contracts compared and values validated in one process, a question a line:
 *
 *     diff OLD NEW                          -> the JSON report on one line; empty: no verdict
 *     validate DIALECT DIRECTION SCHEMA DATA -> a letter a value of the NDJSON file DATA: y, n or ?
 *
 * Names are separated by tabs. Thousands of comparisons after each other are also what shows that
 * one leaves nothing behind for the next.
 */
#include <stdio.h>
#include <string.h>

#include "handoff/diff.h"
#include "handoff/report.h"
#include "handoff/validate.h"

enum { FIELDS = 5 };

static void answer(buf *out)
{
    str text = buf_str(out);
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] != '\n')
            putchar(text.data[i]);
    putchar('\n');
    fflush(stdout);
    buf_clear(out);
}

static void append_problems(buf *out, const diags *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        if (problems->items[i].severity == DIAG_ERROR)
            buf_printf(out, "! %.*s ", STR_ARG(problems->items[i].message));
}

static void compare(char *const *fields)
{
    diff_options options = {.old = fields[1], .new_ = fields[2]};
    diags problems;
    diags_init(&problems);
    report *r = diff_run(&options, &problems);
    buf out = {0};
    if (r) {
        report_entry entry = {.contract = str_from(fields[2]), .report = r};
        report_set set = {.command = "diff", .entries = &entry, .count = 1, .single = true};
        report_options how = {.fail_on = LEVEL_BREAKING};
        report_render(&out, STR("json"), &set, &how);
        report_free(r);
    } else {
        append_problems(&out, &problems);
    }
    answer(&out);
    diags_clear(&problems);
}

static bool note(const judgement *j, void *context)
{
    buf *out = context;
    buf_printf(out, "%c", j->answer == VALID ? 'y' : j->answer == INVALID ? 'n' : '?');
    return true;
}

static schema_direction direction_of(const char *name)
{
    return strcmp(name, "request") == 0    ? DIRECTION_REQUEST
           : strcmp(name, "response") == 0 ? DIRECTION_RESPONSE
                                           : DIRECTION_NONE;
}

static void validate(char *const *fields)
{
    schema_load_options how = {.dialect = *fields[1] ? fields[1] : NULL,
                               .how = {.direction = direction_of(fields[2]),
                                       .assert_formats = true,
                                       .discriminator = true}};
    diags problems;
    diags_init(&problems);
    schema_file *by = schema_load(fields[3], &how, &problems);
    buf out = {0};
    if (by) {
        judge_options reading = {.is_lines = true, .explains_valid = true, .answers_only = true};
        judge_counts counts = {0};
        judge_data(by, fields[4], &reading, note, &out, &counts, &problems);
        schema_file_free(by);
    }
    append_problems(&out, &problems);
    answer(&out);
    diags_clear(&problems);
}

int main(void)
{
    static char line[16384];
    while (fgets(line, sizeof line, stdin)) {
        char *fields[FIELDS] = {NULL};
        size_t count = 0;
        line[strcspn(line, "\n")] = '\0';
        for (char *rest = line; rest && count < FIELDS; count++) {
            fields[count] = rest;
            rest = strchr(rest, '\t');
            if (rest)
                *rest++ = '\0';
        }
        if (count == 3 && strcmp(fields[0], "diff") == 0)
            compare(fields);
        else if (count == 5 && strcmp(fields[0], "validate") == 0)
            validate(fields);
        else
            return 2;
    }
    return 0;
}
