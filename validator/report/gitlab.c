#include "report/json_parts.h"

/*
 * GitLab Code Quality: one array; equal fingerprints are merged by the merge request's widget, so
 * a contract's name is part of them. Paths are relative, without "./".
 */

static const char *severity_of(const finding *f)
{
    static const char *const severities[] = {[LEVEL_NONE] = "info",
                                             [LEVEL_INFO] = "info",
                                             [LEVEL_WARNING] = "minor",
                                             [LEVEL_BREAKING] = "critical"};
    return f->waived != NULL ? "info" : severities[f->level];
}

static cJSON *location_of(str file, uint32_t line)
{
    if (str_starts_with(file, STR("./")))
        file = str_skip(file, 2);
    cJSON *location = cJSON_CreateObject(), *lines = cJSON_CreateObject();
    cjson_add_text(location, "path", file);
    cjson_add(lines, "begin", cJSON_CreateNumber(line > 0 ? line : 1));
    cjson_add(location, "lines", lines);
    return location;
}

static cJSON *issue(str description, str check, str fingerprint, const char *severity, str file,
                    uint32_t line)
{
    cJSON *item = cJSON_CreateObject();
    cjson_add_text(item, "description", description);
    cjson_add_text(item, "check_name", check);
    cjson_add_text(item, "fingerprint", fingerprint);
    cjson_add(item, "severity", cJSON_CreateString(severity));
    cjson_add(item, "location", location_of(file, line));
    return item;
}

static cJSON *issue_of_finding(const listed *item)
{
    const finding *f = item->finding;
    bool has_place = f->new_place.line > 0;
    buf description = {0}, fingerprint = {0};
    buf_append(&description, f->message);
    if (f->waived != NULL) {
        buf_append(&description, STR(" ("));
        render_waiver(&description, f->waived);
        buf_append_char(&description, ')');
    }
    buf_printf(&fingerprint, "%.*s:%.*s", STR_ARG(render_contract(item->entry)),
               STR_ARG(f->fingerprint));
    cJSON *result =
        issue(buf_str(&description), f->rule, buf_str(&fingerprint), severity_of(f),
              has_place ? f->new_place.file : render_contract(item->entry), f->new_place.line);
    buf_clear(&fingerprint);
    buf_clear(&description);
    return result;
}

/* What could not be judged must not look like a clean widget. */
static void add_open(cJSON *list, const report_entry *entry)
{
    const report *r = entry->report;
    buf fingerprint = {0};
    for (size_t i = 0; r != NULL && i < r->undecided_count; i++) {
        const undecided *u = &r->undecided[i];
        buf_clear(&fingerprint);
        buf_printf(&fingerprint, "%.*s:undecided:%.*s", STR_ARG(render_contract(entry)),
                   STR_ARG(u->where));
        cJSON_AddItemToArray(list, issue(u->why, STR("undecided"), buf_str(&fingerprint), "major",
                                         render_contract(entry), u->place.line));
    }
    const diags *d = entry->problems;
    for (size_t i = 0; d != NULL && i < d->count; i++) {
        const diag *problem = &d->items[i];
        buf_clear(&fingerprint);
        buf_printf(&fingerprint, "%.*s:%.*s:%.*s", STR_ARG(render_contract(entry)),
                   STR_ARG(problem->code), STR_ARG(problem->message));
        cJSON_AddItemToArray(
            list, issue(problem->message, problem->code, buf_str(&fingerprint),
                        problem->severity == DIAG_WARNING ? "minor" : "blocker",
                        problem->file.length > 0 ? problem->file : render_contract(entry),
                        problem->line));
    }
    buf_clear(&fingerprint);
}

void render_gitlab(buf *out, const report_set *set, const report_options *options)
{
    (void)options;
    arena *a = arena_new();
    size_t count = 0;
    const listed *list = render_list(set, &count, a);
    cJSON *whole = cJSON_CreateArray();
    for (size_t i = 0; i < count; i++)
        cJSON_AddItemToArray(whole, issue_of_finding(&list[i]));
    for (size_t i = 0; i < set->count; i++)
        add_open(whole, &set->entries[i]);
    cjson_print(out, whole);
    arena_free(a);
}
