/*
 * Diagnostics: what is wrong, where, and how to mend it.
 *
 * Functions that can fail return bool (or NULL) and add to the `diags` they were given; nothing
 * below cli/ prints or exits. A lower layer's message is kept as it is: a higher layer adds
 * diagnostics, it never rewrites one.
 *
 * Messages are one line: no capital, no full stop, subject in single quotes, the error first
 * ("cannot read 'a.yaml': no such file"). Text from input is made printable when shown, not here.
 * Codes are stable, dotted and lower case ("json.syntax", "ref.remote"): callers and users branch
 * on them, never on the message.
 */
#ifndef HANDOFF_BASE_DIAG_H
#define HANDOFF_BASE_DIAG_H

#include "base/arena.h"

#include <stdarg.h>

typedef enum diag_severity {
    DIAG_ERROR,    /* no verdict can be given: exit 2 */
    DIAG_WARNING,  /* read, but somebody should look */
    DIAG_UNDECIDED /* a limit was reached: exit 3 */
} diag_severity;

typedef struct diag {
    diag_severity severity;
    str code;
    str message;
    str hint;        /* STR_NULL when there is none */
    str file;        /* as shown to people; STR_NULL when it is about no file */
    uint32_t line;   /* from 1; 0: about the whole file */
    uint32_t column; /* from 1, in code points */
} diag;

typedef struct diags {
    arena *arena; /* owned: all text below lives here */
    diag *items;
    size_t count, capacity;
    size_t errors, warnings, undecided;
    size_t dropped; /* beyond LIMIT_DIAGNOSTICS nothing is kept, only counted */
    diag spare;     /* private: what setters change instead of one that was dropped */
} diags;

void diags_init(diags *d);
void diags_clear(diags *d); /* a zeroed diags is fine */

/* Copies every text. Later setters change the diagnostic just added:
 *     diags_at(d, diags_error(d, "json.syntax", "expected ','"), file, line, column); */
diag *diags_error(diags *d, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
diag *diags_warning(diags *d, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
diag *diags_undecided(diags *d, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
diag *diags_add(diags *d, diag_severity severity, const char *code, const char *format,
                va_list arguments) __attribute__((format(printf, 4, 0)));
diag *diags_at(diags *d, diag *of, str file, uint32_t line, uint32_t column);
diag *diags_hint(diags *d, diag *of, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Appends copies of all that is not told already (both sides of a comparison may be one file), and
 * clears `from`. */
void diags_move(diags *into, diags *from);

#endif
