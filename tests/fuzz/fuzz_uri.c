/*
 * References and pointers: a base, a reference and a pointer, separated by line ends. Resolution
 * never crashes, escaping and unescaping undo each other, a document's path never leaves its place.
 */
#include "base/path.h"
#include "base/uri.h"
#include "doc/bundle.h"
#include "doc/pointer.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_reference(str ref, arena *a)
{
    diags d;
    diags_init(&d);
    buf source = {0};
    buf_append(&source, STR("{\"a\": {\"b/c\": [1, {\"~\": 2}]}, \"\": 3}"));
    document *doc = document_read(&source, STR("x.json"), &(document_options){0}, &d);
    bundle *b = bundle_of(doc, STR("file:///dir/x.json"));
    const node *found = bundle_resolve(b, bundle_root(b), ref, &d);
    if (!found == !d.errors)
        abort();
    if (found) {
        str pointer = pointer_of(bundle_root(b), found, a);
        if (pointer_resolve(bundle_root(b), pointer) != found)
            abort();
    }
    bundle_free(b);
    diags_clear(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena *a = arena_new();
    str rest = {(const char *)data, size}, base = STR_NULL, ref = STR_NULL, out;
    if (size && size < 4096) {
        str_split(&rest, '\n', &base);
        str_split(&rest, '\n', &ref);
        uri_resolve(base, ref, a);
        if (!uri_percent_decode(uri_percent_encode_fragment(ref, a), &out, a) ||
            !str_equal(out, ref))
            abort();
        str inside = path_normalise(ref, a);
        if (inside.data && (str_equal(inside, STR("..")) || str_starts_with(inside, STR("../")) ||
                            str_starts_with(inside, STR("/"))))
            abort();
        check_reference(ref, a);
    }
    arena_free(a);
    return 0;
}
