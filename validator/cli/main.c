#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/manual.h"
#include "cli/terminal.h"

/* Two words first ("ledger verify"), then one; *used tells how many arguments name the command. */
static const command *find_command(int count, char *const *arguments, int *used)
{
    const command *found = NULL;
    if (count >= 2) {
        buf both = {0};
        buf_printf(&both, "%s %s", arguments[0], arguments[1]);
        found = command_find(buf_str(&both));
        buf_clear(&both);
        *used = 2;
    }
    if (found == NULL) {
        found = command_find(str_from(arguments[0]));
        *used = 1;
    }
    return found;
}

static int refuse_unknown(const char *name)
{
    diags d;
    diags_init(&d);
    const char *near = command_suggest(str_from(name));
    diag *problem = name[0] == '-'
                        ? diags_error(&d, "usage.unknown-option", "unknown option '%s'", name)
                        : diags_error(&d, "usage.unknown-command", "unknown command '%s'", name);
    diags_hint(&d, problem, near != NULL ? "did you mean '%s'?" : "handoff help", near);
    terminal_print_diags(NULL, &d);
    diags_clear(&d);
    return ANSWER_BAD_INPUT;
}

static int show_command_help(invocation *call)
{
    buf text = {0};
    manual_command(&text, call->command);
    int answer = terminal_write(call, buf_str(&text)) ? ANSWER_YES : ANSWER_BAD_INPUT;
    buf_clear(&text);
    return answer;
}

static int run(invocation *call)
{
    if (invocation_has(call, "help"))
        return show_command_help(call);
    const char *folder = invocation_text(call, "directory", NULL);
    if (folder != NULL && chdir(folder) != 0) {
        diags_error(&call->diagnostics, "file.missing", "cannot enter the folder '%s'", folder);
        return ANSWER_BAD_INPUT;
    }
    return call->command->run(call);
}

/* No operand, no command: what there is goes to standard error, since nothing was asked. */
static int show_overview(void)
{
    buf text = {0};
    manual_overview(&text);
    fputs(buf_cstr(&text), stderr);
    buf_clear(&text);
    return ANSWER_BAD_INPUT;
}

int main(int count, char **arguments)
{
    static char version[] = "version", help[] = "help";
    setlocale(LC_ALL, "C");
    signal(SIGXFSZ, SIG_IGN); /* a file grown to its limit is an error that is told, not a death */
    if (count < 2)
        return show_overview();
    if (strcmp(arguments[1], "--version") == 0)
        arguments[1] = version;
    else if (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0)
        arguments[1] = help;
    int used = 0;
    const command *found = find_command(count - 1, arguments + 1, &used);
    if (found == NULL)
        return refuse_unknown(arguments[1]);
    invocation call;
    int answer = ANSWER_BAD_INPUT;
    if (invocation_parse(&call, found, count - 1 - used, arguments + 1 + used))
        answer = run(&call);
    terminal_print_diags(&call, &call.diagnostics);
    invocation_clear(&call);
    return answer;
}
