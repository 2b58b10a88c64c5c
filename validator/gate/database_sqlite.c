/*
 * The embedded ledger. One writer at a time (BEGIN IMMEDIATE, so that a transaction never finds
 * out half way that it may not write), readers never wait (write-ahead log), and what was
 * acknowledged is on the disk (synchronous=FULL).
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "gate/database_driver.h"

static const char *code_of(int status)
{
    switch (status & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "ledger.locked";
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return "ledger.read-only";
    case SQLITE_FULL:
    case SQLITE_IOERR:
        return "ledger.full";
    case SQLITE_CANTOPEN:
        return "ledger.open";
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return "ledger.damaged";
    default:
        return "ledger.query";
    }
}

/* A statement once prepared is kept: bulk recording runs the same few a million times. */
typedef struct embedded {
    sqlite3 *db;
    arena *arena;
    map prepared;     /* by SQL */
    int64_t gives_up; /* clock_microseconds(): the wait for another writer */
} embedded;

/* SQLite's own waits grow to a tenth of a second, and whoever came last is served first: with many
 * writers the first ones starve. Short waits of different lengths leave it to chance. */
static int wait_for_writer(void *payload, int tries)
{
    embedded *e = payload;
    if (tries == 0)
        e->gives_up = clock_microseconds() + LIMIT_DATABASE_SECONDS * INT64_C(1000000);
    if (clock_microseconds() >= e->gives_up)
        return 0;
    struct timespec pause = {.tv_nsec = (1 + (getpid() + tries) % 5) * 1000000L};
    nanosleep(&pause, NULL);
    return 1;
}

static bool fail(sqlite3 *db, const char *doing, bool *conflict, diags *d)
{
    int status = sqlite3_errcode(db);
    if (conflict && ((status & 0xff) == SQLITE_BUSY || (status & 0xff) == SQLITE_LOCKED))
        *conflict = true;
    diag *added =
        diags_error(d, code_of(status), "cannot %s the ledger: %s", doing, sqlite3_errmsg(db));
    if ((status & 0xff) == SQLITE_NOTADB)
        diags_hint(d, added, "the file is no ledger; name another with --ledger");
    else if ((status & 0xff) == SQLITE_READONLY)
        diags_hint(d, added,
                   "SQLite keeps files beside the ledger, for readers too: where neither may be "
                   "written, ask a copy");
    return false;
}

static bool set_up(embedded *e, unsigned flags, diags *d)
{
    sqlite3 *db = e->db;
    static const char *const pragmas[] = {
        "PRAGMA trusted_schema=OFF",
        "PRAGMA foreign_keys=ON",
        "PRAGMA synchronous=FULL",
        "PRAGMA journal_mode=WAL",
    };
    sqlite3_busy_handler(db, wait_for_writer, e);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    size_t count = sizeof pragmas / sizeof *pragmas - ((flags & DATABASE_READ_ONLY) ? 1 : 0);
    for (size_t i = 0; i < count; i++)
        if (sqlite3_exec(db, pragmas[i], NULL, NULL, NULL) != SQLITE_OK)
            return fail(db, "open", NULL, d);
    return true;
}

static bool is_not_a_file(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && !S_ISREG(found.st_mode);
}

static bool open_file(embedded *e, const char *path, unsigned flags, diags *d)
{
    int mode = (flags & DATABASE_READ_ONLY) ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (!(flags & (DATABASE_READ_ONLY | DATABASE_MUST_EXIST)))
        mode |= SQLITE_OPEN_CREATE;
    if (is_not_a_file(path)) {
        diags_error(d, "ledger.open", "cannot open the ledger '%s': not a regular file", path);
        return false;
    }
    if (sqlite3_open_v2(path, &e->db, mode | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
        return set_up(e, flags, d);
    diags_hint(d,
               diags_error(d, "ledger.open", "cannot open the ledger '%s': %s", path,
                           e->db ? sqlite3_errmsg(e->db) : "out of memory"),
               "record the first fact with 'handoff publish', or name the file with --ledger");
    return false;
}

static void sqlite_close_connection(void *connection)
{
    embedded *e = connection;
    for (size_t i = 0; i < e->prepared.count; i++)
        sqlite3_finalize(e->prepared.entries[i].value);
    sqlite3_close(e->db);
    arena_free(e->arena);
    free(e);
}

static void *sqlite_open(str location, unsigned flags, diags *d)
{
    embedded *e = memory_alloc(sizeof *e);
    *e = (embedded){.arena = arena_new()};
    map_init(&e->prepared, e->arena, 0);
    if (open_file(e, arena_cstr(e->arena, location), flags, d))
        return e;
    sqlite_close_connection(e);
    return NULL;
}

/* SQLite numbers named parameters by first use, so "$1" is looked up by its name. */
static bool bind(sqlite3_stmt *statement, const sql_value *parameters, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char name[16];
        sqlite3_snprintf(sizeof name, name, "$%d", (int)i + 1);
        int at = sqlite3_bind_parameter_index(statement, name);
        if (at == 0)
            continue;
        const sql_value *v = &parameters[i];
        int status = v->is_integer ? sqlite3_bind_int64(statement, at, v->integer)
                     : v->text.data
                         ? sqlite3_bind_text64(statement, at, v->text.data, v->text.length,
                                               SQLITE_TRANSIENT, SQLITE_UTF8)
                         : sqlite3_bind_null(statement, at);
        if (status != SQLITE_OK)
            return false;
    }
    return true;
}

static sql_row copy_row(sqlite3_stmt *statement, arena *a)
{
    size_t count = (size_t)sqlite3_column_count(statement);
    sql_value *values = arena_array_of(a, sql_value, count);
    for (size_t i = 0; i < count; i++) {
        int column = (int)i;
        switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            values[i] = SQL_INTEGER(sqlite3_column_int64(statement, column));
            break;
        case SQLITE_NULL:
            break;
        default:
            values[i].text =
                arena_str(a, (str){(const char *)sqlite3_column_text(statement, column),
                                   (size_t)sqlite3_column_bytes(statement, column)});
        }
    }
    return (sql_row){values, count};
}

static sqlite3_stmt *prepare(embedded *e, const char *sql)
{
    sqlite3_stmt *statement = map_get(&e->prepared, str_from(sql));
    if (!statement && sqlite3_prepare_v3(e->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                                         NULL) == SQLITE_OK)
        map_put(&e->prepared, arena_str(e->arena, str_from(sql)), statement);
    return statement;
}

static bool sqlite_run(void *connection, const sql_statement *s, sql_rows *rows, arena *a,
                       bool *conflict, diags *d)
{
    embedded *e = connection;
    sqlite3_stmt *statement = prepare(e, s->sql);
    if (!statement)
        return fail(e->db, "query", conflict, d);
    int status = bind(statement, s->parameters, s->count) ? SQLITE_ROW : SQLITE_ERROR;
    while (status == SQLITE_ROW && (status = sqlite3_step(statement)) == SQLITE_ROW)
        if (rows)
            vec_push(a, rows, copy_row(statement, a));
    bool fine = status == SQLITE_DONE;
    if (!fine)
        fail(e->db, "write to or read from", conflict, d);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return fine;
}

const database_driver sqlite_driver = {
    .open = sqlite_open,
    .close = sqlite_close_connection,
    .run = sqlite_run,
    .begin = "BEGIN IMMEDIATE",
    .begin_reading = "BEGIN",
    .commit = "COMMIT",
    .roll_back = "ROLLBACK",
};
