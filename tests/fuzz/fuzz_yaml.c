/*
 * The YAML reader: no crash, no hang, and what it reads is a value that JSON can say: its JSON
 * reads as the same value with the same hash. Every node is found again by its pointer.
 */
#include "doc/document.h"
#include "doc/json_writer.h"
#include "doc/pointer.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static document *read_text(str text, document_format format, diags *d)
{
    buf source = {0};
    buf_append(&source, text);
    document_options options = {.format = format, .seed = 1};
    return document_read(&source, STR("fuzz"), &options, d);
}

/* A merged member is a copy of the one it came from: either may be named. */
static bool is_same_place(const node *found, const node *wanted)
{
    return found && (found == wanted || (found->start == wanted->start &&
                                         found->end == wanted->end && node_equal(found, wanted)));
}

static size_t budget;

static void check_places(const node *root, const node *n, uint32_t length, arena *a)
{
    if (budget == 0 || n->start > n->end || n->end > length)
        return;
    budget--;
    str pointer = pointer_of(root, n, a);
    if (pointer.data && !is_same_place(pointer_resolve(root, pointer), n))
        abort();
    for (uint32_t i = 0; n->kind >= NODE_ARRAY && i < n->count; i++)
        check_places(root, n->kind == NODE_ARRAY ? &n->as.items[i] : &n->as.members[i].value,
                     length, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 20000)
        return 0;
    diags d;
    diags_init(&d);
    document *doc = read_text((str){(const char *)data, size}, DOCUMENT_YAML, &d);
    if (!doc == !d.errors)
        abort();
    if (doc) {
        buf out = {0};
        arena *a = arena_new();
        budget = 200;
        check_places(document_root(doc), document_root(doc), (uint32_t)size, a);
        json_write(&out, document_root(doc));
        document *copy = out.length < 1u << 20 ? read_text(buf_str(&out), DOCUMENT_JSON, &d) : NULL;
        if (out.length < 1u << 20 &&
            (!copy || !node_equal(document_root(doc), document_root(copy)) ||
             document_root(doc)->hash != document_root(copy)->hash))
            abort();
        document_free(copy);
        buf_clear(&out);
        arena_free(a);
    }
    document_free(doc);
    diags_clear(&d);
    return 0;
}
