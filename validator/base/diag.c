#include "base/diag.h"

#include "base/limits.h"
#include "base/vec.h"

void diags_init(diags *d)
{
    *d = (diags){.arena = arena_new()};
}

void diags_clear(diags *d)
{
    arena_free(d->arena);
    *d = (diags){0};
}

static void count(diags *d, diag_severity severity)
{
    d->errors += severity == DIAG_ERROR;
    d->warnings += severity == DIAG_WARNING;
    d->undecided += severity == DIAG_UNDECIDED;
}

/* Beyond the limit nothing is kept, so that no input makes memory grow: setters get a spare. */
static diag *add(diags *d, diag_severity severity)
{
    count(d, severity);
    if (d->count >= LIMIT_DIAGNOSTICS) {
        d->dropped++;
        d->spare = (diag){.severity = severity};
        return &d->spare;
    }
    vec_push(d->arena, d, (diag){.severity = severity});
    return &d->items[d->count - 1];
}

diag *diags_add(diags *d, diag_severity severity, const char *code, const char *format,
                va_list arguments)
{
    diag *added = add(d, severity);
    if (added == &d->spare)
        return added;
    added->code = arena_str(d->arena, str_from(code));
    added->message = arena_vprintf(d->arena, format, arguments);
    return added;
}

diag *diags_error(diags *d, const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diag *added = diags_add(d, DIAG_ERROR, code, format, arguments);
    va_end(arguments);
    return added;
}

diag *diags_warning(diags *d, const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diag *added = diags_add(d, DIAG_WARNING, code, format, arguments);
    va_end(arguments);
    return added;
}

diag *diags_undecided(diags *d, const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diag *added = diags_add(d, DIAG_UNDECIDED, code, format, arguments);
    va_end(arguments);
    return added;
}

diag *diags_at(diags *d, diag *of, str file, uint32_t line, uint32_t column)
{
    if (of == &d->spare)
        return of;
    of->file = file.data ? arena_str(d->arena, file) : STR_NULL;
    of->line = line;
    of->column = column;
    return of;
}

diag *diags_hint(diags *d, diag *of, const char *format, ...)
{
    if (of == &d->spare)
        return of;
    va_list arguments;
    va_start(arguments, format);
    of->hint = arena_vprintf(d->arena, format, arguments);
    va_end(arguments);
    return of;
}

static str copy_or_null(arena *a, str s)
{
    return s.data ? arena_str(a, s) : STR_NULL;
}

static bool is_told(const diags *in, size_t count, const diag *d)
{
    for (size_t i = 0; i < count; i++) {
        const diag *told = &in->items[i];
        if (told->line == d->line && told->column == d->column && told->severity == d->severity &&
            str_equal(told->file, d->file) && str_equal(told->code, d->code) &&
            str_equal(told->message, d->message))
            return true;
    }
    return false;
}

void diags_move(diags *into, diags *from)
{
    size_t errors = 0, warnings = 0, undecided = 0, before = into->count;
    for (size_t i = 0; i < from->count; i++) {
        const diag *d = &from->items[i];
        diag *copy = is_told(into, before, d) ? NULL : add(into, d->severity);
        errors += d->severity == DIAG_ERROR;
        warnings += d->severity == DIAG_WARNING;
        undecided += d->severity == DIAG_UNDECIDED;
        if (!copy || copy == &into->spare)
            continue;
        copy->code = copy_or_null(into->arena, d->code);
        copy->message = copy_or_null(into->arena, d->message);
        copy->hint = copy_or_null(into->arena, d->hint);
        diags_at(into, copy, d->file, d->line, d->column);
    }
    /* what `from` had only counted */
    into->dropped += from->dropped;
    into->errors += from->errors - errors;
    into->warnings += from->warnings - warnings;
    into->undecided += from->undecided - undecided;
    diags_clear(from);
}
