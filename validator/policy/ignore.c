#include "policy/ignore.h"

#include "base/utf8.h"
#include "change/rules.h"
#include "policy/leveling.h"
#include "policy/policy.h"

/* Longer lines stop oasdiff's own reader. */
enum { LINE_LENGTH_MOST = 64 * 1024 };

static str folded(str text, arena *a)
{
    char *copy = arena_copy(a, text.data, text.length);
    for (size_t i = 0; i < text.length; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] + 'a' - 'A');
    return str_of(copy, text.length);
}

static bool has(str text, str part)
{
    return str_search(text, part) != SIZE_MAX;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The next run of characters that are (not) of a kind; false at the end. */
static bool next_run(str *rest, bool (*is)(char), bool wanted, str *run)
{
    size_t start = 0, end;
    while (start < rest->length && is(rest->data[start]) != wanted)
        start++;
    for (end = start; end < rest->length && is(rest->data[end]) == wanted;)
        end++;
    *run = str_take(str_skip(*rest, start), end - start);
    *rest = str_skip(*rest, end);
    return run->length > 0;
}

/* --- the words of rules --- */

/* Words that other tools' messages have for the same. */
static str common_word(str word)
{
    static const char *const same[][2] = {
        {"deleted", "removed"},   {"unset", "removed"},        {"new", "added"},
        {"widened", "widened"},   {"generalized", "widened"},  {"general", "widened"},
        {"narrowed", "narrowed"}, {"specialized", "narrowed"}, {"restricted", "became"},
        {"endpoint", "api"},      {"maximum", "max"},          {"minimum", "min"},
        {"mediatype", "media"},   {"values", "value"},         {"lowered", "decreased"},
        {"raised", "increased"}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (str_equal(word, str_from(same[i][0])))
            return str_from(same[i][1]);
    return word;
}

static bool has_word(const ignore_line *l, str word)
{
    for (size_t i = 0; i < l->word_count; i++)
        if (str_equal(l->words[i], word))
            return true;
    return false;
}

/* Ids write maxLength as two words, messages as one. */
static bool has_joined(const ignore_line *l, str first, str second)
{
    for (size_t i = 0; i < l->word_count; i++)
        if (l->words[i].length == first.length + second.length &&
            str_starts_with(l->words[i], first) && str_ends_with(l->words[i], second))
            return true;
    return false;
}

/* How many words a rule's id has, all of them in the line; 0 when one is not. */
static size_t words_of_rule(const ignore_line *l, str id)
{
    size_t count = 0;
    str rest = id, word;
    while (str_split(&rest, '-', &word)) {
        str after = rest, next = STR_NULL;
        str_split(&after, '-', &next);
        count++;
        if (has_word(l, common_word(word)))
            continue;
        if (!next.length || !has_joined(l, word, next))
            return 0;
        rest = after;
        count++;
    }
    return count;
}

/* --- reading --- */

static void add_words(ignore_line *l, str part, arena *a)
{
    VEC(str) words = {.items = l->words, .count = l->word_count, .capacity = l->word_count};
    str field, word;
    while (next_run(&part, char_is_space, false, &field))
        if (!l->path.data || !str_equal(field, l->path))
            for (str letters = field; next_run(&letters, is_word, true, &word);)
                vec_push(a, &words, common_word(word));
    l->words = words.items;
    l->word_count = words.count;
}

/* Parts the line at its quotes; "the request's body" has none. */
static void find_words(ignore_line *l, arena *a)
{
    VEC(str) quoted = {0};
    str rest = l->folded, part;
    for (bool inside = false; str_split(&rest, '\'', &part); inside = !inside) {
        if (inside && str_starts_with(part, STR("s ")))
            inside = false;
        if (inside)
            vec_push(a, &quoted, part);
        else
            add_words(l, part, a);
    }
    l->quoted = quoted.items;
    l->quoted_count = quoted.count;
}

/* Looked up when a finding asks: long files have lines about much that did not change. */
static size_t most_words(ignore_line *l)
{
    for (size_t i = 0; !l->has_most_words && i < rule_count(); i++) {
        size_t count = words_of_rule(l, str_from(rule_at(i)->id));
        if (count > l->most_words)
            l->most_words = count;
    }
    l->has_most_words = true;
    return l->most_words;
}

static void find_path(ignore_line *l)
{
    str rest = l->folded, field;
    while (!l->path.data && next_run(&rest, char_is_space, false, &field))
        if (field.data[0] == '/')
            l->path = field;
}

bool ignore_read(ignore_list *list, str text, str file, level of, arena *a, diags *d)
{
    size_t errors = d->errors;
    str rest = arena_str(a, text), name = arena_str(a, file), line;
    for (uint32_t at = 1; rest.length && str_split(&rest, '\n', &line); at++) {
        bool is_long = line.length > LINE_LENGTH_MOST;
        if (is_long || utf8_check(line) < line.length || has(line, str_of("", 1))) {
            diag *bad = diags_error(d, "ignore.text", "%s",
                                    is_long ? "this line is longer than 64 KiB"
                                            : "this line is not UTF-8 text");
            diags_at(d, bad, name, at, 1);
            continue;
        }
        ignore_line entry = {.text = str_trim(line),
                             .folded = folded(line, a),
                             .level = of,
                             .place = {.file = name, .line = at, .column = 1}};
        find_path(&entry);
        if (!entry.path.data && !has(entry.folded, STR("components")) &&
            !has(entry.folded, STR("security")))
            continue;
        find_words(&entry, a);
        vec_push(a, list, entry);
    }
    return d->errors == errors;
}

/* --- matching --- */

/* "/amount" of "response 200 application/json /amount", "limit" of "query parameter limit", "404"
 * of "response 404": the name that a message about it cannot do without; else nothing. */
static str subject_of(const finding *f)
{
    size_t space = str_find_last(f->where, ' ');
    if (space == SIZE_MAX)
        return STR_NULL;
    str last = str_skip(f->where, space + 1);
    bool is_named = has(f->where, STR("parameter ")) || has(f->where, STR("header ")) ||
                    str_starts_with(last, STR("/"));
    if (is_named || str_find(f->where, ' ') == space)
        return str_skip(last, str_find_last(last, '/') + 1);
    return STR_NULL;
}

/* As a word of its own: "id" is not in "identity". */
static bool has_name(str text, str name)
{
    for (size_t from = 0;;) {
        size_t at = str_search(str_skip(text, from), name);
        if (at == SIZE_MAX)
            return false;
        size_t start = from + at, end = start + name.length;
        if ((start == 0 || !is_word(text.data[start - 1])) &&
            (end == text.length || !is_word(text.data[end])))
            return true;
        from = start + 1;
    }
}

static bool has_words_and_name(ignore_line *l, const finding *f, arena *a)
{
    size_t count = words_of_rule(l, f->rule);
    if (count == 0 || count < most_words(l))
        return false;
    str subject = subject_of(f);
    return !subject.length || has_name(l->folded, folded(subject, a));
}

/* 10.00 is how oasdiff writes 10. */
static str without_zeros(str value)
{
    size_t dot = str_find(value, '.'), end = value.length;
    if (dot == SIZE_MAX || dot == 0)
        return value;
    while (value.data[end - 1] == '0')
        end--;
    return str_take(value, value.data[end - 1] == '.' ? end - 1 : end);
}

/* A line that names other values is about another change of the same kind. */
static bool has_all_quoted(const ignore_line *l, const finding *f, str operation, arena *a)
{
    str all = folded(arena_printf(a, "%.*s %.*s %.*s", STR_ARG(f->message), STR_ARG(f->where),
                                  STR_ARG(operation)),
                     a);
    for (size_t i = 0; i < l->quoted_count; i++) {
        str value = l->quoted[i];
        str last = str_skip(value, str_find_last(value, '/') + 1);
        bool is_nothing = !value.length || str_equal(value, STR("none"));
        if (!is_nothing && !has_name(all, value) && !has_name(all, without_zeros(value)) &&
            (!last.length || !has_name(all, last)))
            return false;
    }
    return true;
}

static bool says(ignore_line *l, const finding *f, str operation, arena *a)
{
    if (has(l->folded, folded(f->message, a)))
        return true;
    str id = arena_printf(a, "[%.*s]", STR_ARG(f->rule));
    return (has(l->folded, id) || has_words_and_name(l, f, a)) &&
           has_all_quoted(l, f, operation, a);
}

/* Whether a line is about the operation, in lower case; "" asks for lines about no operation. */
static bool is_about(const ignore_line *l, str operation)
{
    if (!operation.length)
        return !l->path.data;
    return l->path.data && str_equal(l->path, operation_path(operation)) &&
           has(l->folded, operation);
}

/* The line that ignores a finding in one operation, marked as used; NULL: there is none. */
static const ignore_line *line_of(ignore_list *list, const finding *f, str operation, arena *a)
{
    const ignore_line *found = NULL;
    str in_lower_case = folded(operation, a);
    for (size_t i = 0; i < list->count; i++) {
        ignore_line *l = &list->items[i];
        if (l->level != f->level || !is_about(l, in_lower_case) || !says(l, f, operation, a))
            continue;
        l->used = true;
        found = found ? found : l;
    }
    return found;
}

static const ignore_line *line_of_all(ignore_list *list, const finding *f, arena *a)
{
    if (f->operation_count == 0)
        return line_of(list, f, STR(""), a);
    const ignore_line *first = NULL;
    bool all = true;
    for (size_t i = 0; i < f->operation_count; i++) {
        const ignore_line *l = line_of(list, f, f->operations[i], a);
        all = all && l;
        first = first ? first : l;
    }
    return all ? first : NULL;
}

static waiver_note *note_of(const ignore_line *l, arena *a)
{
    waiver_note *note = arena_new_of(a, waiver_note);
    *note = (waiver_note){
        .owner = STR(""), .reason = arena_str(a, l->text), .expires = STR(""), .place = l->place};
    note->place.file = arena_str(a, l->place.file);
    note->place.pointer = STR("");
    return note;
}

void ignore_apply(ignore_list *list, report *r)
{
    arena *scratch = arena_new();
    for (size_t i = 0; i < r->finding_count && list->count; i++) {
        finding *f = &r->findings[i];
        const ignore_line *l = f->waived ? NULL : line_of_all(list, f, scratch);
        if (l)
            f->waived = note_of(l, r->arena);
    }
    arena_free(scratch);
}

void ignore_report_unused(const ignore_list *list, report *r)
{
    const rule *row = rule_of(RULE_ignore_line_unused);
    str rule_id = str_from(row->id);
    for (size_t i = 0; i < list->count; i++) {
        const ignore_line *l = &list->items[i];
        if (l->used)
            continue;
        report_add(r, &(finding){.rule = rule_id,
                                 .level = row->level,
                                 .message = arena_printf(
                                     r->arena, "this line ignores nothing: %.*s", STR_ARG(l->text)),
                                 .where = STR("ignore file"),
                                 .contract = l->place.file,
                                 .new_place = l->place,
                                 .proof = {.kind = PROOF_RULE},
                                 .fingerprint = policy_fingerprint(rule_id, l->folded, r->arena)});
    }
}
