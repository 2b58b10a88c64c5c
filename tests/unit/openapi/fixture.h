/*
 * A model made from text, for the tests of openapi/.
 */
#ifndef HANDOFF_TESTS_OPENAPI_FIXTURE_H
#define HANDOFF_TESTS_OPENAPI_FIXTURE_H

#include <check.h>
#include <string.h>

#include "openapi/api.h"

typedef struct fixture {
    diags problems;
    bundle *bundle;
    api *api;
} fixture;

/* Reads YAML (or JSON, which YAML contains); the api is NULL where it is refused. */
static inline fixture fixture_of(const char *text)
{
    fixture f = {0};
    diags_init(&f.problems);
    buf source = {0};
    buf_append(&source, str_from(text));
    document_options options = {.format = DOCUMENT_YAML, .seed = 7};
    document *doc = document_read(&source, STR("api.yaml"), &options, &f.problems);
    ck_assert_msg(doc != NULL, "the fixture itself must parse");
    f.bundle = bundle_of(doc, STR("file:///api.yaml"));
    f.api = api_new(f.bundle, &f.problems);
    return f;
}

static inline void fixture_clear(fixture *f)
{
    api_free(f->api);
    bundle_free(f->bundle);
    diags_clear(&f->problems);
}

static inline bool is_text(str s, const char *wanted)
{
    return str_equal(s, str_from(wanted));
}

#define ck_assert_text(s, wanted)                                                                  \
    ck_assert_msg(is_text((s), (wanted)), "%s is '%.*s', not '%s'", #s, STR_ARG(s), (wanted))

/* The first diagnostic's code; "" when there is none. */
static inline const char *first_code(const fixture *f)
{
    return f->problems.count ? f->problems.items[0].code.data : "";
}

static inline const api_operation *operation(const fixture *f, const char *display)
{
    for (size_t i = 0; f->api && i < f->api->operation_count; i++)
        if (is_text(f->api->operations[i]->display, display))
            return f->api->operations[i];
    ck_abort_msg("no operation '%s'", display);
    return NULL;
}

static inline const api_parameter *parameter(const api_operation *o, const char *name)
{
    for (size_t i = 0; i < o->parameter_count; i++)
        if (is_text(o->parameters[i].name, name))
            return &o->parameters[i];
    ck_abort_msg("no parameter '%s'", name);
    return NULL;
}

#endif
