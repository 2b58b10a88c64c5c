#include "check/impact_parts.h"
#include "consumer/conform.h"
#include "consumer/pact.h"

static position place_of(const bundle *b, const node *n, arena *a)
{
    position place = bundle_position(b, n, a);
    place.file = arena_str(a, place.file);
    return place;
}

/* --- Pact files --- */

static const problem *first_error(const problems *found)
{
    for (size_t i = 0; i < found->count; i++)
        if (conform_code_is_error(found->items[i].code))
            return &found->items[i];
    return NULL;
}

/* By its matching rules the consumer may send what the contract refuses. */
static const problem *wider_rules(const problems *found)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].code == CONFORM_REQUEST_RULES)
            return &found->items[i];
    return NULL;
}

static hurt_part part_of_code(conform_code code)
{
    switch (code) {
    case CONFORM_PATH_UNKNOWN:
    case CONFORM_METHOD_UNKNOWN:
        return HURT_OPERATION;
    case CONFORM_QUERY:
    case CONFORM_QUERY_UNKNOWN:
        return HURT_QUERY;
    case CONFORM_REQUEST_HEADER:
    case CONFORM_REQUEST_HEADER_UNKNOWN:
        return HURT_HEADER;
    case CONFORM_CREDENTIALS:
        return HURT_CALL;
    case CONFORM_REQUEST_BODY:
    case CONFORM_REQUEST_BODY_UNKNOWN:
    case CONFORM_REQUEST_BODY_UNCHECKED:
    case CONFORM_REQUEST_MEDIA_TYPE:
    case CONFORM_REQUEST_MEDIA_TYPE_MISSING:
    case CONFORM_REQUEST_MEDIA_TYPE_UNKNOWN:
    case CONFORM_REQUEST_RULES:
        return HURT_REQUEST_BODY;
    case CONFORM_RESPONSE_HEADER:
    case CONFORM_RESPONSE_HEADER_UNKNOWN:
    case CONFORM_RESPONSE_HEADER_UNDEFINED:
        return HURT_RESPONSE_HEADER;
    case CONFORM_MESSAGE:
    case CONFORM_MESSAGE_UNCHECKED:
        return HURT_SCHEMA;
    case CONFORM_ACCEPT:
    case CONFORM_ACCEPT_UNKNOWN:
    case CONFORM_STATUS_UNKNOWN:
    case CONFORM_STATUS_DEFAULT:
    case CONFORM_RESPONSE_BODY:
    case CONFORM_RESPONSE_BODY_UNKNOWN:
    case CONFORM_RESPONSE_BODY_UNCHECKED:
    case CONFORM_RESPONSE_MEDIA_TYPE:
    case CONFORM_RESPONSE_MEDIA_TYPE_UNKNOWN:
        break;
    }
    return HURT_RESPONSE;
}

static void add_interaction(judging *j, const pact *p, const interaction *i,
                            const api_operation *operation, const problem *error)
{
    arena *a = j->arena;
    const node *at = error->given ? error->given : i->node;
    vec_push(
        a, &j->hurts,
        (hurt){
            .consumer = arena_str(a, p->consumer),
            .team = STR(""),
            .operation = i->kind == INTERACTION_MESSAGE ? arena_str(a, i->description)
                         : operation
                             ? arena_str(a, operation->display)
                             : arena_printf(a, "%.*s %.*s", STR_ARG(i->method), STR_ARG(i->path)),
            .relies_on = error->pointer.data && error->pointer.length
                             ? arena_str(a, error->pointer)
                             : arena_printf(a, "'%.*s'", STR_ARG(i->description)),
            .message = arena_str(a, error->message),
            .part = part_of_code(error->code),
            .status = i->status ? arena_printf(a, "%lld", (long long)i->status) : STR_NULL,
            .pointer = error->pointer.data && error->pointer.length ? arena_str(a, error->pointer)
                                                                    : STR_NULL,
            .request = error->code < CONFORM_STATUS_UNKNOWN || error->code == CONFORM_REQUEST_RULES,
            .place = place_of(p->bundle, at, a),
        });
}

static void judge_interaction(judging *j, const pact *p, const interaction *i, conformer *before,
                              conformer *after)
{
    problems was = conform_check(before, i, CONFORM_EXPECTATION, j->diags);
    problems is = {0};
    if (was.errors || !was.judged)
        return;
    if (after)
        is = conform_check(after, i, CONFORM_EXPECTATION, j->diags);
    const problem gone = {.code = CONFORM_PATH_UNKNOWN, .message = STR("the contract is gone")};
    if (!after)
        add_interaction(j, p, i, was.operation, &gone);
    else if (is.errors)
        add_interaction(j, p, i, was.operation, first_error(&is));
    else if (wider_rules(&is) && !wider_rules(&was))
        add_interaction(j, p, i, was.operation, wider_rules(&is));
}

static conformer *conformer_of(const contract *side)
{
    return side->api ? conformer_new(side->api) : conformer_of_schema(side->registry, side->schema);
}

static bool judge_pact(judging *j, const bundle *file)
{
    pact *p = pact_read(file, j->diags);
    bool mine = p && (!j->options->producer.data || str_equal(p->provider, j->options->producer));
    conformer *before = mine ? conformer_of(j->old) : NULL;
    conformer *after = mine && j->new_ ? conformer_of(j->new_) : NULL;
    for (size_t i = 0; mine && i < p->interaction_count; i++)
        judge_interaction(j, p, &p->interactions[i], before, after);
    conformer_free(before);
    conformer_free(after);
    bool read = p != NULL;
    pact_free(p);
    return read;
}

static bundle *load_file(const judging *j, const char *path)
{
    const input_options where = {.folder = j->options->folder};
    const bundle_options how = {0};
    if (j->options->source)
        return j->options->source->load(j->options->source->payload, path, j->diags);
    input *in = input_open(path, &where, j->diags);
    return in ? bundle_load(in, &how, j->diags) : NULL;
}

static bool judge_file(judging *j, const char *path)
{
    bundle *file = load_file(j, path);
    if (!file)
        return false;
    bool read =
        pact_is_pact(bundle_root(file)) ? judge_pact(j, file) : impact_judge_expectations(j, file);
    bundle_free(file);
    return read;
}

static bool judge_files(judging *j)
{
    bool read = true;
    for (size_t i = 0; i < j->options->file_count; i++)
        read = judge_file(j, j->options->files[i]) && read;
    return read;
}

bool impact_apply(const contract *old, const contract *new_, const impact_options *options,
                  report *r, diags *d)
{
    judging j = {
        .old = old, .new_ = new_, .options = options, .report = r, .arena = r->arena, .diags = d};
    if (options->file_count == 0)
        return true;
    bool read = judge_files(&j);
    impact_place(&j);
    report_finish(r, r->verdict != VERDICT_IDENTICAL);
    return read;
}

bool impact_removed(const contract *old, const impact_options *options, report *r, diags *d)
{
    judging j = {.old = old, .options = options, .report = r, .arena = r->arena, .diags = d};
    bool read = judge_files(&j);
    impact_place(&j);
    return read;
}
