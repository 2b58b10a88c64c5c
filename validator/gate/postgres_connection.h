/*
 * From a URL to a connection of libpq, and what may be said when there is none.
 *
 * libpq honours the URL's sslmode, the PG* environment and the passfile. It repeats in its messages
 * whatever of a URL it could not read, and where a reserved character stands unescaped in the
 * password that is a piece of the password: such a URL is refused before libpq sees it.
 */
#ifndef HANDOFF_GATE_POSTGRES_CONNECTION_H
#define HANDOFF_GATE_POSTGRES_CONNECTION_H

#include <libpq-fe.h>

#include "base/diag.h"

/* NULL with an error. *seconds: how long any one call may take, LIMIT_DATABASE_SECONDS or less
 * where the URL's connect_timeout says so. */
PGconn *postgres_connect(str url, unsigned *seconds, diags *d);

/* The first line of what libpq or the server said: host, user and database, never the password. */
str postgres_message(const char *message);

#endif
