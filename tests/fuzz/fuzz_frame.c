/* What a worker may send back when it is no longer itself. */
#include <stddef.h>
#include <stdint.h>

#include "check/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    report *r = report_new();
    diags d;
    diags_init(&d);
    if (frame_read(str_of((const char *)data, size), r, &d)) {
        buf again = {0};
        frame_write(&again, r, &d);
        buf_clear(&again);
    }
    report_free(r);
    diags_clear(&d);
    return 0;
}
