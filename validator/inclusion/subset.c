#include "handoff/subset.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "doc/json_writer.h"
#include "inclusion/sample.h"
#include "inclusion/subset_private.h"

/* --- sides --- */

static void side_clear(subset_side *s)
{
    registry_free(s->registry);
    bundle_free(s->bundle);
}

/* A schema in a document of a specification has the dialect that the document gives it. */
static site find_schema(subset *s, subset_side *side, str fragment, diags *d)
{
    const node *root = bundle_root(side->bundle);
    dialect embedded = registry_contract_dialect(root);
    if (embedded == DIALECT_UNKNOWN)
        return fragment.length ? registry_fragment(side->registry, fragment, d)
                               : registry_document(side->registry, 0, d);
    if (!fragment.length) {
        diag *of = diags_error(d, "subset.no-schema", "'%.*s' is an API description, not a schema",
                               STR_ARG(side->name));
        diags_hint(d, of, "name a schema in it: %.*s#/components/schemas/NAME",
                   STR_ARG(side->name));
        return (site){0};
    }
    const node *n = pointer_resolve_fragment(root, fragment, s->arena);
    if (!n) {
        diags_error(d, "ref.missing-target", "nothing stands at '#%.*s' in '%.*s'",
                    STR_ARG(fragment), STR_ARG(side->name));
        return (site){0};
    }
    return registry_embedded(side->registry, n, embedded);
}

static bundle *load(const char *name, const subset_options *o, uint64_t seed, diags *d)
{
    input *in = input_open(name, &(input_options){.folder = o->folder}, d);
    if (!in)
        return NULL;
    bundle_options how = {.seed = seed, .mappings = o->mappings, .mapping_count = o->mapping_count};
    return bundle_load(in, &how, d);
}

static bool open_side(subset *s, subset_side *side, const char *argument, const subset_options *o,
                      uint64_t seed, diags *d)
{
    str whole = str_from(argument);
    size_t hash = str_find(whole, '#');
    side->name = hash == SIZE_MAX ? whole : arena_str(s->arena, str_take(whole, hash));
    str fragment = hash == SIZE_MAX ? STR("") : str_skip(whole, hash + 1);
    side->bundle = load(arena_cstr(s->arena, side->name), o, seed, d);
    if (!side->bundle)
        return false;
    side->registry = registry_new(side->bundle, &(registry_options){0}, d);
    if (!side->registry)
        return false;
    side->site = find_schema(s, side, fragment, d);
    return side->site.node != NULL;
}

/* --- asking --- */

static inclusion_options engine_options(const subset_options *o)
{
    static const schema_direction directions[] = {DIRECTION_NONE, DIRECTION_REQUEST,
                                                  DIRECTION_RESPONSE};
    return (inclusion_options){
        .reading = o->writer_closed ? READING_WRITER_CLOSED : READING_LITERAL,
        .direction = directions[o->direction],
        .assert_formats = o->formats,
        .wire = o->text ? WIRE_TEXT : WIRE_JSON,
        .steps = o->steps,
    };
}

static void ask(subset *s, const subset_options *o)
{
    inclusion_options how = engine_options(o);
    s->engine = inclusion_new(s->sides[0].registry, s->sides[1].registry);
    s->directions = o->equivalent ? 2 : 1;
    for (int n = 0; n < s->directions; n++) {
        site writer = s->sides[n].site, reader = s->sides[1 - n].site;
        s->results[n] = inclusion_ask(s->engine, writer, reader, &how);
        if (s->results[n]->answer == ANSWER_INCLUDED && o->self_check > 0)
            s->refutations[n] =
                sample_refutation(s->engine, writer, reader, &how, o->self_check, &s->samples[n]);
    }
    for (int n = 0; n < s->directions; n++)
        s->refuted += s->refutations[n] != NULL;
    s->refuted += inclusion_refuted(s->engine);
}

/* Mistakes of one side that an answer about both would hide. */
static void look_at_sides(subset *s, const subset_options *o)
{
    inclusion_options how = engine_options(o);
    for (int n = 0; n < 2; n++) {
        subset_side *side = &s->sides[n];
        side->is_empty = inclusion_is_empty(s->engine, side->site, &how);
        side->never_count = inclusion_never_present(s->engine, side->site, &how, &side->never);
    }
}

static subset *subset_new(void)
{
    subset *s = memory_alloc(sizeof *s);
    s->arena = arena_new();
    return s;
}

subset *subset_compare(const char *a, const char *b, const subset_options *options, diags *d)
{
    subset *s = subset_new();
    uint64_t seed = random_seed();
    if (!open_side(s, &s->sides[0], a, options, seed, d) ||
        !open_side(s, &s->sides[1], b, options, seed, d)) {
        subset_free(s);
        return NULL;
    }
    ask(s, options);
    look_at_sides(s, options);
    return s;
}

void subset_free(subset *s)
{
    if (!s)
        return;
    inclusion_free(s->engine);
    side_clear(&s->sides[0]);
    side_clear(&s->sides[1]);
    arena_free(s->arena);
    free(s);
}

static subset_answer answer_of(const subset *s, int n)
{
    if (s->refutations[n])
        return SUBSET_UNKNOWN;
    switch (s->results[n]->answer) {
    case ANSWER_INCLUDED:
        return SUBSET_INCLUDED;
    case ANSWER_NOT_INCLUDED:
        return SUBSET_NOT_INCLUDED;
    case ANSWER_UNKNOWN:
        break;
    }
    return SUBSET_UNKNOWN;
}

subset_answer subset_verdict(const subset *s)
{
    subset_answer worst = answer_of(s, 0);
    for (int n = 1; n < s->directions; n++) {
        subset_answer other = answer_of(s, n);
        if (other == SUBSET_NOT_INCLUDED || worst == SUBSET_INCLUDED)
            worst = other;
    }
    return worst;
}

/* --- batches --- */

static document *read_part(const node *n, str name, uint64_t seed, uint16_t index, diags *d)
{
    buf text = {0};
    json_write(&text, n);
    document_options how = {.format = DOCUMENT_JSON, .seed = seed, .index = index};
    document *doc = document_read(&text, name, &how, d);
    buf_clear(&text);
    return doc;
}

static bool add_registry(bundle *b, const node *entries, uint64_t seed, diags *d)
{
    for (uint32_t i = 0; node_is(entries, NODE_OBJECT) && i < entries->count; i++) {
        const member *m = &entries->as.members[i];
        document *doc = read_part(&m->value, member_key(m), seed, (uint16_t)(i + 1), d);
        if (!doc)
            return false;
        bundle_add(b, doc, member_key(m));
    }
    return true;
}

static bool batch_side(subset *s, subset_side *side, const node *line, const char *name,
                       uint64_t seed, diags *d)
{
    side->name = str_from(name);
    const node *given = node_get(line, side->name);
    if (!given) {
        diags_error(d, "subset.case", "the case has no '%s'", name);
        return false;
    }
    document *doc = read_part(given, side->name, seed, 0, d);
    if (!doc)
        return false;
    side->bundle = bundle_of(doc, arena_printf(s->arena, "handoff:/%s", name));
    if (!add_registry(side->bundle, node_get(line, STR("registry")), seed, d))
        return false;
    str uri = node_get_text(line, STR("dialect"));
    registry_options how = {.default_dialect = uri.data ? dialect_of_uri(uri) : DIALECT_UNKNOWN};
    side->registry = registry_new(side->bundle, &how, d);
    if (!side->registry)
        return false;
    side->site = registry_document(side->registry, 0, d);
    return side->site.node != NULL;
}

static void write_error(buf *out, const diags *d)
{
    str message = d->count ? d->items[0].message : STR("the case cannot be read");
    buf_append(out, STR("{\"error\":"));
    json_write_string(out, message);
    buf_append(out, STR("}\n"));
}

void subset_batch_line(buf *out, str line, const subset_options *options)
{
    diags d;
    diags_init(&d);
    subset *s = subset_new();
    const node *given = node_parse_json(line, s->arena, &d);
    uint64_t seed = random_seed();
    subset_options how = *options;
    how.formats |= node_get_true(given, STR("formats"));
    if (given && batch_side(s, &s->sides[0], given, "a", seed, &d) &&
        batch_side(s, &s->sides[1], given, "b", seed, &d)) {
        ask(s, &how);
        subset_write_json(out, s);
    } else {
        write_error(out, &d);
    }
    subset_free(s);
    diags_clear(&d);
}
