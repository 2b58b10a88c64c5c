#include "gate/exchange.h"

#include <stdlib.h>

#include "base/vec.h"
#include "doc/json_writer.h"
#include "gate/tables.h"

/* --- in --- */

typedef struct line_source {
    str name, text, rest;
    uint32_t line;
    document *document; /* of the line at hand */
} line_source;

/* A line's diagnostics know line 1; they are of the file's line. */
static void move_from_line(diags *into, diags *from, uint32_t line)
{
    for (size_t i = 0; i < from->count; i++)
        from->items[i].line = line;
    diags_move(into, from);
}

static bool read_line(line_source *s, str line, fact *f, diags *d)
{
    static const document_options options = {.format = DOCUMENT_JSON, .without_hashes = true};
    diags own;
    diags_init(&own);
    buf source = {0};
    buf_append(&source, line);
    document_free(s->document);
    s->document = document_read(&source, s->name, &options, &own);
    bool fine = s->document && fact_read(f, s->document, document_root(s->document), &own);
    move_from_line(d, &own, s->line);
    return fine;
}

static bool next_line(void *payload, fact *f, diags *d)
{
    line_source *s = payload;
    str line;
    while (str_split(&s->rest, '\n', &line)) {
        s->line++;
        if (str_trim(line).length > 0)
            return read_line(s, line, f, d);
    }
    return true;
}

static void rewind_lines(void *payload)
{
    line_source *s = payload;
    s->rest = s->text;
    s->line = 0;
}

/* What the ledger refuses is about the line; that the ledger is gone is not. */
static void locate_line(void *payload, diags *d)
{
    const line_source *s = payload;
    for (size_t i = 0; i < d->count; i++) {
        diag *of = &d->items[i];
        if (!of->file.data && (str_equal(of->code, STR("ledger.environment")) ||
                               str_equal(of->code, STR("ledger.content"))))
            diags_at(d, of, s->name, s->line, 1);
    }
}

bool ledger_import(ledger *l, str name, str text, ledger_counts *counts, diags *d)
{
    line_source lines = {.name = name, .text = text};
    const ledger_source source = {next_line, rewind_lines, locate_line, &lines};
    bool done = ledger_record_from(l, &source, counts, d);
    document_free(lines.document);
    return done;
}

/* --- out --- */

enum { EXPORT_BATCH = 1000 };

static void write_row(buf *out, const ledger_row *row)
{
    buf_append(out, str_take(row->body, row->body.length - 1));
    buf_append(out, STR(",\"at\":"));
    json_write_string(out, row->recorded_at);
    if (row->request.data) {
        buf_append(out, STR(",\"request\":"));
        json_write_string(out, row->request);
    }
    buf_append(out, STR("}\n"));
}

/* Before the facts that name them; one at a time, for each may be as large as a contract. */
static bool export_contents(ledger *l, buf *out, diags *d)
{
    arena *kept = arena_new(), *one = arena_new();
    fact f = {.kind = fact_kind_find(STR("content"))};
    str last = STR("");
    bool read = true;
    for (;;) {
        ledger_content content;
        read = ledger_content_after(l, last, &content, one, d);
        if (!read || !content.digest.data)
            break;
        f.values[0] = SQL_TEXT(content.digest);
        f.values[1] = SQL_TEXT(content.name);
        f.values[2] = SQL_TEXT(content.text);
        buf_append(out, fact_text(&f, one));
        buf_append_char(out, '\n');
        last = arena_str(kept, content.digest);
        arena_clear(one);
    }
    arena_free(one);
    arena_free(kept);
    return read;
}

static bool export_facts(ledger *l, buf *out, diags *d)
{
    arena *a = arena_new();
    int64_t last = 0;
    bool read = true;
    for (size_t count = 1; read && count;) {
        ledger_row *rows;
        arena_clear(a);
        read = ledger_rows_after(l, last, EXPORT_BATCH, &rows, &count, a, d);
        for (size_t i = 0; read && i < count; i++) {
            write_row(out, &rows[i]);
            last = rows[i].sequence;
        }
    }
    arena_free(a);
    return read;
}

bool ledger_export(ledger *l, buf *out, diags *d)
{
    return export_contents(l, out, d) && export_facts(l, out, d);
}

/* --- against what was worked out --- */

static int compare_values(const sql_value *x, const sql_value *y)
{
    if (x->is_integer || y->is_integer)
        return (x->integer > y->integer) - (x->integer < y->integer);
    if (!x->text.data || !y->text.data)
        return (x->text.data != NULL) - (y->text.data != NULL);
    return str_compare(x->text, y->text);
}

static int compare_rows(const void *a, const void *b)
{
    const sql_row *x = a, *y = b;
    for (size_t i = 0; i < x->count; i++) {
        int order = compare_values(&x->values[i], &y->values[i]);
        if (order)
            return order;
    }
    return 0;
}

/* Sorted here, because two databases need not agree on the order of text. */
static bool same_rows(const sql_rows *a, const sql_rows *b)
{
    if (a->count != b->count)
        return false;
    if (a->count == 0)
        return true;
    qsort(a->items, a->count, sizeof *a->items, compare_rows);
    qsort(b->items, b->count, sizeof *b->items, compare_rows);
    for (size_t i = 0; i < a->count; i++)
        if (compare_rows(&a->items[i], &b->items[i]) != 0)
            return false;
    return true;
}

static bool compare_table(const derived_table *table, ledger *l, ledger *replayed,
                          ledger_faults *faults, arena *a, diags *d)
{
    arena *own = arena_new();
    sql_rows theirs = {0}, ours = {0};
    str sql = arena_printf(own, "SELECT %s FROM %s", table->columns, table->name);
    bool read = database_run(ledger_database(l), sql.data, NULL, 0, &theirs, own, d) &&
                database_run(ledger_database(replayed), sql.data, NULL, 0, &ours, own, d);
    if (read && !same_rows(&theirs, &ours))
        vec_push(a, faults,
                 (ledger_fault){
                     0, arena_printf(a, "table '%s' does not follow from the facts", table->name)});
    arena_free(own);
    return read;
}

bool ledger_verify_tables(ledger *l, ledger_faults *faults, arena *a, diags *d)
{
    const ledger_options options = {0};
    ledger *replayed = ledger_open(STR(":memory:"), &options, d);
    buf facts = {0};
    ledger_counts count = {0};
    bool fine = replayed && export_facts(l, &facts, d) &&
                ledger_import(replayed, STR("ledger"), buf_str(&facts), &count, d);
    for (const derived_table *table = derived_tables; fine && table->name; table++)
        fine = compare_table(table, l, replayed, faults, a, d);
    buf_clear(&facts);
    ledger_close(replayed);
    return fine;
}
