#include "cli/ledger_option.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/terminal.h"

#define DEFAULT_FOLDER ".handoff"
#define DEFAULT_LEDGER DEFAULT_FOLDER "/ledger.db"

static const char *location_of(invocation *call, unsigned flags)
{
    const char *given = invocation_text(call, "ledger", NULL);
    if (given)
        return given;
    const char *named = getenv("HANDOFF_LEDGER");
    if (named && *named)
        return named;
    if (!(flags & (DATABASE_READ_ONLY | DATABASE_MUST_EXIST)) && mkdir(DEFAULT_FOLDER, 0777) != 0 &&
        errno != EEXIST)
        return NULL;
    return DEFAULT_LEDGER;
}

ledger *ledger_option_open(invocation *call, unsigned flags)
{
    ledger_options options = {.flags = flags};
    if (!invocation_clock(call, &options.clock))
        return NULL;
    const char *location = location_of(call, flags);
    if (!location) {
        diags_error(&call->diagnostics, "ledger.open",
                    "cannot make the folder '" DEFAULT_FOLDER "'");
        return NULL;
    }
    return ledger_open(str_from(location), &options, &call->diagnostics);
}

void ledger_option_tell(invocation *call, buf *out, const fact *f, recorded result)
{
    buf_append(out, result == RECORDED_NEW ? STR("recorded ") : STR("known already: "));
    buf_append(out, fact_text(f, call->arena));
    buf_append_char(out, '\n');
}

bool ledger_option_waivers(invocation *call, ledger **out)
{
    *out = NULL;
    if (!invocation_has(call, "ledger"))
        return true;
    *out = ledger_option_open(call, DATABASE_MUST_EXIST);
    return *out != NULL;
}

int ledger_option_record(invocation *call, fact *f)
{
    f->request = str_from(invocation_text(call, "request", NULL));
    ledger *l = ledger_option_open(call, 0);
    if (!l)
        return ANSWER_BAD_INPUT;
    recorded result = ledger_record(l, f, &call->diagnostics);
    ledger_close(l);
    if (result == RECORDED_FAILED)
        return ANSWER_BAD_INPUT;
    buf line = {0};
    ledger_option_tell(call, &line, f, result);
    bool written = terminal_write(call, buf_str(&line));
    buf_clear(&line);
    return written ? ANSWER_YES : ANSWER_BAD_INPUT;
}
