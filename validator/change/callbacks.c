/* Callbacks: what the producer calls, so that data flows the other way; presence does not. */
#include "change/comparison.h"

static const api_callback *find(const api_operation *o, const api_callback *like)
{
    for (size_t i = 0; i < o->callback_count; i++)
        if (str_equal(o->callbacks[i].name, like->name) &&
            str_equal(o->callbacks[i].expression, like->expression))
            return &o->callbacks[i];
    return NULL;
}

static const api_operation *find_method(const api_callback *k, const api_operation *like)
{
    for (size_t i = 0; i < k->operation_count; i++)
        if (str_equal(k->operations[i]->method, like->method))
            return k->operations[i];
    return NULL;
}

static spot callback_spot(const api_callback *k)
{
    return spot_key(k->node, k->member);
}

static void compare_kept(comparison *c, const operation_pair *p, const api_callback *old,
                         const api_callback *new_)
{
    for (size_t i = 0; i < old->operation_count; i++) {
        const api_operation *was = old->operations[i], *is = find_method(new_, was);
        str name = arena_printf(c->arena, "%.*scallback %.*s %.*s", STR_ARG(p->prefix),
                                STR_ARG(old->name), STR_ARG(was->method));
        if (!is) {
            comparison_say(c, RULE_callback_removed, p->display, name,
                           spot_key(was->node, was->member), callback_spot(new_),
                           "operation %.*s of callback '%.*s' was removed", STR_ARG(was->method),
                           STR_ARG(old->name));
            continue;
        }
        operation_pair *inner = arena_new_of(c->arena, operation_pair);
        *inner = (operation_pair){.old = was,
                                  .new_ = is,
                                  .display = p->display,
                                  .prefix = arena_printf(c->arena, "%.*s: ", STR_ARG(name)),
                                  .flipped = !p->flipped};
        compare_operation(c, inner);
    }
}

void compare_callbacks(comparison *c, const operation_pair *p)
{
    for (size_t i = 0; i < p->old->callback_count; i++) {
        const api_callback *old = &p->old->callbacks[i], *new_ = find(p->new_, old);
        if (new_)
            compare_kept(c, p, old, new_);
        else
            comparison_say(c, RULE_callback_removed, p->display,
                           pair_where(c, p, "callback %.*s", STR_ARG(old->name)),
                           callback_spot(old), spot_key(p->new_->node, p->new_->member),
                           "callback '%.*s' to %.*s was removed", STR_ARG(old->name),
                           STR_ARG(old->expression));
    }
    for (size_t i = 0; i < p->new_->callback_count; i++) {
        const api_callback *new_ = &p->new_->callbacks[i];
        if (!find(p->old, new_))
            comparison_say(c, RULE_callback_added, p->display,
                           pair_where(c, p, "callback %.*s", STR_ARG(new_->name)),
                           spot_key(p->old->node, p->old->member), callback_spot(new_),
                           "callback '%.*s' to %.*s was added", STR_ARG(new_->name),
                           STR_ARG(new_->expression));
    }
}
