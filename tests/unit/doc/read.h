/* Reading a text as a document, for the tests of doc/. */
#ifndef HANDOFF_TESTS_UNIT_DOC_READ_H
#define HANDOFF_TESTS_UNIT_DOC_READ_H

#include "doc/document.h"
#include "doc/json_writer.h"
#include "tests/unit/unit.h"

enum { TEST_SEED = 7 };

static inline document *read_text(str text, document_format format, diags *d)
{
    buf source = {0};
    buf_append(&source, text);
    document_options options = {.format = format, .seed = TEST_SEED};
    document *doc = document_read(&source, STR("test"), &options, d);
    ck_assert_uint_eq(source.length, 0);
    ck_assert_msg(doc || d->errors, "refused without an error");
    ck_assert_msg(!doc || !d->errors, "accepted with an error");
    return doc;
}

/* The text's compact JSON. */
static inline void assert_reads(str text, document_format format, const char *json)
{
    diags d;
    diags_init(&d);
    document *doc = read_text(text, format, &d);
    ck_assert_msg(doc, "'%.*s': %u:%u: %.*s", STR_ARG(text), (unsigned)d.items[0].line,
                  (unsigned)d.items[0].column, STR_ARG(d.items[0].message));
    buf out = {0};
    json_write(&out, document_root(doc));
    ck_assert_str_eq(buf_cstr(&out), json);
    ck_assert_uint_eq(document_root(doc)->hash, node_hash(document_root(doc), TEST_SEED));
    buf_clear(&out);
    document_free(doc);
    diags_clear(&d);
}

static inline void assert_first(const diags *d, str text, const char *code, unsigned line,
                                unsigned column)
{
    ck_assert_msg(d->count > 0, "'%.*s': nothing was said", STR_ARG(text));
    const diag *first = &d->items[0];
    ck_assert_msg(str_equal(first->code, str_from(code)) && first->line == line &&
                      first->column == column,
                  "'%.*s': %.*s at %u:%u: %.*s", STR_ARG(text), STR_ARG(first->code),
                  (unsigned)first->line, (unsigned)first->column, STR_ARG(first->message));
}

static inline void assert_refused(str text, document_format format, const char *code, unsigned line,
                                  unsigned column)
{
    diags d;
    diags_init(&d);
    document *doc = read_text(text, format, &d);
    ck_assert_msg(!doc, "'%.*s' was accepted", STR_ARG(text));
    assert_first(&d, text, code, line, column);
    diags_clear(&d);
}

static inline void assert_warned(str text, document_format format, const char *code, unsigned line,
                                 unsigned column)
{
    diags d;
    diags_init(&d);
    document *doc = read_text(text, format, &d);
    ck_assert_msg(doc, "'%.*s' was refused", STR_ARG(text));
    assert_first(&d, text, code, line, column);
    ck_assert_uint_eq(d.warnings, 1);
    document_free(doc);
    diags_clear(&d);
}

#endif
