#include "base/vec.h"
#include "report/html_page.h"
#include "report/matrix_parts.h"
#include "report/render.h"

/*
 * Services down, environments across; then, for each environment, who fits whom. On a phone each
 * row becomes a card whose lines carry their column's name. The switches are style alone.
 */

static const char *const fits[] = {"fits", "breaks", "unknown", "waived"};

static void append_counts(buf *out, const matrix_counts *c)
{
    buf_printf(out, "%zu fit, %zu break, %zu unknown, %zu waived", c->passed, c->failed, c->unknown,
               c->waived);
}

static void append_switches(buf *out)
{
    for (size_t i = 0; i < 4; i++)
        buf_printf(out,
                   "<input class=\"switch\" type=\"checkbox\" id=\"show-%s\" autocomplete=\"off\" "
                   "checked>\n",
                   fits[i]);
    buf_append(out, STR("<div class=\"choices\">\n"));
    for (size_t i = 0; i < 4; i++)
        buf_printf(out, "<label for=\"show-%s\">%s</label>\n", fits[i], fits[i]);
    buf_append(out, STR("</div>\n"));
}

/* --- the grid --- */

typedef struct service_list {
    const matrix_cell **items;
    size_t count, capacity;
} service_list;

/* The cells of all environments are sorted, so their union is a merge of sorted lists. */
static service_list all_services(const matrix *m, arena *a)
{
    service_list list = {0};
    size_t *at = arena_array_of(a, size_t, m->count + 1);
    for (;;) {
        const matrix_cell *least = NULL;
        for (size_t i = 0; i < m->count; i++)
            if (at[i] < m->items[i].cells.count) {
                const matrix_cell *c = m->items[i].cells.items[at[i]];
                if (!least || str_compare(c->service, least->service) < 0)
                    least = c;
            }
        if (!least)
            return list;
        vec_push(a, &list, least);
        for (size_t i = 0; i < m->count; i++)
            if (at[i] < m->items[i].cells.count &&
                str_equal(m->items[i].cells.items[at[i]]->service, least->service))
                at[i]++;
    }
}

static void append_version(void *payload, const matrix_instance *first, str instances)
{
    buf *out = payload;
    html_element(out, "<span class=\"version\"><code>", first->version, "</code>");
    if (instances.length)
        html_element(out, " <span class=\"muted\">", instances, "</span>");
    if (first->phase != PHASE_LIVE)
        buf_printf(out, " <span class=\"note\">%s</span>", matrix_phase_name(first->phase));
    if (first->unapproved)
        buf_append(out, STR(" <span class=\"note\">not approved</span>"));
    if (first->back_to.data)
        html_element(out, " <span class=\"note\">rollback not complete: to go back to ",
                     first->back_to, "</span>");
    buf_append(out, STR("</span>"));
}

static void append_states(buf *out, const matrix_cell *c, int64_t now, arena *a)
{
    for (size_t i = 0; i < c->states.count; i++) {
        const contract_state *s = &c->states.items[i];
        html_element(out, "<span class=\"note\">", s->contract, " ");
        html_element(out, "", lifecycle_phrase(s->state, s->sunset, now, a), "</span>");
    }
}

static void append_cell(buf *out, const matrix *m, size_t environment, const matrix_cell *row,
                        arena *a)
{
    const matrix_environment *e = &m->items[environment];
    const matrix_cell *c = matrix_cell_of(e, row->service);
    html_element(out, "<td data-label=\"", e->name, "\">");
    if (c) {
        const char *worst = matrix_worst(&c->counts);
        buf_printf(out, "<a href=\"#e%zu\" class=\"fit %s\">%s</a>", environment, worst, worst);
        matrix_each_version(c, append_version, out);
        append_states(out, c, m->now, a);
    } else {
        buf_append(out, STR("<span class=\"muted\">not there</span>"));
    }
    buf_append(out, STR("</td>"));
}

static void append_grid(buf *out, const matrix *m, arena *a)
{
    service_list services = all_services(m, a);
    buf_append(out, STR("<div class=\"scroll\">\n<table class=\"grid\">\n<thead><tr><th>service"
                        "</th>"));
    for (size_t i = 0; i < m->count; i++) {
        html_element(out, m->items[i].is_protected ? "<th class=\"protected\">" : "<th>",
                     m->items[i].name, "</th>");
    }
    buf_append(out, STR("</tr></thead>\n<tbody>\n"));
    for (size_t i = 0; i < services.count; i++) {
        html_element(out, "<tr><th>", services.items[i]->service, "");
        if (services.items[i]->team.length)
            html_element(out, " <span class=\"muted\">", services.items[i]->team, "</span>");
        buf_append(out, STR("</th>"));
        for (size_t j = 0; j < m->count; j++)
            append_cell(out, m, j, services.items[i], a);
        buf_append(out, STR("</tr>\n"));
    }
    buf_append(out, STR("</tbody>\n</table>\n</div>\n"));
    if (services.count == 0)
        buf_append(out, STR("<p>Nothing is deployed or released.</p>\n"));
}

/* --- who fits whom --- */

static void append_side(buf *out, const char *label, const gate_version *v)
{
    buf_printf(out, "<td data-label=\"%s\">", label);
    html_element(out, "", v->service, " ");
    html_element(out, "<code>", v->version.data ? v->version : STR("none"), "</code></td>");
}

static void append_meeting(buf *out, const gate_meeting *m, arena *a)
{
    const char *fit = matrix_fit_name(m);
    str why = matrix_why(m, a);
    buf_printf(out, "<tr class=\"%s\">", fit);
    append_side(out, "consumer", &m->consumer);
    append_side(out, "provider", &m->provider);
    buf_printf(out, "<td data-label=\"\"><span class=\"fit %s\">%s</span></td>", fit, fit);
    html_element(out, "<td data-label=\"\">", why.data ? why : STR(""), "</td></tr>\n");
}

static void append_environment(buf *out, const matrix_environment *e, size_t ordinal, arena *a)
{
    buf_printf(out, "<section id=\"e%zu\">\n", ordinal);
    html_element(out, "<h2>", e->name, "");
    if (e->production)
        buf_append(out, STR(" <span class=\"muted\">production</span>"));
    buf_append(out, STR("</h2>\n<p class=\"muted\">"));
    append_counts(out, &e->counts);
    buf_append(out, STR("</p>\n"));
    for (size_t i = 0; i < e->note_count; i++)
        html_element(out, "<p class=\"note\">", e->notes[i].text, "</p>\n");
    if (e->meeting_count) {
        buf_append(out, STR("<table class=\"meetings\">\n<thead><tr><th>consumer</th>"
                            "<th>provider</th><th>fit</th><th>why</th></tr></thead>\n<tbody>\n"));
        for (size_t i = 0; i < e->meeting_count; i++)
            append_meeting(out, &e->meetings[i], a);
        buf_append(out, STR("</tbody>\n</table>\n"));
    }
    buf_append(out, STR("</section>\n"));
}

void matrix_render_html(buf *out, const matrix *m)
{
    arena *a = arena_new();
    matrix_counts all = {0};
    for (size_t i = 0; i < m->count; i++) {
        all.passed += m->items[i].counts.passed;
        all.failed += m->items[i].counts.failed;
        all.unknown += m->items[i].counts.unknown;
        all.waived += m->items[i].counts.waived;
    }
    html_page_begin(out, "matrix", "report/matrix.css");
    buf_append(out, STR("<header>\n<h1>handoff matrix</h1>\n<p>"));
    append_counts(out, &all);
    buf_append(out, STR("</p>\n</header>\n"));
    append_switches(out);
    buf_append(out, STR("<main>\n"));
    append_grid(out, m, a);
    for (size_t i = 0; i < m->count; i++)
        append_environment(out, &m->items[i], i, a);
    buf_append(out, STR("</main>\n</body>\n</html>\n"));
    arena_free(a);
}
