#include "consumer/verify.h"

#include "base/vec.h"
#include "consumer/har.h"
#include "consumer/pact.h"

typedef struct verifying {
    verify_result *result;
    arena *arena;
    diags *diags;
    bundle *contract_bundle;
    api *contract;
    conformer *conformer;
    VEC(verify_consumer) consumers;
} verifying;

static bundle *load(const char *argument, diags *d)
{
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
    return bundle_position(b, n, a);
}

static verify_problem *copy_problems(verifying *v, const bundle *file, const problems *found)
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
            .given = place_of(file, p->given, a),
            .contract = place_of(v->contract_bundle, p->contract, a),
        };
    }
    return copies;
}

static verify_answer answer_of(const interaction *i, const problems *found)
{
    if (i->kind != INTERACTION_HTTP)
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

static verify_interaction verify_one(verifying *v, const bundle *file, const interaction *i,
                                     conform_reading reading)
{
    problems found = conform_check(v->conformer, i, reading, v->diags);
    verify_interaction out = {
        .description = arena_str(v->arena, i->description.data ? i->description : STR("")),
        .operation = found.operation ? arena_str(v->arena, found.operation->display)
                                     : arena_printf(v->arena, "%.*s %.*s", STR_ARG(i->method), STR_ARG(i->path)),
        .answer = answer_of(i, &found),
        .problems = copy_problems(v, file, &found),
        .problem_count = found.count,
    };
    count_answer(v->result, out.answer);
    return out;
}

static void verify_all(verifying *v, const bundle *file, const interaction *all, size_t count,
                       conform_reading reading, verify_consumer *consumer)
{
    verify_interaction *done = arena_array_of(v->arena, verify_interaction, count);
    for (size_t i = 0; i < count; i++)
        done[i] = verify_one(v, file, &all[i], reading);
    consumer->interactions = done;
    consumer->interaction_count = count;
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
    verify_all(v, file, p->interactions, p->interaction_count, CONFORM_EXPECTATION, &consumer);
    pact_free(p);
    return true;
}

static bool verify_traffic(verifying *v, const bundle *file)
{
    size_t count;
    arena *own = arena_new();
    const interaction *all = har_read(file, &count, own, v->diags);
    if (all) {
        verify_consumer consumer = {.file = arena_str(v->arena, document_name(bundle_document(file, 0)))};
        verify_all(v, file, all, count, CONFORM_RECORDED, &consumer);
    }
    arena_free(own);
    return all != NULL;
}

static bool verify_files(verifying *v, const char *const *files, size_t count,
                         bool (*verify)(verifying *, const bundle *))
{
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        bundle *file = load(files[i], v->diags);
        fine = file && verify(v, file) && fine;
        bundle_free(file);
    }
    return fine;
}

static bool open_contract(verifying *v, const char *argument)
{
    v->contract_bundle = load(argument, v->diags);
    v->contract = v->contract_bundle ? api_new(v->contract_bundle, v->diags) : NULL;
    v->conformer = v->contract ? conformer_new(v->contract, v->diags) : NULL;
    return v->conformer != NULL;
}

verify_result *verify_run(const verify_options *options, diags *d)
{
    arena *a = arena_new();
    verify_result *result = arena_new_of(a, verify_result);
    verifying v = {.result = result, .arena = a, .diags = d};
    result->arena = a;
    bool fine = open_contract(&v, options->contract) &&
                verify_files(&v, options->consumers, options->consumer_count, verify_pact) &&
                verify_files(&v, options->traffic, options->traffic_count, verify_traffic);
    result->consumers = v.consumers.items;
    result->consumer_count = v.consumers.count;
    conformer_free(v.conformer);
    api_free(v.contract);
    bundle_free(v.contract_bundle);
    if (fine)
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
