#include "report/render.h"

#include "base/limits.h"
#include "base/utf8.h"

/*
 * For a comment on a change or a step summary: a line that says the verdict, a table of counts,
 * then the findings, worst first, details folded. Text of a contract is escaped so that it is
 * neither markup nor a mention of somebody. Stops before the size that comments may have, and says
 * how much is left out.
 */

#define OPERATIONS_SHOWN 5

static bool is_markup(uint32_t code)
{
    return code < 0x80 && code != 0 &&
           str_find(STR("\\`*_{}[]()#+-!|~$>:"), (char)code) != SIZE_MAX;
}

/* In running text: markup characters are escaped, line ends become spaces, mentions are broken. */
void render_markdown_text(buf *out, str s)
{
    for (size_t at = 0; at < s.length;) {
        size_t start = at;
        uint32_t code = utf8_next(s, &at);
        str piece = str_of(s.data + start, at - start);
        if (code == '\n' || code == '\r' || code == '\t')
            buf_append_char(out, ' ');
        else if (code == '<')
            buf_append(out, STR("&lt;"));
        else if (code == '&')
            buf_append(out, STR("&amp;"));
        else if (code == '@')
            buf_append(out, STR("@<!-- -->"));
        else if (is_markup(code))
            buf_printf(out, "\\%c", (char)code);
        else
            utf8_append_printable(out, piece);
    }
}

/* A code span; what holds backticks or tags is written as an element with escaped text, because
 * not every reader of markdown leaves tags in code spans alone. */
static void append_code(buf *out, str s)
{
    if (str_find(s, '`') != SIZE_MAX || str_find(s, '<') != SIZE_MAX || s.length == 0) {
        buf_append(out, STR("<code>"));
        render_markdown_text(out, s);
        buf_append(out, STR("</code>"));
        return;
    }
    buf line = {0};
    for (size_t i = 0; i < s.length; i++)
        buf_append_char(&line, s.data[i] == '\n' || s.data[i] == '\r' ? ' ' : s.data[i]);
    buf_append_char(out, '`');
    utf8_append_printable(out, buf_str(&line));
    buf_append_char(out, '`');
    buf_clear(&line);
}

static void append_place(buf *out, const char *name, const position *place)
{
    if (place->line == 0)
        return;
    buf text = {0};
    buf_printf(&text, "%.*s:%u:%u", STR_ARG(place->file), (unsigned)place->line,
               (unsigned)place->column);
    buf_printf(out, "  - %s: ", name);
    append_code(out, buf_str(&text));
    buf_append_char(out, '\n');
    buf_clear(&text);
}

static void append_line(buf *out, const char *name, str text)
{
    if (text.length == 0)
        return;
    buf_printf(out, "  - %s: ", name);
    render_markdown_text(out, text);
    buf_append_char(out, '\n');
}

static void append_finding(buf *out, const listed *item)
{
    const finding *f = item->finding;
    static const char *const signs[] = {[LEVEL_NONE] = "",
                                        [LEVEL_INFO] = "ℹ️",
                                        [LEVEL_WARNING] = "⚠️",
                                        [LEVEL_BREAKING] = "❌"};
    buf text = {0};
    buf_printf(out, "- %s **%s** ", signs[f->level], render_level(f));
    render_markdown_text(out, f->message);
    buf_append_char(out, ' ');
    append_code(out, f->rule);
    buf_append_char(out, '\n');
    append_place(out, "new", &f->new_place);
    append_place(out, "old", &f->old_place);
    append_line(out, "at", f->where);
    render_operations(&text, f, OPERATIONS_SHOWN);
    append_line(out, "in", buf_str(&text));
    buf_clear(&text);
    render_witness(&text, f);
    if (text.length > 0) {
        buf_append(out, STR("  - e.g. "));
        append_code(out, buf_str(&text));
        buf_append_char(out, '\n');
    }
    for (size_t i = 0; i < f->consumer_count; i++) {
        buf_clear(&text);
        render_consumer(&text, &f->consumers[i]);
        append_line(out, "breaks", buf_str(&text));
    }
    rule_words known;
    if (render_words(f, &known) && f->level > LEVEL_INFO) {
        append_line(out, "why", str_from(known.why));
        append_line(out, "fix", str_from(known.fix));
    }
    buf_clear(&text);
    if (f->waived != NULL) {
        render_waiver(&text, f->waived);
        append_line(out, "but", buf_str(&text));
    }
    append_line(out, "id", f->fingerprint);
    buf_clear(&text);
}

static const char *headline(const report_set *set, const report_totals *t)
{
    if (set->count == 0 || t->not_judged > 0)
        return "⛔ Not everything could be compared";
    switch (t->verdict) {
    case VERDICT_BREAKING:
        return "❌ Breaking changes";
    case VERDICT_UNDECIDED:
        return "❓ Undecided";
    case VERDICT_WARNING:
        return "⚠️ Compatible, with warnings";
    case VERDICT_COMPATIBLE:
        return "✅ Compatible";
    case VERDICT_IDENTICAL:
        return "✅ Identical";
    }
    return "";
}

static void append_table(buf *out, const report_set *set)
{
    buf_append(out, STR("| contract | verdict | breaking | warning | info |\n"
                        "|---|---|---:|---:|---:|\n"));
    for (size_t i = 0; i < set->count; i++) {
        const report_entry *entry = &set->entries[i];
        buf_append(out, STR("| "));
        render_markdown_text(out, render_contract(entry));
        if (entry->report == NULL) {
            buf_append(out, STR(" | not compared | | | |\n"));
            continue;
        }
        const report *r = entry->report;
        buf_printf(out, " | %s | %zu | %zu | %zu |\n", verdict_name(r->verdict),
                   report_count(r, LEVEL_BREAKING), report_count(r, LEVEL_WARNING),
                   report_count(r, LEVEL_INFO));
    }
    buf_append_char(out, '\n');
}

static void append_open(buf *out, const report_entry *entry)
{
    const report *r = entry->report;
    for (size_t i = 0; r != NULL && i < r->undecided_count; i++) {
        buf_append(out, STR("- ❓ **undecided** "));
        render_markdown_text(out, r->undecided[i].where);
        buf_append(out, STR(": "));
        render_markdown_text(out, r->undecided[i].why);
        buf_append_char(out, '\n');
    }
    const diags *d = entry->problems;
    for (size_t i = 0; d != NULL && i < d->count; i++) {
        if (d->items[i].severity == DIAG_WARNING)
            continue;
        buf_append(out, STR("- ⛔ "));
        render_markdown_text(out, d->items[i].file);
        buf_printf(out, " line %u: ", (unsigned)d->items[i].line);
        render_markdown_text(out, d->items[i].message);
        buf_append_char(out, '\n');
    }
}

void render_markdown(buf *out, const report_set *set, const report_options *options)
{
    (void)options;
    report_totals totals = report_totals_of(set);
    buf_printf(out, "### handoff: %s\n\n", headline(set, &totals));
    append_table(out, set);
    for (size_t i = 0; i < set->count; i++)
        append_open(out, &set->entries[i]);
    arena *a = arena_new();
    size_t count = 0;
    const listed *list = render_list(set, &count, a);
    for (size_t i = 0; i < count; i++) {
        buf one = {0};
        append_finding(&one, &list[i]);
        if (out->length + one.length > LIMIT_MARKDOWN_BYTES) {
            buf_printf(out, "\n%zu more not shown here: a comment has no room for them.\n",
                       count - i);
            i = count;
        } else {
            buf_append(out, buf_str(&one));
        }
        buf_clear(&one);
    }
    arena_free(a);
}
