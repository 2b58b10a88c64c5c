/*
 * Pairs of schemas: what is compared, how it is reached, and what was edited.
 *
 * A pair is one schema of the old side and one of the new, in one polarity and one form on the
 * wire; it is walked once however many operations share it, and recursion simply meets a pair that
 * exists. Walking (schema_walk.c and the schema_*.c files of the keyword families) names what was
 * edited; judging (schema_judge.c) asks the inclusion engine what the edits mean and turns them
 * into changes. Subtrees in which nothing changed never become pairs.
 */
#ifndef HANDOFF_CHANGE_SCHEMA_GRAPH_H
#define HANDOFF_CHANGE_SCHEMA_GRAPH_H

#include "change/comparison.h"
#include "change/fit.h"

typedef struct schema_pair schema_pair;

typedef enum schema_place { SCHEMA_BODY, SCHEMA_PARAMETER, SCHEMA_HEADER } schema_place;

/* Where a pair hangs in an operation. */
typedef struct schema_root {
    schema_place place;
    const operation_pair *operation; /* lives as long as the comparison; NULL: a JSON Schema */
    str where;                       /* "response 200 application/json" */
    str subject;    /* "response 200", "query parameter 'limit'": how a message names it */
    str status;     /* responses */
    str name;       /* parameters and headers */
    str media_type; /* bodies */
    schema_pair *pair;
} schema_root;

/* What is edited about a property as a member of its object. */
typedef enum member_edit {
    MEMBER_NONE,
    MEMBER_ADDED_OPTIONAL,
    MEMBER_ADDED_REQUIRED,
    MEMBER_ADDED_REQUIRED_WITH_DEFAULT,
    MEMBER_REMOVED_OPTIONAL,
    MEMBER_REMOVED_REQUIRED,
    MEMBER_BECAME_REQUIRED,
    MEMBER_BECAME_REQUIRED_WITH_DEFAULT,
    MEMBER_BECAME_OPTIONAL,
    MEMBER_BECAME_READ_ONLY,
    MEMBER_BECAME_NOT_READ_ONLY,
    MEMBER_BECAME_WRITE_ONLY,
    MEMBER_BECAME_NOT_WRITE_ONLY,
    MEMBER_DEPRECATED,
    MEMBER_DEPRECATED_WITH_SUNSET,
    MEMBER_REACTIVATED,
    MEMBER_SUNSET_MISSING,
    MEMBER_SUNSET_INVALID,
    MEMBER_SUNSET_TOO_SMALL,
    MEMBER_STABILITY_DECREASED,
    MEMBER_STABILITY_INCREASED,
    MEMBER_EDIT_COUNT
} member_edit;

enum { MEMBER_IS_REQUIRED = 1, MEMBER_IS_READ_ONLY = 2, MEMBER_IS_WRITE_ONLY = 4 };

typedef struct edit_record {
    schema_edit edit;   /* when member is MEMBER_NONE */
    member_edit member; /* else: about the property `name` */
    unsigned flags;     /* of the property: MEMBER_IS_... */
    str name;
    str detail;         /* goes behind the message: " from 20 to 10" */
    bool is_shown;      /* a witness shows that it breaks */
    bool is_sanctioned; /* what went had a sunset date, and that has passed */
    bool is_textual;    /* of types: they are related as texts, and not as JSON values */
    spot old, new_;
} edit_record;

/* The text of the step that leads to the schema of names. */
#define STEP_TO_NAMES STR("/(names)")

typedef struct schema_step {
    schema_pair *from, *to;
    str text;       /* what it adds to the path: "/amount", "/-" for items; empty in place */
    bool descends;  /* to a member or an item of the value; else the same value */
    unsigned flags; /* of the property stepped to */
} schema_step;

struct schema_pair {
    site old, new_;
    polarity polarity;
    fit_wire wire;
    str component; /* the name of the component it is, else STR_NULL */
    VEC(edit_record) edits;
    VEC(schema_step) steps; /* how it is reached from other pairs */
    VEC(schema_step) below; /* and what is reached from it */
    VEC(schema_root *) roots;
    bool has_changed_alternatives; /* below oneOf and the like: more of one is not more of all */
    const fit_answer *answer;      /* NULL: not asked yet */
    bool has_breaks;               /* the answer's breaks are told apart */
    bool is_judged, lacks_name; /* as a point: what breaks here has been named, or could not be */
    uint32_t mark;              /* of the last search that came by */
};

struct schema_graph {
    comparison *comparison;
    map index;
    map open_references;      /* sites that could not be followed, by resource and text */
    VEC(schema_pair *) pairs; /* in order of discovery: also the worklist */
    size_t walked;
    VEC(schema_root *) roots;
    fit *fit;
    uint32_t mark;
    size_t roots_asked;
    bool is_full; /* LIMIT_SCHEMA_PAIRS was reached */
};

schema_graph *change_schema_graph_new(comparison *c, bool literal);
void change_schema_graph_clear(schema_graph *g); /* what does not live in the arena */

/* Hangs a pair of schemas into the comparison; nothing happens where nothing changed. Either side
 * may have no schema (node NULL): it then accepts everything. */
void change_schema_compare(schema_graph *g, const schema_root *root, site old, site new_,
                           polarity direction, fit_wire wire);

/* Whether the two were walked as a pair: where the one was meant, the other is now. */
bool change_schema_are_paired(const schema_graph *g, const node *old, const node *new_);

/* From a pair to the one that a value is compared as: a linked list from the root down. */
typedef struct schema_way schema_way;
struct schema_way {
    schema_pair *pair;
    const schema_step *step; /* to the next */
    const schema_way *next;  /* NULL: here */
};

/* One way from a root down to a pair. */
typedef struct schema_reach {
    schema_root *root;
    str path;         /* "/lines/-/amount", in words of the instance */
    bool is_nested;   /* it is not the root itself, but below it or one of its alternatives, */
    bool is_property; /* and lies in a property, not only in items */
    unsigned flags;   /* of the property that was stepped to last */
    const schema_way *way;
} schema_reach;

typedef struct schema_reaches {
    schema_reach *items;
    size_t count;
    str component;      /* the nearest component above or at the pair; STR_NULL */
    str component_path; /* from there */
} schema_reaches;

/* Every root that reaches the pair, each once, in order of the roots. */
schema_reaches change_schema_reaches_of(schema_graph *g, schema_pair *p);

/* Pairs whose value is the value of `p`, and which are entered as a value of their own: the places
 * where the engine can be asked about what was edited in p. */
typedef VEC(schema_pair *) schema_pair_list;
void change_schema_points_of(schema_graph *g, schema_pair *p, schema_pair_list *out);

/* p and all that applies in place below it. */
void change_schema_region_of(schema_graph *g, schema_pair *p, schema_pair_list *out);

/* Whether p fits; the second also tells its breaks apart. */
const fit_answer *change_schema_answer(schema_graph *g, schema_pair *p);
const inclusion_result *change_schema_breaks(schema_graph *g, schema_pair *p);
site change_schema_writer(const schema_pair *p);
site change_schema_reader(const schema_pair *p);
fit_direction change_schema_direction(const schema_graph *g, const schema_pair *p);

/* What proves a finding: the reach whose messages show it, and the point on its way. */
typedef struct schema_proof_of {
    const schema_reach *reach; /* NULL: nothing does */
    schema_pair *point;
    const inclusion_break *shown; /* of the point, which `whole` has at its place */
    const node *whole;            /* NULL: the value of the point is all there is */
} schema_proof_of;

/* Whether the broken points on the ways of the reaches break some root; false: every root is known
 * to rule them out. */
bool change_schema_confirm(schema_graph *g, const schema_reaches *reaches, schema_proof_of *out);

/* The proof of one edit, or, with NULL, of the break as such. */
proof change_schema_proof(schema_graph *g, const schema_proof_of *of, const edit_record *e);

/* Marks the edits that explain why a point is not included; sets lacks_name where none does. */
void change_schema_explain(schema_graph *g, schema_pair *p);

/* The break of a point that shows an edit best. */
const inclusion_break *change_schema_break_of(const edit_record *e, polarity direction,
                                              const inclusion_result *result);

/* Edits whose meaning lies outside what a schema says about values: the row's level holds. */
bool change_schema_edit_is_outside(const edit_record *e);

/* By its rule alone it breaks nobody. */
bool change_schema_edit_is_harmless(const edit_record *e, const schema_pair *p);

/* --- naming and wording, in schema_report.c --- */

const rule *change_schema_rule_of(const edit_record *e, const schema_pair *p,
                                  const schema_reach *r);
str change_schema_message(const schema_graph *g, const rule *row, const edit_record *e,
                          const schema_pair *p, const schema_reach *r, const schema_reaches *all);
str change_schema_reach_where(const schema_graph *g, const schema_reach *r, str name);

/* The witness as the message it is; STR_NULL outside of operations. */
str change_schema_message_with(const schema_graph *g, const schema_root *root, str value);

void change_schema_walk(schema_graph *g);       /* until nothing is left to walk */
void change_schema_note_moves(schema_graph *g); /* in messages: what was renamed or moved */
void change_schema_judge(schema_graph *g);      /* asks the engine, adds the changes */

#endif
