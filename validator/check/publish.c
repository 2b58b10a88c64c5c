#include "check/publish.h"

#include "base/digest.h"
#include "base/vec.h"
#include "check/contract.h"
#include "consumer/expectation.h"
#include "consumer/pact.h"
#include "gate/content.h"

typedef struct publishing {
    const publication *publication;
    arena *arena;
    diags *diags;
    VEC(fact) contents, facts;
} publishing;

static void add(publishing *p, const char *kind, const sql_value *values)
{
    fact f = {.kind = fact_kind_find(str_from(kind))};
    for (size_t i = 0; i < fact_member_count(f.kind); i++)
        f.values[i] = values[i];
    vec_push(p->arena, &p->facts, f);
}

static str store(publishing *p, const bundle *b)
{
    packed_contract packed = content_pack(b, p->arena);
    fact f = {
        .kind = fact_kind_find(STR("content")),
        .values = {SQL_TEXT(packed.digest), SQL_TEXT(packed.name), SQL_TEXT(packed.text)},
    };
    vec_push(p->arena, &p->contents, f);
    return packed.digest;
}

/* --- what is provided --- */

/* Fact kinds "provides" and "contract": whom it is with is their third member. */
static bool is_taken(const publishing *p, const char *kind, str name)
{
    for (size_t i = 0; i < p->facts.count; i++)
        if (p->facts.items[i].kind == fact_kind_find(str_from(kind)) &&
            str_equal(p->facts.items[i].values[2].text, name))
            return true;
    return false;
}

static contract_request request_of(const publishing *p, input *in)
{
    return (contract_request){.input = in,
                              .mappings = p->publication->mappings,
                              .mapping_count = p->publication->mapping_count,
                              .seed = random_seed()};
}

static void add_named(publishing *p, const char *kind, str name, str content)
{
    const sql_value values[] = {SQL_TEXT(str_from(p->publication->service)),
                                SQL_TEXT(str_from(p->publication->version)), SQL_TEXT(name),
                                SQL_TEXT(content)};
    add(p, kind, values);
}

static bool provide(publishing *p, const published_file *file)
{
    input *in = input_open(file->path, NULL, p->diags);
    if (!in)
        return false;
    contract c;
    contract_request request = request_of(p, in);
    if (!contract_load(&c, &request, p->diags))
        return false;
    str content = store(p, c.bundle);
    str name =
        file->name ? str_from(file->name) : p->contents.items[p->contents.count - 1].values[1].text;
    contract_clear(&c);
    if (is_taken(p, "provides", name)) {
        diags_hint(
            p->diags,
            diags_error(p->diags, "publish.name", "two contracts are called '%.*s'", STR_ARG(name)),
            "name them apart: --provides orders=%s", file->path);
        return false;
    }
    add_named(p, "provides", name, content);
    return true;
}

/* --- what is consumed --- */

static bool rely_on(publishing *p, const published_file *file, str provider, str content)
{
    if (is_taken(p, "contract", provider)) {
        diags_hint(p->diags,
                   diags_error(p->diags, "publish.name",
                               "'%s' says a second time what %s relies on of %.*s", file->path,
                               p->publication->service, STR_ARG(provider)),
                   "merge them, in one file and one entry");
        return false;
    }
    add_named(p, "contract", provider, content);
    return true;
}

static bool check_consumer(publishing *p, const published_file *file, str consumer)
{
    if (str_equal(consumer, str_from(p->publication->service)))
        return true;
    diags_hint(p->diags,
               diags_error(p->diags, "publish.consumer", "'%s' is of consumer '%.*s', not of '%s'",
                           file->path, STR_ARG(consumer), p->publication->service),
               "publish it with --service '%.*s', or correct the file", STR_ARG(consumer));
    return false;
}

static bool consume_pact(publishing *p, const published_file *file, const bundle *b)
{
    pact *read = pact_read(b, p->diags);
    bool fine = read && check_consumer(p, file, read->consumer) &&
                rely_on(p, file, arena_str(p->arena, read->provider), store(p, b));
    pact_free(read);
    return fine;
}

static bool consume_expectations(publishing *p, const published_file *file, const bundle *b)
{
    expectations *e = expectations_read(b, p->diags);
    bool fine = e && check_consumer(p, file, e->consumer);
    str content = fine ? store(p, b) : STR_NULL;
    for (size_t i = 0; fine && i < e->producer_count; i++)
        fine = rely_on(p, file, arena_str(p->arena, e->producers[i].producer), content);
    expectations_free(e);
    return fine;
}

/* The consumer relies on all that its copy says. */
static bool consume_copy(publishing *p, const published_file *file)
{
    if (!file->name) {
        diags_hint(p->diags,
                   diags_error(p->diags, "publish.provider",
                               "'%s' is neither an expectation file nor a Pact file", file->path),
                   "if it is a copy of a provider's contract, say whose: --consumes payments=%s",
                   file->path);
        return false;
    }
    input *in = input_open(file->path, NULL, p->diags);
    contract c;
    contract_request request = request_of(p, in);
    if (!in || !contract_load(&c, &request, p->diags))
        return false;
    str content = store(p, c.bundle);
    contract_clear(&c);
    return rely_on(p, file, str_from(file->name), content);
}

static bool consume(publishing *p, const published_file *file)
{
    const bundle_options how = {.mappings = p->publication->mappings,
                                .mapping_count = p->publication->mapping_count};
    input *in = input_open(file->path, NULL, p->diags);
    bundle *b = in ? bundle_load(in, &how, p->diags) : NULL;
    if (!b)
        return false;
    bool fine;
    if (pact_is_pact(bundle_root(b)))
        fine = consume_pact(p, file, b);
    else if (expectations_is_file(bundle_root(b)))
        fine = consume_expectations(p, file, b);
    else
        fine = consume_copy(p, file);
    bundle_free(b);
    return fine;
}

/* --- all of it --- */

static bool add_version(publishing *p)
{
    const publication *given = p->publication;
    fact f;
    if (!fact_make(&f, "version", p->diags, "service", given->service, "version", given->version,
                   "branch", given->branch, FACT_END))
        return false;
    vec_push(p->arena, &p->facts, f);
    for (size_t i = 0; i < given->tag_count; i++) {
        if (!fact_make(&f, "tag", p->diags, "service", given->service, "version", given->version,
                       "tag", given->tags[i], FACT_END))
            return false;
        vec_push(p->arena, &p->facts, f);
    }
    return true;
}

static bool read_files(publishing *p)
{
    const publication *given = p->publication;
    bool fine = true;
    for (size_t i = 0; i < given->provides_count; i++)
        fine = provide(p, &given->provides[i]) && fine;
    for (size_t i = 0; i < given->consumes_count; i++)
        fine = consume(p, &given->consumes[i]) && fine;
    return fine;
}

bool publish(ledger *l, const publication *given, published *out, arena *a, diags *d)
{
    publishing p = {.publication = given, .arena = a, .diags = d};
    if (!add_version(&p) || !read_files(&p))
        return false;
    size_t count = p.contents.count + p.facts.count;
    fact *facts = arena_array_of(a, fact, count);
    recorded *results = arena_array_of(a, recorded, count);
    for (size_t i = 0; i < p.contents.count; i++)
        facts[i] = p.contents.items[i];
    for (size_t i = 0; i < p.facts.count; i++)
        facts[p.contents.count + i] = p.facts.items[i];
    const ledger_batch batch = {
        .facts = facts, .count = count, .request = str_from(given->request), .strict = true};
    *out = (published){facts + p.contents.count, results + p.contents.count, p.facts.count};
    return ledger_record_batch(l, &batch, results, d);
}
