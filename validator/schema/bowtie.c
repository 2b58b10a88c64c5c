#include "handoff/bowtie.h"

#include <stdlib.h>

#include <cjson/cJSON.h>

#include "base/uri.h"
#include "doc/json_writer.h"
#include "doc/pointer.h"
#include "handoff/version.h"
#include "schema/output.h"

/* Bowtie wants addresses: the project has none of its own on the net. */
#define HOMEPAGE "https://json-schema.org/tools"

struct bowtie {
    bowtie_options options;
    dialect dialect;
    validation *validation;
};

static const dialect dialects[] = {DIALECT_2020_12,  DIALECT_2019_09,  DIALECT_DRAFT_07,
                                   DIALECT_DRAFT_06, DIALECT_DRAFT_04, DIALECT_DRAFT_03};

bowtie *bowtie_new(const bowtie_options *options)
{
    bowtie *b = memory_alloc(sizeof *b);
    b->options = *options;
    b->validation = validation_new();
    return b;
}

void bowtie_free(bowtie *b)
{
    if (!b)
        return;
    validation_free(b->validation);
    free(b);
}

static void add_raw(cJSON *to, const char *name, const node *value)
{
    buf text = {0};
    if (value)
        json_write(&text, value);
    else
        buf_append(&text, STR("null"));
    cJSON_AddItemToObject(to, name, cJSON_CreateRaw(buf_cstr(&text)));
    buf_clear(&text);
}

static cJSON *start(void)
{
    cJSON *answer = cJSON_CreateObject();
    cJSON_AddNumberToObject(answer, "version", 1);
    cJSON *about = cJSON_AddObjectToObject(answer, "implementation");
    cJSON_AddStringToObject(about, "name", "handoff");
    cJSON_AddStringToObject(about, "version", HANDOFF_VERSION);
    cJSON_AddStringToObject(about, "language", "c");
    cJSON_AddStringToObject(about, "homepage", HOMEPAGE);
    cJSON_AddStringToObject(about, "issues", HOMEPAGE);
    cJSON_AddStringToObject(about, "source", HOMEPAGE);
    cJSON *list = cJSON_AddArrayToObject(about, "dialects");
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++) {
        bool with_hash = dialects[i] != DIALECT_2019_09 && dialects[i] != DIALECT_2020_12;
        char uri[80] = {0};
        str text = dialect_uri(dialects[i]);
        for (size_t j = 0; j < text.length && j + 2 < sizeof uri; j++)
            uri[j] = text.data[j];
        if (with_hash)
            uri[text.length] = '#';
        cJSON_AddItemToArray(list, cJSON_CreateString(uri));
    }
    return answer;
}

static cJSON *set_dialect(bowtie *b, const node *request)
{
    dialect wanted = dialect_of_uri(node_get_text(request, STR("dialect")));
    cJSON *answer = cJSON_CreateObject();
    if (wanted)
        b->dialect = wanted;
    cJSON_AddBoolToObject(answer, "ok", wanted != DIALECT_UNKNOWN);
    return answer;
}

/* --- cases --- */

static document *copy_document(const node *value, str name, uint16_t index, diags *d)
{
    buf text = {0};
    document_options options = {.format = DOCUMENT_JSON, .index = index};
    if (!value) {
        diags_error(d, "bowtie.request", "the case has no %.*s", STR_ARG(name));
        return NULL;
    }
    json_write(&text, value);
    return document_read(&text, name, &options, d);
}

/* The case's schema and its registry as one bundle, under the URIs given. */
static bundle *gather(const node *test_case, diags *d)
{
    document *doc = copy_document(node_get(test_case, STR("schema")), STR("schema"), 0, d);
    if (!doc)
        return NULL;
    bundle *all = bundle_of(doc, STR("urn:bowtie:schema"));
    const node *others = node_get(test_case, STR("registry"));
    for (uint32_t i = 0; node_is(others, NODE_OBJECT) && i < others->count; i++) {
        const member *m = &others->as.members[i];
        doc = copy_document(&m->value, member_key(m), (uint16_t)(i + 1), d);
        if (doc)
            bundle_add(all, doc, member_key(m));
    }
    return all;
}

static void add_error(cJSON *to, const diags *d, const char *otherwise)
{
    cJSON_AddBoolToObject(to, "errored", true);
    cJSON *context = cJSON_AddObjectToObject(to, "context");
    const char *message = otherwise;
    buf text = {0};
    if (d->count) {
        buf_append(&text, d->items[0].message);
        message = buf_cstr(&text);
    }
    cJSON_AddStringToObject(context, "message", message);
    buf_clear(&text);
}

/* Where a keyword is written in its document, as a fragment: not the path through references, and
 * not within an embedded resource. */
static str written_at(const registry *r, const output_unit *unit, arena *a)
{
    const document *doc = registry_document_of(r, unit->holder);
    str pointer = pointer_of(document_root(doc), unit->holder, a);
    pointer = pointer_join(pointer.data ? pointer : STR(""), unit->keyword, a);
    return arena_printf(a, "#%.*s", STR_ARG(uri_percent_encode_fragment(pointer, a)));
}

static void add_annotations(cJSON *result, const output *o, const registry *r)
{
    arena *a = arena_new();
    output_list leaves = output_leaves(o, a);
    cJSON *list = cJSON_AddArrayToObject(result, "annotations");
    for (size_t i = 0; o->answer == VALID && i < leaves.count; i++) {
        const output_unit *unit = leaves.items[i];
        cJSON *each = cJSON_CreateObject();
        cJSON_AddItemToArray(list, each);
        cJSON_AddStringToObject(each, "keyword", arena_cstr(a, unit->keyword));
        cJSON_AddStringToObject(each, "instanceLocation", arena_cstr(a, unit->instance_location));
        cJSON_AddStringToObject(each, "keywordLocation", arena_cstr(a, written_at(r, unit, a)));
        cJSON_AddItemToObject(each, "annotation", cJSON_CreateRaw(arena_cstr(a, unit->annotation)));
    }
    arena_free(a);
}

static cJSON *judge(bowtie *b, const schema *s, const node *instance, const registry *annotate)
{
    static const diags none;
    cJSON *result = cJSON_CreateObject();
    if (!instance) {
        add_error(result, &none, "the test has no instance");
        return result;
    }
    if (annotate) {
        output *o = schema_explain(s, instance, OUTPUT_ANNOTATIONS);
        if (o->answer == UNDECIDED)
            add_error(result, &none, o->limit);
        else
            cJSON_AddBoolToObject(result, "valid", o->answer == VALID);
        if (o->answer != UNDECIDED)
            add_annotations(result, o, annotate);
        output_free(o);
        return result;
    }
    validity answer = schema_validate(s, b->validation, instance);
    if (answer == UNDECIDED)
        add_error(result, &none, validation_limit(b->validation));
    else
        cJSON_AddBoolToObject(result, "valid", answer == VALID);
    return result;
}

static void run_case(bowtie *b, const node *request, cJSON *answer, diags *d)
{
    const node *test_case = node_get(request, STR("case"));
    const node *tests = node_get(test_case, STR("tests"));
    bool annotate = str_equal(node_get_text(request, STR("output")), STR("annotations"));
    registry_options in = {.default_dialect = b->dialect};
    schema_options how = {.assert_formats = b->options.formats,
                          .assert_content = b->dialect == DIALECT_DRAFT_07};
    bundle *all = gather(test_case, d);
    registry *known = all ? registry_new(all, &in, d) : NULL;
    schema *compiled = NULL;
    if (known) {
        site root = registry_document(known, 0, d);
        compiled = root.node ? schema_compile(known, root, &how, d) : NULL;
    }
    if (!compiled) {
        add_error(answer, d, "the schema cannot be compiled");
    } else {
        cJSON *results = cJSON_AddArrayToObject(answer, "results");
        for (uint32_t i = 0; node_is(tests, NODE_ARRAY) && i < tests->count; i++) {
            const node *instance = node_get(&tests->as.items[i], STR("instance"));
            cJSON_AddItemToArray(results, judge(b, compiled, instance, annotate ? known : NULL));
        }
    }
    schema_free(compiled);
    registry_free(known);
    bundle_free(all);
}

static cJSON *run_request(bowtie *b, const node *request)
{
    diags problems;
    diags_init(&problems);
    cJSON *answer = cJSON_CreateObject();
    add_raw(answer, "seq", node_get(request, STR("seq")));
    run_case(b, request, answer, &problems);
    diags_clear(&problems);
    return answer;
}

static bowtie_next broken(diags *d, const char *message)
{
    diags_error(d, "bowtie.request", "%s", message);
    return BOWTIE_BROKEN;
}

static bowtie_next dispatch_request(bowtie *b, const node *request, buf *answer, diags *d)
{
    str command = node_get_text(request, STR("cmd"));
    cJSON *made;
    if (str_equal(command, STR("stop")))
        return BOWTIE_STOPPED;
    if (str_equal(command, STR("start"))) {
        int64_t version = 0;
        const node *given = node_get(request, STR("version"));
        if (!given || !node_int64(given, &version) || version != 1)
            return broken(d, "only version 1 of the protocol is spoken here");
        made = start();
    } else if (str_equal(command, STR("dialect"))) {
        made = set_dialect(b, request);
    } else if (str_equal(command, STR("run"))) {
        made = run_request(b, request);
    } else {
        return broken(d, "'cmd' is none of start, dialect, run, stop");
    }
    char *text = cJSON_PrintUnformatted(made);
    buf_append(answer, str_from(text));
    cJSON_free(text);
    cJSON_Delete(made);
    return BOWTIE_ANSWERED;
}

bowtie_next bowtie_answer(bowtie *b, str request, buf *answer, diags *d)
{
    buf source = {0};
    document_options options = {.format = DOCUMENT_JSON, .without_hashes = true};
    buf_append(&source, request);
    answer->length = 0;
    document *doc = document_read(&source, STR("request"), &options, d);
    if (!doc)
        return BOWTIE_BROKEN;
    bowtie_next next = dispatch_request(b, document_root(doc), answer, d);
    document_free(doc);
    return next;
}
