/*
 * YAML's merge key `<<` (https://yaml.org/type/merge.html), and where a tagged or anchored scalar
 * itself starts. Private to doc/yaml_reader.c.
 */
#ifndef HANDOFF_DOC_YAML_MERGE_H
#define HANDOFF_DOC_YAML_MERGE_H

#include "doc/tree.h"

/* The key hash that marks a plain `<<` while its mapping is open; settled by yaml_merge. A real key
 * may have it too: the key's text is looked at as well, and a quoted "<<" has its own hash. */
enum { YAML_MERGE_MARK = 0x3c3c3c3c };

/* Replaces the merge keys among the open members above `base` by what they bring in: members of
 * the mapping itself win, then earlier sources. Adds to *reached the nodes that come in by it. */
bool yaml_merge(tree *t, size_t base, uint64_t *reached);

/* The offset behind anchor and tag of the scalar in [start, end). */
uint32_t yaml_skip_properties(str source, uint32_t start, uint32_t end);

#endif
