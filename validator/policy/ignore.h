/*
 * Ignore files as oasdiff reads them (--err-ignore, --warn-ignore).
 *
 * Any text may be one. A line says which finding it ignores by method and path (the first field
 * that begins with '/'), or by the word "components" or "security" where the finding is about no
 * operation, and by its message; upper and lower case are the same. A line stands for a finding
 * when it has
 *   - the finding's message as written here, or
 *   - the rule's id in square brackets, as in a line copied from oasdiff's single-line report, or
 *   - the words of the rule's id and the name of the thing that changed: how a message of another
 *     tool is known without its wording.
 * What the line has in single quotes (names, values, statuses) the finding must have too.
 * Lines that name no path and neither word are prose.
 *
 * An ignored finding stays listed as waived, with the line as the reason. Where one edit reaches
 * many operations, lines must cover them all.
 */
#ifndef HANDOFF_POLICY_IGNORE_H
#define HANDOFF_POLICY_IGNORE_H

#include "base/vec.h"
#include "doc/finding.h"

typedef struct ignore_line {
    str text;   /* as written */
    str folded; /* in lower case */
    str path;   /* of folded; STR_NULL: it is about components or security */
    str *words; /* of its message: not those of the path and of quoted names */
    size_t word_count;
    str *quoted; /* names and values that it gives in single quotes */
    size_t quoted_count;
    size_t most_words; /* of a rule's id that are all among them, once somebody asked */
    bool has_most_words;
    level level; /* of the findings it ignores */
    position place;
    bool used;
} ignore_line;

typedef VEC(ignore_line) ignore_list;

/* Adds the lines of a file that ignores findings of the level. false with an error "ignore.text"
 * at the line that is no text. */
bool ignore_read(ignore_list *list, str text, str file, level of, arena *a, diags *d);

/* Marks the findings that lines ignore; the report is then to be finished anew. */
void ignore_apply(ignore_list *list, report *r);

/* After all reports: a finding for each line that ignored nothing. */
void ignore_report_unused(const ignore_list *list, report *r);

#endif
