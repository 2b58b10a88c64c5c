#include "check/contract.h"

#include <pthread.h>

/* --- which kind --- */

static bool find_kind(contract *c, contract_kind wanted, diags *d)
{
    const node *root = bundle_root(c->bundle);
    bool is_api = api_is_contract(root);
    bool may_be_schema = !is_api && (node_is(root, NODE_OBJECT) || node_is(root, NODE_BOOLEAN));
    if (is_api && wanted != CONTRACT_JSON_SCHEMA)
        c->kind = CONTRACT_OPENAPI;
    else if (may_be_schema &&
             (wanted == CONTRACT_JSON_SCHEMA || (wanted == CONTRACT_ANY && schema_is_likely(root))))
        c->kind = CONTRACT_JSON_SCHEMA;
    else {
        const char *what = wanted == CONTRACT_OPENAPI       ? "no OpenAPI contract"
                           : wanted == CONTRACT_JSON_SCHEMA ? "no JSON Schema"
                                                            : "no contract";
        diag *of = diags_error(d, "contract.kind", "this is %s", what);
        bundle_diag_at(c->bundle, d, of, root);
        if (!is_api)
            diags_hint(d, of,
                       "an OpenAPI contract has 'openapi: 3.1.0' (or 'swagger') at its top, "
                       "a JSON Schema '$schema'");
        return false;
    }
    return true;
}

/* --- loading --- */

/* `lenient`: with what could be read, because the other side decides what its mistakes mean. */
static bool build_model(contract *c, bool lenient, diags *d)
{
    if (c->kind == CONTRACT_OPENAPI) {
        c->api = lenient ? api_read(c->bundle, d) : api_new(c->bundle, d);
        return c->api != NULL;
    }
    registry_options options = {.default_dialect = DIALECT_UNKNOWN};
    c->registry = registry_new(c->bundle, &options, d);
    if (!c->registry)
        return false;
    c->schema = registry_document(c->registry, 0, d);
    return c->schema.node && registry_refuse_loops(c->registry, c->schema, d);
}

static bool load(contract *out, const contract_request *request, bool lenient, diags *d)
{
    *out = (contract){0};
    bundle_options options = {.seed = request->seed,
                              .mappings = request->mappings,
                              .mapping_count = request->mapping_count};
    out->bundle = bundle_load(request->input, &options, d);
    if (out->bundle && find_kind(out, request->wanted, d) && bundle_refuse_loops(out->bundle, d) &&
        build_model(out, lenient, d))
        return true;
    contract_clear(out);
    return false;
}

bool contract_load(contract *out, const contract_request *request, diags *d)
{
    return load(out, request, false, d);
}

void contract_clear(contract *c)
{
    api_free(c->api);
    registry_free(c->registry);
    bundle_free(c->bundle);
    *c = (contract){0};
}

typedef struct loading {
    contract *contract;
    const contract_request *request;
    diags diags;
    bool loaded;
} loading;

static void *load_in_thread(void *argument)
{
    loading *l = argument;
    l->loaded = load(l->contract, l->request, true, &l->diags);
    return NULL;
}

bool contract_load_both(contract *old, const contract_request *old_request, contract *new_,
                        const contract_request *new_request, diags *d)
{
    loading one = {.contract = old, .request = old_request};
    loading other = {.contract = new_, .request = new_request};
    diags_init(&one.diags);
    diags_init(&other.diags);
    pthread_t thread;
    bool started = pthread_create(&thread, NULL, load_in_thread, &one) == 0;
    if (!started)
        load_in_thread(&one);
    load_in_thread(&other);
    if (started)
        pthread_join(thread, NULL);
    bool loaded = one.loaded && other.loaded;
    if (loaded)
        api_settle(&one.diags, &other.diags);
    loaded = loaded && other.diags.errors == 0;
    diags_move(d, &one.diags);
    diags_move(d, &other.diags);
    if (loaded)
        return true;
    contract_clear(old);
    contract_clear(new_);
    return false;
}

/* --- comparing --- */

/* What could not be read, by its message: where it was first met, and how often in all. */
typedef struct unread {
    const diag *first;
    size_t places;
} unread;

static void count_unread(map *by_message, const diag *of)
{
    unread **known = (unread **)map_slot(by_message, of->message);
    if (!*known) {
        *known = arena_new_of(by_message->arena, unread);
        (*known)->first = of;
    }
    (*known)->places++;
}

static void add_unread(report *r, const unread *what)
{
    const diag *of = what->first;
    undecided u = {.why = of->message, .place = {of->file, of->line, of->column, STR("")}};
    if (what->places > 1)
        u.why = arena_printf(r->arena, "%.*s (and at %zu more place%s)", STR_ARG(of->message),
                             what->places - 1, what->places == 2 ? "" : "s");
    report_add_undecided(r, &u);
}

/* What could not be read of the old side leaves the verdict open. It is told once a cause: a
   missing component that two hundred responses name is one thing to mend. */
static void report_unread(report *r, diags *d)
{
    arena *scratch = arena_new();
    map by_message;
    map_init(&by_message, scratch, 0);
    for (size_t i = 0; i < d->count; i++) {
        diag *of = &d->items[i];
        if (of->severity != DIAG_UNDECIDED)
            continue;
        count_unread(&by_message, of);
        of->severity = DIAG_WARNING;
        d->undecided--;
        d->warnings++;
    }
    for (size_t i = 0; i < by_message.count; i++)
        add_unread(r, by_message.entries[i].value);
    arena_free(scratch);
}

bool contract_compare(const contract *old, const contract *new_, const contract_comparison *how,
                      report *r, diags *d)
{
    if (old->kind != new_->kind) {
        diag *of = diags_error(d, "contract.kind",
                               "an OpenAPI contract does not compare with a "
                               "JSON Schema");
        bundle_diag_at(new_->bundle, d, of, bundle_root(new_->bundle));
        return false;
    }
    report_unread(r, d);
    if (old->kind == CONTRACT_OPENAPI)
        change_compare(old->api, new_->api, &how->options, r);
    else
        change_compare_schemas(old->registry, old->schema, new_->registry, new_->schema,
                               how->compatibility, how->literal, &how->options, r);
    return true;
}
