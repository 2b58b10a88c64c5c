#include "cli/commands.h"

#include "cli/suggest.h"

/* One row a command, alphabetical. */
extern const command command_completion;
extern const command command_help;
extern const command command_lint;
extern const command command_version;

const command *const commands[] = {
    &command_completion,
    &command_help,
    &command_lint,
    &command_version,
    NULL,
};

const command *command_find(str name)
{
    for (const command *const *row = commands; *row != NULL; row++)
        if (str_equal(str_from((*row)->name), name))
            return *row;
    return NULL;
}

const char *command_suggest(str name)
{
    suggestion near = {.wanted = name};
    for (const command *const *row = commands; *row != NULL; row++)
        suggestion_offer(&near, (*row)->name);
    return near.best;
}
