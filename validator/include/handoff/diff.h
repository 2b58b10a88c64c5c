/*
 * Comparing two contracts: `handoff diff OLD NEW`.
 *
 *     diff_options options = {.old = "main:api.yaml", .new_ = "api.yaml"};
 *     report *r = diff_run(&options, &problems);
 *
 * An input is a path, `-`, REV:path or :path (the index); what a contract references is read from
 * the same place. Folders are compared by diff_run_folders. Both sides are read at once. The report
 * owns everything it points to.
 */
#ifndef HANDOFF_DIFF_H
#define HANDOFF_DIFF_H

#include "base/clock.h"
#include "doc/finding.h"
#include "handoff/levels.h"

/* In the order in which data outlives its writers: who has to cope with whose data. */
typedef enum diff_compatibility {
    DIFF_BACKWARD, /* new readers with old data */
    DIFF_FORWARD,  /* old readers with new data */
    DIFF_FULL      /* both */
} diff_compatibility;

/* Which operations are compared: those that promise at least so much. */
typedef enum diff_stability { DIFF_DRAFT, DIFF_ALPHA, DIFF_BETA, DIFF_STABLE } diff_stability;

/* What a break is that no consumer file relies on. */
typedef enum diff_unused { DIFF_UNUSED_BLOCK, DIFF_UNUSED_WARN, DIFF_UNUSED_ALLOW } diff_unused;

typedef struct diff_level {
    const char *rule; /* glob over rule ids */
    level level;
} diff_level;

typedef struct diff_extension {
    const char *name; /* glob: "x-internal", "x-ms-*" */
    level level;
} diff_extension;

typedef struct diff_options {
    const char *old; /* NULL: the same path as `new_`, at the merge base of `against` and HEAD */
    const char *against; /* a revision */
    const char *new_;
    const char *folder; /* for relative names; NULL: the process's */
    clock_source clock;
    bool by_operation;  /* one finding an operation instead of one a cause */
    bool check_version; /* a breaking change demands a higher info.version */
    bool statistics;    /* say what the decisions about schemas took */
    diff_stability stability;
    int64_t deprecation_days_beta, deprecation_days_stable;
    diff_compatibility compatibility; /* of JSON Schemas */
    bool literal;                 /* of JSON Schemas: writers may send what they do not document */
    const char *const *consumers; /* files of consumers whose reliance on the contract is judged */
    size_t consumer_count;
    const char *producer; /* whose contract it is, for files that name several; may be NULL */
    diff_unused unused;   /* what a break is that none of them relies on */
    const bundle_mapping *mappings; /* where references to remote documents are found */
    size_t mapping_count;
    level_options leveling;
    const diff_level
        *levels; /* after those of `leveling`; the last one that fits a finding's rule wins */
    size_t level_count;
    const diff_extension *extensions; /* those that matter; the last one that fits a name wins */
    size_t extension_count;
    const struct approvals *approvals; /* waivers of a ledger count too; NULL: none */
} diff_options;

/* NULL with errors when a side cannot be read or is no contract, or the two are of different
 * kinds. Warnings of reading go to `d` beside a report. */
report *diff_run(const diff_options *options, diags *d);

/* --- folders: every contract below them, paired by its path --- */

typedef struct diff_pair {
    str path;       /* below both folders */
    report *report; /* NULL: not judged */
    diags problems;
} diff_pair;

typedef struct diff_pairs {
    arena *arena;
    diff_pair *items; /* by path */
    size_t count;
} diff_pairs;

/* Whether `new_` names a folder; a name that names nothing is none. */
bool diff_is_of_folders(const diff_options *options);

/* A contract that only the new folder has is news, one that only the old one has is a break; files
 * that are no contract by themselves are looked at only where contracts reference them. false with
 * errors when a side is no folder or no contract is found. */
bool diff_run_folders(diff_pairs *out, const diff_options *options, diags *d);
void diff_pairs_clear(diff_pairs *pairs); /* zeroed is fine */

#endif
