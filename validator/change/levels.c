#include "change/levels.h"

#include "base/glob.h"

#define LEVELS(request, response, neither)                                                         \
    {                                                                                              \
        [RULE_REQUEST] = LEVEL_##request, [RULE_RESPONSE] = LEVEL_##response,                      \
        [RULE_NEITHER] = LEVEL_##neither                                                           \
    }

static const law_row law[] = {
#define LAW(effect, guard, request, response, neither, why)                                        \
    {EFFECT_##effect, GUARD_##guard, LEVELS(request, response, neither), why},
#include "change/levels.def"
};
enum { LAW_COUNT = sizeof law / sizeof *law };

static const char *const guard_meanings[] = {
#define GUARD(guard, meaning) [GUARD_##guard] = meaning,
#include "change/levels.def"
};

static const flipped_row flipped[] = {
#define FLIPPED(rule, level, why) {RULE_##rule, LEVEL_##level, why},
#include "change/levels.def"
};
enum { FLIPPED_COUNT = sizeof flipped / sizeof *flipped };

static const judged_row judged[] = {
#define JUDGED(answer, info, warning, breaking, why)                                               \
    {JUDGED_##answer,                                                                              \
     {[LEVEL_INFO] = LEVEL_##info,                                                                 \
      [LEVEL_WARNING] = LEVEL_##warning,                                                           \
      [LEVEL_BREAKING] = LEVEL_##breaking},                                                        \
     why},
#include "change/levels.def"
};
enum { JUDGED_COUNT = sizeof judged / sizeof *judged };

static const preset_row presets[] = {
#define PRESET_LAW(preset, effect, guard, request, response, neither)                              \
    {PRESET_##preset,                                                                              \
     NULL,                                                                                         \
     EFFECT_##effect,                                                                              \
     GUARD_##guard,                                                                                \
     LEVELS(request, response, neither),                                                           \
     NULL},
#define PRESET_RULE(preset, rules, level, why)                                                     \
    {PRESET_##preset, rules, EFFECT_NONE, GUARD_PLAIN, LEVELS(level, level, level), why},
#include "change/levels.def"
};
enum { PRESET_ROW_COUNT = sizeof presets / sizeof *presets };

const law_row *law_rows(size_t *count)
{
    *count = LAW_COUNT;
    return law;
}

static const law_row *law_find(rule_effect effect, rule_guard guard)
{
    for (size_t i = 0; i < LAW_COUNT; i++)
        if (law[i].effect == effect && law[i].guard == guard)
            return &law[i];
    return NULL;
}

const law_row *law_row_of(const rule *r)
{
    return law_find(r->effect, r->guard);
}

const char *rule_guard_name(rule_guard g)
{
    static const char *const names[] = {"plain", "presence",     "sanctioned",
                                        "empty", "housekeeping", "announcement"};
    return names[g];
}

const char *rule_guard_meaning(rule_guard g)
{
    return guard_meanings[g];
}

const flipped_row *flipped_rows(size_t *count)
{
    *count = FLIPPED_COUNT;
    return flipped;
}

level level_flipped(const rule *r)
{
    static const rule_direction other[] = {[RULE_NEITHER] = RULE_NEITHER,
                                           [RULE_REQUEST] = RULE_RESPONSE,
                                           [RULE_RESPONSE] = RULE_REQUEST};
    for (size_t i = 0; i < FLIPPED_COUNT; i++)
        if (rule_of(flipped[i].rule) == r)
            return flipped[i].level;
    return law_row_of(r)->levels[other[r->direction]];
}

const judged_row *judged_rows(size_t *count)
{
    *count = JUDGED_COUNT;
    return judged;
}

level level_judged(const rule *r, judged_answer answer)
{
    return judged[answer].levels[r->level];
}

const char *judged_answer_name(judged_answer a)
{
    static const char *const names[] = {"not included", "included", "equivalent", "undecided"};
    return names[a];
}

const char *const level_preset_names[] = {"default", "strict", "lenient", NULL};

bool level_preset_parse(level_preset *out, str name)
{
    for (int i = 0; level_preset_names[i]; i++) {
        if (str_equal(name, str_from(level_preset_names[i]))) {
            *out = (level_preset)i;
            return true;
        }
    }
    return false;
}

const preset_row *preset_rows(size_t *count)
{
    *count = PRESET_ROW_COUNT;
    return presets;
}

/* A row by effect stands for findings that still have the level their effect gave them: where the
 * engine or a policy said otherwise there is nothing left to guess. */
static bool preset_fits(const preset_row *row, const rule *r, level now)
{
    if (row->rules)
        return glob_matches(str_from(row->rules), str_from(r->id));
    return row->effect == r->effect && row->guard == r->guard && now == r->level;
}

level level_in_preset(level_preset preset, const rule *r, level now)
{
    if (now == LEVEL_NONE)
        return now;
    const preset_row *found = NULL;
    for (size_t i = 0; i < PRESET_ROW_COUNT; i++) {
        if (presets[i].preset != preset || !preset_fits(&presets[i], r, now))
            continue;
        if (!found || presets[i].rules)
            found = &presets[i];
    }
    if (!found)
        return now;
    level wanted = found->levels[r->direction];
    bool raises = wanted > now;
    return raises == (preset == PRESET_STRICT) ? wanted : now;
}
