/* The draft as YAML, as a person would write it. */
#include "consumer/draft_parts.h"
#include "doc/json_writer.h"

/* --- scalars --- */

static bool is_plain_character(char c, bool first)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || c == '/' || c == '_' || (c >= '0' && c <= '9' && !first))
        return true;
    return !first && c != '\0' && str_find(STR("-.{}*?~@+$ ()"), c) != SIZE_MAX;
}

/* Words that YAML, old or new, reads as something else than text. */
static bool is_word_of_yaml(str s)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no",
                                        "on",   "off",  "y",     "n"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal_ignoring_case(s, str_from(words[i])))
            return true;
    return false;
}

static void write_scalar(buf *out, str s)
{
    bool plain = s.length > 0 && !is_word_of_yaml(s) && s.data[s.length - 1] != ' ';
    for (size_t i = 0; plain && i < s.length; i++)
        plain = is_plain_character(s.data[i], i == 0);
    if (plain)
        buf_append(out, s);
    else
        json_write_string(out, s);
}

static void write_key(buf *out, unsigned indent, str key)
{
    buf_printf(out, "%*s", (int)indent, "");
    write_scalar(out, key);
    buf_append_char(out, ':');
}

static void write_text(buf *out, unsigned indent, const char *key, str value)
{
    if (!value.data)
        return;
    write_key(out, indent, str_from(key));
    buf_append_char(out, ' ');
    write_scalar(out, value);
    buf_append_char(out, '\n');
}

/* --- fields --- */

static str key_of(const draft_field *f, arena *a)
{
    buf text = {0};
    if (f->name.data) {
        buf_append(&text, f->name);
    } else {
        for (size_t i = 0; i < f->step_count; i++) {
            field_step step = f->steps[i];
            /* one '?' at the end says that nothing on the way need be there */
            step.optional &= !f->optional && i + 1 < f->step_count;
            field_path_append(&text, &step);
        }
    }
    bool optional = f->optional || (f->step_count && f->steps[f->step_count - 1].optional);
    if (optional && (f->name.data || f->step_count))
        buf_append_char(&text, '?');
    str key = arena_str(a, buf_str(&text));
    buf_clear(&text);
    return key;
}

static void write_fields(buf *out, unsigned indent, const char *title, const draft_fields *fields)
{
    arena *a = arena_new();
    write_key(out, indent, str_from(title));
    buf_append(out, fields->count ? STR("\n") : STR(" {}\n"));
    for (size_t i = 0; i < fields->count; i++) {
        const draft_field *f = &fields->items[i];
        write_key(out, indent + 2, key_of(f, a));
        buf_append_char(out, ' ');
        buf_append(out, kinds_text(f->kinds, a));
        buf_append_char(out, '\n');
    }
    arena_free(a);
}

/* --- parts --- */

static bool is_empty(const draft_part *part)
{
    return !part->media_type.data && !part->has_fields && !part->query.count &&
           !part->headers.count;
}

static void write_part(buf *out, unsigned indent, str key, const draft_part *part)
{
    write_key(out, indent, key);
    buf_append(out, is_empty(part) ? STR(" {}\n") : STR("\n"));
    if (part->query.count)
        write_fields(out, indent + 2, "query", &part->query);
    if (part->headers.count)
        write_fields(out, indent + 2, "headers", &part->headers);
    write_text(out, indent + 2, "media-type", part->media_type);
    if (part->has_fields)
        write_fields(out, indent + 2, "fields", &part->fields);
}

static void write_operation(buf *out, const draft_operation *operation)
{
    buf_append(out, STR("      - operation: "));
    write_scalar(out, operation->name);
    buf_append_char(out, '\n');
    if (!is_empty(&operation->sends))
        write_part(out, 8, STR("sends"), &operation->sends);
    if (operation->reads.count)
        buf_append(out, STR("        reads:\n"));
    for (size_t i = 0; i < operation->reads.count; i++)
        write_part(out, 10, operation->reads.items[i].status, &operation->reads.items[i]);
}

static void write_event(buf *out, const draft_event *event)
{
    buf_append(out, STR("      - event: "));
    write_scalar(out, event->name);
    buf_append_char(out, '\n');
    write_fields(out, 8, "reads", &event->reads);
}

void draft_write(buf *out, const draft *d)
{
    const draft_options *o = d->options;
    write_text(out, 0, "consumer", o->consumer);
    write_text(out, 0, "team", o->team);
    buf_append(out, STR("expects:\n  - producer: "));
    write_scalar(out, o->producer);
    buf_append_char(out, '\n');
    if (d->operations.count)
        buf_append(out, STR("    operations:\n"));
    for (size_t i = 0; i < d->operations.count; i++)
        write_operation(out, &d->operations.items[i]);
    if (d->events.count)
        buf_append(out, STR("    events:\n"));
    for (size_t i = 0; i < d->events.count; i++)
        write_event(out, &d->events.items[i]);
}
