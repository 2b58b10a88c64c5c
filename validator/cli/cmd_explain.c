#include "handoff/lint.h"
#include "handoff/rules.h"

#include "cli/terminal.h"

static void append_example(buf *out, const char *label, const char *text)
{
    if (text)
        buf_printf(out, "%-9s %s\n", label, text);
}

static void explain(buf *out, const rule *row)
{
    buf_printf(out, "%s\n%s\n\n", row->id, row->title);
    buf_printf(out, "%-9s %s%s\n", "level", level_name(row->level),
               row->keyword ? ", where the schemas alone do not decide it" : "");
    buf_printf(out, "%-9s %s\n", "direction", rule_direction_name(row->direction));
    buf_printf(out, "%-9s %s\n", "effect", rule_effect_name(row->effect));
    buf_printf(out, "%-9s %s\n", "family", rule_family_name(row->family));
    if (row->keyword && *row->keyword)
        buf_printf(out, "%-9s %s\n", "keyword", row->keyword);
    buf_append_char(out, '\n');
    append_example(out, "why", row->why);
    append_example(out, "before", row->before);
    append_example(out, "after", row->after);
    append_example(out, "fix", row->fix);
    append_example(out, "mirror", row->mirror);
    buf_printf(out,
               "%-9s in handoff.yaml: waivers: [{rule: %s, location: ..., owner: ..., "
               "reason: ..., expires: ...}]\n",
               "waive", row->id);
}

/* What is wrong with a contract by itself has no directions and no mirror. */
static void explain_lint(buf *out, const lint_rule_row *row)
{
    buf_printf(out, "%s\n%s\n\n", row->id, row->title);
    buf_printf(out, "%-9s %s\n", "level",
               row->level == LEVEL_BREAKING ? "error" : level_name(row->level));
    buf_printf(out, "%-9s handoff lint\n\n", "told by");
    append_example(out, "why", row->why);
    append_example(out, "fix", row->fix);
}

static int run_explain(invocation *call)
{
    str id = str_from(call->operands[0]);
    const rule *row = rule_find(id);
    const lint_rule_row *lint_row = lint_rule_find(id);
    if (!row && !lint_row) {
        diag *of =
            diags_error(&call->diagnostics, "usage.value", "there is no rule '%.*s'", STR_ARG(id));
        const rule *near = rule_nearest(id);
        if (near)
            diags_hint(&call->diagnostics, of, "did you mean '%s'?", near->id);
        else
            diags_hint(&call->diagnostics, of, "'handoff rules' lists them all");
        return ANSWER_BAD_INPUT;
    }
    buf out = {0};
    if (row)
        explain(&out, row);
    else
        explain_lint(&out, lint_row);
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return written ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static const example examples[] = {
    {"handoff explain response-property-became-optional", "why this breaks clients"},
    {NULL, NULL},
};

const command command_explain = {
    .name = "explain",
    .summary = "explain a rule: why it breaks whom, and how to fix it",
    .operands = "RULE",
    .description = "Prints a rule's level, what it is about, why it breaks or does not, the "
                   "smallest example before and after, and what to do.",
    .minimum_operands = 1,
    .maximum_operands = 1,
    .operand_kind = OPTION_RULE,
    .examples = examples,
    .run = run_explain,
};
