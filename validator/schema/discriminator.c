#include "schema/discriminator.h"

#include "base/limits.h"

static str last_segment(str ref)
{
    size_t slash = str_find_last(ref, '/');
    return slash == SIZE_MAX ? ref : str_skip(ref, slash + 1);
}

bool discriminator_read(discriminator *out, const node *schema)
{
    const node *told = node_get(schema, STR("discriminator"));
    const node *mapping = node_get(told, STR("mapping"));
    const node *branches = node_get(schema, STR("oneOf"));
    if (!branches)
        branches = node_get(schema, STR("anyOf"));
    *out = (discriminator){
        .property =
            node_is(told, NODE_STRING) ? node_text(told) : node_get_text(told, STR("propertyName")),
        .mapping = node_is(mapping, NODE_OBJECT) ? mapping : NULL,
        .branches = node_is(branches, NODE_ARRAY) && branches->count ? branches : NULL};
    uint64_t count = out->branches ? out->branches->count : 0;
    if (count * (count + (out->mapping ? out->mapping->count : 0)) > LIMIT_DISCRIMINATOR)
        out->branches = NULL;
    return out->property.data != NULL;
}

static str reference_of(const discriminator *d, uint32_t i)
{
    return node_get_text(&d->branches->as.items[i], STR("$ref"));
}

uint32_t discriminator_names(const discriminator *d, arena *a, str **out)
{
    uint32_t used = 0, count = d->branches ? d->branches->count : 0;
    uint32_t mapped = count && d->mapping ? d->mapping->count : 0;
    str *names = arena_array_of(a, str, count + mapped + 1);
    for (uint32_t i = 0; i < mapped; i++)
        names[used++] = member_key(&d->mapping->as.members[i]);
    for (uint32_t i = 0; i < count; i++)
        if (reference_of(d, i).data)
            names[used++] = last_segment(reference_of(d, i));
    *out = names;
    return used;
}

/* What `mapping` says is a reference, or the name of a component. */
static bool is_named(const discriminator *d, uint32_t i, str name)
{
    str ref = reference_of(d, i), target = d->mapping ? node_get_text(d->mapping, name) : STR_NULL;
    if (!ref.data)
        return false;
    if (!target.data)
        return str_equal(last_segment(ref), name);
    return str_equal(target, ref) || str_equal(last_segment(target), last_segment(ref));
}

void discriminator_select(const discriminator *d, str name, bool *selected)
{
    uint32_t count = d->branches->count;
    bool some = false;
    for (uint32_t i = 0; i < count; i++) {
        selected[i] = is_named(d, i, name);
        some |= selected[i];
    }
    for (uint32_t i = 0; !some && i < count; i++)
        selected[i] = true;
}
