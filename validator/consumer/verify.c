#include "consumer/verify.h"

#include "base/vec.h"
#include "consumer/pact.h"
#include "consumer/promise.h"
#include "consumer/traffic.h"

typedef struct verifying {
    const verify_source *source;
    verify_result *result;
    arena *arena;
    diags *diags;
    bundle *contract_bundle;
    api *contract;             /* NULL: a JSON Schema */
    registry *schema_registry; /* of a JSON Schema */
    promise_contract asked;
    conformer *conformer;
    str producer;
    VEC(verify_consumer) consumers;
} verifying;

static bundle *load(const verify_source *source, const char *argument, diags *d)
{
    if (source)
        return source->load(source->payload, argument, d);
    const input_options options = {0};
    const bundle_options how = {0};
    input *in = input_open(argument, &options, d);
    return in ? bundle_load(in, &how, d) : NULL;
}

/* --- one interaction --- */

static bool is_of(const bundle *b, const node *n)
{
    if (!n || n->document >= bundle_count(b))
        return false;
    str source = document_source(bundle_document(b, n->document));
    return n->end <= source.length;
}

/* Values that were made on the way (a form, a wire text) stand in no file. */
static position place_of(const bundle *b, const node *n, arena *a)
{
    if (!is_of(b, n))
        return (position){0};
    position place = bundle_position(b, n, a);
    place.file = arena_str(a, place.file); /* the bundle goes before the result does */
    return place;
}

/* The file an interaction stands in; of JSON lines each is a bundle of its own. */
typedef struct source {
    const bundle *bundle;
    uint32_t lines_before;
} source;

static position given_place(const source *file, const node *n, arena *a)
{
    position place = place_of(file->bundle, n, a);
    if (place.line)
        place.line += file->lines_before;
    return place;
}

static verify_problem *copy_problems(verifying *v, const source *file, const problems *found)
{
    arena *a = v->arena;
    verify_problem *copies = arena_array_of(a, verify_problem, found->count);
    for (size_t i = 0; i < found->count; i++) {
        const problem *p = &found->items[i];
        copies[i] = (verify_problem){
            .code = str_from(conform_code_name(p->code)),
            .message = arena_str(a, p->message),
            .is_error = conform_code_is_error(p->code),
            .pointer = p->pointer.data ? arena_str(a, p->pointer) : STR_NULL,
            .given = given_place(file, p->given, a),
            .contract = place_of(v->contract_bundle, p->contract, a),
        };
    }
    return copies;
}

static verify_answer answer_of(const problems *found)
{
    if (!found->judged)
        return VERIFY_SKIPPED;
    if (found->errors)
        return VERIFY_FAILED;
    return found->undecided ? VERIFY_UNDECIDED : VERIFY_PASSED;
}

static void count_answer(verify_result *r, verify_answer answer)
{
    r->passed += answer == VERIFY_PASSED;
    r->failed += answer == VERIFY_FAILED;
    r->undecided += answer == VERIFY_UNDECIDED;
    r->skipped += answer == VERIFY_SKIPPED;
}

static verify_interaction tell_interaction(verifying *v, const source *file, const interaction *i,
                                           const problems *found)
{
    return (verify_interaction){
        .description = arena_str(v->arena, i->description.data ? i->description : STR("")),
        .operation = i->kind == INTERACTION_MESSAGE ? STR("message")
                     : found->operation             ? arena_str(v->arena, found->operation->display)
                                        : arena_printf(v->arena, "%.*s %.*s", STR_ARG(i->method),
                                                       STR_ARG(i->path)),
        .answer = answer_of(found),
        .problems = copy_problems(v, file, found),
        .problem_count = found->count,
    };
}

static verify_interaction verify_one(verifying *v, const source *file, const interaction *i,
                                     conform_reading reading)
{
    problems found = conform_check(v->conformer, i, reading, v->diags);
    verify_interaction out = tell_interaction(v, file, i, &found);
    if (!v->conformer)
        out.answer = VERIFY_SKIPPED; /* a JSON Schema says nothing of requests */
    count_answer(v->result, out.answer);
    return out;
}

static void verify_all(verifying *v, const bundle *file, const pact *p, verify_consumer *consumer)
{
    const source here = {.bundle = file};
    verify_interaction *done = arena_array_of(v->arena, verify_interaction, p->interaction_count);
    for (size_t i = 0; i < p->interaction_count; i++) {
        done[i] = verify_one(v, &here, &p->interactions[i], CONFORM_EXPECTATION);
        done[i].element = i;
    }
    consumer->interactions = done;
    consumer->interaction_count = consumer->element_count = p->interaction_count;
    vec_push(v->arena, &v->consumers, *consumer);
}

/* --- files --- */

static bool verify_pact(verifying *v, const bundle *file)
{
    pact *p = pact_read(file, v->diags);
    if (!p)
        return false;
    verify_consumer consumer = {
        .file = arena_str(v->arena, document_name(bundle_document(file, 0))),
        .consumer = arena_str(v->arena, p->consumer),
        .provider = arena_str(v->arena, p->provider),
    };
    verify_all(v, file, p, &consumer);
    pact_free(p);
    return true;
}

/* --- expectation files --- */

static verify_answer answer_of_promise(promise_kind kind)
{
    if (kind == PROMISE_KEPT)
        return VERIFY_PASSED;
    return kind == PROMISE_UNDECIDED ? VERIFY_UNDECIDED : VERIFY_FAILED;
}

static const node *place_of_promise(const promise *p)
{
    if (p->field)
        return &p->field->place->value;
    if (p->event)
        return p->event->node;
    return p->part && p->part->node ? p->part->node : p->operation->node;
}

static verify_interaction tell_promise(verifying *v, const bundle *file, const promise *p)
{
    arena *a = v->arena;
    verify_problem *told = arena_new_of(a, verify_problem);
    *told = (verify_problem){
        .code = arena_printf(a, "expectation.%s", promise_kind_name(p->kind)),
        .message = arena_str(a, p->message),
        .is_error = p->kind != PROMISE_UNDECIDED,
        .pointer = p->field ? arena_str(a, p->field->pointer) : STR_NULL,
        .witness = p->witness.data ? arena_str(a, p->witness) : STR_NULL,
        .given = place_of(file, place_of_promise(p), a),
        .contract = place_of(v->contract_bundle, p->contract_node, a),
    };
    verify_interaction out = {
        .description =
            arena_printf(a, "%s %.*s", p->sends ? "sends" : "relies on", STR_ARG(p->relies_on)),
        .operation = p->found   ? arena_str(a, p->found->display)
                     : p->event ? arena_printf(a, "event %.*s", STR_ARG(p->event->name))
                                : arena_str(a, p->relies_on),
        .answer = answer_of_promise(p->kind),
        .problems = told,
        .problem_count = p->kind == PROMISE_KEPT ? 0 : 1,
    };
    count_answer(v->result, out.answer);
    return out;
}

static void verify_producer(verifying *v, const bundle *file, const expectations *e,
                            const expected_producer *producer)
{
    arena *own = arena_new();
    promises found = promises_check(&v->asked, producer, own, v->diags);
    if (found.count == 0) {
        arena_free(own);
        return;
    }
    verify_interaction *done = arena_array_of(v->arena, verify_interaction, found.count);
    for (size_t i = 0; i < found.count; i++) {
        const promise *p = &found.items[i];
        done[i] = tell_promise(v, file, p);
        done[i].element = p->operation
                              ? (size_t)(p->operation - producer->operations)
                              : producer->operation_count + (size_t)(p->event - producer->events);
    }
    verify_consumer consumer = {
        .file = arena_str(v->arena, document_name(bundle_document(file, 0))),
        .consumer = arena_str(v->arena, e->consumer),
        .team = e->team.data ? arena_str(v->arena, e->team) : STR_NULL,
        .provider = arena_str(v->arena, producer->producer),
        .interactions = done,
        .interaction_count = found.count,
        .element_count = producer->operation_count + producer->event_count,
    };
    vec_push(v->arena, &v->consumers, consumer);
    arena_free(own);
}

/* A file may expect things of several producers; this contract is one of them. */
static bool is_about(const verifying *v, const expectations *e, const expected_producer *p)
{
    return e->producer_count == 1 || !v->producer.data || str_equal(v->producer, p->producer);
}

static bool verify_expectations(verifying *v, const bundle *file)
{
    expectations *e = expectations_read(file, v->diags);
    size_t before = v->consumers.count;
    for (size_t i = 0; e && i < e->producer_count; i++)
        if (is_about(v, e, &e->producers[i]))
            verify_producer(v, file, e, &e->producers[i]);
    bool read = e != NULL;
    if (read && v->consumers.count == before) {
        diag *of = diags_error(v->diags, "verify.nothing",
                               "'%.*s' expects nothing of this contract", STR_ARG(e->consumer));
        bundle_diag_at(file, v->diags, of, bundle_root(file));
        diags_hint(v->diags, of, "--producer names whose contract it is");
        read = false;
    }
    expectations_free(e);
    return read;
}

static bool verify_consumer_file(verifying *v, const bundle *file)
{
    return pact_is_pact(bundle_root(file)) ? verify_pact(v, file) : verify_expectations(v, file);
}

/* --- recorded traffic --- */

static str host_of_server(str url)
{
    size_t scheme = str_search(url, STR("://"));
    str rest = scheme == SIZE_MAX ? STR_NULL : str_skip(url, scheme + 3);
    return str_take(rest, str_find(rest, '/'));
}

/* A recording holds what the browser or the proxy saw of other hosts too. It is left out where the
 * contract says which hosts are its own, and has no such operation. */
static bool is_of_other_host(const verifying *v, const exchange *e)
{
    bool said = false;
    for (size_t i = 0; i < v->contract->server_count; i++) {
        str own = host_of_server(v->contract->servers[i].url);
        if (!own.length || str_find(own, '{') != SIZE_MAX || str_equal_ignoring_case(own, e->host))
            return false;
        said = true;
    }
    return said && e->host.length > 0;
}

static verify_interaction skip_exchange(verifying *v, const exchange *e)
{
    arena *a = v->arena;
    const source here = {e->bundle, e->lines_before};
    verify_problem *told = arena_new_of(a, verify_problem);
    *told = (verify_problem){
        .code = STR("traffic.other-host"),
        .message = arena_printf(a, "'%.*s' is no server of the contract", STR_ARG(e->host)),
        .pointer = STR_NULL,
        .given = given_place(&here, e->interaction.request.node, a),
    };
    return (verify_interaction){
        .description = arena_str(a, e->interaction.description),
        .operation = arena_printf(a, "%.*s %.*s", STR_ARG(e->interaction.method),
                                  STR_ARG(e->interaction.path)),
        .answer = VERIFY_SKIPPED,
        .problems = told,
        .problem_count = 1,
    };
}

static verify_interaction verify_exchange(verifying *v, const exchange *e)
{
    const source here = {e->bundle, e->lines_before};
    problems found = conform_check(v->conformer, &e->interaction, CONFORM_RECORDED, v->diags);
    verify_interaction out = !found.operation && is_of_other_host(v, e)
                                 ? skip_exchange(v, e)
                                 : tell_interaction(v, &here, &e->interaction, &found);
    count_answer(v->result, out.answer);
    return out;
}

static bool verify_traffic(verifying *v, const char *argument)
{
    if (!v->contract) {
        diags_hint(v->diags,
                   diags_error(v->diags, "verify.traffic",
                               "'%s' cannot be verified: the contract is a JSON Schema", argument),
                   "handoff validate SCHEMA DATA…");
        return false;
    }
    traffic *t = traffic_open(argument, v->diags);
    size_t errors = v->diags->errors;
    exchange e;
    VEC(verify_interaction) done = {0};
    while (t && traffic_next(t, &e, v->diags))
        vec_push(v->arena, &done, verify_exchange(v, &e));
    verify_consumer consumer = {.file = t ? arena_str(v->arena, traffic_name(t)) : STR_NULL,
                                .interactions = done.items,
                                .interaction_count = done.count};
    if (t)
        vec_push(v->arena, &v->consumers, consumer);
    bool read = t && v->diags->errors == errors;
    if (read && done.count == 0)
        diags_error(v->diags, "verify.nothing", "'%.*s' holds no exchange that was answered",
                    STR_ARG(traffic_name(t)));
    traffic_free(t);
    return read && done.count > 0;
}

static bool verify_file(verifying *v, const char *argument)
{
    bundle *file = load(v->source, argument, v->diags);
    bool fine = file && verify_consumer_file(v, file);
    bundle_free(file);
    return fine;
}

static bool verify_files(verifying *v, const char *const *files, size_t count,
                         bool (*verify)(verifying *, const char *))
{
    bool fine = true;
    for (size_t i = 0; i < count; i++)
        fine = verify(v, files[i]) && fine;
    return fine;
}

/* --- the contract --- */

static bool open_api(verifying *v)
{
    v->contract = api_new(v->contract_bundle, v->diags);
    v->conformer = v->contract ? conformer_new(v->contract) : NULL;
    if (v->contract)
        v->asked = (promise_contract){.api = v->contract, .registry = v->contract->registry};
    return v->conformer != NULL;
}

static bool open_schema(verifying *v)
{
    const registry_options options = {.default_dialect = DIALECT_UNKNOWN};
    v->schema_registry = registry_new(v->contract_bundle, &options, v->diags);
    if (!v->schema_registry || !bundle_refuse_loops(v->contract_bundle, v->diags))
        return false;
    v->asked = (promise_contract){.registry = v->schema_registry,
                                  .schema = registry_document(v->schema_registry, 0, v->diags)};
    if (!v->asked.schema.node ||
        !registry_refuse_loops(v->schema_registry, v->asked.schema, v->diags))
        return false;
    v->conformer = conformer_of_schema(v->schema_registry, v->asked.schema);
    return true;
}

static bool open_contract(verifying *v, const char *argument)
{
    v->contract_bundle = load(v->source, argument, v->diags);
    if (!v->contract_bundle)
        return false;
    const node *root = bundle_root(v->contract_bundle);
    bool opened = !api_is_contract(root) && schema_is_likely(root) ? open_schema(v) : open_api(v);
    v->asked.file = document_name(bundle_document(v->contract_bundle, 0));
    return opened;
}

verify_result *verify_run(const verify_options *options, diags *d)
{
    arena *a = arena_new();
    verify_result *result = arena_new_of(a, verify_result);
    verifying v = {.source = options->source,
                   .result = result,
                   .arena = a,
                   .diags = d,
                   .producer = str_from(options->producer)};
    result->arena = a;
    bool opened = open_contract(&v, options->contract);
    if (opened) {
        result->complete =
            verify_files(&v, options->consumers, options->consumer_count, verify_file);
        result->complete &=
            verify_files(&v, options->traffic, options->traffic_count, verify_traffic);
    }
    result->consumers = v.consumers.items;
    result->consumer_count = v.consumers.count;
    conformer_free(v.conformer);
    api_free(v.contract);
    registry_free(v.schema_registry);
    bundle_free(v.contract_bundle);
    if (opened)
        return result;
    verify_result_free(result);
    return NULL;
}

void verify_result_free(verify_result *r)
{
    if (r)
        arena_free(r->arena);
}

const char *verify_answer_name(verify_answer answer)
{
    static const char *const names[] = {"passed", "failed", "undecided", "skipped"};
    return names[answer];
}
