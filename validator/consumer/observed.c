#include "consumer/observed.h"

#include "consumer/kinds.h"

observed *observed_member(observed *o, str name, arena *a)
{
    if (!o->by_name.arena)
        map_init(&o->by_name, a, 0);
    observed *known = map_get(&o->by_name, name);
    if (known)
        return known;
    observed *added = arena_new_of(a, observed);
    added->name = arena_str(a, name);
    map_put(&o->by_name, added->name, added);
    vec_push(a, &o->members, added);
    return added;
}

void observed_add(observed *o, const node *value, arena *a)
{
    o->times++;
    o->kinds |= kinds_of_value(value);
    if (value->kind == NODE_OBJECT) {
        o->objects++;
        for (size_t i = 0; i < value->count; i++) {
            const member *m = &value->as.members[i];
            observed_add(observed_member(o, member_key(m), a), &m->value, a);
        }
    }
    for (size_t i = 0; value->kind == NODE_ARRAY && i < value->count; i++) {
        if (!o->items)
            o->items = arena_new_of(a, observed);
        observed_add(o->items, &value->as.items[i], a);
    }
}

void observed_merge(observed *into, observed *other, arena *a)
{
    into->times += other->times;
    into->objects += other->objects;
    into->kinds |= other->kinds;
    for (size_t i = 0; i < other->members.count; i++)
        observed_merge(observed_member(into, other->members.items[i]->name, a),
                       other->members.items[i], a);
    if (!other->items)
        return;
    if (!into->items)
        into->items = arena_new_of(a, observed);
    observed_merge(into->items, other->items, a);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool observed_is_key(str name)
{
    size_t digits = 0, hexadecimal = 0, dashes = 0, letters = 0;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.data[i];
        bool hex = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        digits += is_digit(c);
        hexadecimal += is_digit(c) || hex;
        dashes += c == '-' || c == '_' || c == ':' || c == '.';
        letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    if (name.length == 0 || digits == 0)
        return false;
    bool number_or_date = letters == 0 && digits + dashes == name.length;
    bool uuid_or_hash = hexadecimal + dashes == name.length && hexadecimal >= 8 && digits >= 2;
    bool code = letters + digits + dashes == name.length && name.length >= 16 && digits >= 3;
    bool numbered = dashes > 0 && letters + digits + dashes == name.length &&
                    digits * 2 >= name.length; /* "ord-10023" */
    return number_or_date || uuid_or_hash || code || numbered;
}
