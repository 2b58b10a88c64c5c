#include "report/render.h"

#include "base/utf8.h"

/*
 * For people: a headline that editors can jump to, details indented below it. Colour is never the
 * only signal. Everything from a contract goes through utf8_append_printable.
 */

#define OPERATIONS_SHOWN 3

static const char *const level_colors[] = {[LEVEL_NONE] = "",
                                           [LEVEL_INFO] = "\033[36m",
                                           [LEVEL_WARNING] = "\033[1;33m",
                                           [LEVEL_BREAKING] = "\033[1;31m"};

static void append_place(buf *out, const position *place)
{
    utf8_append_printable(out, place->file);
    if (place->line > 0)
        buf_printf(out, ":%u:%u", (unsigned)place->line, (unsigned)place->column);
}

static void append_detail(buf *out, const char *name, str text)
{
    if (text.length == 0)
        return;
    buf_printf(out, "    %-4s ", name);
    utf8_append_printable(out, text);
    buf_append_char(out, '\n');
}

static void append_headline(buf *out, const report_entry *entry, const finding *f, bool colors)
{
    const position *place = render_place(f);
    if (place->file.length > 0)
        append_place(out, place);
    else
        utf8_append_printable(out, render_contract(entry));
    buf_printf(out, ": %s%s%s: ", colors ? level_colors[f->level] : "", render_level(f),
               colors ? "\033[0m" : "");
    utf8_append_printable(out, f->message);
    buf_append(out, STR(" ["));
    utf8_append_printable(out, f->rule);
    buf_append(out, STR("]\n"));
}

static void append_rule(buf *out, const finding *f)
{
    rule_words known;
    if (!render_words(f, &known))
        return;
    append_detail(out, "why", str_from(known.why));
    append_detail(out, "fix", str_from(known.fix));
}

static void append_details(buf *out, const finding *f)
{
    buf line = {0};
    if (f->new_place.line > 0 && f->old_place.line > 0) {
        buf_append(out, STR("    old  "));
        append_place(out, &f->old_place);
        buf_append_char(out, '\n');
    }
    append_detail(out, "at", f->where);
    render_operations(&line, f, OPERATIONS_SHOWN);
    append_detail(out, "in", buf_str(&line));
    buf_clear(&line);
    render_witness(&line, f);
    append_detail(out, "e.g.", buf_str(&line));
    if (f->proof.kind == PROOF_UNKNOWN)
        append_detail(out, "open", f->proof.reason);
    for (size_t i = 0; i < f->consumer_count; i++) {
        buf_clear(&line);
        render_consumer(&line, &f->consumers[i]);
        append_detail(out, "who", buf_str(&line));
    }
    buf_clear(&line);
    if (f->level > LEVEL_INFO)
        append_rule(out, f);
    if (f->waived != NULL) {
        render_waiver(&line, f->waived);
        append_detail(out, "but", buf_str(&line));
        buf_clear(&line);
    }
    append_detail(out, "id", f->fingerprint);
}

static void append_undecided(buf *out, const report_entry *entry, const undecided *u, bool colors)
{
    if (u->place.file.length > 0)
        append_place(out, &u->place);
    else
        utf8_append_printable(out, render_contract(entry));
    buf_printf(out, ": %sundecided%s: ", colors ? "\033[1;35m" : "", colors ? "\033[0m" : "");
    utf8_append_printable(out, u->why);
    buf_append_char(out, '\n');
    append_detail(out, "at", u->where);
}

static void append_statistics(buf *out, const schema_statistics *s)
{
    buf_printf(out,
               "schemas: %zu questions, %zu included, %zu not included, %zu unknown, in %.3f s\n",
               s->included + s->not_included + s->unknown_count, s->included, s->not_included,
               s->unknown_count, (double)s->microseconds / 1e6);
    if (s->slowest.answer == NULL)
        return;
    const position *place = s->slowest.reader.line ? &s->slowest.reader : &s->slowest.writer;
    buf_printf(out, "    the slowest took %.3f s, at ", (double)s->slowest.microseconds / 1e6);
    append_place(out, place);
    buf_append_char(out, '\n');
}

void render_text(buf *out, const report_set *set, const report_options *options)
{
    arena *a = arena_new();
    size_t count = 0;
    const listed *list = render_list(set, &count, a);
    for (size_t i = 0; i < count; i++) {
        append_headline(out, list[i].entry, list[i].finding, options->colors);
        append_details(out, list[i].finding);
    }
    for (size_t i = 0; i < set->count; i++) {
        const report *r = set->entries[i].report;
        for (size_t u = 0; r != NULL && u < r->undecided_count; u++)
            append_undecided(out, &set->entries[i], &r->undecided[u], options->colors);
        if (r != NULL && r->statistics != NULL)
            append_statistics(out, r->statistics);
    }
    arena_free(a);
}
