/*
 * The YAML 1.2 core schema: what a plain scalar is. Private to doc/.
 *
 * https://yaml.org/spec/1.2.2/#103-core-schema. So `yes`, `on`, `1_000`, `12:30` and timestamps
 * are strings, `010` is ten, `0o17` and `0x1F` are integers. Infinities and not-a-number have no
 * place in JSON: they are told apart so that the reader can warn and keep them as strings.
 */
#ifndef HANDOFF_DOC_YAML_SCALAR_H
#define HANDOFF_DOC_YAML_SCALAR_H

#include "base/arena.h"

typedef enum yaml_type {
    YAML_TYPE_STRING,
    YAML_TYPE_NULL,
    YAML_TYPE_TRUE,
    YAML_TYPE_FALSE,
    YAML_TYPE_NUMBER,
    YAML_TYPE_NOT_FINITE,
    YAML_TYPE_TOO_LARGE /* a hexadecimal number beyond LIMIT_NUMBER_EXPONENT digits */
} yaml_type;

/* Of a number *json is its JSON text: the scalar itself where it is JSON already, else a text in
 * the arena. */
yaml_type yaml_type_of(str plain, str *json, arena *a);

#endif
