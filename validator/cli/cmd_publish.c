#include <string.h>

#include "cli/ledger_option.h"
#include "cli/mappings.h"
#include "cli/terminal.h"
#include "handoff/publish.h"

/* "NAME=FILE", unless a file is called so. */
static published_file file_of(invocation *call, const char *given)
{
    const char *equals = strchr(given, '=');
    if (!equals || equals == given || file_kind_of(given) != FILE_ABSENT)
        return (published_file){NULL, given};
    str name = str_of(given, (size_t)(equals - given));
    return (published_file){arena_cstr(call->arena, name), equals + 1};
}

static published_file *files_of(invocation *call, const char *option, size_t *count)
{
    *count = invocation_count(call, option);
    published_file *files = arena_array_of(call->arena, published_file, *count);
    for (size_t i = 0; i < *count; i++)
        files[i] = file_of(call, invocation_nth(call, option, i));
    return files;
}

static int tell(invocation *call, const published *done)
{
    buf out = {0};
    for (size_t i = 0; i < done->count; i++)
        ledger_option_tell(call, &out, &done->facts[i], done->results[i]);
    bool written = terminal_write(call, buf_str(&out));
    buf_clear(&out);
    return written ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static int missing(invocation *call, const char *option)
{
    diags_hint(&call->diagnostics,
               diags_error(&call->diagnostics, "usage.option", "--%s is missing", option), "%s",
               call->command->examples[0].line);
    return ANSWER_BAD_INPUT;
}

static int run_publish(invocation *call)
{
    publication p = {
        .service = invocation_text(call, "service", NULL),
        .version = invocation_text(call, "version", NULL),
        .branch = invocation_text(call, "branch", NULL),
        .request = invocation_text(call, "request", NULL),
        .tag_count = invocation_count(call, "tag"),
    };
    const char **tags = arena_array_of(call->arena, const char *, p.tag_count);
    for (size_t i = 0; i < p.tag_count; i++)
        tags[i] = invocation_nth(call, "tag", i);
    p.tags = tags;
    p.provides = files_of(call, "provides", &p.provides_count);
    p.consumes = files_of(call, "consumes", &p.consumes_count);
    if (!p.service || !p.version)
        return missing(call, p.service ? "version" : "service");
    if (!mappings_read(call, &p.mappings, &p.mapping_count))
        return ANSWER_BAD_INPUT;
    ledger *l = ledger_option_open(call, 0);
    published done;
    bool fine = l && publish(l, &p, &done, call->arena, &call->diagnostics);
    ledger_close(l);
    return fine ? tell(call, &done) : ANSWER_BAD_INPUT;
}

static const option_row options[] = {
    {.name = "service", .kind = OPTION_TEXT, .argument = "S", .help = "the service"},
    {.name = "version", .kind = OPTION_TEXT, .argument = "V", .help = "its version"},
    {.name = "branch",
     .kind = OPTION_TEXT,
     .argument = "B",
     .help = "the branch it was built from"},
    {.name = "tag",
     .kind = OPTION_TEXT,
     .argument = "T",
     .repeatable = true,
     .help = "a tag of this version"},
    {.name = "provides",
     .kind = OPTION_FILE,
     .argument = "[NAME=]FILE",
     .repeatable = true,
     .help = "an OpenAPI contract or JSON Schema that it provides"},
    {.name = "consumes",
     .kind = OPTION_FILE,
     .argument = "[PROVIDER=]FILE",
     .repeatable = true,
     .help = "what it relies on: an expectation file, a Pact file, or with PROVIDER= a copy of the "
             "provider's contract"},
    OPTION_ROW_MAP,
    OPTION_ROW_REQUEST,
    OPTION_ROW_LEDGER,
    OPTION_ROW_NOW,
    OPTIONS_END,
};

static const example examples[] = {
    {"handoff publish --service payments --version 2.1 --branch main --provides openapi.yaml",
     "records the contract of version 2.1"},
    {"handoff publish --service web --version 7 --consumes web.expectations.yaml",
     "records what version 7 relies on"},
    {NULL, NULL},
};

const command command_publish = {
    .name = "publish",
    .summary = "record what a version provides and what it relies on",
    .operands = "",
    .description =
        "Contracts are stored once, with every file they reference, so that 'handoff can-i-deploy' "
        "can compare them later. All of it is recorded, or nothing.\n\n"
        "The same again adds nothing. Another content under the same version is refused, because "
        "others may have relied on it: publish it as a new version.",
    .options = options,
    .examples = examples,
    .run = run_publish,
};
