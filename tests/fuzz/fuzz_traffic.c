/* Bytes -> recorded traffic, a HAR archive or JSON lines, and a draft of what was used: whatever it
 * says, it must not crash, hang or leak. */
#include "consumer/draft_paths.h"
#include "consumer/observed.h"
#include "consumer/traffic.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    diags d;
    diags_init(&d);
    buf source = {0};
    buf_append(&source, str_of((const char *)data, size));
    traffic *t = traffic_of(&source, STR("fuzz"), &d);
    arena *a = arena_new();
    observed seen = {0};
    path_templates paths;
    path_templates_init(&paths, a);
    exchange e;
    while (t && traffic_next(t, &e, &d)) {
        const interaction *i = &e.interaction;
        str template = path_templates_add(&paths, i->method, i->path);
        path_templates_find(&paths, i->method, template);
        if (i->response.has_body && i->response.body)
            observed_add(&seen, i->response.body, a);
    }
    arena_free(a);
    traffic_free(t);
    diags_clear(&d);
    return 0;
}
