#include "doc/json_writer.h"

#include "base/digest.h"

typedef struct writer {
    buf *out;
    arena *scratch; /* numbers in canonical form; made when the first one comes */
    bool indented, canonical;
} writer;

static void write_control(buf *out, unsigned char c)
{
    static const char from[] = "\b\f\n\r\t", to[] = "bfnrt";
    for (size_t i = 0; from[i]; i++) {
        if (c == (unsigned char)from[i]) {
            buf_append_char(out, '\\');
            buf_append_char(out, to[i]);
            return;
        }
    }
    buf_printf(out, "\\u%04x", c);
}

void json_write_string(buf *out, str s)
{
    buf_append_char(out, '"');
    size_t plain = 0;
    for (size_t i = 0; i < s.length; i++) {
        unsigned char c = (unsigned char)s.data[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        buf_append(out, (str){s.data + plain, i - plain});
        plain = i + 1;
        if (c == '"' || c == '\\') {
            buf_append_char(out, '\\');
            buf_append_char(out, (char)c);
        } else {
            write_control(out, c);
        }
    }
    buf_append(out, str_skip(s, plain));
    buf_append_char(out, '"');
}

static void write_node(writer *w, const node *n, unsigned depth);

static void new_line(const writer *w, unsigned depth)
{
    if (!w->indented)
        return;
    buf_append_char(w->out, '\n');
    for (unsigned i = 0; i < depth; i++)
        buf_append(w->out, STR("  "));
}

static void write_items(writer *w, const node *n, unsigned depth)
{
    buf_append_char(w->out, '[');
    for (uint32_t i = 0; i < n->count; i++) {
        if (i)
            buf_append_char(w->out, ',');
        new_line(w, depth + 1);
        write_node(w, &n->as.items[i], depth + 1);
    }
    if (n->count)
        new_line(w, depth);
    buf_append_char(w->out, ']');
}

static void write_members(writer *w, const node *n, unsigned depth)
{
    buf_append_char(w->out, '{');
    for (uint32_t i = 0; i < n->count; i++) {
        const member *m = w->canonical ? node_sorted_member(n, i) : &n->as.members[i];
        if (i)
            buf_append_char(w->out, ',');
        new_line(w, depth + 1);
        json_write_string(w->out, member_key(m));
        buf_append(w->out, w->indented ? STR(": ") : STR(":"));
        write_node(w, &m->value, depth + 1);
    }
    if (n->count)
        new_line(w, depth);
    buf_append_char(w->out, '}');
}

static void write_number(writer *w, const node *n)
{
    if (!w->canonical) {
        buf_append(w->out, node_text(n));
        return;
    }
    if (!w->scratch)
        w->scratch = arena_new();
    number value = node_number(n, w->scratch);
    buf_append(w->out, number_text(&value, w->scratch));
    arena_clear(w->scratch);
}

static void write_node(writer *w, const node *n, unsigned depth)
{
    switch (node_kind_of(n)) {
    case NODE_NULL:
        buf_append(w->out, STR("null"));
        break;
    case NODE_BOOLEAN:
        buf_append(w->out, node_is_true(n) ? STR("true") : STR("false"));
        break;
    case NODE_NUMBER:
        write_number(w, n);
        break;
    case NODE_STRING:
        json_write_string(w->out, node_text(n));
        break;
    case NODE_ARRAY:
        write_items(w, n, depth);
        break;
    case NODE_OBJECT:
        write_members(w, n, depth);
        break;
    }
}

static void write_with(writer w, const node *n)
{
    write_node(&w, n, 0);
    arena_free(w.scratch);
}

void json_write(buf *out, const node *n)
{
    write_with((writer){.out = out}, n);
}

void json_write_indented(buf *out, const node *n)
{
    write_with((writer){.out = out, .indented = true}, n);
}

void json_write_canonical(buf *out, const node *n)
{
    write_with((writer){.out = out, .canonical = true}, n);
}

str json_digest(const node *n, arena *a)
{
    buf text = {0};
    json_write_canonical(&text, n);
    str hex = digest_hex(buf_str(&text), a);
    buf_clear(&text);
    return hex;
}
