/*
 * Reading settings out of a document by tables: what policy/ files share.
 *
 * An object of a settings file is described by a table of keys, each with its kind and the offset
 * of the field it fills. Unknown keys, wrong kinds and values are errors with position and, where
 * one is near, a suggestion; reading goes on, so that one run shows all mistakes.
 */
#ifndef HANDOFF_POLICY_CONFIG_H
#define HANDOFF_POLICY_CONFIG_H

#include "doc/document.h"
#include "doc/finding.h"

typedef struct text_list {
    str *items;
    size_t count;
} text_list;

typedef struct config {
    arena *arena; /* where read values live */
    const document *document;
    diags *diags;
} config;

typedef enum config_kind {
    CONFIG_TEXT,     /* str, not empty */
    CONFIG_TEXTS,    /* text_list: one text or a list of them */
    CONFIG_BOOLEAN,  /* bool */
    CONFIG_COUNT,    /* uint32_t, whole, at least 1 */
    CONFIG_STEPS,    /* uint64_t, whole, at least 1 */
    CONFIG_DURATION, /* uint32_t seconds: 30, "30s", "5m" */
    CONFIG_DAYS,     /* uint32_t days: 90, "90d", "12w" */
    CONFIG_SIZE,     /* uint64_t bytes: 1048576, "512KB", "1GB" (of 1024) */
    CONFIG_CHOICE,   /* int: index into choices */
    CONFIG_CUSTOM    /* read() does it */
} config_kind;

typedef struct config_key {
    const char *name; /* NULL ends a table */
    config_kind kind;
    size_t field; /* offset in the struct that is filled */
    bool required;
    const char *const *choices;                             /* NULL-terminated */
    void (*read)(config *c, const node *value, void *into); /* the whole struct */
} config_key;

/* false when something was wrong, all of it reported. */
bool config_object(config *c, const node *object, const config_key *keys, void *into);

/* One value, as a key of a table describes it, into the key's field. */
bool config_value(config *c, const node *value, const config_key *key, void *into);

/* Calls read for each item of a list; false with an error when the value is no list. */
bool config_each(config *c, const node *list, const char *key,
                 void (*read)(config *c, const node *item, void *into), void *into);

bool config_texts(config *c, const node *value, const char *key, text_list *out);
bool config_text(config *c, const node *value, const char *key, str *out);

position config_position(const config *c, const node *n);

/* An error at a value. */
diag *config_error(config *c, const node *at, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The candidate nearest to the text, or NULL when none is near. */
const char *config_nearest(str text, const char *const *candidates);

#endif
