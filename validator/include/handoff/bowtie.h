/*
 * The harness protocol of the JSON Schema community (Bowtie, IHOP version 1): JSON lines in, JSON
 * lines out, so that public comparisons of validators can run this one.
 *
 * A session is told a dialect and then judges cases in it. A case that cannot be judged is answered
 * as `errored` with the reason, never with a guess. Output kind "flag" and "annotations" are known.
 */
#ifndef HANDOFF_BOWTIE_H
#define HANDOFF_BOWTIE_H

#include "handoff/base.h"

typedef struct bowtie bowtie;

typedef struct bowtie_options {
    bool formats; /* assert `format`; else as the dialect says */
} bowtie_options;

bowtie *bowtie_new(const bowtie_options *options);
void bowtie_free(bowtie *b); /* NULL is fine */

typedef enum bowtie_next {
    BOWTIE_ANSWERED,
    BOWTIE_STOPPED, /* the request was to stop: no answer */
    BOWTIE_BROKEN   /* the request is none of the protocol, see the diagnostics: no answer */
} bowtie_next;

/* Answers one request; the answer, a line without its end, replaces what is in `answer`. */
bowtie_next bowtie_answer(bowtie *b, str request, buf *answer, diags *d);

#endif
