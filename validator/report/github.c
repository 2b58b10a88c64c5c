#include "report/render.h"

#include "base/utf8.h"

/*
 * Workflow commands: one line each, `::error file=F,line=L,col=C,title=T::message`. GitHub reads
 * %25, %0D and %0A in messages, and %3A and %2C in properties as well; without these escapes a
 * contract's text could end the line and give commands of its own.
 *
 * Only ten annotations of a kind are shown for a step, so the worst come first.
 */

#define OPERATIONS_SHOWN 10

/* What is left after escaping must not be a control character either: logs are shown raw. */
static void append_escaped(buf *out, str s, bool property)
{
    buf printable = {0};
    for (size_t at = 0; at < s.length;) {
        size_t start = at;
        uint32_t code = utf8_next(s, &at);
        str piece = str_of(s.data + start, at - start);
        if (code == '%')
            buf_append(&printable, STR("%25"));
        else if (code == '\n')
            buf_append(&printable, STR("%0A"));
        else if (code == '\r')
            buf_append(&printable, STR("%0D"));
        else if (property && code == ':')
            buf_append(&printable, STR("%3A"));
        else if (property && code == ',')
            buf_append(&printable, STR("%2C"));
        else
            utf8_append_printable(&printable, piece);
    }
    buf_append(out, buf_str(&printable));
    buf_clear(&printable);
}

static void append_property(buf *out, const char *name, str value, bool *first)
{
    if (value.length == 0)
        return;
    buf_printf(out, "%s%s=", *first ? " " : ",", name);
    append_escaped(out, value, true);
    *first = false;
}

static void append_command(buf *out, const char *kind, const position *place, str file, str title,
                           str message)
{
    bool first = true;
    buf_printf(out, "::%s", kind);
    append_property(out, "file", file, &first);
    if (place != NULL && place->line > 0)
        buf_printf(out, ",line=%u,col=%u", (unsigned)place->line, (unsigned)place->column);
    append_property(out, "title", title, &first);
    buf_append(out, STR("::"));
    append_escaped(out, message, false);
    buf_append_char(out, '\n');
}

static void append_message(buf *text, const finding *f)
{
    buf_append(text, f->message);
    if (f->operation_count > 0) {
        buf_append(text, STR("\nin "));
        render_operations(text, f, OPERATIONS_SHOWN);
    }
    if (f->proof.kind == PROOF_WITNESS) {
        buf_append(text, STR("\ne.g. "));
        render_witness(text, f);
    }
    for (size_t i = 0; i < f->consumer_count; i++) {
        buf_append(text, STR("\n"));
        render_consumer(text, &f->consumers[i]);
    }
    rule_words known;
    if (render_words(f, &known) && f->level > LEVEL_INFO)
        buf_printf(text, "\nwhy: %s\nfix: %s", known.why, known.fix);
    if (f->waived != NULL) {
        buf_append_char(text, '\n');
        render_waiver(text, f->waived);
    }
    buf_printf(text, "\nid: %.*s", STR_ARG(f->fingerprint));
}

/* Annotations stand on files of the checked-out tree, which is the new side: what is gone from it
 * is shown on the contract as a whole. */
static void append_finding(buf *out, const listed *item)
{
    static const char *const kinds[] = {[LEVEL_NONE] = "notice",
                                        [LEVEL_INFO] = "notice",
                                        [LEVEL_WARNING] = "warning",
                                        [LEVEL_BREAKING] = "error"};
    const finding *f = item->finding;
    bool has_place = f->new_place.line > 0;
    buf message = {0};
    append_message(&message, f);
    append_command(
        out, f->waived != NULL ? "notice" : kinds[f->level], has_place ? &f->new_place : NULL,
        has_place ? f->new_place.file : render_contract(item->entry), f->rule, buf_str(&message));
    buf_clear(&message);
}

static void append_problems(buf *out, const diags *d)
{
    static const char *const kinds[] = {
        [DIAG_ERROR] = "error", [DIAG_WARNING] = "warning", [DIAG_UNDECIDED] = "error"};
    for (size_t i = 0; d != NULL && i < d->count; i++) {
        const diag *problem = &d->items[i];
        position place = {.line = problem->line, .column = problem->column};
        append_command(out, kinds[problem->severity], &place, problem->file, problem->code,
                       problem->message);
    }
}

static void append_undecided(buf *out, const report_entry *entry, const undecided *u)
{
    buf message = {0};
    buf_printf(&message, "undecided: %.*s: %.*s", STR_ARG(u->where), STR_ARG(u->why));
    append_command(out, "error", &u->place,
                   u->place.file.length > 0 ? u->place.file : render_contract(entry),
                   STR("undecided"), buf_str(&message));
    buf_clear(&message);
}

void render_github(buf *out, const report_set *set, const report_options *options)
{
    (void)options;
    arena *a = arena_new();
    size_t count = 0;
    const listed *list = render_list(set, &count, a);
    for (size_t i = 0; i < set->count; i++)
        append_problems(out, set->entries[i].problems);
    for (size_t i = 0; i < count; i++)
        append_finding(out, &list[i]);
    for (size_t i = 0; i < set->count; i++) {
        const report *r = set->entries[i].report;
        for (size_t u = 0; r != NULL && u < r->undecided_count; u++)
            append_undecided(out, &set->entries[i], &r->undecided[u]);
    }
    arena_free(a);
}
