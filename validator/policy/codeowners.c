#include "policy/codeowners.h"

#include <string.h>

#include "base/glob.h"
#include "base/vec.h"

const char *const codeowners_places[] = {".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS",
                                         "docs/CODEOWNERS", NULL};

/* --- reading --- */

static bool is_section(str line)
{
    if (str_starts_with(line, STR("^")))
        line = str_skip(line, 1);
    size_t end = str_find(line, ']');
    if (!str_starts_with(line, STR("[")) || end == SIZE_MAX)
        return false;
    /* "[ab]*.yaml @x" is a pattern; a section's name is followed by a blank, a count or nothing. */
    return end + 1 == line.length || strchr(" \t[", line.data[end + 1]) != NULL;
}

codeowners_dialect codeowners_guess(str file, str text)
{
    if (str_starts_with(file, STR(".gitlab/")))
        return CODEOWNERS_GITLAB;
    if (str_starts_with(file, STR(".github/")))
        return CODEOWNERS_GITHUB;
    str line;
    while (str_split(&text, '\n', &line))
        if (is_section(str_trim(line)))
            return CODEOWNERS_GITLAB;
    return CODEOWNERS_GITHUB;
}

/* The next word, white space ends it; a backslash keeps the next character whatever it is. */
static bool next_word(str *line, str *word, arena *a)
{
    *line = str_trim(*line);
    if (line->length == 0)
        return false;
    char *out = arena_alloc(a, line->length + 1);
    size_t length = 0, i = 0;
    for (; i < line->length && line->data[i] != ' ' && line->data[i] != '\t'; i++) {
        if (line->data[i] == '\\' && i + 1 < line->length && strchr(" #\t", line->data[i + 1]))
            i++;
        out[length++] = line->data[i];
    }
    *word = str_of(out, length);
    *line = str_skip(*line, i);
    return true;
}

/* @user, @org/team, @@role or an address. */
static bool is_owner(str word)
{
    size_t at = str_find(word, '@');
    return at != SIZE_MAX && word.length > 1 && at + 1 < word.length;
}

typedef struct reading {
    codeowners *codeowners;
    diags *diags;
    VEC(codeowners_line) lines;
    text_list section_owners;
    VEC(str) names; /* of sections; the first is that before any */
    uint32_t section, line;
} reading;

static void warn(reading *r, const char *code, const char *message, str what)
{
    diag *of = diags_warning(r->diags, code, "'%.*s' %s", STR_ARG(what), message);
    diags_at(r->diags, of, r->codeowners->file, r->line, 1);
}

static text_list read_owners(reading *r, str rest)
{
    VEC(str) owners = {0};
    str word;
    while (next_word(&rest, &word, r->codeowners->arena)) {
        if (str_starts_with(word, STR("#")))
            break;
        if (is_owner(word))
            vec_push(r->codeowners->arena, &owners, word);
        else
            warn(r, "codeowners.owner", "is no owner (@user, @org/team or an address)", word);
    }
    return (text_list){owners.items, owners.count};
}

static uint32_t section_named(reading *r, str name)
{
    for (size_t i = 1; i < r->names.count; i++)
        if (str_equal_ignoring_case(r->names.items[i], name))
            return (uint32_t)i;
    vec_push(r->codeowners->arena, &r->names, name);
    return (uint32_t)r->names.count - 1;
}

/* "[Name][2] @owner" or "^[Name] @owner". */
static void read_section(reading *r, str line)
{
    if (str_starts_with(line, STR("^")))
        line = str_skip(line, 1);
    r->section = section_named(r, str_trim(str_take(str_skip(line, 1), str_find(line, ']') - 1)));
    while (str_starts_with(line, STR("["))) {
        size_t end = str_find(line, ']');
        line = str_skip(line, end == SIZE_MAX ? line.length : end + 1);
    }
    r->section_owners = read_owners(r, line);
}

static void read_line(reading *r, str line)
{
    bool gitlab = r->codeowners->dialect == CODEOWNERS_GITLAB;
    if (line.length == 0 || line.data[0] == '#')
        return;
    if (gitlab && is_section(line)) {
        read_section(r, line);
        return;
    }
    if (!gitlab && (strchr("![", line.data[0]) || str_find(line, '[') < str_find(line, ' ') ||
                    str_starts_with(line, STR("\\#")))) {
        warn(r, "codeowners.pattern", "is skipped by GitHub: '!', '[' and '\\#' are not supported",
             line);
        return;
    }
    codeowners_line one = {.line = r->line, .section = r->section};
    one.excludes = gitlab && str_starts_with(line, STR("!"));
    line = str_skip(line, one.excludes);
    if (!next_word(&line, &one.pattern, r->codeowners->arena))
        return;
    one.owners = read_owners(r, line);
    if (one.excludes)
        one.owners = (text_list){0};
    else if (one.owners.count == 0)
        one.owners = r->section_owners;
    vec_push(r->codeowners->arena, &r->lines, one);
}

codeowners *codeowners_parse(str text, str file, codeowners_dialect dialect, arena *a, diags *d)
{
    codeowners *c = arena_new_of(a, codeowners);
    *c = (codeowners){.arena = a, .file = arena_str(a, file), .dialect = dialect};
    reading r = {.codeowners = c, .diags = d};
    vec_push(a, &r.names, STR(""));
    text = arena_str(a, text);
    str line;
    while (str_split(&text, '\n', &line)) {
        r.line++;
        read_line(&r, str_trim(line));
    }
    c->lines = r.lines.items;
    c->count = r.lines.count;
    c->sections = (uint32_t)r.names.count;
    return c;
}

/* --- matching --- */

/* The pattern as a glob from the top: GitHub anchors it at a slash inside, as .gitignore does;
 * GitLab only at one in front. */
static str anchored(const codeowners *c, str pattern)
{
    if (str_starts_with(pattern, STR("/")))
        return str_skip(pattern, 1);
    size_t slash = str_find(pattern, '/');
    bool inside = slash != SIZE_MAX && slash + 1 < pattern.length;
    if (inside && c->dialect == CODEOWNERS_GITHUB)
        return pattern;
    return arena_printf(c->arena, "**/%.*s", STR_ARG(pattern));
}

static bool line_matches(const codeowners *c, str pattern, str path)
{
    if (str_equal(pattern, STR("*")))
        return true;
    str glob = anchored(c, pattern);
    if (str_ends_with(glob, STR("/")))
        return glob_matches(arena_printf(c->arena, "%.*s**", STR_ARG(glob)), path);
    if (glob_matches(glob, path))
        return true;
    /* A name may be a folder's; "docs/x/[*]" speaks of what lies directly in it. */
    if (c->dialect == CODEOWNERS_GITLAB || str_ends_with(glob, STR("/*")))
        return false;
    return glob_matches(arena_printf(c->arena, "%.*s/**", STR_ARG(glob)), path);
}

static void add_once(arena *a, text_list *list, str owner)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i], owner))
            return;
    str *items = arena_array_of(a, str, list->count + 1);
    if (list->count)
        memcpy(items, list->items, list->count * sizeof *items);
    items[list->count++] = owner;
    list->items = items;
}

/* Of a section: its last line that matches, or one that excludes the path, which is final. */
static const codeowners_line *winner_of(const codeowners *c, uint32_t section, str path)
{
    const codeowners_line *winner = NULL;
    for (size_t i = 0; i < c->count; i++) {
        const codeowners_line *line = &c->lines[i];
        if (line->section != section || !line_matches(c, line->pattern, path))
            continue;
        if (line->excludes)
            return line;
        winner = line;
    }
    return winner;
}

bool codeowners_of(const codeowners *c, str path, text_list *owners, uint32_t *line)
{
    bool found = false;
    *owners = (text_list){0};
    for (uint32_t section = 0; section < c->sections; section++) {
        const codeowners_line *winner = winner_of(c, section, path);
        if (!winner)
            continue;
        found = true;
        if (line)
            *line = winner->line;
        for (size_t i = 0; i < winner->owners.count; i++)
            add_once(c->arena, owners, winner->owners.items[i]);
    }
    return found;
}
