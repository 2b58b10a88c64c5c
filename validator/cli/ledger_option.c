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

/* What a deployment was the last or not the last of. */
static bool tell_rollbacks(invocation *call, ledger *l, const fact *f, buf *out)
{
    size_t service = fact_member_find(f->kind, STR("service"));
    size_t environment = fact_member_find(f->kind, STR("environment"));
    begun_rollbacks begun;
    if (service == SIZE_MAX || environment == SIZE_MAX)
        return true;
    if (!rollbacks_find(l, f->values[service].text, f->values[environment].text, false, &begun,
                        call->arena, &call->diagnostics))
        return false;
    for (size_t i = 0; i < begun.count; i++) {
        buf_append(out, STR("incomplete: "));
        utf8_append_printable(out, rollback_text(&begun.items[i], call->arena));
        buf_append_char(out, '\n');
    }
    return true;
}

int ledger_option_record(invocation *call, fact *f)
{
    f->request = str_from(invocation_text(call, "request", NULL));
    ledger *l = ledger_option_open(call, 0);
    if (!l)
        return ANSWER_BAD_INPUT;
    buf out = {0};
    recorded result = ledger_record(l, f, &call->diagnostics);
    bool fine = result != RECORDED_FAILED;
    if (fine) {
        ledger_option_tell(call, &out, f, result);
        fine = tell_rollbacks(call, l, f, &out);
    }
    ledger_close(l);
    fine = terminal_write(call, buf_str(&out)) && fine;
    buf_clear(&out);
    return fine ? ANSWER_YES : ANSWER_BAD_INPUT;
}
