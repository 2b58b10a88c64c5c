#include "cli/commands.h"

#include "cli/suggest.h"

#define COMMAND(name) extern const command command_##name;
#include "cli/commands.def"
#undef COMMAND

const command *const commands[] = {
#define COMMAND(name) &command_##name,
#include "cli/commands.def"
#undef COMMAND
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
