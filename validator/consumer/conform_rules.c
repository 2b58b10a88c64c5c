/*
 * What the matching rules of a Pact say of its request: the consumer may send other values than the
 * example. Where the contract refuses one of those, somebody should know; the example is what is
 * judged.
 */
#include "consumer/conform_parts.h"

#include "consumer/pact_schema.h"
#include "doc/json_writer.h"
#include "inclusion/inclusion.h"

static bundle *schema_of(conforming *c, const matching_rules *rules)
{
    const document_options options = {.format = DOCUMENT_JSON};
    buf text = {0};
    diags unheard; /* a rule may hold a pattern that is none */
    diags_init(&unheard);
    document *doc = pact_schema_write(&text, c->interaction->request.body, rules)
                        ? document_read(&text, STR("matching rules"), &options, &unheard)
                        : NULL;
    buf_clear(&text);
    diags_clear(&unheard);
    return doc ? bundle_of(doc, STR("file:///rules")) : NULL;
}

static void ask(conforming *c, const bundle *rules, const api_media_type *entry)
{
    const registry_options how = {.default_dialect = DIALECT_2020_12};
    const inclusion_options options = {.reading = READING_WRITER_CLOSED,
                                       .direction = DIRECTION_REQUEST,
                                       .wire = WIRE_JSON,
                                       .assert_formats = true};
    registry *sent = registry_new(rules, &how, c->diags);
    if (!sent)
        return;
    inclusion *i = inclusion_new(sent, c->conformer->registry);
    const inclusion_result *r =
        inclusion_ask(i, registry_document(sent, 0, c->diags), entry->schema, &options);
    if (r->answer == ANSWER_NOT_INCLUDED) {
        buf witness = {0};
        json_write(&witness, r->breaks[0].witness);
        problem *p =
            conform_add(c, CONFORM_REQUEST_RULES, c->interaction->request.body_place, entry->node,
                        "by its matching rules the consumer may send what the contract refuses: "
                        "%.*s",
                        STR_ARG(buf_str(&witness)));
        p->pointer = arena_str(c->arena, r->breaks[0].instance_path);
        buf_clear(&witness);
    }
    inclusion_free(i);
    registry_free(sent);
}

void conform_rules(conforming *c, const api_media_type *entry)
{
    const node *written = node_get(c->interaction->request.node, STR("matchingRules"));
    if (!written || c->reading != CONFORM_EXPECTATION)
        return;
    const matching_rules rules = matching_rules_read(written, c->arena);
    bundle *b = rules.count ? schema_of(c, &rules) : NULL;
    if (b)
        ask(c, b, entry);
    bundle_free(b);
}
