/*
 * CODEOWNERS files, by the rules of GitHub and of GitLab.
 *
 * A line is a pattern and its owners; the last line whose pattern matches a path wins, and one
 * without owners takes the path's owners away. Where they differ:
 *
 *             "docs/x.md"               "apps" (no slash behind)     [Section] lines
 *     GitHub  from the top              the folder and all below      not known: an error
 *     GitLab  in any folder             that name only                last match of each section
 *
 * GitLab's sections may have owners of their own, taken by their lines that name none, and may be
 * optional (^[Section]); sections of one name, whatever its case, are one, and the owners of a path
 * are those of all its sections. "!x.md" takes a path out of its section. What GitHub does not
 * support ("!", "[", "\#") makes it skip the line: that is a warning here.
 */
#ifndef HANDOFF_POLICY_CODEOWNERS_H
#define HANDOFF_POLICY_CODEOWNERS_H

#include "base/diag.h"
#include "policy/config.h"

typedef enum codeowners_dialect { CODEOWNERS_GITHUB, CODEOWNERS_GITLAB } codeowners_dialect;

typedef struct codeowners_line {
    str pattern; /* as written, unescaped */
    text_list owners;
    uint32_t line;
    uint32_t section; /* 0: before the first */
    bool excludes;    /* "!x.md": no owner of its section, whatever other lines say */
} codeowners_line;

typedef struct codeowners {
    arena *arena; /* not owned */
    str file;
    codeowners_dialect dialect;
    codeowners_line *lines;
    size_t count;
    uint32_t sections; /* how many, the first unnamed one included */
} codeowners;

/* The dialect a file is written in, from where it stands and what it holds. */
codeowners_dialect codeowners_guess(str file, str text);

/* Warnings ("codeowners.pattern", "codeowners.owner") with positions go to `d`. */
codeowners *codeowners_parse(str text, str file, codeowners_dialect dialect, arena *a, diags *d);

/* Who owns a path (from the top, without leading '/'): false when no line matches. Owners in order
 * of the file, each once; none when the winning line names none. `line` may be NULL. */
bool codeowners_of(const codeowners *c, str path, text_list *owners, uint32_t *line);

/* Places where GitHub and GitLab look, first found wins; NULL-terminated. */
extern const char *const codeowners_places[];

#endif
