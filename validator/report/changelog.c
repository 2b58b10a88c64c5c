#include "report/render.h"

#include "base/utf8.h"
#include "change/rules.h"

/*
 * What changed, for people who use a contract: a heading a kind of change, a line a change; what
 * breaks comes first, the rest under the headings of "Keep a Changelog".
 */

#define OPERATIONS_SHOWN 3

typedef enum section { BREAKING, ADDED, CHANGED, DEPRECATED, REMOVED, SECTION_COUNT } section;

static const char *const titles[] = {[BREAKING] = "Breaking",
                                     [ADDED] = "Added",
                                     [CHANGED] = "Changed",
                                     [DEPRECATED] = "Deprecated",
                                     [REMOVED] = "Removed"};

static section section_of(const finding *f)
{
    if (f->level == LEVEL_BREAKING)
        return BREAKING;
    if (str_search(f->rule, STR("deprecat")) != SIZE_MAX ||
        str_search(f->rule, STR("sunset")) != SIZE_MAX)
        return DEPRECATED;
    const rule *known = rule_find(f->rule);
    if (known != NULL && known->action == ACTION_ADD)
        return ADDED;
    if (known != NULL && known->action == ACTION_REMOVE)
        return REMOVED;
    return CHANGED;
}

/* Plain text and markdown differ in how a heading, an item and foreign text are written. */
typedef struct style {
    const char *title, *heading, *heading_end, *item, *code, *code_end;
    void (*text)(buf *out, str s);
} style;

static const style plain = {"", "\n", "\n", "  - ", "[", "]", utf8_append_printable};
static const style markdown = {"## ", "\n### ", "\n\n", "- ", "`", "`", render_markdown_text};

static void append_item(buf *out, const finding *f, const style *s)
{
    buf_append(out, str_from(s->item));
    if (f->level == LEVEL_WARNING)
        buf_append(out, STR("(warning) "));
    s->text(out, f->message);
    buf operations = {0};
    render_operations(&operations, f, OPERATIONS_SHOWN);
    if (operations.length > 0) {
        buf_append(out, STR(": "));
        s->text(out, buf_str(&operations));
    }
    buf_clear(&operations);
    buf_printf(out, " %s%.*s%s", s->code, STR_ARG(f->rule), s->code_end);
    if (f->waived != NULL)
        buf_append(out, STR(" (waived)"));
    buf_append_char(out, '\n');
}

static void append_section(buf *out, const report *r, section wanted, const style *s)
{
    size_t count = 0;
    for (size_t i = 0; i < r->finding_count; i++)
        count += section_of(&r->findings[i]) == wanted;
    if (count == 0)
        return;
    buf_printf(out, "%s%s (%zu)%s", s->heading, titles[wanted], count, s->heading_end);
    for (size_t i = 0; i < r->finding_count; i++)
        if (section_of(&r->findings[i]) == wanted)
            append_item(out, &r->findings[i], s);
}

static void render_changelog(buf *out, const report_set *set, const style *s)
{
    for (size_t i = 0; i < set->count; i++) {
        const report_entry *entry = &set->entries[i];
        buf_append(out, str_from(s->title));
        s->text(out, entry->report != NULL ? entry->report->old_name : STR_NULL);
        buf_append(out, STR(" → "));
        s->text(out, render_contract(entry));
        buf_append(out, STR("\n"));
        if (entry->report == NULL) {
            buf_append(out, STR("\nnot compared\n"));
            continue;
        }
        if (entry->report->finding_count == 0)
            buf_append(out, STR("\nNo change that a reader could notice.\n"));
        for (int kind = 0; kind < SECTION_COUNT; kind++)
            append_section(out, entry->report, (section)kind, s);
        for (size_t u = 0; u < entry->report->undecided_count; u++) {
            buf_append(out, STR("\nundecided: "));
            s->text(out, entry->report->undecided[u].where);
            buf_append(out, STR("\n"));
        }
    }
}

void render_changelog_text(buf *out, const report_set *set, const report_options *options)
{
    (void)options;
    render_changelog(out, set, &plain);
}

void render_changelog_markdown(buf *out, const report_set *set, const report_options *options)
{
    (void)options;
    render_changelog(out, set, &markdown);
}
