#include "base/clock.h"

#include <time.h>

int64_t clock_now(const clock_source *c)
{
    return c && c->is_fixed ? c->fixed_seconds : (int64_t)time(NULL);
}

int64_t clock_microseconds(void)
{
    struct timespec t = {0};
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* --- calendar: Howard Hinnant's days_from_civil, for the proleptic Gregorian calendar --- */

static int64_t days_from_date(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void date_from_days(int64_t days, int64_t *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

static int days_of_month(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* --- text --- */

static bool take_number(str *rest, size_t digits, int *value)
{
    *value = 0;
    if (rest->length < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (rest->data[i] < '0' || rest->data[i] > '9')
            return false;
        *value = *value * 10 + (rest->data[i] - '0');
    }
    *rest = str_skip(*rest, digits);
    return true;
}

static bool take(str *rest, char c)
{
    if (rest->length == 0 || rest->data[0] != c)
        return false;
    *rest = str_skip(*rest, 1);
    return true;
}

static bool take_date(str *rest, int64_t *seconds)
{
    int year, month, day;
    if (!take_number(rest, 4, &year) || !take(rest, '-') || !take_number(rest, 2, &month) ||
        !take(rest, '-') || !take_number(rest, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
        return false;
    *seconds = days_from_date(year, month, day) * 86400;
    return true;
}

static bool take_time(str *rest, int64_t *seconds)
{
    int hour, minute, second, ignored;
    if (!take_number(rest, 2, &hour) || !take(rest, ':') || !take_number(rest, 2, &minute) ||
        !take(rest, ':') || !take_number(rest, 2, &second))
        return false;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    if (take(rest, '.')) {
        if (!take_number(rest, 1, &ignored))
            return false;
        while (take_number(rest, 1, &ignored))
            ;
    }
    *seconds += hour * 3600 + minute * 60 + second;
    return true;
}

static bool take_offset(str *rest, int64_t *seconds)
{
    if (take(rest, 'Z') || take(rest, 'z'))
        return true;
    int sign = take(rest, '+') ? 1 : take(rest, '-') ? -1 : 0, hours, minutes;
    if (sign == 0 || !take_number(rest, 2, &hours) || !take(rest, ':') ||
        !take_number(rest, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *seconds -= sign * (hours * 3600 + minutes * 60);
    return true;
}

bool clock_parse(str text, int64_t *seconds)
{
    if (!take_date(&text, seconds))
        return false;
    if (text.length == 0)
        return true;
    if (!take(&text, 'T') && !take(&text, 't') && !take(&text, ' '))
        return false;
    return take_time(&text, seconds) && take_offset(&text, seconds) && text.length == 0;
}

bool clock_parse_end(str text, int64_t *seconds)
{
    enum { DATE_LENGTH = 10, SECONDS_A_DAY = 24 * 60 * 60 };
    if (!clock_parse(text, seconds))
        return false;
    if (text.length == DATE_LENGTH)
        *seconds += SECONDS_A_DAY;
    return true;
}

static str format_date(int64_t seconds, int64_t *of_day, arena *a)
{
    int64_t days = seconds / 86400, year;
    *of_day = seconds % 86400;
    if (*of_day < 0) {
        *of_day += 86400;
        days--;
    }
    int month, day;
    date_from_days(days, &year, &month, &day);
    return arena_printf(a, "%04lld-%02d-%02d", (long long)year, month, day);
}

str clock_format(int64_t seconds, arena *a)
{
    int64_t of_day;
    str date = format_date(seconds, &of_day, a);
    return arena_printf(a, "%.*sT%02d:%02d:%02dZ", STR_ARG(date), (int)(of_day / 3600),
                        (int)(of_day / 60 % 60), (int)(of_day % 60));
}

str clock_format_date(int64_t seconds, arena *a)
{
    int64_t of_day;
    return format_date(seconds, &of_day, a);
}
