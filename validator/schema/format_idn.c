/*
 * Internationalised host names: libidn2 judges each label as for registration, which is where the
 * rules on context stand (RFC 5892, appendix A); that all labels of a name go together in writing
 * direction (RFC 5893) it does not check.
 */
#include "schema/format_check.h"

#include <idn2.h>
#include <string.h>
#include <unictype.h>

#include "base/utf8.h"

#define MOST_LABEL_BYTES 252 /* 63 code points of 4 bytes */
#define MOST_NAME_BYTES  253

typedef struct label_text {
    char bytes[MOST_LABEL_BYTES + 1];
} label_text;

static bool to_c_string(label_text *out, str label)
{
    if (label.length == 0 || label.length > MOST_LABEL_BYTES || memchr(label.data, 0, label.length))
        return false;
    memcpy(out->bytes, label.data, label.length);
    out->bytes[label.length] = 0;
    return true;
}

static bool is_ascii(str label)
{
    for (size_t i = 0; i < label.length; i++)
        if ((unsigned char)label.data[i] >= 128)
            return false;
    return true;
}

static bool has_prefix(str label)
{
    return str_equal_ignoring_case(str_take(label, 4), STR("xn--"));
}

bool format_is_a_label(str label)
{
    label_text text;
    if (!has_prefix(label) || !to_c_string(&text, label))
        return false;
    for (char *c = text.bytes; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    uint8_t *registered = NULL;
    int answer = idn2_register_u8(NULL, (const uint8_t *)text.bytes, &registered, 0);
    idn2_free(registered);
    return answer == IDN2_OK;
}

/* The length of the label on the wire; 0 when it is none. */
static size_t wire_length(str label, int flags)
{
    if (is_ascii(label))
        return format_is_hostname(label) ? label.length : 0;
    label_text text;
    if (!to_c_string(&text, label))
        return 0;
    uint8_t *registered = NULL;
    int answer = idn2_register_u8((const uint8_t *)text.bytes, NULL, &registered, flags);
    size_t length = answer == IDN2_OK ? strlen((const char *)registered) : 0;
    idn2_free(registered);
    return length;
}

/* --- writing direction: RFC 5893, section 2 --- */

/* The label as people write it, an A-label decoded. */
static str to_unicode(str label, char **owned)
{
    label_text text;
    *owned = NULL;
    if (!has_prefix(label) || !to_c_string(&text, label) ||
        idn2_to_unicode_8z8z(text.bytes, owned, 0) != IDN2_OK)
        return label;
    return str_from(*owned);
}

#define BIDI(name) (1u << UC_BIDI_##name)

static unsigned directions(str label, unsigned *first, unsigned *last)
{
    unsigned all = 0;
    *first = *last = 0;
    for (size_t at = 0; at < label.length;) {
        unsigned direction = 1u << uc_bidi_category(utf8_next(label, &at));
        all |= direction;
        if (*first == 0)
            *first = direction;
        if (direction != BIDI(NSM))
            *last = direction;
    }
    return all;
}

static bool is_bidi_label(str label)
{
    unsigned first, last, all = directions(label, &first, &last);
    unsigned neutral = BIDI(EN) | BIDI(ES) | BIDI(CS) | BIDI(ET) | BIDI(ON) | BIDI(BN) | BIDI(NSM);
    if (first == BIDI(L))
        return !(all & ~(neutral | BIDI(L))) && (last & (BIDI(L) | BIDI(EN)));
    if (!(first & (BIDI(R) | BIDI(AL))))
        return false;
    return !(all & ~(neutral | BIDI(R) | BIDI(AL) | BIDI(AN))) &&
           (last & (BIDI(R) | BIDI(AL) | BIDI(EN) | BIDI(AN))) &&
           !((all & BIDI(EN)) && (all & BIDI(AN)));
}

typedef bool (*label_test)(str label);

static bool has_right_to_left(str label)
{
    unsigned first, last;
    return directions(label, &first, &last) & (BIDI(R) | BIDI(AL) | BIDI(AN));
}

/* --- the whole name --- */

/* The next label; U+3002, U+FF0E and U+FF61 part labels as '.' does. */
static bool next_label(str name, size_t *at, str *label)
{
    if (*at > name.length)
        return false;
    size_t start = *at;
    while (*at < name.length) {
        size_t end = *at;
        uint32_t code = utf8_next(name, at);
        if (code == '.' || code == 0x3002 || code == 0xFF0E || code == 0xFF61) {
            *label = str_of(name.data + start, end - start);
            return true;
        }
    }
    *label = str_of(name.data + start, name.length - start);
    *at = name.length + 1;
    return true;
}

static bool any_label(str name, label_test test)
{
    str label;
    for (size_t at = 0; next_label(name, &at, &label);) {
        char *owned;
        bool holds = test(to_unicode(label, &owned));
        idn2_free(owned);
        if (holds)
            return true;
    }
    return false;
}

static bool is_not_bidi_label(str label)
{
    return !is_bidi_label(label);
}

static bool is_name(str text, int flags)
{
    size_t total = 0, labels = 0;
    str label;
    if (text.length == 0 || text.length > 4 * MOST_NAME_BYTES || utf8_check(text) != text.length)
        return false;
    for (size_t at = 0; next_label(text, &at, &label); labels++) {
        size_t length = wire_length(label, flags);
        if (length == 0)
            return false;
        total += length + 1;
    }
    if (total - 1 > MOST_NAME_BYTES)
        return false;
    if (is_ascii(text) && str_search(text, STR("--")) == SIZE_MAX)
        return true;
    return !any_label(text, has_right_to_left) || !any_label(text, is_not_bidi_label);
}

bool format_is_idn_hostname(str text)
{
    return is_name(text, 0);
}

/* RFC 6531 leaves normalisation to whoever sends the mail. */
bool format_is_idn_mail_domain(str text)
{
    return is_name(text, IDN2_NFC_INPUT);
}
