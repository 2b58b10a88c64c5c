#include "cli/manual.h"

#include <string.h>

#include "cli/commands.h"
#include "cli/invocation.h"

#define TEXT_COLUMN 26
#define LINE_WIDTH  80

const exit_code_row exit_codes[] = {
    {ANSWER_YES, "compatible, valid, may deploy"},
    {ANSWER_NO, "the answer is no: findings at or above --fail-on, invalid data, may not deploy"},
    {ANSWER_BAD_INPUT, "usage error, unreadable or malformed input, nothing to check"},
    {ANSWER_UNDECIDED, "could not decide; what is missing is named; a pipeline takes it as a no"},
    {0, NULL},
};

static void append_exit_codes(buf *out)
{
    buf_append(out, STR("\nExit codes:\n"));
    for (const exit_code_row *row = exit_codes; row->meaning != NULL; row++)
        buf_printf(out, "  %d  %s\n", row->code, row->meaning);
}

void manual_overview(buf *out)
{
    buf_append(out, STR("Usage: handoff COMMAND [OPTION]... [OPERAND]...\n"
                        "Tells which change of a contract breaks whom, and stops the pipeline at "
                        "the handoff.\n\nCommands:\n"));
    for (const command *const *c = commands; *c != NULL; c++)
        buf_printf(out, "  %-20s %s\n", (*c)->name, (*c)->summary);
    append_exit_codes(out);
    buf_append(out, STR("\n'handoff help COMMAND' explains one, with an example.\n"));
}

/* Text broken between words; `column` is where it begins, later lines begin at `indent`. Empty
 * lines part paragraphs. */
static void append_wrapped(buf *out, str text, size_t column, size_t indent)
{
    str word, line;
    while (str_split(&text, '\n', &line)) {
        while (str_split(&line, ' ', &word)) {
            bool first = column == indent;
            if (!first && column + 1 + word.length > LINE_WIDTH) {
                buf_printf(out, "\n%*s", (int)indent, "");
                column = indent;
                first = true;
            }
            buf_printf(out, "%s%.*s", first ? "" : " ", STR_ARG(word));
            column += word.length + !first;
        }
        if (text.length > 0)
            buf_printf(out, "\n%*s", (int)indent, "");
        column = indent;
    }
}

static void append_choices(buf *out, const option_row *row)
{
    for (const char *const *choice = row->choices; *choice != NULL; choice++)
        buf_printf(out, "%s%s", choice == row->choices ? "" : ", ", *choice);
}

static void append_option(buf *out, const option_row *row)
{
    size_t start = out->length;
    if (row->letter != 0)
        buf_printf(out, "  -%c, ", row->letter);
    else
        buf_append(out, STR("      "));
    buf_printf(out, "--%s", row->name);
    if (row->kind != OPTION_FLAG)
        buf_printf(out, "=%s%s", row->argument, row->with_file ? "[=FILE]" : "");
    if (out->length - start > TEXT_COLUMN - 2)
        buf_printf(out, "\n%*s", TEXT_COLUMN, "");
    else
        buf_printf(out, "%*s", (int)(TEXT_COLUMN - (out->length - start)), "");
    buf text = {0};
    buf_append(&text, str_from(row->help));
    if (row->repeatable)
        buf_append(&text, STR("; may be repeated"));
    if (row->kind == OPTION_CHOICE && row->choices != NULL) {
        buf_printf(&text, "\n%s: ", row->argument);
        append_choices(&text, row);
    }
    append_wrapped(out, buf_str(&text), TEXT_COLUMN, TEXT_COLUMN);
    buf_append_char(out, '\n');
    buf_clear(&text);
}

void manual_command(buf *out, const command *c)
{
    buf_printf(out, "Usage: handoff %s [OPTION]...%s%s\n%s\n", c->name,
               c->operands[0] != '\0' ? " " : "", c->operands, c->summary);
    if (c->description != NULL) {
        buf_append_char(out, '\n');
        append_wrapped(out, str_from(c->description), 0, 0);
        buf_append_char(out, '\n');
    }
    buf_append(out, STR("\nOptions:\n"));
    for (const option_row *row = c->options; row != NULL && row->name != NULL; row++)
        append_option(out, row);
    for (const option_row *row = common_options; row->name != NULL; row++)
        append_option(out, row);
    buf_append(out, STR("\nExamples:\n"));
    for (const example *e = c->examples; e->line != NULL; e++)
        buf_printf(out, "  %s\n      %s\n", e->line, e->says);
    append_exit_codes(out);
}

/* mdoc: text that must not be read as markup. */
static void append_roff(buf *out, const char *text)
{
    bool line_start = true;
    for (; *text != '\0'; text++) {
        if (line_start && (*text == '.' || *text == '\''))
            buf_append(out, STR("\\&"));
        if (*text == '\\')
            buf_append(out, STR("\\e"));
        else if (*text == '-')
            buf_append(out, STR("\\-"));
        else
            buf_append_char(out, *text);
        line_start = *text == '\n';
        if (text[0] == '.' && text[1] == ' ') {
            /* A new sentence begins a new line of input, which is how roff knows sentences. */
            buf_append_char(out, '\n');
            line_start = true;
            text++;
        }
    }
}

static void page_option(buf *out, const option_row *row)
{
    buf_append(out, STR(".It "));
    if (row->letter != 0)
        buf_printf(out, "Fl %c , ", row->letter);
    buf_printf(out, "Fl \\-%s", row->name);
    if (row->kind != OPTION_FLAG)
        buf_printf(out, " Ar %s%s", row->argument, row->with_file ? "Ns Op = Ns Ar FILE" : "");
    buf_append_char(out, '\n');
    append_roff(out, row->help);
    if (row->kind == OPTION_CHOICE && row->choices != NULL) {
        buf_append(out, STR(" ("));
        append_choices(out, row);
        buf_append_char(out, ')');
    }
    buf_append(out, row->repeatable ? STR("; may be repeated.\n") : STR(".\n"));
}

/* Paragraphs are parted by empty lines, which mdoc wants as .Pp. */
static void page_paragraphs(buf *out, const char *text)
{
    str rest = str_from(text), line;
    while (str_split(&rest, '\n', &line)) {
        if (line.length == 0) {
            buf_append(out, STR(".Pp\n"));
            continue;
        }
        buf copy = {0};
        buf_append(&copy, str_trim(line));
        append_roff(out, buf_cstr(&copy));
        buf_clear(&copy);
        buf_append_char(out, '\n');
    }
}

static void page_command(buf *out, const command *c)
{
    buf_printf(out, ".Ss handoff %s%s%s\n", c->name, c->operands[0] != '\0' ? " " : "",
               c->operands);
    append_roff(out, c->summary);
    buf_append(out, STR(".\n"));
    if (c->description != NULL) {
        buf_append(out, STR(".Pp\n"));
        page_paragraphs(out, c->description);
    }
    if (c->options != NULL && c->options->name != NULL) {
        buf_append(out, STR(".Bl -tag -width Ds\n"));
        for (const option_row *row = c->options; row->name != NULL; row++)
            page_option(out, row);
        buf_append(out, STR(".El\n"));
    }
    for (const example *e = c->examples; e->line != NULL; e++) {
        buf_append(out, STR(".Pp\n"));
        append_roff(out, e->says);
        buf_append(out, STR(":\n.Dl "));
        append_roff(out, e->line);
        buf_append_char(out, '\n');
    }
}

void manual_page(buf *out)
{
    buf_append(out, STR(".Dd $Mdocdate$\n.Dt HANDOFF 1\n.Os\n.Sh NAME\n.Nm handoff\n"
                        ".Nd tells which change of a contract breaks whom\n.Sh SYNOPSIS\n.Nm\n"
                        ".Ar COMMAND\n.Op Ar OPTION ...\n.Op Ar OPERAND ...\n.Sh DESCRIPTION\n"
                        "Reads the contracts between teams (OpenAPI, JSON Schema), proves which "
                        "change breaks whom, and\nstops the pipeline at the handoff.\n"
                        ".Pp\nAn input is a path, a folder,\n.Sq \\-\n(standard input),\n"
                        ".Sm off\n.Ar REV\n:\n.Ar path\n.Sm on\n(a git revision) or\n"
                        ".Sm off\n:\n.Ar path\n.Sm on\n(the git index).\n"));
    buf_append(out, STR(".Ss Options of every command\n.Bl -tag -width Ds\n"));
    for (const option_row *row = common_options; row->name != NULL; row++)
        page_option(out, row);
    buf_append(out, STR(".El\n.Sh COMMANDS\n"));
    for (const command *const *c = commands; *c != NULL; c++)
        page_command(out, *c);
    buf_append(out, STR(".Sh ENVIRONMENT\n.Bl -tag -width Ds\n.It Ev NO_COLOR\n"
                        "When set and not empty, no colour.\n.It Ev TERM\nNo colour when\n"
                        ".Ql dumb .\n.It Ev CI\nWhen set, no progress line.\n.El\n"
                        ".Sh EXIT STATUS\n.Bl -tag -width Ds\n"));
    for (const exit_code_row *row = exit_codes; row->meaning != NULL; row++) {
        buf_printf(out, ".It %d\n", row->code);
        append_roff(out, row->meaning);
        buf_append(out, STR(".\n"));
    }
    buf_append(out, STR(".El\n.Pp\nWhere several hold: 2, then 1, then 3.\n"));
}
