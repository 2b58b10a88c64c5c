/*
 * The grammar of patterns (ECMA-262, 22.2.1, with the `u` flag; annex B.1.2 where asked): what
 * stands outside character classes. First the strict grammar is tried; the wide one, which is the
 * strict one plus what browsers take without the flag, only where that fails. So a text that both
 * take means what the `u` flag makes of it, as JSON Schema wants.
 */
#include "schema/pattern_parser.h"

#include <string.h>
#include <unictype.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/utf8.h"

typedef struct pending_name {
    pattern_node *reference;
    str name;
    size_t offset;
} pending_name;

typedef struct grammar {
    pattern_parser parser;
    uint32_t groups;
    unsigned depth;
    bool has_back_references;
    map names; /* to the number of the group, as a pointer */
    VEC(pending_name) pending;
} grammar;

static const pattern_node *parse_choice(grammar *g);

bool parser_fail(pattern_parser *p, size_t offset, const char *message)
{
    if (!p->failed && p->error)
        *p->error = (pattern_error){message, offset};
    p->failed = true;
    return false;
}

bool parser_legacy(pattern_parser *p, size_t offset, const char *message)
{
    if (!p->is_wide)
        return parser_fail(p, offset, message);
    p->is_legacy = true;
    return true;
}

uint32_t parser_peek(const pattern_parser *p)
{
    if (p->at >= p->text.length)
        return PATTERN_NO_CODE;
    size_t offset = p->at;
    return utf8_next(p->text, &offset);
}

uint32_t parser_next(pattern_parser *p)
{
    return p->at >= p->text.length ? PATTERN_NO_CODE : utf8_next(p->text, &p->at);
}

bool parser_take(pattern_parser *p, char c)
{
    if (p->at >= p->text.length || p->text.data[p->at] != c)
        return false;
    p->at++;
    return true;
}

bool parser_looking_at(const pattern_parser *p, str text)
{
    return str_starts_with(str_skip(p->text, p->at), text);
}

static bool parser_take_all(pattern_parser *p, str text)
{
    if (!parser_looking_at(p, text))
        return false;
    p->at += text.length;
    return true;
}

/* Capturing groups of the whole text, before it is parsed. */
static void count_groups(pattern_parser *p)
{
    bool in_class = false;
    for (size_t i = 0; i < p->text.length; i++) {
        char c = p->text.data[i];
        str rest = str_skip(p->text, i);
        if (c == '\\') {
            i++;
        } else if (c == '[' || c == ']') {
            in_class = c == '[';
        } else if (c == '(' && !in_class) {
            bool is_named = str_starts_with(rest, STR("(?<")) &&
                            !str_starts_with(rest, STR("(?<=")) &&
                            !str_starts_with(rest, STR("(?<!"));
            p->has_names |= is_named;
            p->group_total += is_named || !str_starts_with(rest, STR("(?"));
        }
    }
}

static pattern_node *node_new(grammar *g, pattern_node_kind kind)
{
    pattern_node *n = arena_new_of(g->parser.arena, pattern_node);
    n->kind = kind;
    return n;
}

static void node_set_child(grammar *g, pattern_node *n, const pattern_node *child)
{
    const pattern_node **children = arena_array_of(g->parser.arena, const pattern_node *, 1);
    children[0] = child;
    n->children = children;
    n->count = 1;
}

static pattern_node *code_node(grammar *g, uint32_t code)
{
    pattern_node *n = node_new(g, PATTERN_SET);
    set_builder set = {.arena = g->parser.arena};
    set_add(&set, code, code);
    n->set = set_finish(&set, false);
    return n;
}

/* One character of a group name, escapes included; PATTERN_NO_CODE when it is none. */
static uint32_t name_character(pattern_parser *p, bool is_first)
{
    uint32_t c = parser_next(p);
    if (c == '\\' && parser_take(p, 'u'))
        c = parser_unicode_escape(p);
    if (c == PATTERN_NO_CODE)
        return c;
    bool is_fine = c == '$' || c == '_' ||
                   (is_first ? uc_is_property_id_start(c)
                             : uc_is_property_id_continue(c) || c == 0x200C || c == 0x200D);
    return is_fine ? c : PATTERN_NO_CODE;
}

/* name> with the '<' already eaten; the name comes with its escapes replaced. */
static bool parse_name(grammar *g, str *name)
{
    pattern_parser *p = &g->parser;
    size_t start = p->at, length = 0;
    char *text = arena_alloc(p->arena, p->text.length - p->at + 4);
    while (!parser_take(p, '>')) {
        uint32_t c = name_character(p, length == 0);
        if (c == PATTERN_NO_CODE)
            return parser_fail(p, start, "malformed group name");
        length += utf8_encode(c, text + length);
    }
    if (length == 0)
        return parser_fail(p, start, "empty group name");
    *name = str_of(text, length);
    return true;
}

static bool take_group_name(grammar *g, uint32_t group)
{
    size_t start = g->parser.at;
    str name;
    if (!parse_name(g, &name))
        return false;
    if (!map_put(&g->names, name, (void *)(uintptr_t)group))
        return parser_fail(&g->parser, start, "group name given twice");
    return true;
}

/* What "(?…" or "(" opens; the node without its child, or NULL. *is_plain: only parentheses. */
static pattern_node *group_kind(grammar *g, bool *is_plain)
{
    static const struct {
        const char *opening;
        pattern_node_kind kind;
        bool negated;
    } looks[] = {{"?=", PATTERN_LOOK_AHEAD, false},
                 {"?!", PATTERN_LOOK_AHEAD, true},
                 {"?<=", PATTERN_LOOK_BEHIND, false},
                 {"?<!", PATTERN_LOOK_BEHIND, true}};
    pattern_parser *p = &g->parser;
    *is_plain = parser_take_all(p, STR("?:"));
    if (*is_plain)
        return node_new(g, PATTERN_EMPTY);
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
        if (parser_take_all(p, str_from(looks[i].opening))) {
            pattern_node *n = node_new(g, looks[i].kind);
            n->negated = looks[i].negated;
            return n;
        }
    pattern_node *n = node_new(g, PATTERN_CAPTURE);
    n->group = ++g->groups;
    if (parser_take_all(p, STR("?<")))
        return take_group_name(g, n->group) ? n : NULL;
    if (parser_peek(p) == '?') {
        parser_fail(p, p->at - 1, "unknown kind of group");
        return NULL;
    }
    return n;
}

static const pattern_node *parse_group(grammar *g)
{
    pattern_parser *p = &g->parser;
    size_t open = p->at - 1;
    if (++g->depth > LIMIT_PATTERN_DEPTH) {
        parser_fail(p, open, "groups nested too deeply (LIMIT_PATTERN_DEPTH)");
        return NULL;
    }
    bool is_plain;
    pattern_node *n = group_kind(g, &is_plain);
    const pattern_node *inside = n ? parse_choice(g) : NULL;
    if (!inside)
        return NULL;
    if (!parser_take(p, ')')) {
        parser_fail(p, open, "( without )");
        return NULL;
    }
    g->depth--;
    if (is_plain)
        return inside;
    node_set_child(g, n, inside);
    return n;
}

/* \1 … where such a group exists. 0: no back-reference here. */
static uint32_t decimal_reference(pattern_parser *p)
{
    size_t at = p->at;
    uint32_t value = 0;
    if (parser_peek(p) == '0')
        return 0;
    while (at < p->text.length && p->text.data[at] >= '0' && p->text.data[at] <= '9') {
        if (value < 100000000)
            value = value * 10 + (uint32_t)(p->text.data[at] - '0');
        at++;
    }
    if (value == 0 || value > p->group_total)
        return 0;
    p->at = at;
    return value;
}

static const pattern_node *parse_named_reference(grammar *g)
{
    pattern_parser *p = &g->parser;
    size_t start = p->at - 1;
    p->at += 2;
    pattern_node *n = node_new(g, PATTERN_BACK_REFERENCE);
    str name;
    if (!parse_name(g, &name))
        return NULL;
    g->has_back_references = true;
    vec_push(p->arena, &g->pending, (pending_name){n, name, start});
    return n;
}

/* After a backslash, outside a class. */
static const pattern_node *parse_escape(grammar *g)
{
    pattern_parser *p = &g->parser;
    if (parser_take(p, 'b'))
        return node_new(g, PATTERN_WORD_EDGE);
    if (parser_take(p, 'B'))
        return node_new(g, PATTERN_NO_WORD_EDGE);
    if (parser_looking_at(p, STR("k<")) && (p->has_names || !p->is_wide))
        return parse_named_reference(g);
    uint32_t group = decimal_reference(p);
    if (group > 0) {
        pattern_node *n = node_new(g, PATTERN_BACK_REFERENCE);
        n->group = group;
        g->has_back_references = true;
        return n;
    }
    set_builder set = {.arena = p->arena};
    uint32_t code;
    switch (parser_escape(p, false, &code, &set)) {
    case ESCAPE_CODE:
        return code_node(g, code);
    case ESCAPE_SET: {
        pattern_node *n = node_new(g, PATTERN_SET);
        n->set = set_finish(&set, false);
        return n;
    }
    case ESCAPE_FAILED:
        break;
    }
    return NULL;
}

static const pattern_node *parse_set(grammar *g, uint32_t first)
{
    pattern_node *n = node_new(g, PATTERN_SET);
    if (first == '[')
        return parser_class(&g->parser, &n->set) ? n : NULL;
    set_builder set = {.arena = g->parser.arena};
    set_add_escape(&set, '.');
    n->set = set_finish(&set, false);
    return n;
}

/* {n} {n,} {n,m} at the cursor; false (nothing eaten) when it is none. */
static bool take_braces(pattern_parser *p, uint32_t *least, uint32_t *most)
{
    uint32_t bounds[2] = {0, PATTERN_UNBOUNDED};
    size_t at = p->at + 1, which = 0, digits = 0;
    for (; at < p->text.length; at++) {
        char c = p->text.data[at];
        if (c >= '0' && c <= '9') {
            uint32_t value = digits == 0 ? 0 : bounds[which];
            bounds[which] = value > 100000000 ? value : value * 10 + (uint32_t)(c - '0');
            digits++;
        } else if (c == ',' && which == 0 && digits > 0) {
            which = 1;
            digits = 0;
        } else {
            break;
        }
    }
    if (at >= p->text.length || p->text.data[at] != '}' || (which == 0 && digits == 0))
        return false;
    *least = bounds[0];
    *most = which == 0 ? bounds[0] : bounds[1];
    p->at = at + 1;
    return true;
}

/* false: no quantifier here. */
static bool take_quantifier(pattern_parser *p, uint32_t *least, uint32_t *most)
{
    uint32_t c = parser_peek(p);
    if (c == '{')
        return take_braces(p, least, most);
    if (c != '*' && c != '+' && c != '?')
        return false;
    p->at++;
    *least = c == '+';
    *most = c == '?' ? 1 : PATTERN_UNBOUNDED;
    return true;
}

static const pattern_node *parse_atom(grammar *g)
{
    pattern_parser *p = &g->parser;
    size_t start = p->at;
    uint32_t c = parser_next(p), least, most;
    switch (c) {
    case '^':
        return node_new(g, PATTERN_START);
    case '$':
        return node_new(g, PATTERN_END);
    case '(':
        return parse_group(g);
    case '[':
    case '.':
        return parse_set(g, c);
    case '\\':
        return parse_escape(g);
    case '*':
    case '+':
    case '?':
        parser_fail(p, start, "nothing to repeat");
        return NULL;
    case '{':
        p->at = start;
        if (take_braces(p, &least, &most)) {
            parser_fail(p, start, "nothing to repeat");
            return NULL;
        }
        p->at = start + 1;
        __attribute__((fallthrough));
    case '}':
    case ']':
        if (!parser_legacy(p, start, "a lone bracket must be escaped"))
            return NULL;
        break;
    default:
        break;
    }
    return code_node(g, c);
}

/* Whether the grammar lets a quantifier follow: never after an assertion but, in annex B, after a
 * look-ahead. */
static bool is_repeatable(pattern_parser *p, const pattern_node *n, size_t start)
{
    switch (n->kind) {
    case PATTERN_LOOK_AHEAD:
        return parser_legacy(p, start, "a quantifier after a look-ahead");
    case PATTERN_START:
    case PATTERN_END:
    case PATTERN_WORD_EDGE:
    case PATTERN_NO_WORD_EDGE:
    case PATTERN_LOOK_BEHIND:
        return parser_fail(p, start, "nothing to repeat");
    default:
        return true;
    }
}

static const pattern_node *parse_term(grammar *g)
{
    pattern_parser *p = &g->parser;
    bool is_grouped = parser_looking_at(p, STR("(?:"));
    const pattern_node *atom = parse_atom(g);
    uint32_t least, most;
    size_t start = p->at;
    if (!atom || !take_quantifier(p, &least, &most))
        return atom;
    if (!is_grouped && !is_repeatable(p, atom, start))
        return NULL;
    if (least > most) {
        parser_fail(p, start, "numbers out of order in a quantifier");
        return NULL;
    }
    pattern_node *n = node_new(g, PATTERN_REPEAT);
    n->least = least;
    n->most = most;
    n->lazy = parser_take(p, '?');
    node_set_child(g, n, atom);
    return n;
}

typedef VEC(const pattern_node *) node_list;

static const pattern_node *list_node(grammar *g, pattern_node_kind kind, const node_list *list)
{
    if (list->count == 1)
        return list->items[0];
    pattern_node *n = node_new(g, list->count == 0 ? PATTERN_EMPTY : kind);
    n->children = list->items;
    n->count = (uint32_t)list->count;
    return n;
}

static const pattern_node *parse_sequence(grammar *g)
{
    pattern_parser *p = &g->parser;
    node_list terms = {0};
    while (p->at < p->text.length && p->text.data[p->at] != '|' && p->text.data[p->at] != ')') {
        const pattern_node *term = parse_term(g);
        if (!term)
            return NULL;
        vec_push(p->arena, &terms, term);
    }
    return list_node(g, PATTERN_SEQUENCE, &terms);
}

static const pattern_node *parse_choice(grammar *g)
{
    node_list branches = {0};
    do {
        const pattern_node *branch = parse_sequence(g);
        if (!branch)
            return NULL;
        vec_push(g->parser.arena, &branches, branch);
    } while (parser_take(&g->parser, '|'));
    return list_node(g, PATTERN_CHOICE, &branches);
}

static bool resolve_names(grammar *g)
{
    for (size_t i = 0; i < g->pending.count; i++) {
        const pending_name *pending = &g->pending.items[i];
        pending->reference->group = (uint32_t)(uintptr_t)map_get(&g->names, pending->name);
        if (pending->reference->group == 0)
            return parser_fail(&g->parser, pending->offset,
                               "reference to a group that is not there");
    }
    return true;
}

static bool parse_with(pattern_tree *out, str text, bool is_wide, arena *a, pattern_error *error)
{
    grammar g = {.parser = {.arena = a, .text = text, .is_wide = is_wide, .error = error}};
    pattern_parser *p = &g.parser;
    if (text.length > LIMIT_PATTERN_BYTES)
        return parser_fail(p, LIMIT_PATTERN_BYTES, "longer than LIMIT_PATTERN_BYTES");
    map_init(&g.names, a, (uint64_t)(uintptr_t)a);
    count_groups(p);
    const pattern_node *root = parse_choice(&g);
    if (root && p->at < text.length)
        parser_fail(p, p->at, ") without (");
    if (!root || p->failed || !resolve_names(&g))
        return false;
    *out = (pattern_tree){.root = root,
                          .group_count = g.groups,
                          .is_legacy = p->is_legacy,
                          .has_back_references = g.has_back_references};
    return true;
}

bool pattern_parse(pattern_tree *out, str text, pattern_grammar which, arena *a,
                   pattern_error *error)
{
    if (parse_with(out, text, false, a, error))
        return true;
    /* The strict grammar's message is the better one: it stays unless annex B takes the text. */
    pattern_error ignored;
    return which == PATTERN_GRAMMAR_WIDE && parse_with(out, text, true, a, &ignored);
}
