/*
 * Reports: what a run found out, written for people and for pipelines.
 *
 * One renderer a format; each sees findings, diagnostics and the rule table, never contracts. The
 * same findings give the same bytes: no time, no order of hashing, no locale. Text that came from
 * a contract is escaped for the format it goes into; it can neither forge a line of a terminal nor
 * a command of a pipeline, nor markup.
 *
 * Renderers cannot fail: they append to a buf. Only writing files can.
 */
#ifndef HANDOFF_REPORT_H
#define HANDOFF_REPORT_H

#include "base/diag.h"
#include "doc/finding.h"

/* One contract of a run. A contract that could not be judged has no report but problems. */
typedef struct report_entry {
    str contract;          /* as shown; STR_NULL: the report's new name */
    const report *report;  /* NULL: not judged */
    const diags *problems; /* may be NULL */
    bool about_settings;   /* the settings of the run, not a contract: not counted as one */
} report_entry;

typedef struct report_set {
    const char *command; /* "diff", "check", ... */
    const report_entry *entries;
    size_t count;
    bool single; /* one pair: JSON is the report itself, not a list of contracts */
} report_set;

typedef struct report_options {
    level fail_on; /* findings from this level up fail; LEVEL_NONE: none does. */
    bool colors;   /* text only */
} report_options;

/* Names of all formats, sorted, NULL-terminated: github, gitlab, html, json, ... */
extern const char *const report_formats[];

/* false when there is no such format. */
bool report_render(buf *out, str format, const report_set *set, const report_options *options);

/* What changed, for people: text and markdown as lists under headings; else as report_render. */
bool report_changelog(buf *out, str format, const report_set *set);

/* What `--format FORMAT[=FILE]` asks for; file is NULL for standard output. */
typedef struct report_output {
    str format;
    const char *file;
} report_output;

report_output report_output_parse(const char *argument);

/* Renders all. Files are written whole or not at all, every one of them even when another cannot
 * be; what goes to standard output is appended to `out`. Two outputs for standard output, or two
 * for one file, are a mistake ("usage.repeated"). With no outputs: text to standard output. */
bool report_write(buf *out, const report_output *outputs, size_t count, const report_set *set,
                  const report_options *options, diags *d);

/* "2 breaking, 1 warning, 0 info (12 operations compared, 0 undecided)", one line with LF. */
void report_summary(buf *out, const report_set *set);

typedef struct report_totals {
    size_t breaking, warnings, infos, waived, undecided;
    size_t judged, not_judged; /* contracts */
    size_t operations;         /* compared */
    verdict verdict;           /* the worst; IDENTICAL when nothing was judged */
} report_totals;

report_totals report_totals_of(const report_set *set);

/* The exit code: 2 something could not be read or judged, 1 findings at or above fail_on,
 * 3 undecided, 0 none of these. */
int report_answer(const report_set *set, level fail_on);

#endif
