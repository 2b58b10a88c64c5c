#include "gate/lookup.h"

#include "base/buf.h"
#include "base/vec.h"

void lookup_init(lookup *l, database *db, arena *a, diags *d)
{
    *l = (lookup){.db = db, .arena = a, .diags = d};
    map_init(&l->answers, a, 0);
}

static sql_question read_question(lookup *l, const char *sql, const str *texts, size_t count)
{
    sql_value *parameters = arena_array_of(l->arena, sql_value, count);
    for (size_t i = 0; i < count; i++)
        parameters[i] = SQL_TEXT(texts[i]);
    return (sql_question){.sql = sql, .parameters = parameters, .count = count};
}

static str key_of(const lookup *l, const sql_question *q)
{
    buf key = {0};
    buf_append(&key, str_from(q->sql));
    for (size_t i = 0; i < q->count; i++) {
        str text = q->parameters[i].text;
        buf_printf(&key, "\n%zu:", text.data ? text.length : SIZE_MAX);
        buf_append(&key, text);
    }
    str kept = arena_str(l->arena, buf_str(&key));
    buf_clear(&key);
    return kept;
}

static void keep(lookup *l, const sql_question *q)
{
    sql_rows *rows = arena_alloc(l->arena, sizeof *rows);
    *rows = q->rows;
    map_put(&l->answers, key_of(l, q), rows);
}

bool lookup_ask(lookup *l, const char *sql, sql_rows *rows, const str *texts, size_t count)
{
    sql_question q = read_question(l, sql, texts, count);
    const sql_rows *known = map_get(&l->answers, key_of(l, &q));
    bool fine = known || database_run_all(l->db, &q, 1, l->arena, l->diags);
    if (fine && !known)
        keep(l, &q);
    if (fine)
        *rows = known ? *known : q.rows;
    return fine;
}

void lookup_want(lookup *l, const char *sql, const str *texts, size_t count)
{
    sql_question q = read_question(l, sql, texts, count);
    if (map_put(&l->answers, key_of(l, &q), NULL))
        vec_push(l->arena, &l->wanted, q);
}

bool lookup_fetch(lookup *l)
{
    bool fine = database_run_all(l->db, l->wanted.items, l->wanted.count, l->arena, l->diags);
    for (size_t i = 0; fine && i < l->wanted.count; i++)
        keep(l, &l->wanted.items[i]);
    l->wanted.count = 0;
    return fine;
}
