/*
 * The functions behind the format table, by family. Each takes decoded text (maybe with U+0000) and
 * says whether it is of the format; none allocates unless its line says so.
 */
#ifndef HANDOFF_SCHEMA_FORMAT_CHECK_H
#define HANDOFF_SCHEMA_FORMAT_CHECK_H

#include "base/str.h"

/* schema/format_time.c: RFC 3339 */
bool format_is_date(str text);
bool format_is_time(str text);
bool format_is_date_time(str text);
bool format_is_duration(str text);
bool format_is_draft_03_time(str text); /* hh:mm:ss */

/* schema/format_net.c: RFC 2673, 4291, 1123, 5321, 6531 */
bool format_is_ipv4(str text);
bool format_is_ipv6(str text);
bool format_is_hostname(str text);
bool format_is_old_hostname(str text); /* RFC 1123 alone: "xn--" is nothing special */
bool format_is_email(str text);
bool format_is_idn_email(str text);

/* schema/format_idn.c: RFC 5890 to 5893; libidn2 allocates */
bool format_is_idn_hostname(str text);
bool format_is_idn_mail_domain(str text); /* need not be in normal form */
bool format_is_a_label(str label);        /* xn--..., the prefix in any case */

/* schema/format_uri.c: RFC 3986, 3987; schema/format_template.c: RFC 6570 */
bool format_is_uri(str text);
bool format_is_uri_reference(str text);
bool format_is_iri(str text);
bool format_is_iri_reference(str text);
bool format_is_uri_template(str text);

/* schema/format_misc.c */
bool format_is_uuid(str text);
bool format_is_json_pointer(str text);
bool format_is_relative_json_pointer(str text);
bool format_is_regex(str text); /* parses, in an arena of its own */
bool format_is_color(str text);
bool format_is_byte(str text); /* base64 */
bool format_is_base64url(str text);
bool format_is_character(str text); /* one code point */

/* schema/format_number.c: JSON number text */
bool format_is_int8(str text);
bool format_is_int16(str text);
bool format_is_int32(str text);
bool format_is_int64(str text);
bool format_is_uint8(str text);
bool format_is_uint16(str text);
bool format_is_uint32(str text);
bool format_is_uint64(str text);
bool format_is_double_int(str text);
bool format_is_float(str text);

static inline bool is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool is_ascii_hexadecimal(char c)
{
    return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

#endif
