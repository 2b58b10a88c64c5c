/*
 * What the parts of the YAML reader share. Private to doc/yaml_*.c.
 *
 * yaml_reader.c turns events into structure, yaml_value.c scalars, tags and aliases into nodes,
 * yaml_source.c marks into offsets and what libyaml says or would get wrong into errors.
 */
#ifndef HANDOFF_DOC_YAML_READER_H
#define HANDOFF_DOC_YAML_READER_H

#include <yaml.h>

#include "base/limits.h"
#include "base/map.h"
#include "doc/tree.h"

/* An anchor by its latest definition. */
typedef struct yaml_anchor {
    node node;
    uint64_t size; /* nodes reached from it, aliases followed */
    bool is_open;  /* still being read: an alias to it would recurse */
} yaml_anchor;

typedef struct yaml_frame {
    bool is_mapping, is_flow, has_key, has_merge;
    size_t base; /* of its children on the tree's scratch stack */
    member key;  /* the member whose value is read next */
    node node;
    uint32_t last_end; /* of its last child */
    yaml_anchor *anchor;
    uint64_t reached_before;
} yaml_frame;

typedef struct yaml_reader {
    tree *tree;
    str source;
    size_t begin; /* where libyaml's text starts: behind the byte order mark */
    yaml_parser_t parser;
    /* libyaml counts characters: the last mark and its byte offset */
    size_t character, byte;
    map anchors;
    uint64_t reached;
    unsigned depth, documents;
    bool has_root;
    node root;
    yaml_frame frames[LIMIT_DOCUMENT_DEPTH + 1];
} yaml_reader;

typedef enum yaml_tag {
    TAG_NONE,
    TAG_STRING,
    TAG_PLAIN, /* !!int, !!float, !!bool, !!null: the text decides, whatever the quotes */
    TAG_MAPPING,
    TAG_SEQUENCE,
    TAG_UNKNOWN
} yaml_tag;

/* --- yaml_source.c; what fails returns false --- */

uint32_t yaml_offset(yaml_reader *r, yaml_mark_t mark); /* in bytes */
bool yaml_fail_parser(yaml_reader *r);                  /* with libyaml's own words */
bool yaml_fail(yaml_reader *r, yaml_mark_t mark, const char *code, const char *message,
               const char *hint);
bool yaml_check_encoding(yaml_reader *r);
bool yaml_check_directives(yaml_reader *r);
bool yaml_check_misread(yaml_reader *r, const yaml_event_t *e, const yaml_char_t *anchor_name,
                        uint32_t start);

/* --- yaml_value.c --- */

str yaml_event_text(const yaml_event_t *e);
str yaml_keep_text(yaml_reader *r, str text, uint32_t start, uint32_t end, bool quoted,
                   bool *copied);
yaml_tag yaml_tag_of(const yaml_char_t *text);
bool yaml_fail_tag(yaml_reader *r, const yaml_event_t *e, const yaml_char_t *name);
bool yaml_read_scalar(yaml_reader *r, const yaml_event_t *e, node *out);
yaml_anchor *yaml_define_anchor(yaml_reader *r, const yaml_char_t *name); /* NULL: none named */
void yaml_close_anchor(yaml_reader *r, yaml_anchor *a, const node *n, uint64_t reached_before);
bool yaml_read_alias(yaml_reader *r, const yaml_event_t *e, node *out);
bool yaml_fail_reached(yaml_reader *r, yaml_mark_t mark);

#endif
