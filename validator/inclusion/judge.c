#include "inclusion/judge.h"

#include <string.h>

#include "base/limits.h"
#include "inclusion/text.h"

typedef struct compiled {
    uint64_t hash;
    const node *node;
    uint32_t options;
    schema *schema; /* NULL: it cannot be compiled */
    str trouble;    /* why */
} compiled;

void judge_init(judge *j, arena *a, value_store *values)
{
    memset(j, 0, sizeof *j);
    j->arena = a;
    j->values = values;
    j->compiled.arena = a;
    j->scratch = arena_new();
    j->validation = validation_new();
}

void judge_clear(judge *j)
{
    for (size_t i = 0; i < j->all.count; i++)
        schema_free(j->all.items[i]->schema);
    validation_free(j->validation);
    arena_free(j->scratch);
    memset(j, 0, sizeof *j);
}

static bool same(const void *kept, const void *wanted)
{
    const compiled *a = kept, *b = wanted;
    return a->node == b->node && a->options == b->options;
}

/* Each site of a large recursive contract compiles to the whole of it: all are dropped when they
 * come to hold too much, and compiled again when asked for. */
static void make_room(judge *j, const schema *coming)
{
    size_t size = coming ? schema_size(coming) : 0;
    if (j->compiled_size + size > LIMIT_JUDGE_SUBSCHEMAS) {
        for (size_t i = 0; i < j->all.count; i++) {
            schema_free(j->all.items[i]->schema);
            j->all.items[i]->schema = NULL;
        }
        j->compiled_size = 0;
    }
    j->compiled_size += size;
}

static const compiled *compile(judge *j, site s, const inclusion_options *options)
{
    compiled wanted = {.node = s.node};
    wanted.options = (uint32_t)options->direction << 1 | options->assert_formats;
    wanted.hash = hash_mix((uintptr_t)s.node, wanted.options);
    compiled *c = intern_find(&j->compiled, wanted.hash, &wanted, same);
    if (c && (c->schema || c->trouble.data))
        return c;
    schema_options how = {.assert_formats = options->assert_formats,
                          .direction = options->direction,
                          .discriminator = true,
                          .without_meta_schema = true,
                          .tolerate_unresolved = true};
    diags problems;
    diags_init(&problems);
    wanted.schema = schema_compile(s.resource->owner, s, &how, &problems);
    if (!wanted.schema)
        wanted.trouble = arena_str(j->arena, problems.count ? problems.items[0].message
                                                            : STR("it cannot be compiled"));
    diags_clear(&problems);
    make_room(j, wanted.schema);
    if (c) { /* it was dropped before */
        c->schema = wanted.schema;
        return c;
    }
    c = arena_copy(j->arena, &wanted, sizeof wanted);
    intern_add(&j->compiled, c);
    vec_push(j->arena, &j->all, c);
    return c;
}

static const node *node_in(arena *a, const value *v)
{
    diags problems;
    diags_init(&problems);
    const node *n = node_parse_json(value_text(v, a), a, &problems);
    diags_clear(&problems);
    return n;
}

const node *judge_node(judge *j, const value *v)
{
    return node_in(j->arena, v);
}

/* Writer and reader are asked of the same value in turn: it is read once. */
static validity validate(judge *j, const schema *s, const value *v)
{
    if (j->last != v) {
        arena_clear(j->scratch);
        j->last_node = node_in(j->scratch, v);
        j->last = v;
    }
    return j->last_node ? schema_validate(s, j->validation, j->last_node) : UNDECIDED;
}

/* A string that reads as another kind of value, as that value. */
static const value *as_read(judge *j, const value *v)
{
    number n;
    if (v->kind == KIND_STRING && number_parse(&n, v->text, j->arena))
        return value_of_number(j->values, &n);
    return text_canonical(j->values, v);
}

validity judge_validate(judge *j, site s, const inclusion_options *options, const value *v)
{
    if (!s.node)
        return VALID;
    const compiled *c = compile(j, s, options);
    if (!c->schema) {
        j->trouble = c->trouble;
        j->trouble_at = s;
        return UNDECIDED;
    }
    if (options->wire == WIRE_JSON)
        return validate(j, c->schema, v);
    const value *forms[] = {as_read(j, v), text_as_strings(j->values, v)};
    validity best = INVALID;
    for (size_t i = 0; i < 2 && best != VALID; i++) {
        validity one = validate(j, c->schema, forms[i]);
        best = one == INVALID ? best : one;
    }
    return best;
}

bool judge_is_witness(judge *j, site writer, site reader, const inclusion_options *options,
                      const value *v)
{
    j->trouble = STR_NULL;
    validity sent = judge_validate(j, writer, options, v);
    validity read = sent == VALID ? judge_validate(j, reader, options, v) : UNDECIDED;
    if (sent == VALID && read == INVALID)
        return true;
    if (sent == INVALID || read == VALID)
        j->refuted++;
    return false;
}

const node *judge_sent_node(judge *j, site writer, const inclusion_options *options, const value *v)
{
    if (options->wire == WIRE_TEXT && writer.node) {
        const compiled *c = compile(j, writer, options);
        const value *text = text_as_strings(j->values, v);
        if (c->schema && validate(j, c->schema, v) == INVALID &&
            validate(j, c->schema, text) == VALID)
            v = text;
    }
    return judge_node(j, v);
}
