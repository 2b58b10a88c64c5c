#include "handoff/rules.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "cli/terminal.h"

typedef struct selection {
    bool by_family, by_level;
    rule_family family;
    level level;
} selection;

static bool is_selected(const rule *row, const selection *s)
{
    return (!s->by_family || row->family == s->family) && (!s->by_level || row->level == s->level);
}

static void write_text(buf *out, const selection *s)
{
    for (size_t i = 0; i < rule_count(); i++) {
        const rule *row = rule_at(i);
        if (is_selected(row, s))
            buf_printf(out, "%-8s %s: %s\n", level_name(row->level), row->id, row->title);
    }
}

static void write_names(buf *out, const selection *s)
{
    for (size_t i = 0; i < rule_count(); i++)
        if (is_selected(rule_at(i), s))
            buf_printf(out, "%s\n", rule_at(i)->id);
}

static void write_json(buf *out, const selection *s)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < rule_count(); i++) {
        const rule *row = rule_at(i);
        if (!is_selected(row, s))
            continue;
        cJSON *one = cJSON_CreateObject();
        cJSON_AddStringToObject(one, "id", row->id);
        cJSON_AddStringToObject(one, "level", level_name(row->level));
        cJSON_AddStringToObject(one, "direction", rule_direction_name(row->direction));
        cJSON_AddStringToObject(one, "effect", rule_effect_name(row->effect));
        cJSON_AddStringToObject(one, "action", rule_action_name(row->action));
        cJSON_AddStringToObject(one, "family", rule_family_name(row->family));
        if (row->keyword)
            cJSON_AddStringToObject(one, "keyword", row->keyword);
        cJSON_AddStringToObject(one, "title", row->title);
        cJSON_AddStringToObject(one, "why", row->why);
        cJSON_AddStringToObject(one, "before", row->before);
        cJSON_AddStringToObject(one, "after", row->after);
        cJSON_AddStringToObject(one, "fix", row->fix);
        if (row->mirror)
            cJSON_AddStringToObject(one, "mirror", row->mirror);
        cJSON_AddItemToArray(list, one);
    }
    char *text = cJSON_Print(list);
    if (text)
        buf_append(out, str_from(text));
    buf_append_char(out, '\n');
    cJSON_free(text);
    cJSON_Delete(list);
}

/* How many rules a family has, and what other tools' rules are here. */
static void write_coverage(buf *out)
{
    size_t count, by_family[32] = {0};
    const peer_rule *peers = peer_rules(&count);
    for (size_t i = 0; i < rule_count(); i++)
        by_family[rule_at(i)->family]++;
    buf_printf(out, "%zu rules\n", rule_count());
    for (size_t family = 0; family <= FAMILY_GATE; family++)
        buf_printf(out, "  %-16s %4zu\n", rule_family_name((rule_family)family), by_family[family]);
    buf_append(out, STR("ids of oasdiff are the same here; of other tools:\n"));
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "  %-12s %-42s %s%s%s\n", peers[i].tool, peers[i].name,
                   *peers[i].rule ? peers[i].rule : "no rule", *peers[i].note ? ": " : "",
                   peers[i].note);
}

static bool read_selection(invocation *call, selection *s)
{
    const char *family = invocation_text(call, "family", NULL);
    const char *of_level = invocation_text(call, "level", NULL);
    s->by_family = family != NULL;
    s->by_level = of_level != NULL;
    if (of_level)
        level_parse(&s->level, str_from(of_level));
    if (!family || rule_family_parse(&s->family, str_from(family)))
        return true;
    diag *of = diags_error(&call->diagnostics, "usage.value", "there is no family '%s'", family);
    diags_hint(&call->diagnostics, of,
               "families: paths, parameters, request-bodies, responses, "
               "headers, media-types, security, servers, callbacks, links, "
               "lifecycle, info, schema");
    return false;
}

static int run_rules(invocation *call)
{
    selection s = {0};
    if (!read_selection(call, &s))
        return ANSWER_BAD_INPUT;
    buf out = {0};
    str format = str_from(invocation_text(call, "format", "text"));
    if (invocation_has(call, "coverage"))
        write_coverage(&out);
    else if (str_equal(format, STR("json")))
        write_json(&out, &s);
    else if (str_equal(format, STR("names")))
        write_names(&out, &s);
    else
        write_text(&out, &s);
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return written ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static const char *const level_choices[] = {"breaking", "warning", "info", NULL};
static const char *const format_choices[] = {"json", "names", "text", NULL};

static const option_row options[] = {
    {.name = "family", .kind = OPTION_TEXT, .argument = "FAMILY", .help = "only rules of FAMILY"},
    {.name = "level",
     .kind = OPTION_CHOICE,
     .argument = "LEVEL",
     .choices = level_choices,
     .help = "only rules of LEVEL"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .argument = "FORMAT",
     .choices = format_choices,
     .help = "a line a rule, its id alone, or JSON with all texts (default: text)"},
    {.name = "coverage",
     .kind = OPTION_FLAG,
     .help = "how many rules there are, and which of them say what other tools report"},
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff rules --family security", "rules about security"},
    {"handoff rules --level breaking --format json", "everything that breaks, with its texts"},
    {NULL, NULL},
};

const command command_rules = {
    .name = "rules",
    .summary = "list the rules",
    .operands = "",
    .description = "Lists the rules by which changes are reported, with their levels.",
    .operand_kind = OPTION_TEXT,
    .options = options,
    .examples = examples,
    .run = run_rules,
};
