#include "consumer/media.h"

str media_essence(str media_type)
{
    return str_trim(str_take(media_type, str_find(media_type, ';')));
}

str media_parameter(str media_type, str name)
{
    str part;
    if (!str_split(&media_type, ';', &part))
        return STR_NULL;
    while (str_split(&media_type, ';', &part)) {
        part = str_trim(part);
        size_t equals = str_find(part, '=');
        if (equals == SIZE_MAX || !str_equal_ignoring_case(str_take(part, equals), name))
            continue;
        str value = str_trim(str_skip(part, equals + 1));
        if (value.length >= 2 && value.data[0] == '"')
            value = str_take(str_skip(value, 1), value.length - 2);
        return value;
    }
    return STR_NULL;
}

bool media_is_json(str media_type)
{
    str essence = media_essence(media_type);
    return str_equal_ignoring_case(essence, STR("application/json")) ||
           str_ends_with(essence, STR("+json"));
}

bool media_matches(str range, str media_type)
{
    range = media_essence(range);
    media_type = media_essence(media_type);
    if (str_equal(range, STR("*/*")) || str_equal(range, STR("*")) ||
        str_equal_ignoring_case(range, media_type))
        return true;
    return str_ends_with(range, STR("/*")) &&
           str_equal_ignoring_case(str_take(range, range.length - 1),
                                   str_take(media_type, range.length - 1));
}

/* What a media type is a kind of: "application/vnd.shop.v2+json" of "application/json". */
static str type_of(str media_type)
{
    return str_take(media_type, str_find(media_type, '/'));
}

static str format_of(str media_type)
{
    size_t slash = str_find(media_type, '/'), plus = str_find_last(media_type, '+');
    if (slash == SIZE_MAX)
        return STR("");
    return str_skip(media_type, plus != SIZE_MAX && plus > slash ? plus + 1 : slash + 1);
}

static bool same_kind(str documented, str media_type)
{
    documented = media_essence(documented);
    media_type = media_essence(media_type);
    return str_equal_ignoring_case(type_of(documented), type_of(media_type)) &&
           format_of(documented).length > 0 &&
           str_equal_ignoring_case(format_of(documented), format_of(media_type));
}

static bool same_with_parameters(const api_media_type *entry, str media_type)
{
    if (!str_equal_ignoring_case(entry->name, media_essence(media_type)))
        return false;
    str rest = entry->parameters, part;
    while (rest.length && str_split(&rest, ';', &part)) {
        part = str_trim(part);
        size_t equals = str_find(part, '=');
        if (part.length &&
            !str_equal_ignoring_case(media_parameter(media_type, str_take(part, equals)),
                                     str_skip(part, equals == SIZE_MAX ? 0 : equals + 1)))
            return false;
    }
    return true;
}

const api_media_type *media_find(const api_media_type *content, size_t count, str media_type)
{
    for (size_t i = 0; i < count; i++)
        if (content[i].parameters.length && same_with_parameters(&content[i], media_type))
            return &content[i];
    for (size_t i = 0; i < count; i++)
        if (str_equal_ignoring_case(content[i].name, media_essence(media_type)))
            return &content[i];
    for (size_t i = 0; i < count; i++)
        if (same_kind(content[i].name, media_type))
            return &content[i];
    for (size_t i = 0; i < count; i++)
        if (media_matches(content[i].name, media_type) ||
            media_matches(media_type, content[i].name))
            return &content[i];
    return NULL;
}

static bool is_listed(const char *const *list, str name)
{
    for (; *list; list++)
        if (str_equal_ignoring_case(str_from(*list), name))
            return true;
    return false;
}

bool header_is_standard_request(str name)
{
    static const char *const names[] = {
        "accept",
        "accept-charset",
        "accept-datetime",
        "accept-encoding",
        "accept-language",
        "authorization",
        "cache-control",
        "connection",
        "content-length",
        "content-md5",
        "content-type",
        "cookie",
        "date",
        "expect",
        "forwarded",
        "from",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "max-forwards",
        "origin",
        "pragma",
        "proxy-authorization",
        "range",
        "referer",
        "te",
        "upgrade",
        "user-agent",
        "via",
        "warning",
        NULL,
    };
    return is_listed(names, name);
}

bool header_is_standard_response(str name)
{
    static const char *const names[] = {
        "accept-patch",
        "accept-ranges",
        "access-control-allow-credentials",
        "access-control-allow-headers",
        "access-control-allow-methods",
        "access-control-allow-origin",
        "access-control-expose-headers",
        "access-control-max-age",
        "age",
        "allow",
        "alt-svc",
        "cache-control",
        "connection",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-md5",
        "content-range",
        "content-type",
        "date",
        "etag",
        "expires",
        "last-modified",
        "link",
        "location",
        "p3p",
        "pragma",
        "proxy-authenticate",
        "public-key-pins",
        "refresh",
        "retry-after",
        "server",
        "set-cookie",
        "status",
        "strict-transport-security",
        "trailer",
        "transfer-encoding",
        "tsv",
        "upgrade",
        "vary",
        "via",
        "warning",
        "www-authenticate",
        "x-frame-options",
        NULL,
    };
    return is_listed(names, name);
}
