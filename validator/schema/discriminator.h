/*
 * OpenAPI's discriminator: which branch of oneOf or anyOf the value of one property selects.
 *
 * A payload "will have" the named type (Discriminator Object): where its property names one of the
 * branches, that branch describes the value and the others are out of the question, even where they
 * are open and would let it pass. Names are those of `mapping` and, of branches that are
 * references, their last segments; a name in `mapping` that is no branch's leaves every branch in
 * question. Everything lives in the schema's document.
 */
#ifndef HANDOFF_SCHEMA_DISCRIMINATOR_H
#define HANDOFF_SCHEMA_DISCRIMINATOR_H

#include "doc/node.h"

typedef struct discriminator {
    str property;
    const node *mapping;  /* NULL: none */
    const node *branches; /* of oneOf, else of anyOf; NULL: none, anybody may extend the schema, or
                             more than LIMIT_DISCRIMINATOR */
} discriminator;

/* false: the schema has none, or none that says a property. */
bool discriminator_read(discriminator *out, const node *schema);

/* All names it knows; none where it has no branches. Some may be there twice. */
uint32_t discriminator_names(const discriminator *d, arena *a, str **out);

/* Of which branches a value with that name may be: a flag a branch. */
void discriminator_select(const discriminator *d, str name, bool *selected);

#endif
