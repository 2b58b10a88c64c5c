/*
 * What the renderers of report/ share: the walk over findings in reporting order, and text made
 * fit for a format.
 */
#ifndef HANDOFF_REPORT_RENDER_H
#define HANDOFF_REPORT_RENDER_H

#include "handoff/report.h"

typedef void renderer(buf *out, const report_set *set, const report_options *options);

renderer render_github, render_gitlab, render_html, render_json, render_junit, render_markdown,
    render_sarif, render_text, render_changelog_text, render_changelog_markdown;

/* A finding with the contract it belongs to. */
typedef struct listed {
    const report_entry *entry;
    const finding *finding;
} listed;

/* All findings of all entries, worst first, else in the order given. In the arena. */
listed *render_list(const report_set *set, size_t *count, arena *a);

/* What the catalogues say about a rule: change/rules.h or, of contracts by themselves,
 * lint/rules.h. Texts may be NULL. false: neither knows it. */
typedef struct rule_words {
    level level;
    const char *title, *why, *fix, *before, *after;
} rule_words;
bool render_rule(str id, rule_words *out);
bool render_words(const finding *f, rule_words *out); /* for the level the finding has */

/* "breaking", "warning", "info"; what is wrong with a contract by itself breaks nobody yet: it is
 * an "error". */
const char *render_level(const finding *f);

str render_contract(const report_entry *entry);

/* Where to point: the new place, else the old one; line 0 in neither: the contract alone. */
const position *render_place(const finding *f);

bool render_fails(const finding *f, const report_options *options);

/* "GET /a, GET /b and 3 more": at most `most` names. */
void render_operations(buf *out, const finding *f, size_t most);

/* The witness as people read it: `{"id":7} sent by the new side, refused by the old`. Empty for
 * other proofs. Cut when longer than a screen's width of a few lines. */
void render_witness(buf *out, const finding *f);

/* Whether a value is sent or refused by a side of the comparison, else by a consumer. */
bool render_is_side(str name);

/* "breaks checkout-web (team storefront), which reads /total in GET /orders". */
void render_consumer(buf *out, const affected_consumer *c);

/* "waived until 2027-01-01 by anna: reason". */
void render_waiver(buf *out, const waiver_note *w);

/* Valid UTF-8: malformed bytes become U+FFFD. */
void render_utf8(buf *out, str s);

/* HTML text: & < > " ' as entities, control and bidirectional characters made visible. */
void render_markup(buf *out, str s);

/* Markdown: markup characters escaped, line ends as spaces, no mention of anybody. */
void render_markdown_text(buf *out, str s);

#endif
