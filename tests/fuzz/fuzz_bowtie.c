/*
 * The harness protocol, a request a line: whatever arrives, each answer is JSON that a reader
 * takes, and the session goes on or ends as the protocol says.
 */
#include <stdlib.h>
#include <string.h>

#include "doc/document.h"
#include "handoff/bowtie.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bowtie_options options = {.formats = size & 1};
    bowtie *session = bowtie_new(&options);
    str rest = {(const char *)data, size}, line;
    buf answer = {0};
    while (rest.length && str_split(&rest, '\n', &line)) {
        diags d;
        diags_init(&d);
        bowtie_next next = bowtie_answer(session, line, &answer, &d);
        if (next == BOWTIE_BROKEN && !d.errors)
            abort();
        if (next == BOWTIE_ANSWERED) {
            arena *a = arena_new();
            if (!node_parse_json(buf_str(&answer), a, &d))
                abort();
            arena_free(a);
        }
        diags_clear(&d);
        if (next != BOWTIE_ANSWERED)
            break;
    }
    buf_clear(&answer);
    bowtie_free(session);
    return 0;
}
