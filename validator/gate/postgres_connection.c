#include "gate/postgres_connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

/* --- the URL --- */

static bool has_one_at_most(str text, char wanted)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == wanted;
    return count <= 1;
}

static size_t length_until(str text, const char *stops)
{
    size_t length = 0;
    while (length < text.length && !strchr(stops, text.data[length]))
        length++;
    return length;
}

static bool is_host_and_port(str host)
{
    size_t after = host.length;
    while (after > 0 && host.data[after - 1] != ':' && host.data[after - 1] != ']')
        after--;
    if (after == 0 || host.data[after - 1] == ']')
        return true;
    for (size_t i = after; i < host.length; i++)
        if (host.data[i] < '0' || host.data[i] > '9')
            return false;
    return true;
}

/* Whether user, password, hosts and path are where libpq looks for them. */
static bool is_well_formed(str url)
{
    const char *start = strstr(url.data, "://") + 3;
    str rest = {start, url.length - (size_t)(start - url.data)};
    str authority = str_take(rest, length_until(rest, "/?"));
    str path = str_skip(rest, authority.length);
    path = str_take(path, length_until(path, "?"));
    if (!has_one_at_most(authority, '@') || memchr(path.data, '@', path.length))
        return false;
    size_t user = length_until(authority, "@");
    str hosts = user < authority.length ? str_skip(authority, user + 1) : authority, host;
    while (str_split(&hosts, ',', &host))
        if (!is_host_and_port(host))
            return false;
    return true;
}

/* libpq's own words would repeat the part it stumbled over. */
static bool refuse_url(diags *d)
{
    diags_hint(d, diags_error(d, "ledger.connection", "the ledger's URL is not one of PostgreSQL"),
               "it is postgresql://USER@HOST:PORT/DATABASE; in a user name or password write "
               "@ : / ? %% as %%40 %%3A %%2F %%3F %%25");
    return false;
}

/* 0 in the URL would mean to wait for ever. */
static unsigned seconds_of(const PQconninfoOption *options)
{
    for (; options->keyword; options++)
        if (strcmp(options->keyword, "connect_timeout") == 0 && options->val) {
            long asked = strtol(options->val, NULL, 10);
            return asked >= 1 && asked < LIMIT_DATABASE_SECONDS ? (unsigned)asked
                                                                : LIMIT_DATABASE_SECONDS;
        }
    return LIMIT_DATABASE_SECONDS;
}

static bool read_url(const char *url, unsigned *seconds, diags *d)
{
    char *problem = NULL;
    PQconninfoOption *options =
        is_well_formed(str_from(url)) ? PQconninfoParse(url, &problem) : NULL;
    PQfreemem(problem);
    if (!options)
        return refuse_url(d);
    *seconds = seconds_of(options);
    PQconninfoFree(options);
    return true;
}

/* --- connecting --- */

str postgres_message(const char *message)
{
    return (str){message, strcspn(message, "\n")};
}

static bool fail_connection(PGconn *connection, diags *d)
{
    str said = postgres_message(PQerrorMessage(connection));
    diags_hint(
        d, diags_error(d, "ledger.connection", "cannot reach the ledger: %.*s", STR_ARG(said)),
        "the URL is postgresql://USER@HOST:PORT/DATABASE; the password comes from PGPASSWORD "
        "or a passfile");
    return false;
}

PGconn *postgres_connect(str location, unsigned *seconds, diags *d)
{
    arena *a = arena_new();
    const char *url = arena_cstr(a, location);
    PGconn *connection = NULL;
    if (read_url(url, seconds, d)) {
        char limit[16];
        snprintf(limit, sizeof limit, "%u", *seconds);
        const char *const names[] = {"dbname",          "connect_timeout",  "application_name",
                                     "keepalives_idle", "tcp_user_timeout", NULL};
        const char *const values[] = {url, limit, "handoff", "5", "15000", NULL};
        connection = PQconnectdbParams(names, values, 1);
        if (PQstatus(connection) != CONNECTION_OK) {
            fail_connection(connection, d);
            PQfinish(connection);
            connection = NULL;
        }
    }
    arena_free(a);
    return connection;
}
