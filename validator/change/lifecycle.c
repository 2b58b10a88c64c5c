#include "change/lifecycle.h"

#include "base/clock.h"
#include "change/comparison.h"

enum { SECONDS_A_DAY = 86400 };

bool lifecycle_stability(const lifecycle *l, stability *out)
{
    static const char *const names[] = {"draft", "alpha", "beta", "stable"};
    *out = STABILITY_STABLE;
    if (!l->stability)
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!str_equal(node_text(l->stability), str_from(names[i])))
            continue;
        *out = (stability)i;
        return true;
    }
    return false;
}

/* Days that a sunset date must lie ahead. Drafts and alphas promise nothing. */
static int64_t days_demanded(const lifecycle *l, const change_options *options)
{
    stability s;
    if (!lifecycle_stability(l, &s) || s == STABILITY_STABLE)
        return options->deprecation_days_stable;
    return s == STABILITY_BETA ? options->deprecation_days_beta : 0;
}

static bool sunset_of(const lifecycle *l, int64_t *out)
{
    return node_is(l->sunset, NODE_STRING) && clock_parse(node_text(l->sunset), out);
}

/* Whole days, as calendars count them. */
static int64_t days_until(int64_t sunset, const change_options *options)
{
    return sunset / SECONDS_A_DAY - options->now / SECONDS_A_DAY;
}

static life_change deprecated_now(const lifecycle *new_, const change_options *options, arena *a)
{
    int64_t sunset, demanded = days_demanded(new_, options);
    if (!new_->sunset)
        return (life_change){demanded > 0 ? LIFE_SUNSET_MISSING : LIFE_DEPRECATED, STR("")};
    if (!sunset_of(new_, &sunset))
        return (life_change){LIFE_SUNSET_INVALID, STR("")};
    str date = clock_format_date(sunset, a);
    if (days_until(sunset, options) < demanded)
        return (life_change){
            LIFE_SUNSET_TOO_SMALL,
            arena_printf(a, ": %.*s, %lld days are demanded", STR_ARG(date), (long long)demanded)};
    return (life_change){LIFE_DEPRECATED_WITH_SUNSET,
                         arena_printf(a, " until %.*s", STR_ARG(date))};
}

/* A sunset date of something that was deprecated before and still is. */
static size_t sunset_changed(const lifecycle *old, const lifecycle *new_,
                             const change_options *options, arena *a, life_change *out)
{
    int64_t was, is;
    if (!old->sunset)
        return 0;
    if (!new_->sunset) {
        *out = (life_change){LIFE_SUNSET_DELETED, STR("")};
        return 1;
    }
    if (node_equal(old->sunset, new_->sunset))
        return 0;
    if (!sunset_of(new_, &is) || !sunset_of(old, &was)) {
        *out = (life_change){LIFE_SUNSET_CHANGED_INVALID, STR("")};
        return 1;
    }
    if (is >= was || days_until(is, options) >= days_demanded(new_, options))
        return 0;
    str from = clock_format_date(was, a), to = clock_format_date(is, a);
    *out = (life_change){LIFE_SUNSET_CHANGED_TOO_SMALL,
                         arena_printf(a, " from %.*s to %.*s", STR_ARG(from), STR_ARG(to))};
    return 1;
}

static size_t stability_changed(const lifecycle *old, const lifecycle *new_, arena *a,
                                life_change *out)
{
    stability was, is;
    bool is_valid = lifecycle_stability(new_, &is), was_valid = lifecycle_stability(old, &was);
    if (!is_valid || !was_valid) {
        bool is_same =
            old->stability && new_->stability && node_equal(old->stability, new_->stability);
        *out = (life_change){LIFE_STABILITY_INVALID, STR("")};
        return !is_same;
    }
    if (was == is)
        return 0;
    str from = old->stability ? node_text(old->stability) : STR("stable");
    str to = new_->stability ? node_text(new_->stability) : STR("stable");
    *out = (life_change){is < was ? LIFE_STABILITY_DECREASED : LIFE_STABILITY_INCREASED,
                         arena_printf(a, " from %.*s to %.*s", STR_ARG(from), STR_ARG(to))};
    return 1;
}

size_t lifecycle_compare(const lifecycle *old, const lifecycle *new_, const change_options *options,
                         arena *a, life_change *out)
{
    size_t count = 0;
    if (!old->deprecated && new_->deprecated)
        out[count++] = deprecated_now(new_, options, a);
    else if (old->deprecated && !new_->deprecated)
        out[count++] = (life_change){LIFE_REACTIVATED, STR("")};
    else if (old->deprecated && new_->deprecated)
        count += sunset_changed(old, new_, options, a, &out[count]);
    count += stability_changed(old, new_, a, &out[count]);
    return count;
}

life_end lifecycle_end(const lifecycle *old, const change_options *options)
{
    int64_t sunset;
    if (!old->deprecated)
        return END_WITHOUT_DEPRECATION;
    if (!old->sunset)
        return END_WITH_DEPRECATION;
    if (!sunset_of(old, &sunset))
        return END_SUNSET_INVALID;
    return days_until(sunset, options) > 0 ? END_BEFORE_SUNSET : END_WITH_DEPRECATION;
}

void compare_lifecycle(comparison *c, const operation_pair *p)
{
    static const struct {
        rule_name rule;
        const char *says;
    } rows[] = {
        [LIFE_DEPRECATED] = {RULE_endpoint_deprecated, "operation was deprecated"},
        [LIFE_DEPRECATED_WITH_SUNSET] = {RULE_endpoint_deprecated_with_sunset,
                                         "operation was deprecated"},
        [LIFE_REACTIVATED] = {RULE_endpoint_reactivated, "operation is no longer deprecated"},
        [LIFE_SUNSET_MISSING] = {RULE_api_deprecated_sunset_missing,
                                 "operation was deprecated without a sunset date"},
        [LIFE_SUNSET_INVALID] = {RULE_api_deprecated_sunset_parse,
                                 "the sunset date of the operation cannot be read"},
        [LIFE_SUNSET_TOO_SMALL] = {RULE_api_sunset_date_too_small,
                                   "the sunset date of the operation comes too soon"},
        [LIFE_SUNSET_CHANGED_TOO_SMALL] = {RULE_api_sunset_date_changed_too_small,
                                           "the sunset date of the operation was moved up"},
        [LIFE_SUNSET_CHANGED_INVALID] = {RULE_api_path_sunset_parse,
                                         "the sunset date of the operation was changed and the "
                                         "old or the new one cannot be read"},
        [LIFE_SUNSET_DELETED] = {RULE_sunset_deleted,
                                 "the sunset date of the deprecated operation was deleted"},
        [LIFE_STABILITY_DECREASED] = {RULE_api_stability_decreased,
                                      "the stability level of the operation was lowered"},
        [LIFE_STABILITY_INCREASED] = {RULE_api_stability_increased,
                                      "the stability level of the operation was raised"},
        [LIFE_STABILITY_INVALID] = {RULE_api_invalid_stability_level,
                                    "the stability level of the operation is none of draft, "
                                    "alpha, beta, stable"},
    };
    life_change changes[LIFE_CHANGES];
    size_t count =
        lifecycle_compare(&p->old->lifecycle, &p->new_->lifecycle, c->options, c->arena, changes);
    for (size_t i = 0; i < count; i++)
        comparison_say(c, rows[changes[i].event].rule, p->display, pair_where(c, p, "operation"),
                       spot_key(p->old->node, p->old->member),
                       spot_key(p->new_->node, p->new_->member), "%s%.*s",
                       rows[changes[i].event].says, STR_ARG(changes[i].detail));
}

void compare_lives(comparison *c, const operation_pair *p, const life_pair *lives,
                   const rule_name rules[LIFE_EVENT_COUNT])
{
    static const char *const says[] = {
        [LIFE_DEPRECATED] = "was deprecated",
        [LIFE_DEPRECATED_WITH_SUNSET] = "was deprecated",
        [LIFE_REACTIVATED] = "is no longer deprecated",
        [LIFE_SUNSET_MISSING] = "was deprecated without a sunset date",
        [LIFE_SUNSET_INVALID] = "has a sunset date that cannot be read",
        [LIFE_SUNSET_TOO_SMALL] = "has a sunset date that comes too soon",
        [LIFE_SUNSET_CHANGED_TOO_SMALL] = "has an earlier sunset date",
        [LIFE_SUNSET_CHANGED_INVALID] = "has another sunset date, and the old or the new one "
                                        "cannot be read",
        [LIFE_SUNSET_DELETED] = "lost its sunset date though it is still deprecated",
    };
    life_change changes[LIFE_CHANGES];
    size_t count = lifecycle_compare(lives->old, lives->new_, c->options, c->arena, changes);
    for (size_t i = 0; i < count; i++) {
        life_event event = changes[i].event;
        if (event <= LIFE_SUNSET_DELETED)
            comparison_say_for(c, p, rules[event], lives->where, lives->old_place, lives->new_place,
                               "%.*s %s%.*s", STR_ARG(lives->subject), says[event],
                               STR_ARG(changes[i].detail));
    }
}

bool lifecycle_is_over(const lifecycle *old, const change_options *options)
{
    return old->sunset && lifecycle_end(old, options) == END_WITH_DEPRECATION;
}
