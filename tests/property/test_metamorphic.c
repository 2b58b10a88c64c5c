/*
 * What must not change a result: random schemas judge random values; then the schema is rewritten
 * (annotations added, keys reordered, subschemas moved behind a $ref, wrapped in allOf or anyOf of
 * one) and judges again. Also, on every pair, the program and the explaining evaluator agree.
 * HANDOFF_SEED=N tries others.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema/output.h"

enum { CASES = 3000, INSTANCES = 8, SEED = 17 };

static uint64_t state;

static uint32_t next(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

/* --- random values, from a small world so that schemas and values meet --- */

static const char *const names[] = {"a", "b", "c", "kind", "x-y"};
static const char *const texts[] = {"", "a", "b", "ab", "abc", "\xc3\xa9\xc3\xa9"};
static const char *const numbers[] = {"0", "1",   "1.0", "-1", "2",   "2.5",
                                      "3", "1e1", "10",  "7",  "0.1", "9007199254740993"};

static void random_value(buf *out, unsigned depth)
{
    switch (next(depth ? 8 : 5)) {
    case 0:
        buf_append(out, STR("null"));
        break;
    case 1:
        buf_append(out, next(2) ? STR("true") : STR("false"));
        break;
    case 2:
        buf_append(out, str_from(numbers[next(12)]));
        break;
    case 3:
    case 4:
        buf_printf(out, "\"%s\"", texts[next(6)]);
        break;
    case 5:
        buf_append_char(out, '[');
        for (uint32_t i = 0, count = next(5); i < count; i++) {
            if (i)
                buf_append_char(out, ',');
            random_value(out, depth - 1);
        }
        buf_append_char(out, ']');
        break;
    default: {
        buf_append_char(out, '{');
        bool first = true;
        for (size_t i = 0; i < 5; i++) {
            if (next(2))
                continue;
            buf_printf(out, "%s\"%s\":", first ? "" : ",", names[i]);
            random_value(out, depth - 1);
            first = false;
        }
        buf_append_char(out, '}');
    }
    }
}

/* --- random schemas, as text with one keyword a line of choice --- */

typedef struct writer {
    buf *out;
    bool rewrite; /* write the same schema in another form */
    unsigned definitions;
    buf moved;     /* what was moved behind references */
    uint64_t form; /* random numbers of the rewriting alone */
} writer;

static uint32_t form(writer *w, uint32_t below)
{
    w->form = w->form * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(w->form >> 33) % below;
}

static void write_schema(writer *w, unsigned depth);

static void write_list(writer *w, unsigned depth, const char *open, const char *close)
{
    uint32_t count = 1 + next(3);
    buf_append(w->out, str_from(open));
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            buf_append_char(w->out, ',');
        write_schema(w, depth);
    }
    buf_append(w->out, str_from(close));
}

static void write_names(writer *w)
{
    uint32_t first = next(5);
    buf_printf(w->out, "[\"%s\",\"%s\"]", names[first], names[(first + 1 + next(4)) % 5]);
}

static void write_properties(writer *w, unsigned depth)
{
    uint32_t first = next(4);
    buf_printf(w->out, "{\"%s\":", names[first]);
    write_schema(w, depth);
    buf_printf(w->out, ",\"%s\":", names[first + 1]);
    write_schema(w, depth);
    buf_append_char(w->out, '}');
}

static void write_kind(writer *w)
{
    static const char *const kinds[] = {"null",   "boolean", "number", "integer",
                                        "string", "array",   "object"};
    if (next(2))
        buf_printf(w->out, "\"%s\"", kinds[next(7)]);
    else
        buf_printf(w->out, "[\"%s\",\"%s\"]", kinds[next(3)], kinds[3 + next(4)]);
}

typedef struct keyword_row {
    const char *name;
    char
        shape; /* s: schema, l: list, p: properties, n: names, v: values, #: size, 0: number, ... */
} keyword_row;

static const keyword_row scalars[] = {
    {"type", 't'},     {"enum", 'v'},          {"const", 'c'},         {"minimum", '0'},
    {"maximum", '0'},  {"multipleOf", 'm'},    {"minLength", '#'},     {"maxLength", '#'},
    {"pattern", 'r'},  {"minItems", '#'},      {"maxItems", '#'},      {"uniqueItems", 'b'},
    {"required", 'n'}, {"minProperties", '#'}, {"maxProperties", '#'}, {"exclusiveMinimum", '0'},
};
static const keyword_row applicators[] = {
    {"allOf", 'l'},
    {"anyOf", 'l'},
    {"oneOf", 'l'},
    {"not", 's'},
    {"if", 's'},
    {"then", 's'},
    {"else", 's'},
    {"properties", 'p'},
    {"patternProperties", 'q'},
    {"additionalProperties", 's'},
    {"propertyNames", 's'},
    {"items", 's'},
    {"prefixItems", 'l'},
    {"contains", 's'},
    {"dependentSchemas", 'p'},
    {"unevaluatedProperties", 's'},
    {"unevaluatedItems", 's'},
    {"properties", 'k'},
};

static void write_operand(writer *w, char shape, unsigned depth)
{
    static const char *const patterns[] = {"^a", "b$", "^x-", "^[a-c]+$", ".."};
    switch (shape) {
    case 's':
        write_schema(w, depth);
        break;
    case 'l':
        write_list(w, depth, "[", "]");
        break;
    case 'p':
        write_properties(w, depth);
        break;
    case 'k': /* told apart by a constant */
        buf_printf(w->out, "{\"kind\":{\"const\":\"%s\"}}", texts[1 + next(3)]);
        break;
    case 'q':
        buf_printf(w->out, "{\"%s\":", patterns[next(5)]);
        write_schema(w, depth);
        buf_append_char(w->out, '}');
        break;
    case 'n':
        write_names(w);
        break;
    case 't':
        write_kind(w);
        break;
    case 'v':
        buf_append_char(w->out, '[');
        random_value(w->out, 1);
        for (uint32_t i = next(8); i > 0; i--) {
            buf_append_char(w->out, ',');
            random_value(w->out, 1);
        }
        buf_append_char(w->out, ']');
        break;
    case 'c':
        random_value(w->out, 2);
        break;
    case '#':
        buf_printf(w->out, "%u", next(4));
        break;
    case '0':
        buf_append(w->out, str_from(numbers[next(12)]));
        break;
    case 'm':
        buf_append(w->out, str_from(numbers[1 + 3 * next(2)])); /* 1 or 2 */
        break;
    case 'r':
        buf_printf(w->out, "\"%s\"", patterns[next(5)]);
        break;
    default:
        buf_append(w->out, next(3) ? STR("true") : STR("false"));
    }
}

/* Members are made one by one, so that the other form can write them in another order. */
static void write_members(writer *w, unsigned depth)
{
    enum { MOST = 4 };
    buf parts[MOST + 1] = {{0}}, *out = w->out;
    bool used[sizeof scalars / sizeof *scalars + sizeof applicators / sizeof *applicators] = {0};
    size_t count = 0;
    for (uint32_t i = 1 + next(MOST); i > 0; i--) {
        uint32_t which = depth && next(2) ? 16 + next(18) : next(16);
        if (used[which] || (which == 33 && used[23]) || (which == 23 && used[33]))
            continue;
        used[which] = true;
        const keyword_row *row = which < 16 ? &scalars[which] : &applicators[which - 16];
        w->out = &parts[count++];
        buf_printf(w->out, "\"%s\":", row->name);
        write_operand(w, row->shape, depth ? depth - 1 : 0);
    }
    if (w->rewrite && form(w, 2)) {
        static const char *const notes[] = {"\"title\":\"t\"", "\"x-note\":{\"$ref\":\"#/no\"}",
                                            "\"default\":[1]", "\"$comment\":\"c\""};
        buf_append(&parts[count++], str_from(notes[form(w, 4)]));
    }
    w->out = out;
    size_t first = w->rewrite ? form(w, (uint32_t)count) : 0;
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_append_char(w->out, ',');
        buf_append(w->out, buf_str(&parts[(first + i) % count]));
    }
    for (size_t i = 0; i <= MOST; i++)
        buf_clear(&parts[i]);
}

static void write_plain(writer *w, unsigned depth)
{
    if (next(8) == 0) {
        buf_append(w->out, next(3) ? STR("true") : STR("false"));
        return;
    }
    buf_append_char(w->out, '{');
    write_members(w, depth);
    buf_append_char(w->out, '}');
}

static void write_schema(writer *w, unsigned depth)
{
    uint32_t how = w->rewrite ? form(w, 6) : 5;
    buf *out = w->out, whole = {0};
    w->out = &whole;
    write_plain(w, depth);
    w->out = out;
    if (how == 0)
        buf_printf(out, "{\"allOf\":[%s]}", buf_cstr(&whole));
    else if (how == 1)
        buf_printf(out, "{\"anyOf\":[%s,false]}", buf_cstr(&whole));
    else if (how == 2) {
        unsigned defined = w->definitions++;
        buf_printf(&w->moved, "%s\"d%u\":%s", defined ? "," : "", defined, buf_cstr(&whole));
        buf_printf(out, "{\"$ref\":\"#/$defs/d%u\"}", defined);
    } else
        buf_append(out, buf_str(&whole));
    buf_clear(&whole);
}

/* The schema of that seed, plain or in another form. */
static void write_root(buf *out, uint64_t seed, bool rewrite, uint64_t form_seed)
{
    writer w = {.out = out, .rewrite = rewrite, .form = form_seed};
    buf body = {0};
    state = seed;
    w.out = &body;
    write_schema(&w, 3);
    if (w.definitions)
        buf_printf(out, "{\"$ref\":\"#/$defs/root\",\"$defs\":{\"root\":%s,%s}}", buf_cstr(&body),
                   buf_cstr(&w.moved));
    else
        buf_append(out, buf_str(&body));
    buf_clear(&body);
    buf_clear(&w.moved);
}

/* --- judging --- */

typedef struct judge {
    bundle *bundle;
    registry *registry;
    schema *schema;
} judge;

static bool open_judge(judge *j, const char *text, diags *d)
{
    buf source = {0};
    document_options options = {.format = DOCUMENT_JSON, .seed = 5};
    buf_append(&source, str_from(text));
    document *doc = document_read(&source, STR("random"), &options, d);
    *j = (judge){0};
    if (!doc)
        return false;
    j->bundle = bundle_of(doc, STR("https://random.example/"));
    j->registry = registry_new(j->bundle, NULL, d);
    site root = registry_document(j->registry, 0, d);
    j->schema = root.node ? schema_compile(j->registry, root, NULL, d) : NULL;
    return j->schema != NULL;
}

static void close_judge(judge *j)
{
    schema_free(j->schema);
    registry_free(j->registry);
    bundle_free(j->bundle);
}

static validity explained(const judge *j, const node *value, output_detail detail)
{
    output *made = schema_explain(j->schema, value, detail);
    validity answer = made->answer;
    output_free(made);
    return answer;
}

static bool run_case(uint64_t seed)
{
    buf first = {0}, second = {0};
    diags d;
    diags_init(&d);
    judge one, other;
    bool right = true;
    write_root(&first, seed, false, 0);
    write_root(&second, seed, true, seed * 31 + 7);
    bool one_opened = open_judge(&one, buf_cstr(&first), &d);
    bool other_opened = open_judge(&other, buf_cstr(&second), &d);
    if (!one_opened || !other_opened) {
        str why = d.count ? d.items[0].message : STR("?");
        printf("  seed %llu: refused: %.*s\n  %s\n  %s\n", (unsigned long long)seed, STR_ARG(why),
               buf_cstr(&first), buf_cstr(&second));
        right = false;
    }
    arena *a = arena_new();
    for (int i = 0; right && i < INSTANCES; i++) {
        buf text = {0};
        random_value(&text, 3);
        const node *value = node_parse_json(arena_str(a, buf_str(&text)), a, &d);
        validity wanted = schema_is_valid(one.schema, value);
        validity got[] = {
            explained(&one, value, OUTPUT_EVERYTHING), explained(&one, value, OUTPUT_ANNOTATIONS),
            schema_is_valid(other.schema, value), explained(&other, value, OUTPUT_EVERYTHING)};
        for (size_t k = 0; k < 4; k++)
            if (got[k] != wanted) {
                printf("  seed %llu, way %zu: %d, not %d\n  %s\n  %s\n  on %s\n",
                       (unsigned long long)seed, k, got[k], wanted, buf_cstr(&first),
                       buf_cstr(&second), buf_cstr(&text));
                right = false;
            }
        buf_clear(&text);
    }
    arena_free(a);
    close_judge(&one);
    close_judge(&other);
    buf_clear(&first);
    buf_clear(&second);
    diags_clear(&d);
    return right;
}

int main(void)
{
    const char *given = getenv("HANDOFF_SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : SEED;
    unsigned passed = 0, failed = 0;
    for (unsigned i = 0; i < CASES && failed < 5; i++) {
        bool right = run_case(seed * 1000003 + i);
        passed += right;
        failed += !right;
    }
    printf("property/metamorphic: %u passed, %u failed, 0 skipped\n", passed, failed);
    return failed ? 1 : 0;
}
