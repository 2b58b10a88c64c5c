#include "policy/leveling.h"

#include "base/glob.h"
#include "change/levels.h"

str operation_path(str operation)
{
    size_t space = str_find(operation, ' ');
    return space == SIZE_MAX ? operation : str_skip(operation, space + 1);
}

str finding_contract(const finding *f, str otherwise)
{
    return f->contract.data && f->contract.length ? f->contract : otherwise;
}

/* --- oasdiff's file --- */

static bool read_severity(str name, level *out)
{
    static const struct {
        const char *name;
        level level;
    } names[] = {{"err", LEVEL_BREAKING}, {"ERR", LEVEL_BREAKING}, {"warn", LEVEL_WARNING},
                 {"WARN", LEVEL_WARNING}, {"info", LEVEL_INFO},    {"INFO", LEVEL_INFO},
                 {"none", LEVEL_NONE},    {"NONE", LEVEL_NONE}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal(name, str_from(names[i].name))) {
            *out = names[i].level;
            return true;
        }
    }
    return false;
}

/* The next run without white space; false at the end. */
static bool next_field(str *rest, str *field)
{
    size_t start = 0, end;
    while (start < rest->length && char_is_space(rest->data[start]))
        start++;
    for (end = start; end < rest->length && !char_is_space(rest->data[end]);)
        end++;
    *field = str_take(str_skip(*rest, start), end - start);
    *rest = str_skip(*rest, end);
    return field->length > 0;
}

void leveling_hint_rule(diags *d, diag *of, str id)
{
    const rule *nearest = rule_nearest(id);
    if (nearest)
        diags_hint(d, of, "did you mean '%s'?", nearest->id);
    else
        diags_hint(d, of, "'handoff rules' lists them");
}

static void read_severity_line(leveling *l, str text, str file, uint32_t line, arena *a, diags *d)
{
    str rest = text, id, severity, more;
    if (!next_field(&rest, &id) || !next_field(&rest, &severity) || next_field(&rest, &more)) {
        diag *of = diags_error(d, "levels.line", "expected a rule and a level: '%.*s'",
                               STR_ARG(str_trim(text)));
        diags_hint(d, diags_at(d, of, file, line, 1), "api-security-removed err");
        return;
    }
    level_override entry = {.rule = arena_str(a, id),
                            .place = {.file = arena_str(a, file), .line = line, .column = 1}};
    if (!rule_find(id)) {
        diag *of = diags_error(d, "levels.unknown-rule", "no rule is named '%.*s'", STR_ARG(id));
        leveling_hint_rule(d, diags_at(d, of, file, line, 1), id);
    } else if (!read_severity(severity, &entry.level)) {
        diag *of = diags_error(d, "levels.level", "'%.*s' is no level", STR_ARG(severity));
        diags_hint(d, diags_at(d, of, file, line, 1), "err, warn, info or none");
    } else {
        entry.rule = str_from(rule_find(id)->id);
        vec_push(a, &l->overrides, entry);
    }
}

bool leveling_read_severities(leveling *l, str text, str file, arena *a, diags *d)
{
    size_t errors = d->errors;
    str rest = text, line;
    for (uint32_t at = 1; rest.length && str_split(&rest, '\n', &line); at++)
        read_severity_line(l, line, file, at, a, d);
    return d->errors == errors;
}

/* --- findings --- */

static bool fits(str glob, str text)
{
    return !glob.data || glob_matches(glob, text);
}

/* An override by path or operation softens a finding only when all operations it reaches lie
 * there, and sharpens it when any does: one edit of a shared component is one finding. */
static bool scope_fits(const level_override *o, const finding *f)
{
    if (!o->path.data && !o->operation.data)
        return true;
    size_t matching = 0;
    for (size_t i = 0; i < f->operation_count; i++)
        matching +=
            fits(o->path, operation_path(f->operations[i])) && fits(o->operation, f->operations[i]);
    return o->level >= f->level ? matching > 0 : matching > 0 && matching == f->operation_count;
}

static level wanted_level(const leveling *l, const finding *f, str contract)
{
    const rule *r = rule_find(f->rule);
    level wanted = r ? level_in_preset(l->preset, r, f->level) : f->level;
    for (size_t i = 0; i < l->overrides.count; i++) {
        const level_override *o = &l->overrides.items[i];
        if (glob_matches(o->rule, f->rule) && fits(o->contract, finding_contract(f, contract)) &&
            scope_fits(o, f))
            wanted = o->level;
    }
    return wanted;
}

void leveling_apply(const leveling *l, report *r, str contract)
{
    size_t kept = 0;
    for (size_t i = 0; i < r->finding_count; i++) {
        finding *f = &r->findings[i];
        f->level = wanted_level(l, f, contract);
        if (f->level != LEVEL_NONE)
            r->findings[kept++] = *f;
    }
    r->finding_count = kept;
}
