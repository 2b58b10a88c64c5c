#include "cli/manual.h"

#include <string.h>

#include "cli/commands.h"
#include "cli/invocation.h"

/*
 * Each script is a list of (command, option, what follows) made from the tables; the shells differ
 * only in how such a list is written. Option values complete by kind: choices, files, folders, git
 * revisions (asked of git when completing), rule ids (asked of `handoff rules`).
 */

const char *const completion_shells[] = {"bash", "fish", "zsh", NULL};

typedef void append_entry(buf *out, const command *c, const option_row *row);

static void each_option(buf *out, const command *c, append_entry *append)
{
    const option_row *const tables[] = {c->options, common_options};
    for (size_t t = 0; t < 2; t++)
        for (const option_row *row = tables[t]; row != NULL && row->name != NULL; row++)
            append(out, c, row);
}

static void append_words(buf *out, const char *const *words)
{
    for (const char *const *word = words; *word != NULL; word++)
        buf_printf(out, "%s%s", word == words ? "" : " ", *word);
}

static void append_command_names(buf *out)
{
    for (const command *const *c = commands; *c != NULL; c++)
        if (strchr((*c)->name, ' ') == NULL)
            buf_printf(out, "%s ", (*c)->name);
    /* Of two-word commands the first word is offered first, each once: the table is sorted. */
    str last = STR_NULL;
    for (const command *const *c = commands; *c != NULL; c++) {
        str name = str_from((*c)->name);
        str first = str_take(name, str_find(name, ' '));
        if (first.length < name.length && !str_equal(first, last) && command_find(first) == NULL)
            buf_printf(out, "%.*s ", STR_ARG(first));
        last = first;
    }
}

/* bash */

static void bash_option_name(buf *out, const command *c, const option_row *row)
{
    (void)c;
    buf_printf(out, "--%s%s ", row->name, row->kind == OPTION_FLAG ? "" : "=");
}

static void bash_option_value(buf *out, const command *c, const option_row *row)
{
    if (row->kind == OPTION_FLAG || row->kind == OPTION_TEXT || row->kind == OPTION_NUMBER)
        return;
    buf_printf(out, "        '%s --%s') ", c->name, row->name);
    if (row->kind == OPTION_CHOICE) {
        buf_append(out, STR("_handoff_words '"));
        append_words(out, row->choices);
        buf_append(out, STR("'"));
    } else if (row->kind == OPTION_REVISION) {
        buf_append(out, STR("_handoff_words \"$(git for-each-ref --format='%(refname:short)' "
                            "2>/dev/null)\""));
    } else if (row->kind == OPTION_RULE) {
        buf_append(out, STR("_handoff_words \"$(handoff rules --format names 2>/dev/null)\""));
    } else {
        buf_printf(out, "_handoff_files %s", row->kind == OPTION_FOLDER ? "-d" : "-f");
    }
    buf_append(out, STR(" ;;\n"));
}

static void bash_completion(buf *out)
{
    buf_append(out, STR("# bash completion for handoff; made from its option tables\n"
                        "_handoff_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- "
                        "\"$current\"); }\n"
                        "_handoff_files() { mapfile -t COMPREPLY < <(compgen \"$1\" -- "
                        "\"$current\"); compopt -o filenames; }\n"
                        "_handoff()\n{\n"
                        "    local current=${COMP_WORDS[COMP_CWORD]} "
                        "previous=${COMP_WORDS[COMP_CWORD-1]}\n"
                        "    local name=${COMP_WORDS[1]}\n"
                        "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        _handoff_words '"));
    append_command_names(out);
    buf_append(out, STR("'\n        return\n    fi\n    case \"$name ${COMP_WORDS[2]}\" in\n"));
    for (const command *const *c = commands; *c != NULL; c++)
        if (strchr((*c)->name, ' ') != NULL)
            buf_printf(out, "        '%s') name='%s' ;;\n", (*c)->name, (*c)->name);
    buf_append(out, STR("    esac\n"
                        "    # --name=value arrives as three words\n"
                        "    if [ \"$current\" = = ]; then current=; "
                        "elif [ \"$previous\" = = ]; then "
                        "previous=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
                        "    case \"$name $previous\" in\n"));
    for (const command *const *c = commands; *c != NULL; c++)
        each_option(out, *c, bash_option_value);
    buf_append(out, STR("        *)\n            case \"$current\" in\n            -*)\n"
                        "                case \"$name\" in\n"));
    for (const command *const *c = commands; *c != NULL; c++) {
        buf_printf(out, "                '%s') _handoff_words '", (*c)->name);
        each_option(out, *c, bash_option_name);
        buf_append(out, STR("' ;;\n"));
    }
    buf_append(out, STR("                esac\n"
                        "                [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace ;;\n"
                        "            *)\n                case \"$name\" in\n"
                        "                help) _handoff_words '"));
    append_command_names(out);
    buf_append(out, STR("' ;;\n                completion) _handoff_words '"));
    append_words(out, completion_shells);
    buf_append(out,
               STR("' ;;\n                explain) _handoff_words \"$(handoff rules --format names "
                   "2>/dev/null)\" ;;\n"
                   "                *) _handoff_files -f ;;\n"
                   "                esac ;;\n            esac ;;\n    esac\n}\n"
                   "complete -F _handoff handoff\n"));
}

/* fish */

static void append_fish_text(buf *out, const char *text)
{
    buf_append_char(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'' || *text == '\\')
            buf_append_char(out, '\\');
        buf_append_char(out, *text);
    }
    buf_append_char(out, '\'');
}

static str first_word(const command *c)
{
    str name = str_from(c->name);
    return str_take(name, str_find(name, ' '));
}

static void fish_option(buf *out, const command *c, const option_row *row)
{
    str first = first_word(c);
    buf_printf(out, "complete -c handoff -n '__fish_seen_subcommand_from %.*s' -l %s",
               STR_ARG(first), row->name);
    if (row->letter != 0)
        buf_printf(out, " -s %c", row->letter);
    if (row->kind == OPTION_CHOICE) {
        buf_append(out, STR(" -x -a '"));
        append_words(out, row->choices);
        buf_append_char(out, '\'');
    } else if (row->kind == OPTION_REVISION) {
        buf_append(out, STR(" -x -a '(git for-each-ref --format=\"%(refname:short)\")'"));
    } else if (row->kind == OPTION_RULE) {
        buf_append(out, STR(" -x -a '(handoff rules --format names)'"));
    } else if (row->kind != OPTION_FLAG) {
        buf_append(out, row->kind == OPTION_FILE || row->kind == OPTION_FOLDER ? STR(" -r -F")
                                                                               : STR(" -x"));
    }
    buf_append(out, STR(" -d "));
    append_fish_text(out, row->help);
    buf_append_char(out, '\n');
}

static void fish_completion(buf *out)
{
    buf_append(out, STR("# fish completion for handoff; made from its option tables\n"));
    for (const command *const *c = commands; *c != NULL; c++) {
        str name = str_from((*c)->name), first = first_word(*c);
        if (first.length == name.length)
            buf_printf(out, "complete -c handoff -n __fish_use_subcommand -f -a %s -d ",
                       (*c)->name);
        else
            buf_printf(out,
                       "complete -c handoff -n __fish_use_subcommand -f -a %.*s\n"
                       "complete -c handoff -n '__fish_seen_subcommand_from %.*s' -f -a %s -d ",
                       STR_ARG(first), STR_ARG(first), (*c)->name + first.length + 1);
        append_fish_text(out, (*c)->summary);
        buf_append_char(out, '\n');
        each_option(out, *c, fish_option);
    }
}

/* zsh */

static void append_zsh_text(buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            buf_append(out, STR("'\\'"));
        else if (strchr("[]:\\", *text) != NULL)
            buf_append_char(out, '\\');
        buf_append_char(out, *text);
    }
}

static void zsh_option(buf *out, const command *c, const option_row *row)
{
    (void)c;
    buf_printf(out, " \\\n            '%s--%s%s[", row->repeatable ? "*" : "", row->name,
               row->kind == OPTION_FLAG ? "" : "=");
    append_zsh_text(out, row->help);
    buf_append_char(out, ']');
    if (row->kind != OPTION_FLAG)
        buf_printf(out, ":%s:", row->argument);
    if (row->kind == OPTION_CHOICE) {
        buf_append_char(out, '(');
        append_words(out, row->choices);
        buf_append_char(out, ')');
    } else if (row->kind == OPTION_REVISION) {
        buf_append(out, STR("($(git for-each-ref --format=\"%(refname:short)\" 2>/dev/null))"));
    } else if (row->kind == OPTION_RULE) {
        buf_append(out, STR("($(handoff rules --format names 2>/dev/null))"));
    } else if (row->kind == OPTION_FILE || row->kind == OPTION_FOLDER) {
        buf_append(out, row->kind == OPTION_FOLDER ? STR("_files -/") : STR("_files"));
    }
    buf_append_char(out, '\'');
}

static void zsh_completion(buf *out)
{
    buf_append(out, STR("#compdef handoff\n# zsh completion for handoff; made from its option "
                        "tables\n_handoff()\n{\n    local -a names\n    names=(\n"));
    for (const command *const *c = commands; *c != NULL; c++) {
        str first = first_word(*c);
        buf_printf(out, "        '%.*s:", STR_ARG(first));
        append_zsh_text(out, (*c)->summary);
        buf_append(out, STR("'\n"));
    }
    buf_append(out, STR("    )\n    if (( CURRENT == 2 )); then\n"
                        "        _describe command names\n        return\n    fi\n"
                        "    case \"$words[2]\" in\n"));
    for (const command *const *c = commands; *c != NULL; c++) {
        if (strchr((*c)->name, ' ') != NULL)
            buf_printf(out, "    %.*s) [[ \"$words[2] $words[3]\" == '%s' ]] && ",
                       STR_ARG(first_word(*c)), (*c)->name);
        else
            buf_printf(out, "    %s)\n        ", (*c)->name);
        buf_append(out, STR("_arguments"));
        each_option(out, *c, zsh_option);
        if (strcmp((*c)->name, "help") == 0) {
            buf_append(out, STR(" \\\n            '*:command:("));
            append_command_names(out);
            buf_append(out, STR(")'"));
        } else if (strcmp((*c)->name, "completion") == 0) {
            buf_append(out, STR(" \\\n            '*:shell:("));
            append_words(out, completion_shells);
            buf_append(out, STR(")'"));
        } else {
            buf_append(out, STR(" \\\n            '*:file:_files'"));
        }
        buf_append(out, strchr((*c)->name, ' ') != NULL ? STR(" ;;&\n") : STR(" ;;\n"));
    }
    buf_append(out, STR("    esac\n}\n_handoff \"$@\"\n"));
}

bool manual_completion(buf *out, str shell)
{
    if (str_equal(shell, STR("bash")))
        bash_completion(out);
    else if (str_equal(shell, STR("fish")))
        fish_completion(out);
    else if (str_equal(shell, STR("zsh")))
        zsh_completion(out);
    else
        return false;
    return true;
}
