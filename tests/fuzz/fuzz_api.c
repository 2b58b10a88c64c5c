/* Bytes -> document -> API model -> lint: whatever it says, it must not crash, hang or leak. */
#include "lint/lint.h"
#include "openapi/api.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    diags problems;
    diags_init(&problems);
    buf source = {0};
    buf_append(&source, str_of((const char *)data, size));
    document *doc =
        document_read(&source, STR("fuzz.yaml"), &(document_options){.seed = 1}, &problems);
    buf_clear(&source);
    if (doc) {
        bundle *b = bundle_of(doc, STR("file:///fuzz.yaml"));
        api_free(api_new(b, &problems));
        report *r = report_new();
        if (lint_bundle(r, b, &problems))
            report_finish(r, true);
        report_free(r);
        bundle_free(b);
    }
    diags_clear(&problems);
    return 0;
}
