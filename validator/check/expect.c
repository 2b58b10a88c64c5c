#include "handoff/expect.h"

#include "base/file.h"
#include "check/contract.h"
#include "check/settings.h"
#include "consumer/draft.h"

/* --- whose contract it is --- */

/* As handoff.yaml has it, when there is one and it lists the contract. */
static str producer_in_settings(const char *file, arena *a)
{
    diags unheard;
    diags_init(&unheard);
    repository r;
    settings s = {0};
    const settings_request request = {0};
    str producer = STR_NULL, path = file_real_path(file, a);
    if (path.data && repository_open(&r, ".", a, &unheard) &&
        settings_load(&s, &request, &r, &unheard) && str_starts_with(path, str_from(r.top))) {
        str below = str_skip(path, str_from(r.top).length + 1);
        const policy_contract *listed =
            str_starts_with(below, s.folder)
                ? policy_contract_of(s.policy, str_skip(below, s.folder.length))
                : NULL;
        if (listed && listed->producer.data)
            producer = arena_str(a, listed->producer);
    }
    settings_clear(&s);
    diags_clear(&unheard);
    return producer;
}

static bool is_word_of_title(str word)
{
    static const char *const left_out[] = {"api", "rest", "service", "the", "openapi", "http"};
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
        if (str_equal_ignoring_case(word, str_from(left_out[i])))
            return false;
    return word.length > 0;
}

/* "The Payments API" -> "payments". */
static str producer_of_title(str title, arena *a)
{
    buf name = {0};
    str word;
    while (str_split(&title, ' ', &word)) {
        if (!is_word_of_title(word))
            continue;
        if (name.length)
            buf_append_char(&name, '-');
        for (size_t i = 0; i < word.length; i++) {
            char c = word.data[i];
            bool upper = c >= 'A' && c <= 'Z';
            buf_append_char(&name, upper ? (char)(c - 'A' + 'a') : c);
        }
    }
    str producer = name.length ? arena_str(a, buf_str(&name)) : STR_NULL;
    buf_clear(&name);
    return producer;
}

static str producer_of(const expect_options *options, const contract *c, arena *a, diags *d)
{
    str producer = str_from(options->producer);
    if (!producer.data && options->contract)
        producer = producer_in_settings(options->contract, a);
    if (!producer.data && c->bundle)
        producer = producer_of_title(
            c->api ? c->api->title : node_get_text(c->schema.node, STR("title")), a);
    if (!producer.data)
        diags_hint(d, diags_error(d, "expect.producer", "nobody says who the producer is"),
                   "--producer NAME");
    return producer;
}

/* --- the draft --- */

static bool open_contract(contract *c, const char *argument, diags *d)
{
    const input_options where = {0};
    const contract_request request = {.input = input_open(argument, &where, d)};
    return request.input && contract_load(c, &request, d);
}

static str base_name(str path)
{
    size_t slash = str_find_last(path, '/');
    return slash == SIZE_MAX ? path : str_skip(path, slash + 1);
}

bool expect_preview(buf *out, const expect_options *options, expect_result *result, diags *d)
{
    contract c = {0};
    arena *a = arena_new();
    draft_counts counts = {0};
    bool good = !options->contract || open_contract(&c, options->contract, d);
    str producer = good ? producer_of(options, &c, a, d) : STR_NULL;
    const promise_contract asked = {.api = c.api,
                                    .registry = c.api ? c.api->registry : c.registry,
                                    .schema = c.schema,
                                    .file = str_from(options->contract)};
    const draft_options draft = {.consumer = str_from(options->consumer),
                                 .team = str_from(options->team),
                                 .producer = producer,
                                 .event = base_name(str_from(options->contract)),
                                 .contract = options->contract ? &asked : NULL,
                                 .traffic = options->traffic,
                                 .traffic_count = options->traffic_count,
                                 .operations = options->operations,
                                 .operation_count = options->operation_count,
                                 .depth = options->depth};
    good = producer.data && draft_expectations(out, &draft, &counts, d);
    result->operations = counts.operations;
    result->events = counts.events;
    result->fields = counts.fields;
    contract_clear(&c);
    arena_free(a);
    return good;
}

/* --- the file --- */

static str default_path(const char *consumer, arena *a)
{
    str name = arena_str(a, str_from(consumer));
    char *text = (char *)name.data;
    for (size_t i = 0; i < name.length; i++)
        if (text[i] == '/' || (unsigned char)text[i] < ' ' || (i == 0 && text[i] == '.'))
            text[i] = '-';
    return arena_printf(a, "%.*s.expectations.yaml", STR_ARG(name));
}

bool expect_write(const char *path, bool force, const expect_options *options,
                  expect_result *result, arena *a, diags *d)
{
    *result = (expect_result){.path = path ? arena_str(a, str_from(path))
                                           : default_path(options->consumer, a)};
    const char *target = arena_cstr(a, result->path);
    if (!force && (file_kind_of(target) != FILE_ABSENT || file_is_link(target))) {
        diag *of = diags_error(d, "expect.exists", "there is such a file already");
        diags_at(d, of, result->path, 0, 0);
        diags_hint(d, of, "--print shows the draft, --force replaces the file");
        return false;
    }
    buf text = {0};
    bool good = expect_preview(&text, options, result, d) && file_write(target, buf_str(&text), d);
    buf_clear(&text);
    return good;
}
