/*
 * Pact files, version 1 to 4, read as interactions.
 *
 * The common part: consumer, provider, interactions; the version stands at one of four places in
 * `metadata`. Version 3 files hold requests or messages, version 4 tells by `type`. Unknown members
 * are ignored, as the specification wants. A pact borrows from the bundle it was read from.
 */
#ifndef HANDOFF_CONSUMER_PACT_H
#define HANDOFF_CONSUMER_PACT_H

#include "consumer/interaction.h"

typedef struct pact {
    arena *arena; /* owned */
    const bundle *bundle;
    str consumer, provider;
    unsigned version; /* times ten: 10, 11, 20, 30, 40 */
    const interaction *interactions;
    size_t interaction_count;
} pact;

/* Whether a document looks like a Pact file. */
bool pact_is_pact(const node *root);

/* NULL with errors ("pact.structure") when it is none. */
pact *pact_read(const bundle *b, diags *d);
void pact_free(pact *p); /* NULL is fine */

#endif
