#include "cli/invocation.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/suggest.h"

static const char *const color_choices[] = {"auto", "always", "never", NULL};

const char *const fail_on_choices[] = {"breaking", "warning", "info", "never", NULL};

const option_row common_options[] = {
    {.name = "color",
     .kind = OPTION_CHOICE,
     .argument = "WHEN",
     .choices = color_choices,
     .help = "colour: auto (on a terminal, unless NO_COLOR is set), always, never"},
    {.name = "directory",
     .letter = 'C',
     .kind = OPTION_FOLDER,
     .argument = "DIR",
     .help = "work as if started in DIR"},
    {.name = "help", .letter = 'h', .kind = OPTION_FLAG, .help = "show this help"},
    OPTIONS_END,
};

static const option_row *find_by_name(const option_row *table, str name)
{
    for (; table != NULL && table->name != NULL; table++)
        if (str_equal(str_from(table->name), name))
            return table;
    return NULL;
}

static const option_row *find_by_letter(const option_row *table, char letter)
{
    for (; table != NULL && table->name != NULL; table++)
        if (table->letter != 0 && table->letter == letter)
            return table;
    return NULL;
}

static void report_unknown(invocation *call, str name)
{
    suggestion near = {.wanted = name};
    const option_row *const tables[] = {call->command->options, common_options};
    for (size_t t = 0; t < 2; t++)
        for (const option_row *row = tables[t]; row != NULL && row->name != NULL; row++)
            suggestion_offer(&near, row->name);
    diags *d = &call->diagnostics;
    diag *problem = diags_error(d, "usage.unknown-option", "unknown option '--%.*s' for '%s'",
                                STR_ARG(name), call->command->name);
    if (near.best != NULL)
        diags_hint(d, problem, "did you mean '--%s'?", near.best);
    else
        diags_hint(d, problem, "handoff help %s", call->command->name);
}

/* Other tools' words for one of ours. */
static const char *synonym_of(str value, const char *const *choices)
{
    static const char *const words[][2] = {{"none", "never"}, {"no", "never"}, {"off", "never"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (const char *const *choice = choices; *choice != NULL; choice++)
            if (str_equal(value, str_from(words[i][0])) &&
                str_equal(str_from(*choice), str_from(words[i][1])))
                return *choice;
    return NULL;
}

static void report_bad_choice(invocation *call, const option_row *row, str value)
{
    suggestion near = {.wanted = value};
    buf all = {0};
    for (const char *const *choice = row->choices; *choice != NULL; choice++) {
        suggestion_offer(&near, *choice);
        buf_printf(&all, "%s%s", all.length > 0 ? ", " : "", *choice);
    }
    diags *d = &call->diagnostics;
    diag *problem = diags_error(d, "usage.value", "'%.*s' is no value of '--%s' (%s)",
                                STR_ARG(value), row->name, buf_cstr(&all));
    const char *meant = near.best != NULL ? near.best : synonym_of(value, row->choices);
    if (meant != NULL)
        diags_hint(d, problem, "did you mean '%s'?", meant);
    buf_clear(&all);
}

static bool check_choice(invocation *call, const option_row *row, const char *value)
{
    str word = str_from(value);
    size_t equals = row->with_file ? str_find(word, '=') : SIZE_MAX;
    if (equals != SIZE_MAX)
        word = str_take(word, equals);
    for (const char *const *choice = row->choices; *choice != NULL; choice++) {
        if (!str_equal(str_from(*choice), word))
            continue;
        if (equals == SIZE_MAX || value[equals + 1] != '\0')
            return true;
        diags_error(&call->diagnostics, "usage.value", "'--%s %s' names no file", row->name, value);
        return false;
    }
    report_bad_choice(call, row, word);
    return false;
}

static bool check_number(invocation *call, const option_row *row, const char *value)
{
    char *end = NULL;
    errno = 0;
    long number = strtol(value, &end, 10);
    if (end != value && *end == '\0' && errno == 0 && number >= row->minimum &&
        number <= row->maximum)
        return true;
    diags_error(&call->diagnostics, "usage.value",
                "'%s' is no value of '--%s' (a whole number from %ld to %ld)", value, row->name,
                row->minimum, row->maximum);
    return false;
}

static bool add_use(invocation *call, const option_row *row, const char *value)
{
    if (!row->repeatable && invocation_has(call, row->name)) {
        diags_error(&call->diagnostics, "usage.repeated", "option '--%s' is given twice",
                    row->name);
        return false;
    }
    if (row->kind == OPTION_CHOICE && value != NULL && !check_choice(call, row, value))
        return false;
    if (row->kind == OPTION_NUMBER && value != NULL && !check_number(call, row, value))
        return false;
    if (call->option_count == call->option_capacity)
        call->options = vec_grow(call->arena, call->options, call->option_count,
                                 &call->option_capacity, sizeof *call->options);
    call->options[call->option_count++] = (option_use){.row = row, .value = value};
    return true;
}

/* The walk over the arguments; `next` is the one to read. */
typedef struct cursor {
    int next, count;
    char *const *arguments;
} cursor;

static bool take_value(invocation *call, const option_row *row, const char *attached, cursor *at)
{
    if (row->kind == OPTION_FLAG) {
        if (attached == NULL)
            return add_use(call, row, NULL);
        diags_error(&call->diagnostics, "usage.value", "option '--%s' takes no value", row->name);
        return false;
    }
    if (attached == NULL && at->next < at->count)
        attached = at->arguments[at->next++];
    if (attached != NULL)
        return add_use(call, row, attached);
    diags_error(&call->diagnostics, "usage.value", "option '--%s' needs a value: --%s %s",
                row->name, row->name, row->argument);
    return false;
}

static bool parse_long(invocation *call, const char *text, cursor *at)
{
    str name = str_from(text);
    size_t equals = str_find(name, '=');
    const char *attached = equals == SIZE_MAX ? NULL : text + equals + 1;
    name = str_take(name, equals);
    const option_row *row = find_by_name(call->command->options, name);
    if (row == NULL)
        row = find_by_name(common_options, name);
    if (row != NULL)
        return take_value(call, row, attached, at);
    report_unknown(call, name);
    return false;
}

/* A cluster of letters: flags first, the last may take a value, attached or as the next word. */
static bool parse_letters(invocation *call, const char *letters, cursor *at)
{
    for (; *letters != '\0'; letters++) {
        const option_row *row = find_by_letter(call->command->options, *letters);
        if (row == NULL)
            row = find_by_letter(common_options, *letters);
        if (row == NULL) {
            diag *problem =
                diags_error(&call->diagnostics, "usage.unknown-option",
                            "unknown option '-%s' for '%s'", letters, call->command->name);
            diags_hint(&call->diagnostics, problem, "handoff help %s", call->command->name);
            return false;
        }
        if (row->kind != OPTION_FLAG)
            return take_value(call, row, letters[1] != '\0' ? letters + 1 : NULL, at);
        if (!add_use(call, row, NULL))
            return false;
    }
    return true;
}

static void add_operand(invocation *call, const char *text)
{
    if (call->operand_count == call->operand_capacity)
        call->operands = vec_grow(call->arena, call->operands, call->operand_count,
                                  &call->operand_capacity, sizeof *call->operands);
    call->operands[call->operand_count++] = text;
}

/* Standard input can be read once. */
static bool repeats_standard_input(const invocation *call)
{
    size_t count = 0;
    for (size_t i = 0; i < call->operand_count; i++)
        count += str_equal(str_from(call->operands[i]), STR("-"));
    return call->command->operand_kind == OPTION_FILE && count > 1;
}

static bool check_operands(invocation *call)
{
    const command *of = call->command;
    diag *problem = NULL;
    if (call->operand_count < of->minimum_operands)
        problem = diags_error(&call->diagnostics, "usage.operands", "'%s' needs %s: %zu given",
                              of->name, of->operands, call->operand_count);
    else if (call->operand_count > of->maximum_operands)
        problem = diags_error(&call->diagnostics, "usage.operands", "unexpected operand '%s'",
                              call->operands[of->maximum_operands]);
    else if (repeats_standard_input(call))
        problem = diags_error(&call->diagnostics, "usage.operands",
                              "'-' can be given once: it is the standard input");
    if (problem == NULL)
        return true;
    diags_hint(&call->diagnostics, problem, "handoff %s%s%s%s", of->name,
               of->options != NULL ? " [OPTION]..." : "", of->operands[0] != '\0' ? " " : "",
               of->operands);
    return false;
}

bool invocation_parse(invocation *call, const command *of, int count, char *const *arguments)
{
    *call = (invocation){.command = of, .arena = arena_new()};
    diags_init(&call->diagnostics);
    bool only_operands = false, fine = true;
    cursor at = {.count = count, .arguments = arguments};
    while (fine && at.next < count) {
        const char *text = arguments[at.next++];
        if (only_operands || text[0] != '-' || text[1] == '\0')
            add_operand(call, text);
        else if (strcmp(text, "--") == 0)
            only_operands = true;
        else if (text[1] == '-')
            fine = parse_long(call, text + 2, &at);
        else
            fine = parse_letters(call, text + 1, &at);
    }
    return fine && (invocation_has(call, "help") || check_operands(call));
}

void invocation_clear(invocation *call)
{
    diags_clear(&call->diagnostics);
    arena_free(call->arena);
    *call = (invocation){0};
}

static bool is_declared(const invocation *call, const char *name)
{
    return find_by_name(call->command->options, str_from(name)) != NULL ||
           find_by_name(common_options, str_from(name)) != NULL;
}

const char *invocation_nth(const invocation *call, const char *name, size_t index)
{
    assert(is_declared(call, name));
    for (size_t i = 0; i < call->option_count; i++)
        if (strcmp(call->options[i].row->name, name) == 0 && index-- == 0)
            return call->options[i].value;
    return NULL;
}

size_t invocation_count(const invocation *call, const char *name)
{
    assert(is_declared(call, name));
    size_t count = 0;
    for (size_t i = 0; i < call->option_count; i++)
        count += strcmp(call->options[i].row->name, name) == 0;
    return count;
}

bool invocation_has(const invocation *call, const char *name)
{
    return invocation_count(call, name) > 0;
}

const char *invocation_text(const invocation *call, const char *name, const char *otherwise)
{
    const char *value = invocation_nth(call, name, 0);
    return value != NULL ? value : otherwise;
}

long invocation_number(const invocation *call, const char *name, long otherwise)
{
    const char *value = invocation_nth(call, name, 0);
    return value != NULL ? strtol(value, NULL, 10) : otherwise;
}
