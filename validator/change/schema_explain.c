/* Which edits explain a break that the engine found at a point. */
#include "change/schema_graph.h"

#include <string.h>

bool change_schema_edit_is_outside(const edit_record *e)
{
    if (e->member != MEMBER_NONE)
        return e->member >= MEMBER_DEPRECATED;
    switch ((int)e->edit) {
    case EDIT_default_value_added:
    case EDIT_default_value_changed:
    case EDIT_default_value_removed:
    case EDIT_x_extensible_enum_value_added:
    case EDIT_x_extensible_enum_value_removed:
    case EDIT_content_encoding_changed:
    case EDIT_content_media_type_changed:
    case EDIT_content_schema_added:
    case EDIT_content_schema_removed:
    case EDIT_content_schema_generalized:
    case EDIT_content_schema_specialized:
    case EDIT_content_schema_changed:
    case EDIT_discriminator_default_mapping_changed:
    case EDIT_xml_changed:
    case EDIT_enum_value_deprecated:
    case EDIT_enum_value_reactivated:
        return true;
    default:
        return false;
    }
}

static const schema_reach any_reach = {.is_nested = true, .is_property = true};

static bool is_harmful(const edit_record *e, const schema_pair *p)
{
    return change_schema_rule_of(e, p, &any_reach)->level >= LEVEL_WARNING;
}

/* Keywords that mean the same family to a reader of breaks. */
static bool keyword_explains(const char *of_edit, str of_break)
{
    static const char *const families[][6] = {
        {"type", "nullable", "format", "enum", "const", NULL},
        {"required", "dependentRequired", NULL},
        {"additionalProperties", "unevaluatedProperties", "patternProperties", NULL},
        {"items", "prefixItems", "unevaluatedItems", "additionalItems", NULL},
        {"maximum", "exclusiveMaximum", NULL},
        {"minimum", "exclusiveMinimum", NULL},
        {"oneOf", "anyOf", "discriminator", NULL},
    };
    if (str_equal(str_from(of_edit), of_break))
        return true;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        bool first = false, second = false;
        for (size_t k = 0; k < 6 && families[i][k]; k++) {
            first = first || strcmp(families[i][k], of_edit) == 0;
            second = second || str_equal(str_from(families[i][k]), of_break);
        }
        if (first && second)
            return true;
    }
    return false;
}

/* The keyword by which the reader of that direction minds the edit. */
static const char *keyword_of(const edit_record *e, polarity direction)
{
    bool is_request = direction == POLARITY_REQUEST;
    switch (e->member) {
    case MEMBER_NONE:
        return rule_of_edit(SCOPE_REQUEST_PROPERTY, e->edit)->keyword;
    case MEMBER_REMOVED_OPTIONAL:
    case MEMBER_ADDED_OPTIONAL:
        return "additionalProperties";
    case MEMBER_REMOVED_REQUIRED: /* who still sends it meets a reader that has no such member */
        return is_request ? "additionalProperties" : "required";
    case MEMBER_ADDED_REQUIRED:
    case MEMBER_ADDED_REQUIRED_WITH_DEFAULT:
        return is_request ? "required" : "additionalProperties";
    default:
        return "required";
    }
}

/* A break of the value itself, not of a member that has its own point. */
static bool is_own(const inclusion_break *b)
{
    if (b->instance_path.length == 0)
        return true;
    bool is_direct = str_find(str_skip(b->instance_path, 1), '/') == SIZE_MAX;
    return is_direct && (keyword_explains("additionalProperties", b->keyword) ||
                         str_equal(b->keyword, STR("propertyNames")));
}

static bool is_keyword_of(const edit_record *e, polarity direction, const inclusion_break *b)
{
    return str_equal(str_from(keyword_of(e, direction)), b->keyword);
}

/* Whether an edit of the very keyword that refuses explains the break: then no other of its family
 * does. A `type` written beside an `enum` that lost a value is no second break. */
static bool is_named_by(const inclusion_break *b, const schema_pair_list *region)
{
    for (size_t i = 0; i < region->count; i++) {
        const schema_pair *p = region->items[i];
        for (size_t k = 0; k < p->edits.count; k++) {
            const edit_record *e = &p->edits.items[k];
            if (!change_schema_edit_is_outside(e) && is_harmful(e, p) &&
                is_keyword_of(e, p->polarity, b))
                return true;
        }
    }
    return false;
}

static bool is_explained_by(const edit_record *e, polarity direction,
                            const inclusion_result *result, const schema_pair_list *region)
{
    for (size_t i = 0; i < result->break_count; i++) {
        const inclusion_break *b = &result->breaks[i];
        if (is_own(b) && keyword_explains(keyword_of(e, direction), b->keyword) &&
            (is_keyword_of(e, direction, b) || !is_named_by(b, region)))
            return true;
    }
    return false;
}

/* The edited place itself, a keyword of the break's family, the member that it is about. */
static unsigned likeness(const edit_record *e, polarity direction, const inclusion_break *b)
{
    unsigned points = 0;
    bool is_place = b->reader_keyword &&
                    (b->reader_keyword == e->old.node || b->reader_keyword == e->new_.node);
    if (is_place)
        points += 4;
    if (keyword_explains(keyword_of(e, direction), b->keyword))
        points += 2;
    if (e->name.data && str_equal(e->name, b->name))
        points += 2;
    return points + is_own(b);
}

const inclusion_break *change_schema_break_of(const edit_record *e, polarity direction,
                                              const inclusion_result *result)
{
    const inclusion_break *best = &result->breaks[0];
    for (size_t i = 1; e && i < result->break_count; i++)
        if (likeness(e, direction, &result->breaks[i]) > likeness(e, direction, best))
            best = &result->breaks[i];
    return best;
}

typedef bool is_chosen(const edit_record *e, const schema_pair *p, const inclusion_result *result,
                       const schema_pair_list *region);

static bool choose_explained(const edit_record *e, const schema_pair *p,
                             const inclusion_result *result, const schema_pair_list *region)
{
    return is_harmful(e, p) && is_explained_by(e, p->polarity, result, region);
}

static bool choose_harmful(const edit_record *e, const schema_pair *p,
                           const inclusion_result *result, const schema_pair_list *region)
{
    (void)result, (void)region;
    return is_harmful(e, p);
}

/* Whether what the edit does can be what the reader minds: a new member where it is the new side
 * that writes, one no longer documented where it is the new side that reads. */
static bool may_harm(const edit_record *e, const schema_pair *p)
{
    bool writes = p->polarity == POLARITY_RESPONSE;
    if (e->member == MEMBER_ADDED_OPTIONAL)
        return writes;
    return e->member != MEMBER_REMOVED_OPTIONAL || !writes;
}

/* A closed object makes an edit harmful that is harmless by itself. */
static bool choose_closed(const edit_record *e, const schema_pair *p,
                          const inclusion_result *result, const schema_pair_list *region)
{
    return e->member != MEMBER_NONE && may_harm(e, p) &&
           is_explained_by(e, p->polarity, result, region);
}

/* A mapping that the writer no longer sends, or that the reader newly knows, where another edit
 * does the contrary. */
static bool is_outdone_mapping(const edit_record *e, const schema_pair *p)
{
    bool is_request = p->polarity == POLARITY_REQUEST;
    schema_edit harmless =
        is_request ? EDIT_discriminator_mapping_added : EDIT_discriminator_mapping_deleted;
    schema_edit harmful =
        is_request ? EDIT_discriminator_mapping_deleted : EDIT_discriminator_mapping_added;
    if (e->member != MEMBER_NONE || e->edit != harmless)
        return false;
    for (size_t i = 0; i < p->edits.count; i++)
        if (p->edits.items[i].member == MEMBER_NONE && p->edits.items[i].edit == harmful)
            return true;
    return false;
}

/* One more or one less of alternatives of which exactly one holds may refuse what another took, and
 * what tells them apart is neither more nor less. Edits that only let more through are never
 * blamed: the fallback rule says what is known. */
static bool choose_exclusive(const edit_record *e, const schema_pair *p,
                             const inclusion_result *result, const schema_pair_list *region)
{
    str keyword = str_from(keyword_of(e, p->polarity));
    if (is_outdone_mapping(e, p))
        return false;
    return str_equal(keyword, STR("discriminator")) ||
           (str_equal(keyword, STR("oneOf")) && is_explained_by(e, p->polarity, result, region));
}

static bool show(const schema_pair_list *region, const inclusion_result *result, is_chosen *chosen)
{
    bool some = false;
    for (size_t i = 0; i < region->count; i++) {
        schema_pair *p = region->items[i];
        for (size_t k = 0; k < p->edits.count; k++) {
            edit_record *e = &p->edits.items[k];
            if (change_schema_edit_is_outside(e) || !chosen(e, p, result, region))
                continue;
            e->is_shown = true;
            some = true;
        }
    }
    return some;
}

/* Whether a value below the region has a break of its own. */
static bool is_broken_below(schema_graph *g, const schema_pair_list *region)
{
    for (size_t i = 0; i < region->count; i++) {
        schema_pair *p = region->items[i];
        for (size_t k = 0; k < p->below.count; k++)
            if (p->below.items[k].descends &&
                change_schema_answer(g, p->below.items[k].to)->answer == ANSWER_NOT_INCLUDED)
                return true;
    }
    return false;
}

/* Finds the edits that explain a broken point. */
void change_schema_explain(schema_graph *g, schema_pair *p)
{
    if (p->is_judged)
        return;
    p->is_judged = true;
    const inclusion_result *result = change_schema_breaks(g, p);
    schema_pair_list region = {0};
    change_schema_region_of(g, p, &region);
    if (show(&region, result, choose_explained) || is_broken_below(g, &region) ||
        show(&region, result, choose_closed) || show(&region, result, choose_harmful) ||
        show(&region, result, choose_exclusive))
        return;
    p->lacks_name = true;
}

bool change_schema_edit_is_harmless(const edit_record *e, const schema_pair *p)
{
    return change_schema_edit_is_outside(e) || !is_harmful(e, p);
}
