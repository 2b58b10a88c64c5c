/*
 * Nodes that no file holds: witnesses, lowered schemas, test values.
 *
 * Functions return nodes by value, to be put among the items or members of another, or copied to
 * an arena (build_copy). Text, items and members are views and must live as long as the node, best
 * in the same arena. Their `start` and `end` are 0 and they are not hashed (node_hash does it).
 */
#ifndef HANDOFF_DOC_BUILD_H
#define HANDOFF_DOC_BUILD_H

#include "doc/node.h"

node build_null(void);
node build_boolean(bool value);
node build_string(str text);      /* valid UTF-8 */
node build_number_text(str text); /* RFC 8259 number text */
node build_integer(int64_t value, arena *a);
node build_number(const number *value, arena *a);
node build_array(const node *items, size_t count); /* takes the items as they are */

member build_member(str key, node value);

/* Copies the members into the arena, with the order of keys that large objects need; of equal keys
 * the last stays. */
node build_object(const member *members, size_t count, arena *a);

const node *build_copy(node n, arena *a);

#endif
