/*
 * Inclusion: two schemas, parted by a line end, asked both ways in both readings. No crash, no
 * hang, and no witness that schema/ does not confirm.
 */
#include "inclusion/inclusion.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct side {
    bundle *bundle;
    registry *registry;
    site site;
} side;

static bool open_side(side *s, str text, const char *uri, diags *d)
{
    buf source = {0};
    buf_append(&source, text);
    document_options options = {.format = DOCUMENT_JSON, .seed = 1};
    document *doc = document_read(&source, STR("fuzz"), &options, d);
    buf_clear(&source);
    if (!doc)
        return false;
    s->bundle = bundle_of(doc, str_from(uri));
    s->registry = registry_new(s->bundle, &(registry_options){0}, d);
    if (s->registry)
        s->site = registry_document(s->registry, 0, d);
    return s->site.node != NULL;
}

static void close_side(side *s)
{
    registry_free(s->registry);
    bundle_free(s->bundle);
}

static void ask(inclusion *i, site a, site b, inclusion_reading reading)
{
    inclusion_options o = {.reading = reading, .steps = 20000};
    const inclusion_result *r = inclusion_ask(i, a, b, &o);
    if (r->answer == ANSWER_NOT_INCLUDED && (r->break_count == 0 || !r->breaks[0].witness))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str text = {(const char *)data, size};
    size_t end = str_find(text, '\n');
    if (end == SIZE_MAX || size > 4096)
        return 0;
    diags d;
    diags_init(&d);
    side a = {0}, b = {0};
    if (open_side(&a, str_take(text, end), "fuzz:/a", &d) &&
        open_side(&b, str_skip(text, end + 1), "fuzz:/b", &d)) {
        inclusion *i = inclusion_new(a.registry, b.registry);
        for (int reading = 0; reading < 2; reading++) {
            ask(i, a.site, b.site, (inclusion_reading)reading);
            ask(i, b.site, a.site, (inclusion_reading)reading);
        }
        inclusion_free(i);
    }
    close_side(&a);
    close_side(&b);
    diags_clear(&d);
    return 0;
}
