/*
 * Facts: what the ledger records, one JSON object a fact.
 *
 *     {"fact":"version","service":"checkout","version":"1.4.0","branch":"main"}
 *
 * A kind is a row: its members in order, and the SQL that keeps the tables which answer questions
 * (gate/tables.h) in step. A fact repeats the current state when its row's `repeats` finds a row;
 * then there is nothing to record. It contradicts a version already published when `contradicts`
 * finds one, which only those who publish refuse (another broker's revisions are imported).
 * Text borrows from the node or the arena it was made from.
 *
 * A "content" fact carries the text that other facts name by its SHA-256; it stands beside the
 * chain, not in it, because the chain already covers its digest.
 */
#ifndef HANDOFF_GATE_FACT_H
#define HANDOFF_GATE_FACT_H

#include "doc/document.h"
#include "gate/database.h"

enum { FACT_MEMBERS = 10, FACT_STATEMENTS = 6 };

typedef enum fact_member_kind {
    MEMBER_TEXT,
    MEMBER_BOOLEAN,
    MEMBER_TIME /* text: an RFC 3339 date or date-time */
} fact_member_kind;

typedef struct fact_member {
    const char *name;
    fact_member_kind kind;
    bool optional;
    const char *otherwise; /* the value of an absent optional text; NULL: SQL NULL */
} fact_member;

typedef struct fact_kind {
    const char *name;
    fact_member members[FACT_MEMBERS];
    bool apart;                           /* not in the chain: see "content" above */
    const char *repeats;                  /* $1 … are the members in order */
    const char *contradicts;              /* NULL: nothing can; else one row tells how to mend it */
    const char *project[FACT_STATEMENTS]; /* the parameter after the members is the sequence */
} fact_kind;

typedef struct fact {
    const fact_kind *kind;
    sql_value values[FACT_MEMBERS]; /* of the kind's members; booleans are 0 and 1 */
    str request;                    /* "request": the caller's id for this recording, or STR_NULL */
    str at;                         /* "at": when it was recorded elsewhere, or STR_NULL */
} fact;

/* Text that ends up in tables, terminals and digests: UTF-8, and no NUL, which PostgreSQL cannot
 * hold. */
bool fact_is_text(str text);

const fact_kind *fact_kind_find(str name);   /* NULL: there is none */
const fact_kind *fact_kind_at(size_t index); /* NULL after the last */
size_t fact_member_count(const fact_kind *kind);

/* Reads a fact from JSON. false with errors: "fact.kind", "fact.member", "fact.unknown-member". */
bool fact_read(fact *out, const document *doc, const node *n, diags *d);

/* A fact put together member by member: absent ones have their default. fact_set is false with
 * "fact.member" when the text does not fit. */
fact fact_blank(const fact_kind *kind);
size_t fact_member_find(const fact_kind *kind, str name); /* SIZE_MAX: it has none */
bool fact_set(fact *f, size_t at, str value, diags *d);

/* The same in one call: name, value, name, value, …, FACT_END; a NULL value is absent.
 */
#define FACT_END ((const char *)NULL)
bool fact_make(fact *out, const char *kind, diags *d, ...);

/* The fact as canonical JSON: what is stored, chained and exported. */
str fact_text(const fact *f, arena *a);

#endif
