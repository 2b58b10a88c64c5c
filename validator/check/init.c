#include "handoff/init.h"

#include <sys/stat.h>

#include "base/file.h"
#include "base/utf8.h"
#include "check/discover.h"

/* Entries beyond this are told as a number: nobody reads a longer first draft. */
enum { ENTRIES_SHOWN = 200 };

/* Code points that a YAML reader takes for a line's end, or that people cannot see. */
static bool needs_escape(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* A text as a double-quoted YAML scalar: names of files and owners may hold anything. */
static void append_quoted(buf *out, str s)
{
    buf_append_char(out, '"');
    for (size_t i = 0; i < s.length;) {
        size_t start = i;
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX)
            buf_append_char(out, '?');
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", (int)c);
        else if (needs_escape(c))
            buf_printf(out, "\\u%04x", (unsigned)c);
        else
            buf_append(out, str_of(s.data + start, i - start));
    }
    buf_append_char(out, '"');
}

/* A path as a glob that matches it; bytes that are no UTF-8 become '?', which takes any. */
static str as_glob(str path, arena *a)
{
    char *out = arena_alloc(a, 2 * path.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < path.length; i++) {
        char c = path.data[i];
        if (c == '*' || c == '?' || c == '[' || c == '\\')
            out[length++] = '\\';
        out[length++] = c;
    }
    return str_of(out, length);
}

static void append_key(buf *out, const char *key, str value)
{
    buf_printf(out, "    %s: ", key);
    append_quoted(out, value);
    buf_append_char(out, '\n');
}

static void append_contract(buf *out, const discovered *c, arena *a)
{
    buf_printf(out, "  - path: ");
    append_quoted(out, as_glob(c->path, a));
    buf_printf(out, " # %.*s\n", STR_ARG(c->version));
    buf_printf(out, "    kind: %s\n", c->kind == CONTRACT_OPENAPI ? "openapi" : "json-schema");
    append_key(out, "producer", c->producer);
    if (c->owner.data)
        append_key(out, "owner", c->owner);
    else
        buf_printf(out, "    # owner: the team that answers for it (no CODEOWNERS line has it)\n");
    if (c->kind == CONTRACT_JSON_SCHEMA)
        buf_printf(out, "    # compatibility: backward # or forward, full; or say who writes and "
                        "who reads:\n"
                        "    # written-by: [...]\n"
                        "    # read-by: [...]\n"
                        "    # where old data or old readers stay about: backward-transitive, and\n"
                        "    # versions: {tags: order-v*} # or revisions, or paths\n");
}

static const char head[] =
    "# The contracts of this repository, and what is asked of a change to them.\n"
    "#   handoff check            judges the working tree against the commit the branch left\n"
    "#   handoff check --staged   judges what is staged (the pre-commit hook: handoff init "
    "--hook)\n"
    "version: 1\n"
    "\n"
    "# Compare with the merge base of this revision and HEAD.\n";

static const char before_contracts[] =
    "\n"
    "# Exit 1 from this level up: breaking, warning, info or never.\n"
    "fail-on: breaking\n"
    "\n"
    "# Each entry covers the files its globs match (*: in one folder, **: in any), so that one\n"
    "# entry may stand for many: \"services/*/openapi.yaml\".\n"
    "contracts:\n";

static const char tail[] =
    "\n"
    "# Levels as a whole: strict, default or lenient (`handoff explain --levels`).\n"
    "# preset: strict\n"
    "\n"
    "# Levels by rule (`handoff rules` lists them), for some paths, operations or contracts only\n"
    "# if wanted.\n"
    "# levels:\n"
    "#   - rule: \"response-*-added\"\n"
    "#     path: \"/internal/**\"\n"
    "#     level: warning\n"
    "\n"
    "# Files that oasdiff reads, as it reads them.\n"
    "# severity-levels: oasdiff-levels.txt\n"
    "# err-ignore: oasdiff-err-ignore.txt\n"
    "# warn-ignore: oasdiff-warn-ignore.txt\n"
    "\n"
    "# Extensions that matter, and the level of a change of one.\n"
    "# extensions:\n"
    "#   x-internal: breaking\n"
    "#   \"x-rate-*\": warning\n"
    "\n"
    "# A breaking change demands a higher info.version.\n"
    "# check-version: true\n"
    "\n"
    "# Findings that do not count until a date; each names who answers for it. By fingerprint, or\n"
    "# by rule and location (an operation, or a JSON Pointer).\n"
    "# waivers:\n"
    "#   - rule: response-required-property-removed\n"
    "#     location: \"GET /payments/{id}\"\n"
    "#     owner: \"@team\"\n"
    "#     reason: the one consumer has moved on\n"
    "#     expires: 2030-01-31\n"
    "\n"
    "# What judging one contract may take.\n"
    "# limits:\n"
    "#   time: 2m\n"
    "#   memory: 2GB\n"
    "\n"
    "# Between a deprecation and its sunset, at least.\n"
    "# deprecation:\n"
    "#   sunset-after: 180d\n"
    "\n"
    "# Where remote references are found: nothing is ever fetched.\n"
    "# mappings:\n"
    "#   \"https://schemas.example.com/\": schemas\n";

/* Contracts that lie among tests, examples or other people's code are named, not listed. */
static void append_contracts(buf *out, const discovered *all, size_t count, init_result *result,
                             arena *a)
{
    size_t aside = 0, shown = 0;
    for (size_t i = 0; i < count; i++)
        aside += all[i].is_aside;
    bool keep_aside = aside == count;
    for (size_t i = 0; i < count && shown < ENTRIES_SHOWN; i++)
        if (keep_aside || !all[i].is_aside) {
            append_contract(out, &all[i], a);
            shown++;
        }
    result->contracts = shown;
    size_t left = count - (keep_aside ? 0 : aside) - shown;
    if (left)
        buf_printf(out, "  # and %zu more: cover them by globs\n", left);
    if (aside && !keep_aside)
        buf_printf(out, "# Not listed, because they lie among tests, examples or vendored code:\n");
    for (size_t i = 0, named = 0; i < count && !keep_aside && named < ENTRIES_SHOWN; i++)
        if (all[i].is_aside) {
            buf_printf(out, "#   ");
            append_quoted(out, all[i].path);
            buf_append_char(out, '\n');
            named++;
        }
}

static bool write_text(buf *out, repository *r, init_result *result, diags *d)
{
    discovered *all;
    size_t count;
    if (!discover_contracts(r, &all, &count, d))
        return false;
    if (count == 0) {
        diag *of = diags_error(d, "init.nothing", "no contract in this repository");
        diags_hint(d, of,
                   "OpenAPI contracts (openapi: or swagger: at the top) and JSON Schemas "
                   "($schema: at the top) are found; ignored files are not looked at");
        return false;
    }
    buf_append(out, str_from(head));
    buf_printf(out, "against: ");
    append_quoted(out, repository_main_branch(r));
    buf_append_char(out, '\n');
    buf_append(out, str_from(before_contracts));
    append_contracts(out, all, count, result, r->arena);
    buf_append(out, str_from(tail));
    return true;
}

bool init_preview(buf *out, init_result *result, arena *a, diags *d)
{
    repository r;
    *result = (init_result){.path = STR("handoff.yaml")};
    return repository_open(&r, ".", a, d) && write_text(out, &r, result, d);
}

bool init_settings(init_result *out, arena *a, diags *d)
{
    repository r;
    *out = (init_result){.path = STR_NULL};
    if (!repository_open(&r, ".", a, d))
        return false;
    out->path = arena_printf(a, "%s/handoff.yaml", r.top);
    struct stat status;
    if (lstat(out->path.data, &status) == 0) { /* a dangling link is there too */
        diag *of = diags_error(d, "init.exists", "there is a handoff.yaml already");
        diags_at(d, of, out->path, 0, 0);
        diags_hint(d, of, "handoff init --print shows what a new one would be");
        return false;
    }
    buf text = {0};
    bool good = write_text(&text, &r, out, d) && file_write(out->path.data, buf_str(&text), d);
    buf_clear(&text);
    return good;
}
