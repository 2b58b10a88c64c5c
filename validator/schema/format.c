#include "schema/format.h"

#include "schema/format_check.h"

#define IN(name) (1u << DIALECT_##name)

enum {
    DRAFT_03 = IN(DRAFT_03),
    /* RFC 5890 comes in with draft-07: before it "--" in a host name is nothing special. */
    BEFORE_IDN = IN(DRAFT_04) | IN(DRAFT_06) | IN(SWAGGER_20) | IN(OPENAPI_30),
    OPENAPI = IN(SWAGGER_20) | IN(OPENAPI_30) | IN(OPENAPI_31),
    /* A format that a later draft brought is known from draft-04 on: who asks for formats to be
     * asserted wants the check, and before its draft the name means nothing else. */
    LATER = IN(DRAFT_04) | IN(DRAFT_06) | IN(DRAFT_07) | IN(2019_09) | IN(2020_12) | OPENAPI,
    EVERY = DRAFT_03 | LATER
};

/* Sorted by name. What draft-03 names beyond these (style, phone, utc-millisec) it does not define
 * well enough to check. */
static const format rows[] = {
    {"base64url", FORMAT_OF_STRINGS, OPENAPI, format_is_base64url},
    {"binary", FORMAT_OF_ANYTHING, OPENAPI, NULL},
    {"byte", FORMAT_OF_STRINGS, OPENAPI, format_is_byte},
    {"char", FORMAT_OF_STRINGS, OPENAPI, format_is_character},
    {"color", FORMAT_OF_STRINGS, DRAFT_03, format_is_color},
    {"date", FORMAT_OF_STRINGS, EVERY, format_is_date},
    {"date-time", FORMAT_OF_STRINGS, EVERY, format_is_date_time},
    {"double", FORMAT_OF_NUMBERS, OPENAPI, NULL},
    {"double-int", FORMAT_OF_NUMBERS, OPENAPI, format_is_double_int},
    {"duration", FORMAT_OF_STRINGS, LATER, format_is_duration},
    {"ecmascript-regex", FORMAT_OF_STRINGS, EVERY, format_is_regex},
    {"email", FORMAT_OF_STRINGS, EVERY, format_is_email},
    {"float", FORMAT_OF_NUMBERS, OPENAPI, format_is_float},
    {"host-name", FORMAT_OF_STRINGS, DRAFT_03, format_is_old_hostname},
    {"hostname", FORMAT_OF_STRINGS, BEFORE_IDN, format_is_old_hostname},
    {"hostname", FORMAT_OF_STRINGS, LATER & ~BEFORE_IDN, format_is_hostname},
    {"idn-email", FORMAT_OF_STRINGS, LATER, format_is_idn_email},
    {"idn-hostname", FORMAT_OF_STRINGS, LATER, format_is_idn_hostname},
    {"int16", FORMAT_OF_NUMBERS, OPENAPI, format_is_int16},
    {"int32", FORMAT_OF_NUMBERS, OPENAPI, format_is_int32},
    {"int64", FORMAT_OF_NUMBERS, OPENAPI, format_is_int64},
    {"int8", FORMAT_OF_NUMBERS, OPENAPI, format_is_int8},
    {"ip-address", FORMAT_OF_STRINGS, DRAFT_03, format_is_ipv4},
    {"ipv4", FORMAT_OF_STRINGS, LATER, format_is_ipv4},
    {"ipv6", FORMAT_OF_STRINGS, EVERY, format_is_ipv6},
    {"iri", FORMAT_OF_STRINGS, LATER, format_is_iri},
    {"iri-reference", FORMAT_OF_STRINGS, LATER, format_is_iri_reference},
    {"json-pointer", FORMAT_OF_STRINGS, LATER, format_is_json_pointer},
    {"password", FORMAT_OF_ANYTHING, OPENAPI, NULL},
    {"regex", FORMAT_OF_STRINGS, EVERY, format_is_regex},
    {"relative-json-pointer", FORMAT_OF_STRINGS, LATER, format_is_relative_json_pointer},
    {"time", FORMAT_OF_STRINGS, DRAFT_03, format_is_draft_03_time},
    {"time", FORMAT_OF_STRINGS, LATER, format_is_time},
    {"uint16", FORMAT_OF_NUMBERS, OPENAPI, format_is_uint16},
    {"uint32", FORMAT_OF_NUMBERS, OPENAPI, format_is_uint32},
    {"uint64", FORMAT_OF_NUMBERS, OPENAPI, format_is_uint64},
    {"uint8", FORMAT_OF_NUMBERS, OPENAPI, format_is_uint8},
    {"uri", FORMAT_OF_STRINGS, EVERY, format_is_uri},
    {"uri-reference", FORMAT_OF_STRINGS, LATER, format_is_uri_reference},
    {"uri-template", FORMAT_OF_STRINGS, LATER, format_is_uri_template},
    {"uuid", FORMAT_OF_STRINGS, LATER, format_is_uuid},
};

const format *format_table(size_t *count)
{
    *count = sizeof rows / sizeof rows[0];
    return rows;
}

const format *format_find(str name, dialect d)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if ((rows[i].dialects & (1u << d)) && str_equal(str_from(rows[i].name), name))
            return &rows[i];
    return NULL;
}

str format_identity(const format *f)
{
    if (f->accepts == format_is_old_hostname)
        return STR("host-name");
    if (f->accepts == format_is_draft_03_time)
        return STR("time of draft-03");
    if (f->accepts == format_is_ipv4)
        return STR("ipv4");
    if (f->accepts == format_is_regex)
        return STR("regex");
    return str_from(f->name);
}

bool format_accepts(const format *f, const node *value)
{
    bool is_concerned = f->kind == FORMAT_OF_STRINGS   ? node_is(value, NODE_STRING)
                        : f->kind == FORMAT_OF_NUMBERS ? node_is(value, NODE_NUMBER)
                                                       : false;
    return !is_concerned || f->accepts(node_text(value));
}
