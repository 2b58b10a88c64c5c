/*
 * What the files of the keyword families share: one walk over one pair, and how edits are noted.
 * Private to the schema_*.c files.
 */
#ifndef HANDOFF_CHANGE_SCHEMA_FAMILIES_H
#define HANDOFF_CHANGE_SCHEMA_FAMILIES_H

#include "change/lifecycle.h"
#include "change/schema_graph.h"
#include "change/schema_view.h"

typedef struct schema_walk_state {
    schema_graph *graph;
    comparison *comparison;
    arena *arena;
    schema_pair *pair;
    schema_view old, new_;
} schema_walk_state;

/* Notes an edit. A spot without node becomes that side's schema. */
void walk_edit(schema_walk_state *w, schema_edit edit, spot old, spot new_, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void walk_member(schema_walk_state *w, member_edit edit, unsigned flags, str name, spot old,
                 spot new_, const char *format, ...) __attribute__((format(printf, 7, 8)));

/* Goes on with a pair of subschemas, unless nothing changed in them. True when something did. */
bool walk_step(schema_walk_state *w, site old, site new_, str text, bool descends, unsigned flags);

static inline spot spot_of(const node *n)
{
    return (spot){n, NULL, false};
}
static inline spot spot_at(const member *m)
{
    return m ? (spot){&m->value, m, false} : (spot){0};
}

/* A value as people read it in a message: short JSON, cut where it is long. */
str walk_value_text(const schema_walk_state *w, const node *n);

/* What a schema says of its own life. */
lifecycle walk_life_of(registry *schemas, site s);

/* The edit just noted takes away what was announced to go, and its time was over. */
void walk_sanction(schema_walk_state *w, const lifecycle *old);

site walk_old_child(const schema_walk_state *w, site at, const node *child);
site walk_new_child(const schema_walk_state *w, site at, const node *child);

/* --- the families --- */

void walk_types(schema_walk_state *w);
void walk_values(schema_walk_state *w);
void walk_bounds(schema_walk_state *w);
void walk_pattern(schema_walk_state *w);
void walk_objects(schema_walk_state *w);
void walk_properties(schema_walk_state *w);
void walk_property_notes(schema_walk_state *w, str name, const member *old, site old_at,
                         const member *new_, site new_at, unsigned flags);
void walk_arrays(schema_walk_state *w);
void walk_conditions(schema_walk_state *w);
void walk_discriminator(schema_walk_state *w);
void walk_annotations(schema_walk_state *w);

/* allOf, anyOf, oneOf. True when one side as a whole was wrapped into alternatives or taken out of
 * them: then nothing else is worth comparing. */
bool walk_alternatives(schema_walk_state *w);

#endif
