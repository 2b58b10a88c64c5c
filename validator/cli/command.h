/*
 * Commands and options as data.
 *
 * A command is a const row: its name, what it is for, its operands, its options and the function
 * that runs it. Parsing, help, "did you mean", the man page and shell completion are all made from
 * the row; nothing about a command is written twice. To add one: write cmd_<name>.c with a
 * `const command command_<name>`, and put its row into commands.c.
 */
#ifndef HANDOFF_CLI_COMMAND_H
#define HANDOFF_CLI_COMMAND_H

#include "handoff/base.h"

/* Exit codes, the same for all commands. Where several hold: 2, then 1, then 3. */
enum {
    ANSWER_YES = 0,       /* compatible, valid, may deploy */
    ANSWER_NO = 1,        /* a finding at or above --fail-on, invalid data, may not deploy */
    ANSWER_BAD_INPUT = 2, /* usage, unreadable or malformed input, nothing to check */
    ANSWER_UNDECIDED = 3  /* a limit was reached; what is missing is named */
};

typedef enum option_kind {
    OPTION_FLAG,   /* takes no value */
    OPTION_TEXT,   /* any text */
    OPTION_NUMBER, /* a whole number between minimum and maximum */
    OPTION_CHOICE, /* one of choices; with_file: also CHOICE=FILE */
    OPTION_FILE,   /* the kinds below are text too; they tell completion what to offer */
    OPTION_FOLDER,
    OPTION_REVISION, /* of git */
    OPTION_RULE
} option_kind;

typedef struct option_row {
    const char *name; /* long name without dashes; NULL ends a table */
    char letter;      /* short form, or 0 */
    option_kind kind;
    const char *argument;       /* what help calls the value; NULL for flags */
    const char *help;           /* one sentence, lower case, no full stop */
    const char *const *choices; /* NULL-terminated */
    bool with_file;
    bool repeatable;       /* else given twice is a mistake */
    long minimum, maximum; /* of OPTION_NUMBER */
} option_row;

#define OPTIONS_END                                                                                \
    {                                                                                              \
        .name = NULL                                                                               \
    }

typedef struct example {
    const char *line; /* the whole command line */
    const char *says; /* what it does; NULL ends a table */
} example;

typedef struct invocation invocation;

typedef struct command {
    const char *name;                          /* one word, or two: "ledger verify" */
    const char *summary;                       /* one line, lower case, no full stop */
    const char *operands;                      /* "OLD NEW", "FILE..."; "" for none */
    const char *description;                   /* paragraphs parted by an empty line */
    size_t minimum_operands, maximum_operands; /* OPERANDS_MANY: no upper bound */
    option_kind operand_kind;                  /* for completion */
    const option_row *options;                 /* NULL: only the common ones */
    const example *examples;                   /* at least one */
    int (*run)(invocation *call);              /* returns an ANSWER_ */
} command;

#define OPERANDS_MANY SIZE_MAX

/* Rows that several commands share, so that an option means the same everywhere. */
#define OPTION_ROW_FAIL_ON                                                                         \
    {                                                                                              \
        .name = "fail-on", .kind = OPTION_CHOICE, .argument = "LEVEL", .choices = fail_on_choices, \
        .help = "exit 1 from this level up (default: breaking)"                                    \
    }
#define OPTION_ROW_NOW                                                                             \
    {                                                                                              \
        .name = "now", .kind = OPTION_TEXT, .argument = "TIME",                                    \
        .help = "let TIME (RFC 3339 date or date-time) stand in for the clock"                     \
    }
#define OPTION_ROW_QUIET                                                                           \
    {                                                                                              \
        .name = "quiet", .letter = 'q', .kind = OPTION_FLAG,                                       \
        .help = "no summary line on standard error"                                                \
    }

extern const char *const fail_on_choices[]; /* breaking, warning, info, never */

#endif
