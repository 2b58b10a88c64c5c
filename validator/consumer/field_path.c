#include "consumer/field_path.h"

#include "base/vec.h"

/* Signs that mean something, by the digit that escapes them. */
static const char escaped_signs[] = "~/?*{";

static str unescape(str token, arena *a)
{
    if (str_find(token, '~') == SIZE_MAX)
        return token;
    char *out = arena_alloc(a, token.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < token.length; i++) {
        char c = token.data[i];
        char digit = i + 1 < token.length ? token.data[i + 1] : '\0';
        bool escaped = c == '~' && digit >= '0' && digit <= '4';
        out[length++] = escaped ? escaped_signs[digit - '0'] : c;
        i += escaped;
    }
    return (str){out, length};
}

static field_step read_step(str token, arena *a)
{
    if (str_equal(token, STR("*")))
        return (field_step){.kind = STEP_ITEMS};
    if (str_starts_with(token, STR("{")) && str_ends_with(token, STR("}")))
        return (field_step){.kind = STEP_VALUES, .name = token};
    bool optional = str_ends_with(token, STR("?"));
    if (optional)
        token.length--;
    return (field_step){.kind = STEP_MEMBER, .name = unescape(token, a), .optional = optional};
}

field_path field_path_read(str text, arena *a)
{
    VEC(field_step) steps = {0};
    str token;
    str_split(&text, '/', &token);
    while (str_split(&text, '/', &token))
        vec_push(a, &steps, read_step(token, a));
    return (field_path){steps.items, steps.count};
}

void field_path_append(buf *out, const field_step *step)
{
    buf_append_char(out, '/');
    if (step->kind != STEP_MEMBER) {
        buf_append(out, step->kind == STEP_ITEMS ? STR("*") : step->name);
        return;
    }
    for (size_t i = 0; i < step->name.length; i++) {
        char c = step->name.data[i];
        size_t sign = str_find(STR("~/?*{"), c);
        if (sign == SIZE_MAX)
            buf_append_char(out, c);
        else
            buf_printf(out, "~%zu", sign);
    }
    if (step->optional)
        buf_append_char(out, '?');
}

str field_path_text(const field_path *path, arena *a)
{
    buf text = {0};
    for (size_t i = 0; i < path->count; i++) {
        field_step step = path->steps[i];
        step.optional = false;
        field_path_append(&text, &step);
    }
    str copy = arena_str(a, buf_str(&text));
    buf_clear(&text);
    return copy;
}

static bool same_step(const field_step *a, const field_step *b)
{
    return a->kind == b->kind && (a->kind != STEP_MEMBER || str_equal(a->name, b->name));
}

bool field_path_equal(const field_path *a, const field_path *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same_step(&a->steps[i], &b->steps[i]))
            return false;
    return true;
}

/* "7", or the ways findings name any item. */
static bool is_index(str token)
{
    if (str_equal(token, STR("*")) || str_starts_with(token, STR("<")))
        return true;
    for (size_t i = 0; i < token.length; i++)
        if (token.data[i] < '0' || token.data[i] > '9')
            return false;
    return token.length > 0;
}

static bool fits(const field_step *step, str token)
{
    switch (step->kind) {
    case STEP_ITEMS:
        return is_index(token);
    case STEP_VALUES:
        return true;
    case STEP_MEMBER:
        break;
    }
    return str_equal(step->name, token);
}

/* Steps of the pointer that fit; *rest tells whether some are left. SIZE_MAX when one does not. */
static size_t walk(const field_path *path, str pointer, bool *rest)
{
    arena *a = arena_new();
    size_t shared = 0;
    str token;
    bool parted = false;
    str_split(&pointer, '/', &token);
    while (!parted && shared < path->count && str_split(&pointer, '/', &token)) {
        parted = !fits(&path->steps[shared], unescape(token, a));
        shared += !parted;
    }
    *rest = str_split(&pointer, '/', &token);
    arena_free(a);
    return parted ? SIZE_MAX : shared;
}

bool field_path_holds(const field_path *path, str pointer, bool *below)
{
    bool rest;
    if (walk(path, pointer, &rest) != path->count)
        return false;
    *below |= rest;
    return true;
}

size_t field_path_overlap(const field_path *path, str pointer)
{
    bool rest;
    return walk(path, pointer, &rest);
}
