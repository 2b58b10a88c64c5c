#include "cli/terminal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PROGRESS_AFTER_MILLISECONDS 1000

static bool environment_says(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

bool terminal_colors(const invocation *call, FILE *stream)
{
    const char *when = call != NULL ? invocation_text(call, "color", "auto") : "auto";
    if (strcmp(when, "auto") != 0)
        return strcmp(when, "always") == 0;
    const char *term = getenv("TERM");
    return isatty(fileno(stream)) == 1 && !environment_says("NO_COLOR") &&
           !(term != NULL && strcmp(term, "dumb") == 0);
}

static const char *const severity_words[] = {
    [DIAG_ERROR] = "error", [DIAG_WARNING] = "warning", [DIAG_UNDECIDED] = "undecided"};
static const char *const severity_colors[] = {
    [DIAG_ERROR] = "\033[1;31m", [DIAG_WARNING] = "\033[1;33m", [DIAG_UNDECIDED] = "\033[1;35m"};

void terminal_format_diag(buf *out, const diag *d, bool colors)
{
    if (d->file.data != NULL)
        utf8_append_printable(out, d->file);
    else
        buf_append(out, STR("handoff"));
    if (d->line > 0)
        buf_printf(out, ":%u:%u", (unsigned)d->line, (unsigned)d->column);
    buf_printf(out, ": %s%s:%s ", colors ? severity_colors[d->severity] : "",
               severity_words[d->severity], colors ? "\033[0m" : "");
    utf8_append_printable(out, d->message);
    buf_printf(out, " [%.*s]\n", STR_ARG(d->code));
    if (d->hint.data != NULL) {
        buf_append(out, STR("  hint: "));
        utf8_append_printable(out, d->hint);
        buf_append_char(out, '\n');
    }
}

void terminal_print_diags(const invocation *call, const diags *d)
{
    bool colors = terminal_colors(call, stderr);
    buf text = {0};
    for (size_t i = 0; i < d->count; i++)
        terminal_format_diag(&text, &d->items[i], colors);
    if (d->dropped > 0)
        buf_printf(&text, "handoff: %zu more not shown\n", d->dropped);
    if (text.length > 0)
        fwrite(text.data, 1, text.length, stderr);
    buf_clear(&text);
}

int terminal_answer_of(const diags *d)
{
    if (d->errors > 0)
        return ANSWER_BAD_INPUT;
    return d->undecided > 0 ? ANSWER_UNDECIDED : ANSWER_YES;
}

bool terminal_write(invocation *call, str text)
{
    errno = 0;
    bool whole = text.length == 0 || fwrite(text.data, 1, text.length, stdout) == text.length;
    whole = fflush(stdout) == 0 && whole;
    if (!whole)
        diags_error(&call->diagnostics, "file.write", "cannot write standard output: %s",
                    strerror(errno));
    return whole;
}

static int64_t milliseconds(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_start(progress *p)
{
    *p = (progress){.started_milliseconds = milliseconds(),
                    .enabled = isatty(STDERR_FILENO) == 1 && !environment_says("CI")};
}

void progress_show(progress *p, const char *what, size_t done, size_t total)
{
    if (!p->enabled || milliseconds() - p->started_milliseconds < PROGRESS_AFTER_MILLISECONDS)
        return;
    p->shown = true;
    buf line = {0};
    utf8_append_printable(&line, str_from(what));
    if (total > 0)
        fprintf(stderr, "\r\033[K%s (%zu of %zu)", buf_cstr(&line), done, total);
    else
        fprintf(stderr, "\r\033[K%s", buf_cstr(&line));
    fflush(stderr);
    buf_clear(&line);
}

void progress_end(progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}
