#include "report/render.h"

#include <stdlib.h>

#include "report/html_page.h"

/*
 * One self-contained page: no script, no network. Filters and the two views are style alone
 * (report/page/page.css hides what an unchecked switch names), so that the page works wherever it
 * is opened, and its content policy forbids everything but that style.
 *
 * Findings are grouped by cause; the view by operation lists, for each operation, links to the
 * causes that reach it, so that 300 operations do not repeat one finding 300 times.
 */

static const char *class_of(level l)
{
    return l == LEVEL_BREAKING ? "breaking" : l == LEVEL_WARNING ? "warning" : "info";
}

static void append_labelled(buf *out, const char *label, str text)
{
    if (text.length == 0)
        return;
    buf_printf(out, "<p><b>%s</b> ", label);
    render_markup(out, text);
    buf_append(out, STR("</p>\n"));
}

static void append_row(buf *out, const report_entry *entry)
{
    html_element(out, "<tr><td>", render_contract(entry), "</td>");
    const report *r = entry->report;
    if (r == NULL) {
        buf_append(out, STR("<td class=\"verdict error\">not compared</td><td></td><td></td>"
                            "<td></td></tr>\n"));
        return;
    }
    const char *name = verdict_name(r->verdict);
    buf_printf(out,
               "<td class=\"verdict %s\">%s</td><td class=\"number\">%zu</td>"
               "<td class=\"number\">%zu</td><td class=\"number\">%zu</td></tr>\n",
               name, name, report_count(r, LEVEL_BREAKING), report_count(r, LEVEL_WARNING),
               report_count(r, LEVEL_INFO));
}

static void append_summary(buf *out, const report_set *set)
{
    buf line = {0};
    report_summary(&line, set);
    buf_printf(out, "<header>\n<h1>handoff %s</h1>\n", set->command);
    if (set->single && set->count == 1 && set->entries[0].report != NULL) {
        html_element(out, "<p class=\"muted\"><code>", set->entries[0].report->old_name,
                     "</code> → ");
        html_element(out, "<code>", set->entries[0].report->new_name, "</code></p>\n");
    }
    html_element(out, "<p>", str_trim(buf_str(&line)), "</p>\n<table>\n");
    buf_clear(&line);
    buf_append(out, STR("<tr><th>contract</th><th>verdict</th><th class=\"number\">breaking</th>"
                        "<th class=\"number\">warning</th><th class=\"number\">info</th></tr>\n"));
    for (size_t i = 0; i < set->count; i++)
        append_row(out, &set->entries[i]);
    buf_append(out, STR("</table>\n</header>\n"));
}

static void append_switches(buf *out)
{
    static const char *const levels[] = {"breaking", "warning", "info", "open"};
    for (size_t i = 0; i < 4; i++)
        buf_printf(out,
                   "<input class=\"switch\" type=\"checkbox\" id=\"show-%s\" "
                   "autocomplete=\"off\" checked>\n",
                   levels[i]);
    buf_append(out, STR("<input class=\"switch\" type=\"radio\" name=\"view\" id=\"by-cause\" "
                        "autocomplete=\"off\" checked>\n"
                        "<input class=\"switch\" type=\"radio\" name=\"view\" id=\"by-operation\" "
                        "autocomplete=\"off\">\n"
                        "<div class=\"choices\">\n"));
    for (size_t i = 0; i < 4; i++)
        buf_printf(out, "<label for=\"show-%s\">%s</label>\n", levels[i],
                   i == 3 ? "undecided" : levels[i]);
    buf_append(out, STR("</div>\n<div class=\"choices\">\n"
                        "<label for=\"by-cause\">by cause</label>\n"
                        "<label for=\"by-operation\">by operation</label>\n</div>\n"));
}

/* A few source lines with their numbers. */
static void append_excerpt(buf *out, str excerpt, uint32_t line)
{
    str rest = excerpt, text;
    buf_append(out, STR("<pre>"));
    for (; str_split(&rest, '\n', &text); line++) {
        buf_printf(out, "%5u  ", (unsigned)line);
        render_markup(out, text);
        buf_append_char(out, '\n');
    }
    buf_append(out, STR("</pre>\n"));
}

static void append_side(buf *out, const char *name, const position *place, str excerpt)
{
    buf_printf(out, "<div><span class=\"muted\">%s</span> ", name);
    if (place->line == 0) {
        buf_append(out, STR("<span class=\"gone\">not there</span></div>\n"));
        return;
    }
    html_element(out, "<code>", place->file, "");
    buf_printf(out, ":%u:%u</code>\n", (unsigned)place->line, (unsigned)place->column);
    if (excerpt.length > 0)
        append_excerpt(out, excerpt, place->line);
    else
        html_element(out, "<p class=\"muted\"><code>", place->pointer, "</code></p>\n");
    buf_append(out, STR("</div>\n"));
}

static void append_proof(buf *out, const proof *p)
{
    if (p->kind == PROOF_WITNESS) {
        bool by_side = render_is_side(p->sent_by), to_side = render_is_side(p->rejected_by);
        html_element(out, by_side ? "<p><b>Proof</b> sent by the " : "<p><b>Proof</b> sent by ",
                     p->sent_by, by_side ? " side, " : ", ");
        html_element(out, to_side ? "refused by the " : "refused by ", p->rejected_by,
                     ":</p>\n<pre>");
        render_markup(out, p->request.length > 0 ? p->request : p->witness);
        buf_append(out, STR("</pre>\n"));
    } else if (p->kind == PROOF_UNKNOWN) {
        append_labelled(out, "Not decided:", p->reason);
    }
}

static void append_operations(buf *out, const finding *f)
{
    if (f->operation_count == 0)
        return;
    if (f->operation_count <= 3) {
        buf_append(out, STR("<p><b>In</b>"));
        for (size_t i = 0; i < f->operation_count; i++)
            html_element(out, " <code>", f->operations[i], "</code>");
        buf_append(out, STR("</p>\n"));
        return;
    }
    buf_printf(out, "<details><summary>In %zu operations</summary>\n", f->operation_count);
    for (size_t i = 0; i < f->operation_count; i++)
        html_element(out, "<div><code>", f->operations[i], "</code></div>\n");
    buf_append(out, STR("</details>\n"));
}

static void append_reasons(buf *out, const finding *f)
{
    buf text = {0};
    for (size_t i = 0; i < f->consumer_count; i++) {
        buf_clear(&text);
        render_consumer(&text, &f->consumers[i]);
        append_labelled(out, "Breaks", buf_str(&text));
    }
    rule_words known;
    if (render_words(f, &known)) {
        append_labelled(out, "Why", str_from(known.why));
        if (f->level > LEVEL_INFO)
            append_labelled(out, "To fix", str_from(known.fix));
    }
    if (f->waived != NULL) {
        buf_clear(&text);
        render_waiver(&text, f->waived);
        append_labelled(out, "But", buf_str(&text));
    }
    buf_clear(&text);
}

static void append_finding(buf *out, const report_set *set, const listed *item, size_t ordinal)
{
    const finding *f = item->finding;
    buf_printf(out, "<article class=\"%s%s\" id=\"f%zu\">\n<h3><span class=\"badge\">%s</span> ",
               class_of(f->level), f->waived != NULL ? " waived" : "", ordinal, render_level(f));
    html_element(out, "", f->message, "</h3>\n");
    html_element(out, "<p class=\"muted\"><code>", f->rule, "</code> ");
    html_element(out, "", f->where, "");
    if (!set->single)
        html_element(out, " in ", render_contract(item->entry), "");
    buf_append(out, STR("</p>\n"));
    append_operations(out, f);
    buf_append(out, STR("<div class=\"sides\">\n"));
    append_side(out, "old", &f->old_place, f->old_excerpt);
    append_side(out, "new", &f->new_place, f->new_excerpt);
    buf_append(out, STR("</div>\n"));
    append_proof(out, &f->proof);
    append_reasons(out, f);
    html_element(out, "<p class=\"muted\">id <code>", f->fingerprint, "</code></p>\n</article>\n");
}

static void append_open(buf *out, const report_entry *entry)
{
    const report *r = entry->report;
    for (size_t i = 0; r != NULL && i < r->undecided_count; i++) {
        html_element(out, "<article class=\"open\">\n<h3><span class=\"badge\">undecided</span> ",
                     r->undecided[i].where, "</h3>\n");
        html_element(out, "<p>", r->undecided[i].why, "</p>\n</article>\n");
    }
    const diags *d = entry->problems;
    for (size_t i = 0; d != NULL && i < d->count; i++) {
        if (d->items[i].severity == DIAG_WARNING)
            continue;
        html_element(out,
                     "<article class=\"open\">\n<h3><span class=\"badge\">not compared</span> ",
                     d->items[i].message, "</h3>\n");
        html_element(out, "<p class=\"muted\">", d->items[i].file, "");
        buf_printf(out, ":%u:%u</p>\n</article>\n", (unsigned)d->items[i].line,
                   (unsigned)d->items[i].column);
    }
}

/* One pair (operation, finding) a row, sorted by operation; findings keep their order. */
typedef struct reach {
    str operation;
    size_t finding;
} reach;

static int compare_reach(const void *a, const void *b)
{
    const reach *left = a, *right = b;
    int order = str_compare(left->operation, right->operation);
    return order != 0 ? order : (left->finding > right->finding) - (left->finding < right->finding);
}

static reach *reaches_of(const listed *list, size_t count, size_t *total, arena *a)
{
    *total = 0;
    for (size_t i = 0; i < count; i++)
        *total += list[i].finding->operation_count;
    reach *all = arena_array_of(a, reach, *total);
    size_t at = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t o = 0; o < list[i].finding->operation_count; o++)
            all[at++] = (reach){list[i].finding->operations[o], i};
    qsort(all, at, sizeof *all, compare_reach);
    return all;
}

static void append_by_operation(buf *out, const listed *list, size_t count, arena *a)
{
    size_t total = 0;
    const reach *all = reaches_of(list, count, &total, a);
    buf_append(out, STR("<div class=\"operations\">\n<h2>Operations</h2>\n"));
    for (size_t i = 0; i < total; i++) {
        const finding *f = list[all[i].finding].finding;
        bool first = i == 0 || !str_equal(all[i].operation, all[i - 1].operation);
        if (first)
            html_element(out, "<section>\n<h3><code>", all[i].operation, "</code></h3>\n<ul>\n");
        buf_printf(out,
                   "<li class=\"%s\"><span class=\"badge\">%s</span> "
                   "<a href=\"#f%zu\">",
                   class_of(f->level), render_level(f), all[i].finding + 1);
        html_element(out, "", f->message, "</a></li>\n");
        if (i + 1 == total || !str_equal(all[i].operation, all[i + 1].operation))
            buf_append(out, STR("</ul>\n</section>\n"));
    }
    buf_append(out, STR("</div>\n"));
}

void render_html(buf *out, const report_set *set, const report_options *options)
{
    (void)options;
    arena *a = arena_new();
    size_t count = 0;
    const listed *list = render_list(set, &count, a);
    html_page_begin(out, set->command, NULL);
    append_summary(out, set);
    append_switches(out);
    buf_append(out, STR("<main>\n"));
    append_by_operation(out, list, count, a);
    buf_append(out, STR("<h2>Causes</h2>\n"));
    for (size_t i = 0; i < set->count; i++)
        append_open(out, &set->entries[i]);
    for (size_t i = 0; i < count; i++)
        append_finding(out, set, &list[i], i + 1);
    if (count == 0)
        buf_append(out, STR("<p>Nothing changed that a reader could notice.</p>\n"));
    buf_append(out, STR("</main>\n</body>\n</html>\n"));
    arena_free(a);
}
