#include "inclusion/judge.h"

#include <string.h>

#include "base/limits.h"
#include "doc/build.h"
#include "inclusion/text.h"

void judge_init(judge *j, arena *a, value_store *values)
{
    memset(j, 0, sizeof *j);
    j->arena = a;
    j->values = values;
    j->scratch = arena_new();
    j->validation = validation_new();
}

void judge_clear(judge *j)
{
    for (size_t i = 0; i < j->groups.count; i++)
        schema_group_free(j->groups.items[i].schemas);
    validation_free(j->validation);
    arena_free(j->scratch);
    memset(j, 0, sizeof *j);
}

static schema_group *new_group(registry *r, const inclusion_options *options)
{
    return schema_group_new(r, &(schema_options){.assert_formats = options->assert_formats,
                                                 .direction = options->direction,
                                                 .discriminator = true,
                                                 .without_meta_schema = true,
                                                 .tolerate_unresolved = true});
}

/* One that has come to hold too much is dropped, and its schemas compiled again when asked for. */
static judge_group *group_for(judge *j, registry *r, const inclusion_options *options)
{
    judge_group *found = NULL;
    for (size_t i = 0; i < j->groups.count && !found; i++) {
        judge_group *g = &j->groups.items[i];
        if (g->registry == r && g->direction == options->direction &&
            g->assert_formats == options->assert_formats)
            found = g;
    }
    if (!found) {
        judge_group made = {.registry = r,
                            .direction = options->direction,
                            .assert_formats = options->assert_formats,
                            .schemas = new_group(r, options)};
        map_init(&made.troubles, j->arena, bundle_seed(registry_bundle(r)));
        vec_push(j->arena, &j->groups, made);
        return &j->groups.items[j->groups.count - 1];
    }
    if (schema_group_size(found->schemas) > LIMIT_JUDGE_SUBSCHEMAS) {
        schema_group_free(found->schemas);
        found->schemas = new_group(r, options);
    }
    return found;
}

static str *first_message(judge *j, const diags *problems)
{
    str text = problems->count ? problems->items[0].message : STR("it cannot be compiled");
    text = arena_str(j->arena, text);
    return arena_copy(j->arena, &text, sizeof text);
}

/* NULL when it cannot be compiled: `trouble` says why. */
static const schema *compile(judge *j, site s, const inclusion_options *options)
{
    judge_group *g = group_for(j, s.resource->owner, options);
    const str *trouble = map_get_pointer(&g->troubles, s.node);
    if (!trouble) {
        diags problems;
        diags_init(&problems);
        const schema *made = schema_group_compile(g->schemas, s, &problems);
        if (!made)
            map_put_pointer(&g->troubles, s.node, first_message(j, &problems));
        diags_clear(&problems);
        if (made)
            return made;
        trouble = map_get_pointer(&g->troubles, s.node);
    }
    j->trouble = *trouble;
    j->trouble_at = s;
    return NULL;
}

static node node_in(arena *a, const value *v)
{
    switch ((value_kind)v->kind) {
    case KIND_BOOLEAN:
        return build_boolean(v->truth);
    case KIND_INTEGER:
    case KIND_FRACTION:
    case KIND_DECIMAL:
        return build_number_text(value_number_text(v, a));
    case KIND_STRING:
        return build_string(v->text);
    case KIND_ARRAY: {
        node *items = arena_array_of(a, node, v->count);
        for (uint32_t i = 0; i < v->count; i++)
            items[i] = node_in(a, v->items[i]);
        return build_array(items, v->count);
    }
    case KIND_OBJECT: {
        member *members = arena_array_of(a, member, v->count);
        for (uint32_t i = 0; i < v->count; i++)
            members[i] = build_member(v->members[i].name->text, node_in(a, v->members[i].value));
        return build_object(members, v->count, a);
    }
    case KIND_NULL:
    case KIND_COUNT:
        break;
    }
    return build_null();
}

const node *judge_node(judge *j, const value *v)
{
    return build_copy(node_in(j->arena, v), j->arena);
}

/* Writer and reader are asked of the same value in turn: it is read once. */
static validity validate(judge *j, const schema *s, const value *v)
{
    if (j->last != v) {
        arena_clear(j->scratch);
        j->last_node = build_copy(node_in(j->scratch, v), j->scratch);
        j->last = v;
    }
    return j->last_node ? schema_validate(s, j->validation, j->last_node) : UNDECIDED;
}

/* Values of more texts than this are read all as strings, or all as what they spell. */
enum { TEXTS_READ_EACH = 5 };

/* Whether some reading of the texts is accepted. */
static validity validate_texts(judge *j, const schema *s, const value *v)
{
    uint32_t count = text_count(v), last = count <= TEXTS_READ_EACH ? (1u << count) - 1 : 1;
    validity best = INVALID;
    for (uint32_t choice = 0; choice <= last && best != VALID; choice++) {
        bool is_all = count > TEXTS_READ_EACH && choice == 1;
        validity one = validate(
            j, s, is_all ? text_as_strings(j->values, v) : text_reading(j->values, v, choice));
        best = one == INVALID ? best : one;
    }
    return best;
}

validity judge_validate(judge *j, site s, const inclusion_options *options, const value *v)
{
    if (!s.node)
        return VALID;
    const schema *compiled = compile(j, s, options);
    if (!compiled)
        return UNDECIDED;
    if (options->wire == WIRE_JSON)
        return validate(j, compiled, v);
    return validate_texts(j, compiled, v);
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
        const schema *compiled = compile(j, writer, options);
        const value *text = text_as_strings(j->values, v);
        if (compiled && validate(j, compiled, v) == INVALID && validate(j, compiled, text) == VALID)
            v = text;
    }
    return judge_node(j, v);
}
