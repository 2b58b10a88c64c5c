#include "handoff/lint.h"
#include "handoff/rules.h"

#include "cli/terminal.h"

static void append_example(buf *out, const char *label, const char *text)
{
    if (text)
        buf_printf(out, "%-9s %s\n", label, text);
}

/* --- the table that levels follow from --- */

static const rule_direction directions[] = {RULE_REQUEST, RULE_RESPONSE, RULE_NEITHER};
enum { DIRECTION_COUNT = sizeof directions / sizeof *directions };

static void append_levels(buf *out, const level *levels)
{
    for (size_t i = 0; i < DIRECTION_COUNT; i++)
        buf_printf(out, "  %-9s", level_name(levels[directions[i]]));
}

static void write_law(buf *out)
{
    size_t count;
    const law_row *rows = law_rows(&count);
    buf_printf(out, "%-13s %-13s", "effect", "guard");
    for (size_t i = 0; i < DIRECTION_COUNT; i++)
        buf_printf(out, "  %-9s", rule_direction_name(directions[i]));
    buf_append(out, STR("  why\n"));
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "%-13s %-13s", rule_effect_name(rows[i].effect),
                   rule_guard_name(rows[i].guard));
        append_levels(out, rows[i].levels);
        buf_printf(out, "  %s\n", rows[i].why);
    }
    buf_append(out, STR("\nguards:\n"));
    for (int g = GUARD_PLAIN; g <= GUARD_ANNOUNCEMENT; g++)
        buf_printf(out, "  %-13s %s\n", rule_guard_name((rule_guard)g),
                   rule_guard_meaning((rule_guard)g));
}

static void write_flipped(buf *out)
{
    size_t count;
    const flipped_row *rows = flipped_rows(&count);
    buf_append(out, STR("\ncallbacks and webhooks: the column of the other direction, but\n"));
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "  %-56s %-9s %s\n", rule_of(rows[i].rule)->id, level_name(rows[i].level),
                   rows[i].why);
}

static void write_judged(buf *out)
{
    size_t count;
    const judged_row *rows = judged_rows(&count);
    buf_printf(out,
               "\nschemas: what the level becomes when the engine answers\n  %-13s  %-9s  %-9s"
               "  %-9s\n",
               "", "info", "warning", "breaking");
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "  %-13s", judged_answer_name(rows[i].answer));
        for (int of = LEVEL_INFO; of <= LEVEL_BREAKING; of++)
            buf_printf(out, "  %-9s", level_name(rows[i].levels[of]));
        buf_printf(out, "  %s\n", rows[i].why);
    }
}

static void write_preset(buf *out, level_preset of)
{
    size_t count;
    const preset_row *rows = preset_rows(&count);
    buf_printf(out, "\npreset %s: it only %s\n", level_preset_names[of],
               of == PRESET_STRICT ? "raises" : "lowers");
    for (size_t i = 0; i < count; i++) {
        if (rows[i].preset != of)
            continue;
        if (rows[i].rules)
            buf_printf(out, "  %-38s", rows[i].rules);
        else
            buf_printf(out, "  effect %-13s guard %-11s", rule_effect_name(rows[i].effect),
                       rule_guard_name(rows[i].guard));
        buf_printf(out, "  %-9s", level_name(rows[i].levels[RULE_REQUEST]));
        buf_printf(out, "%s%s\n", rows[i].why ? "  " : "", rows[i].why ? rows[i].why : "");
    }
}

static void write_levels(buf *out)
{
    write_law(out);
    write_flipped(out);
    write_judged(out);
    write_preset(out, PRESET_STRICT);
    write_preset(out, PRESET_LENIENT);
}

/* --- one rule --- */

/* The row of the table that applies, and what the presets make of it. */
static void append_law(buf *out, const rule *row)
{
    const law_row *law = law_row_of(row);
    level strict = level_in_preset(PRESET_STRICT, row, row->level);
    level lenient = level_in_preset(PRESET_LENIENT, row, row->level);
    buf_printf(out, "%-9s %s", "effect", rule_effect_name(row->effect));
    if (row->guard != GUARD_PLAIN)
        buf_printf(out, ", %s: %s", rule_guard_name(row->guard), rule_guard_meaning(row->guard));
    buf_printf(out, "\n%-9s %s\n", "law", law->why);
    if (strict != row->level || lenient != row->level)
        buf_printf(out, "%-9s strict: %s, lenient: %s\n", "presets", level_name(strict),
                   level_name(lenient));
}

static void explain(buf *out, const rule *row)
{
    buf_printf(out, "%s\n%s\n\n", row->id, row->title);
    buf_printf(out, "%-9s %s%s\n", "level", level_name(row->level),
               row->keyword ? ", where the schemas alone do not decide it" : "");
    buf_printf(out, "%-9s %s\n", "direction", rule_direction_name(row->direction));
    append_law(out, row);
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

static bool explain_named(invocation *call, buf *out, str id)
{
    const rule *row = rule_find(id);
    const lint_rule_row *lint_row = lint_rule_find(id);
    if (row) {
        explain(out, row);
        return true;
    }
    if (lint_row) {
        explain_lint(out, lint_row);
        return true;
    }
    diag *of =
        diags_error(&call->diagnostics, "usage.value", "there is no rule '%.*s'", STR_ARG(id));
    const rule *near = rule_nearest(id);
    if (near)
        diags_hint(&call->diagnostics, of, "did you mean '%s'?", near->id);
    else
        diags_hint(&call->diagnostics, of, "'handoff rules' lists them all");
    return false;
}

static int run_explain(invocation *call)
{
    bool levels = invocation_has(call, "levels");
    if (levels == (call->operand_count == 1)) {
        diag *of = diags_error(&call->diagnostics, "usage.operands",
                               levels ? "'--levels' explains all levels, not one rule"
                                      : "there is no rule to explain");
        diags_hint(&call->diagnostics, of, "handoff explain RULE, or handoff explain --levels");
        return ANSWER_BAD_INPUT;
    }
    buf out = {0};
    bool good = true;
    if (levels)
        write_levels(&out);
    else
        good = explain_named(call, &out, str_from(call->operands[0]));
    good = good && terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return good ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static const option_row options[] = {
    {.name = "levels",
     .kind = OPTION_FLAG,
     .help = "print the table from which all levels follow, and what the presets change"},
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff explain response-property-became-optional", "why this breaks clients"},
    {"handoff explain --levels", "how levels follow from effect, direction and guards"},
    {NULL, NULL},
};

const command command_explain = {
    .name = "explain",
    .summary = "explain a rule: why it breaks whom, and how to fix it",
    .operands = "RULE",
    .description = "Prints a rule's level, what it is about, why it breaks or does not, the "
                   "smallest example before and after, and what to do. With --levels prints the "
                   "one table that all levels follow from.",
    .minimum_operands = 0,
    .maximum_operands = 1,
    .operand_kind = OPTION_RULE,
    .options = options,
    .examples = examples,
    .run = run_explain,
};
