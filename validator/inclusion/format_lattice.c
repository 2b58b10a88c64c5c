/*
 * The rows are facts about the grammars behind the formats; the unit test holds each against the
 * formats' automata, their bounds and the sample values below. `hostname` is that of draft-07 and
 * later, RFC 1123 with RFC 5890; that of earlier drafts is draft-03's `host-name`
 * (format_identity).
 */
#include "inclusion/format_lattice.h"

#include <string.h>

typedef struct sample_row {
    const char *name;
    const char *samples[6];
    const char *counters[6];
} sample_row;

static const sample_row samples[] = {
    {"base64url", {"aGFuZG9mZg"}, {"a+b/", "?"}},
    {"byte", {"aGFuZG9mZg==", "+a=="}, {"a", "a-b_"}},
    {"char", {"a"}, {"ab", ""}},
    {"color", {"red", "#cc8899"}, {"puce", "#12"}},
    {"date", {"2026-11-21", "2024-02-29", "1999-12-31"}, {"2026-02-30", "21.11.2026", ""}},
    {"date-time",
     {"2026-11-21T06:00:00Z", "1985-04-12T23:20:50.52+01:00", "1990-12-31T23:59:60Z"},
     {"2026-11-21 06:00:00", "2026-11-21T06:00:00", "2026-11-21", ""}},
    {"double-int", {"1", "9007199254740991"}, {"9007199254740992", "1.5"}},
    {"duration", {"P1DT12H", "P3M", "PT5S"}, {"1 day", "P1D2H", ""}},
    {"ecmascript-regex", {"^[a-z]+$", "a"}, {"(", "[z-a]"}},
    {"email",
     {"ann@example.com", "\"a b\"@example.com", "*a@example.com"},
     {"ann", "ann@", "@example.com", ""}},
    {"float", {"1.5", "1e30", "-0.1"}, {"1e39"}},
    {"host-name", {"example.com", "a-b.c", "ab--cd.example"}, {"-a", "a_b", ""}},
    {"hostname", {"example.com", "a-b.c", "localhost"}, {"-a", "a_b", "a b", ""}},
    {"idn-email",
     {"ann@example.com", "*a@example.com", "\"a b\"@example.com", "\xC3\xA9va@\xC3\xA9xample.com"},
     {"ann", "@", ""}},
    {"idn-hostname",
     {"example.com", "b\xC3\xBC"
                     "cher.example"},
     {"-a", "a_b", "a b", ""}},
    {"int16", {"1", "0", "32767", "-32768"}, {"32768", "-32769", "1.5"}},
    {"int32", {"1", "0", "2147483647", "-2147483648"}, {"2147483648", "-2147483649", "1.5"}},
    {"int64",
     {"1", "0", "9223372036854775807", "-9223372036854775808"},
     {"9223372036854775808", "-9223372036854775809", "1.5"}},
    {"int8", {"1", "0", "127", "-128"}, {"128", "-129", "1.5"}},
    {"ip-address", {"192.0.2.1"}, {"256.0.0.1", "1.2.3", ""}},
    {"ipv4", {"192.0.2.1", "127.0.0.1"}, {"256.0.0.1", "1.2.3", "01.2.3.4", ""}},
    {"ipv6", {"2001:db8::1", "::1", "::ffff:192.0.2.1"}, {"::1::", "1.2.3.4", ""}},
    {"iri",
     {"https://example.com/a", "https://\xC3\xA9xample.com/\xE6\xBC\xA2", "urn:("},
     {"a b", "/a", ""}},
    {"iri-reference", {"https://example.com/a", "/a", "", "#\xC3\xA9"}, {"a b", "\\a", "%2"}},
    {"json-pointer", {"/items/0/name", "", "/a~1b", "/("}, {"a", "#/a", "/~2"}},
    {"regex", {"^[a-z]+$", "a", ""}, {"(", "[z-a]", "\\a"}},
    {"relative-json-pointer", {"1/name", "0#", "0", "0/("}, {"/a", "-1", "01", ""}},
    {"time",
     {"06:00:00Z", "23:20:50.52+01:00", "23:59:60Z"},
     {"06:00:00", "6:00", "24:00:00Z", ""}},
    {"time of draft-03", {"06:00:00"}, {"6:00", "24:00:00", ""}},
    {"uint16", {"1", "0", "65535"}, {"65536", "-1", "1.5"}},
    {"uint32", {"1", "0", "4294967295"}, {"4294967296", "-1", "1.5"}},
    {"uint64", {"1", "0", "18446744073709551615"}, {"18446744073709551616", "-1", "1.5"}},
    {"uint8", {"1", "0", "255"}, {"256", "-1", "1.5"}},
    {"uri",
     {"https://example.com/a", "urn:a:b", "urn:("},
     {"a b", "/a", "https://\xC3\xA9.com", ""}},
    {"uri-reference", {"https://example.com/a", "/a", ""}, {"a b", "\\a", "\xC3\xA9"}},
    {"uri-template", {"/orders/{id}", "https://example.com/{?a,b}"}, {"{", "/orders/{id", "a b"}},
    {"uuid", {"2eb8aa08-aa98-11ea-b4aa-73b441d16380"}, {"2eb8aa08", "not-a-uuid", ""}},
};

/* Names separated by spaces. Disjointness is written once and holds both ways. */
typedef struct relation_row {
    const char *name, *within, *disjoint;
} relation_row;

#define REFERENCES "uri-reference iri-reference uri-template"
#define HOSTS      "hostname idn-hostname host-name"
#define ADDRESSES  "ip-address ipv4 ipv6"
#define POINTERS   "json-pointer relative-json-pointer"
#define TIMES      "time date-time"
#define PATTERNS   "regex ecmascript-regex"

static const relation_row relations[] = {
    {"base64url", REFERENCES " " PATTERNS, "char email idn-email iri uri " TIMES " " ADDRESSES},
    {"byte", REFERENCES, "char date email idn-email iri uri uuid " TIMES " " ADDRESSES},
    {"char", "", "date duration email idn-email iri uri uuid " TIMES " " ADDRESSES},
    {"color", PATTERNS, ""},
    {"date", "base64url " REFERENCES " " HOSTS " " PATTERNS,
     "duration email idn-email iri uri uuid " TIMES " " ADDRESSES " " POINTERS},
    {"date-time", "uri-template " PATTERNS,
     "time duration email idn-email iri uri uuid uri-reference iri-reference " ADDRESSES
     " " POINTERS " " HOSTS},
    {"double-int", "int64 float", ""},
    {"duration", REFERENCES " " PATTERNS,
     "time email idn-email iri uri uuid " ADDRESSES " " POINTERS},
    {"email", "idn-email", "time uuid " ADDRESSES " " HOSTS},
    {"host-name", REFERENCES " " PATTERNS, "ipv6 iri uri json-pointer time idn-email"},
    {"hostname", "idn-hostname host-name " REFERENCES " " PATTERNS,
     "ipv6 iri uri json-pointer time idn-email"},
    {"idn-email", "", "time uuid " ADDRESSES},
    {"idn-hostname", "iri-reference uri-template " PATTERNS,
     "ipv6 iri uri json-pointer time idn-email"},
    {"int16", "int32 int64 double-int float", ""},
    {"int32", "int64 double-int float", ""},
    {"int64", "float", ""},
    {"int8", "int16 int32 int64 double-int float", ""},
    {"ip-address", REFERENCES " " HOSTS " " PATTERNS, "ipv6 iri uri uuid time " POINTERS},
    {"ipv4", REFERENCES " " HOSTS " " PATTERNS, "ipv6 iri uri uuid time " POINTERS},
    {"ipv6", "uri-template " PATTERNS, "time uuid " POINTERS},
    {"iri", "iri-reference uri-template", "time uuid " POINTERS},
    {"iri-reference", "uri-template", "time"},
    {"json-pointer", "", "relative-json-pointer time uri uuid"},
    {"relative-json-pointer", "", "time uri uuid"},
    {"time", "uri-template " PATTERNS, "uri uuid uri-reference"},
    {"time of draft-03", PATTERNS, ""},
    {"uint16", "uint32 uint64 int32 int64 double-int float", ""},
    {"uint32", "uint64 int64 double-int float", ""},
    {"uint64", "float", ""},
    {"uint8", "uint16 uint32 uint64 int16 int32 int64 double-int float", ""},
    {"uri", "iri " REFERENCES, "uuid"},
    {"uri-reference", "iri-reference uri-template", ""},
    {"uuid", "base64url " REFERENCES " " HOSTS " " PATTERNS, ""},
};

static const relation_row *relation_of(str name)
{
    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++)
        if (str_equal(str_from(relations[i].name), name))
            return &relations[i];
    return NULL;
}

static bool lists(const char *names, str name)
{
    str rest = str_from(names), one;
    while (str_split(&rest, ' ', &one))
        if (str_equal(one, name))
            return true;
    return false;
}

static bool is_alias(str name, const char *left, const char *right, str other)
{
    return (str_equal(name, str_from(left)) && str_equal(other, str_from(right))) ||
           (str_equal(name, str_from(right)) && str_equal(other, str_from(left)));
}

/* Formats that accept every value of the kind: every string, or every number. */
static bool is_free(str name, format_kind kind)
{
    return kind == FORMAT_OF_NUMBERS
               ? str_equal(name, STR("double"))
               : str_equal(name, STR("binary")) || str_equal(name, STR("password"));
}

static const format *row_of(str name)
{
    size_t count;
    const format *rows = format_table(&count), *found = NULL;
    for (size_t i = 0; i < count; i++)
        if (str_equal(str_from(rows[i].name), name))
            found = &rows[i]; /* of several the last: the one of the later drafts */
    return found;
}

/* What samples prove where the table is silent: some values in both, some in the first only. */
static bool samples_overlap(str first, const format *second)
{
    size_t count;
    const char *const *texts = format_samples(first, &count);
    bool in_both = false, in_first_only = false;
    for (size_t i = 0; i < count; i++) {
        bool accepted = second->accepts(str_from(texts[i]));
        in_both |= accepted;
        in_first_only |= !accepted;
    }
    texts = format_samples(str_from(second->name), &count);
    const format *one = row_of(first);
    for (size_t i = 0; i < count && !in_both; i++)
        in_both = one->accepts(str_from(texts[i]));
    return in_both && in_first_only;
}

format_relation format_relate(str first, str second)
{
    if (str_equal(first, second) ||
        (is_free(first, FORMAT_OF_STRINGS) && is_free(second, FORMAT_OF_STRINGS)) ||
        is_alias(first, "ipv4", "ip-address", second) ||
        is_alias(first, "regex", "ecmascript-regex", second))
        return FORMATS_EQUAL;
    const format *one = row_of(first), *other = row_of(second);
    if (!one || !other)
        return FORMATS_UNKNOWN;
    if (is_free(second, one->kind) && one->kind != FORMAT_OF_ANYTHING)
        return FORMATS_WITHIN;
    if (is_free(first, other->kind) && other->kind != FORMAT_OF_ANYTHING)
        return FORMATS_OVERLAP;
    if (one->kind != other->kind || !one->accepts || !other->accepts)
        return FORMATS_UNKNOWN;
    const relation_row *of_first = relation_of(first), *of_second = relation_of(second);
    if (of_first && lists(of_first->within, second))
        return FORMATS_WITHIN;
    if ((of_first && lists(of_first->disjoint, second)) ||
        (of_second && lists(of_second->disjoint, first)))
        return FORMATS_DISJOINT;
    if ((of_second && lists(of_second->within, first)) || samples_overlap(first, other))
        return FORMATS_OVERLAP;
    return FORMATS_UNKNOWN;
}

static size_t count_texts(const char *const texts[6])
{
    size_t count = 0;
    while (count < 6 && texts[count])
        count++;
    return count;
}

const char *const *format_samples(str name, size_t *count)
{
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        if (str_equal(str_from(samples[i].name), name)) {
            *count = count_texts(samples[i].samples);
            return samples[i].samples;
        }
    *count = 0;
    return NULL;
}

const char *const *format_counter_samples(str name, size_t *count)
{
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        if (str_equal(str_from(samples[i].name), name)) {
            *count = count_texts(samples[i].counters);
            return samples[i].counters;
        }
    *count = 0;
    return NULL;
}
