/*
 * Formats as automata. A row gives the exact language as a pattern, or bounds of it. The unit test
 * holds every row against the function that validation uses.
 */
#include "inclusion/automaton_internal.h"

#include "base/buf.h"

#define DATE                                                                                       \
    "(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)" \
    "|02-(?:0[1-9]|1\\d|2[0-8]))"                                                                  \
    "|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
#define HOUR        "(?:[01]\\d|2[0-3])"
#define FRACTION    "(?:\\.\\d+)?"
#define TIME        HOUR ":[0-5]\\d:[0-5]\\d" FRACTION "(?:[Zz]|[+-]" HOUR ":[0-5]\\d)"
#define TIME_AROUND HOUR ":[0-5]\\d:(?:[0-5]\\d|60)" FRACTION "(?:[Zz]|[+-]" HOUR ":[0-5]\\d)"
#define BYTE        "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"
#define IPV4        BYTE "(?:\\." BYTE "){3}"
#define GROUP       "[0-9A-Fa-f]{1,4}"
#define LAST_TWO    "(?:" GROUP ":" GROUP "|" IPV4 ")"
#define HEX         "[0-9A-Fa-f]"
#define POINTER     "(?:/(?:[^~/]|~[01])*)*"
#define LABEL       "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
#define URI_ASCII   "!#$%&'()*+,\\-./0-9:;=?@A-Z\\[\\]_a-z~"
#define URI_OTHER   "\\u{A0}-\\u{10FFFD}"
#define PLAIN       "(?:[A-Za-z0-9._~/-]|%[0-9A-Fa-f]{2})*"

/* RFC 4291, as RFC 3986 spells it out: what may stand before "::" depends on what follows it. */
#define IPV6                                                                                       \
    "(?:(?:" GROUP ":){6}" LAST_TWO "|::(?:" GROUP ":){5}" LAST_TWO "|(?:" GROUP ")?::(?:" GROUP   \
    ":){4}" LAST_TWO "|(?:(?:" GROUP ":){0,1}" GROUP ")?::(?:" GROUP ":){3}" LAST_TWO              \
    "|(?:(?:" GROUP ":){0,2}" GROUP ")?::(?:" GROUP ":){2}" LAST_TWO "|(?:(?:" GROUP               \
    ":){0,3}" GROUP ")?::" GROUP ":" LAST_TWO "|(?:(?:" GROUP ":){0,4}" GROUP ")?::" LAST_TWO      \
    "|(?:(?:" GROUP ":){0,5}" GROUP ")?::" GROUP "|(?:(?:" GROUP ":){0,6}" GROUP ")?::)"

#define DURATION                                                                                   \
    "P(?:\\d+W|(?:\\d+D|\\d+M(?:\\d+D)?|\\d+Y(?:\\d+M(?:\\d+D)?)?)(?:T" CLOCK ")?|T" CLOCK ")"
#define CLOCK "(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S)"

typedef struct format_row {
    const char *name;
    const char *exact; /* or, where that is NULL or large: */
    const char *within, *around;
} format_row;

static const format_row formats[] = {
    {"base64url", "(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}(?:==)?|[A-Za-z0-9_-]{3}=?)?", NULL,
     NULL},
    {"byte", "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", NULL, NULL},
    {"char", "[^]", NULL, NULL},
    {"date", DATE, NULL, NULL},
    {"date-time", NULL, DATE "[Tt]" TIME, DATE "[Tt]" TIME_AROUND},
    {"duration", DURATION, NULL, NULL},
    {"email", NULL, "[A-Za-z0-9]+(?:\\.[A-Za-z0-9]+)*@[a-z0-9]{1,63}",
     "[ -~]+@[A-Za-z0-9.:\\[\\]-]+"},
    {"host-name", NULL, "[A-Za-z0-9]{1,63}(?:\\.[A-Za-z0-9]{1,63}){0,2}",
     LABEL "(?:\\." LABEL ")*"},
    {"hostname", NULL, "[A-Za-z0-9]{1,63}(?:\\.[A-Za-z0-9]{1,63}){0,2}", LABEL "(?:\\." LABEL ")*"},
    {"idn-email", NULL, "[A-Za-z0-9]+(?:\\.[A-Za-z0-9]+)*@[a-z0-9]{1,63}", "[^]+@[^]+"},
    {"idn-hostname", NULL, "[A-Za-z0-9]{1,63}(?:\\.[A-Za-z0-9]{1,63}){0,2}",
     "[^\\u0000-,/:-@\\[-`{-\\u007f]+"},
    {"ip-address", IPV4, NULL, NULL},
    {"ipv4", IPV4, NULL, NULL},
    {"ipv6", IPV6, NULL, NULL},
    {"iri", NULL, "[A-Za-z][A-Za-z0-9+.-]*:" PLAIN,
     "[A-Za-z][A-Za-z0-9+.-]*:[" URI_ASCII URI_OTHER "]*"},
    {"iri-reference", NULL, PLAIN, "[" URI_ASCII URI_OTHER "]*"},
    {"json-pointer", POINTER, NULL, NULL},
    {"relative-json-pointer", "(?:0|[1-9]\\d*)(?:#|" POINTER ")", NULL, NULL},
    {"time", NULL, TIME, TIME_AROUND},
    {"time of draft-03", HOUR ":[0-5]\\d:(?:[0-5]\\d|60)", NULL, NULL},
    {"uri", NULL, "[A-Za-z][A-Za-z0-9+.-]*:" PLAIN, "[A-Za-z][A-Za-z0-9+.-]*:[" URI_ASCII "]*"},
    {"uri-reference", NULL, PLAIN, "[" URI_ASCII "]*"},
    {"uri-template", NULL, PLAIN, "[^\\u0000-\\u0020\"<>\\\\^`|\\u007f]*"},
    {"uuid", HEX "{8}-" HEX "{4}-" HEX "{4}-" HEX "{4}-" HEX "{12}", NULL, NULL},
};

static const format_row *row_of(str name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (str_equal(str_from(formats[i].name), name))
            return &formats[i];
    return NULL;
}

static const automaton *whole(arena *a, const char *inside, automaton_problem *problem)
{
    buf text = {0};
    buf_append(&text, STR("^(?:"));
    buf_append(&text, str_from(inside));
    buf_append(&text, STR(")$"));
    const automaton *made = automaton_of_pattern(a, buf_str(&text), problem);
    buf_clear(&text);
    return made;
}

/* The times with a leap second: for each local time the one offset on either side that makes it
 * 23:59 in UTC. */
static void put_leap_seconds(buf *out)
{
    const unsigned day = 24 * 60;
    buf_append(out, STR("|23:59:60" FRACTION "[Zz]"));
    for (unsigned local = 0; local < day; local++) {
        unsigned ahead = (local + 1) % day, behind = day - 1 - local;
        buf_printf(out, "|%02u:%02u:60" FRACTION "(?:\\+%02u:%02u|-%02u:%02u)", local / 60,
                   local % 60, ahead / 60, ahead % 60, behind / 60, behind % 60);
    }
}

static const automaton *with_leap_seconds(arena *a, const char *before, automaton_problem *problem)
{
    buf text = {0};
    buf_printf(&text, "%s(?:%s", before, TIME);
    put_leap_seconds(&text);
    buf_append_char(&text, ')');
    const automaton *made = whole(a, buf_cstr(&text), problem);
    buf_clear(&text);
    return made;
}

const automaton *automaton_of_format(arena *a, str name, automaton_problem *problem)
{
    *problem = AUTOMATON_OPAQUE;
    const format_row *row = row_of(name);
    if (!row)
        return NULL;
    if (row->exact)
        return whole(a, row->exact, problem);
    if (str_equal(name, STR("time")))
        return with_leap_seconds(a, "", problem);
    if (str_equal(name, STR("date-time")))
        return with_leap_seconds(a, DATE "[Tt]", problem);
    return NULL;
}

const automaton *automaton_of_format_bound(arena *a, str name, automaton_bound bound)
{
    automaton_problem problem;
    const format_row *row = row_of(name);
    if (!row)
        return NULL;
    if (row->exact)
        return whole(a, row->exact, &problem);
    const char *inside = bound == BOUND_WITHIN ? row->within : row->around;
    return inside ? whole(a, inside, &problem) : NULL;
}
