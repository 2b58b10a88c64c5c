#include "schema/format_check.h"

/* Exactly `count` digits at the head, eaten. */
static bool take_digits(str *s, size_t count, unsigned *value)
{
    *value = 0;
    if (s->length < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!is_ascii_digit(s->data[i]))
            return false;
        *value = *value * 10 + (unsigned)(s->data[i] - '0');
    }
    *s = str_skip(*s, count);
    return true;
}

static bool take(str *s, char c)
{
    if (s->length == 0 || s->data[0] != c)
        return false;
    *s = str_skip(*s, 1);
    return true;
}

static bool is_leap_year(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool take_date(str *s)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned year, month, day;
    if (!take_digits(s, 4, &year) || !take(s, '-') || !take_digits(s, 2, &month) || !take(s, '-') ||
        !take_digits(s, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1)
        return false;
    return day <= days[month - 1] + (unsigned)(month == 2 && is_leap_year(year));
}

static bool take_clock(str *s, unsigned *hour, unsigned *minute, unsigned *second)
{
    return take_digits(s, 2, hour) && take(s, ':') && take_digits(s, 2, minute) && take(s, ':') &&
           take_digits(s, 2, second) && *hour <= 23 && *minute <= 59 && *second <= 60;
}

/* RFC 3339 full-time. A leap second happens at 23:59:60 UTC, whatever the local time then is
 * (section 5.7). */
static bool take_time(str *s)
{
    unsigned hour, minute, second, offset_hour = 0, offset_minute = 0;
    if (!take_clock(s, &hour, &minute, &second))
        return false;
    if (take(s, '.')) {
        if (s->length == 0 || !is_ascii_digit(s->data[0]))
            return false;
        while (s->length > 0 && is_ascii_digit(s->data[0]))
            *s = str_skip(*s, 1);
    }
    bool is_behind = false;
    if (!take(s, 'Z') && !take(s, 'z')) {
        is_behind = take(s, '-');
        if (!is_behind && !take(s, '+'))
            return false;
        if (!take_digits(s, 2, &offset_hour) || !take(s, ':') ||
            !take_digits(s, 2, &offset_minute) || offset_hour > 23 || offset_minute > 59)
            return false;
    }
    if (second < 60)
        return true;
    unsigned local = hour * 60 + minute, offset = offset_hour * 60 + offset_minute, day = 24 * 60;
    unsigned utc = (is_behind ? local + offset : local + day - offset) % day;
    return utc == day - 1;
}

bool format_is_date(str text)
{
    return take_date(&text) && text.length == 0;
}

bool format_is_time(str text)
{
    return take_time(&text) && text.length == 0;
}

bool format_is_date_time(str text)
{
    return take_date(&text) && (take(&text, 'T') || take(&text, 't')) && take_time(&text) &&
           text.length == 0;
}

bool format_is_draft_03_time(str text)
{
    unsigned hour, minute, second;
    return take_clock(&text, &hour, &minute, &second) && text.length == 0;
}

/* One or more digits and a unit out of `units`; what is eaten of `units` is gone, and a unit can
 * only be followed by the very next one (RFC 3339 appendix A: PT1H3S is none). */
static bool take_units(str *s, const char *units)
{
    bool any = false;
    for (; *units; units++) {
        str rest = *s;
        while (rest.length > 0 && is_ascii_digit(rest.data[0]))
            rest = str_skip(rest, 1);
        if (rest.length < s->length && take(&rest, *units)) {
            *s = rest;
            any = true;
        } else if (any) {
            break;
        }
    }
    return any;
}

bool format_is_duration(str text)
{
    if (!take(&text, 'P'))
        return false;
    str weeks = text;
    if (take_units(&weeks, "W"))
        return weeks.length == 0;
    bool has_date = take_units(&text, "YMD");
    if (text.length == 0)
        return has_date;
    return take(&text, 'T') && take_units(&text, "HMS") && text.length == 0;
}
