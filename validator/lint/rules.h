/*
 * What lint/ can find, as data: one row a rule, with its level and the words for people.
 *
 * The same row serves findings, reports, `handoff explain`, and the tests, which fail for a row
 * that no case fires. Ids are stable. Levels are those of findings; where a contract by itself is
 * judged, the highest is called "error".
 */
#ifndef HANDOFF_LINT_RULES_H
#define HANDOFF_LINT_RULES_H

#include "doc/finding.h"

typedef enum lint_rule {
    LINT_WRONG_TYPE,
    LINT_FIELD_MISSING,
    LINT_VALUE_NOT_ALLOWED,
    LINT_FIELDS_CONFLICT,
    LINT_UNKNOWN_FIELD,
    LINT_FIELD_OF_OTHER_VERSION,
    LINT_COMPONENT_NAME,
    LINT_REFERENCE_UNRESOLVED,
    LINT_REFERENCE_SIBLINGS,
    LINT_REFERENCE_MISPLACED,
    LINT_COMPONENT_UNUSED,
    LINT_PATH_MALFORMED,
    LINT_PATH_DUPLICATE,
    LINT_PATH_AMBIGUOUS,
    LINT_PATH_PARAMETER_UNDECLARED,
    LINT_PATH_PARAMETER_UNUSED,
    LINT_PATH_PARAMETER_REPEATED,
    LINT_PARAMETER_DUPLICATE,
    LINT_PARAMETER_IGNORED,
    LINT_OPERATION_ID_DUPLICATE,
    LINT_TAG_DUPLICATE,
    LINT_RESPONSES_MISSING,
    LINT_SUCCESS_RESPONSE_MISSING,
    LINT_STATUS_INVALID,
    LINT_MEDIA_TYPE_INVALID,
    LINT_SECURITY_SCHEME_UNDEFINED,
    LINT_SECURITY_SCOPE_UNDEFINED,
    LINT_SECURITY_SCOPE_UNEXPECTED,
    LINT_SERVER_VARIABLE_UNDEFINED,
    LINT_SERVER_VARIABLE_UNUSED,
    LINT_SERVER_VARIABLE_DEFAULT,
    LINT_LINK_TARGET_UNKNOWN,
    LINT_DISCRIMINATOR_PROPERTY,
    LINT_DISCRIMINATOR_MAPPING,
    LINT_DISCRIMINATOR_ALONE,
    LINT_SCHEMA_INVALID,
    LINT_SCHEMA_UNKNOWN_KEYWORD,
    LINT_SCHEMA_UNSATISFIABLE,
    LINT_MEMBER_NEVER_PRESENT,
    LINT_DEFAULT_INVALID,
    LINT_EXAMPLE_INVALID,
    LINT_ENUM_MEMBER_INVALID,
    LINT_RULES
} lint_rule;

typedef struct lint_rule_row {
    const char *id;
    level level;
    const char *title; /* what is wrong, as a heading */
    const char *why;   /* whom it hurts */
    const char *fix;
} lint_rule_row;

extern const lint_rule_row lint_rules[LINT_RULES];

const lint_rule_row *lint_rule_find(str id); /* NULL when there is none */

#endif
