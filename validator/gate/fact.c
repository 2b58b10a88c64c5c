#include "gate/fact.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "doc/json_writer.h"

size_t fact_member_count(const fact_kind *kind)
{
    size_t count = 0;
    while (count < FACT_MEMBERS && kind->members[count].name)
        count++;
    return count;
}

size_t fact_member_find(const fact_kind *kind, str name)
{
    size_t count = fact_member_count(kind);
    for (size_t i = 0; i < count; i++)
        if (str_equal(str_from(kind->members[i].name), name))
            return i;
    return SIZE_MAX;
}

static sql_value value_otherwise(const fact_member *m)
{
    if (m->kind == MEMBER_BOOLEAN)
        return SQL_INTEGER(0);
    return SQL_TEXT(str_from(m->otherwise));
}

static diag *missing(const fact_kind *kind, const fact_member *m, diags *d)
{
    return diags_error(d, "fact.member", "fact '%s' needs '%s'", kind->name, m->name);
}

bool fact_is_text(str text)
{
    return str_find(text, '\0') == SIZE_MAX && utf8_check(text) == text.length;
}

/* Not empty where it is a name. */
static bool is_fit(const fact_member *m, str text)
{
    int64_t seconds;
    if (m->kind == MEMBER_TIME && !clock_parse(text, &seconds))
        return false;
    return fact_is_text(text) && (text.length > 0 || m->otherwise);
}

static bool read_member(sql_value *out, const fact_kind *kind, const fact_member *m,
                        const document *doc, const node *holder, diags *d)
{
    const node *n = node_get(holder, str_from(m->name));
    if (!n || n->kind == NODE_NULL) {
        *out = value_otherwise(m);
        if (m->optional)
            return true;
        document_diag_at(doc, d, missing(kind, m, d), holder);
        return false;
    }
    bool fits = m->kind == MEMBER_BOOLEAN ? n->kind == NODE_BOOLEAN
                                          : n->kind == NODE_STRING && is_fit(m, node_text(n));
    if (!fits) {
        static const char *const wanted[] = {"text", "true or false",
                                             "a date such as 2026-11-21, or a date with a time"};
        document_diag_at(doc, d,
                         diags_error(d, "fact.member", "'%s' of fact '%s' is not %s", m->name,
                                     kind->name, wanted[m->kind]),
                         n);
        return false;
    }
    *out = m->kind == MEMBER_BOOLEAN ? SQL_INTEGER(node_is_true(n)) : SQL_TEXT(node_text(n));
    return true;
}

static bool is_common(str name)
{
    return str_equal(name, STR("fact")) || str_equal(name, STR("request")) ||
           str_equal(name, STR("at"));
}

static bool refuse_unknown_members(const fact_kind *kind, const document *doc, const node *n,
                                   diags *d)
{
    for (size_t i = 0; i < n->count; i++) {
        const member *m = &n->as.members[i];
        if (is_common(member_key(m)) || fact_member_find(kind, member_key(m)) != SIZE_MAX)
            continue;
        document_diag_at(doc, d,
                         diags_error(d, "fact.unknown-member", "fact '%s' has no member '%.*s'",
                                     kind->name, STR_ARG(member_key(m))),
                         &m->value);
        return false;
    }
    return true;
}

/* Text that every fact may have, where it stands. */
static bool read_common(str *out, const char *name, const document *doc, const node *holder,
                        diags *d)
{
    static const fact_member text = {"", MEMBER_TEXT, true, NULL};
    static const fact_member time = {"", MEMBER_TIME, true, NULL};
    const node *n = node_get(holder, str_from(name));
    *out = STR_NULL;
    if (!n)
        return true;
    bool is_time = name[0] == 'a';
    if (!node_is(n, NODE_STRING) || !is_fit(is_time ? &time : &text, node_text(n))) {
        document_diag_at(
            doc, d,
            diags_error(d, "fact.member", "'%s' is not %s", name, is_time ? "a time" : "text"), n);
        return false;
    }
    *out = node_text(n);
    return true;
}

bool fact_read(fact *out, const document *doc, const node *n, diags *d)
{
    *out = (fact){0};
    str name = node_get_text(n, STR("fact"));
    out->kind = fact_kind_find(name);
    if (!out->kind) {
        diag *made =
            name.data ? diags_error(d, "fact.kind", "unknown fact '%.*s'", STR_ARG(name))
                      : diags_error(d, "fact.kind", "a fact is an object with a \"fact\" member");
        document_diag_at(doc, d, made, n);
        return false;
    }
    if (!read_common(&out->request, "request", doc, n, d) ||
        !read_common(&out->at, "at", doc, n, d))
        return false;
    if (!refuse_unknown_members(out->kind, doc, n, d))
        return false;
    size_t count = fact_member_count(out->kind);
    for (size_t i = 0; i < count; i++)
        if (!read_member(&out->values[i], out->kind, &out->kind->members[i], doc, n, d))
            return false;
    return true;
}

fact fact_blank(const fact_kind *kind)
{
    fact f = {.kind = kind};
    for (size_t i = 0; i < fact_member_count(kind); i++)
        f.values[i] = value_otherwise(&kind->members[i]);
    return f;
}

bool fact_set(fact *f, size_t at, str value, diags *d)
{
    const fact_member *m = &f->kind->members[at];
    if (m->kind == MEMBER_BOOLEAN) {
        f->values[at] = SQL_INTEGER(str_equal(value, STR("true")));
        return true;
    }
    if (is_fit(m, value)) {
        f->values[at] = SQL_TEXT(value);
        return true;
    }
    diags_error(d, "fact.member",
                m->kind == MEMBER_TIME ? "'%s' is not a date such as 2026-11-21"
                : value.length == 0    ? "'%s' is empty"
                                       : "'%s' is not text in UTF-8",
                m->name);
    return false;
}

bool fact_make(fact *out, const char *kind, diags *d, ...)
{
    *out = fact_blank(fact_kind_find(str_from(kind)));
    bool given[FACT_MEMBERS] = {false}, fine = true;
    va_list arguments;
    va_start(arguments, d);
    for (const char *name = va_arg(arguments, const char *); name && fine;
         name = va_arg(arguments, const char *)) {
        const char *value = va_arg(arguments, const char *);
        size_t at = fact_member_find(out->kind, str_from(name));
        if (!value || at == SIZE_MAX)
            continue;
        given[at] = true;
        fine = fact_set(out, at, str_from(value), d);
    }
    va_end(arguments);
    for (size_t i = 0; fine && i < fact_member_count(out->kind); i++)
        if (!given[i] && !out->kind->members[i].optional) {
            missing(out->kind, &out->kind->members[i], d);
            fine = false;
        }
    return fine;
}

static void write_member(buf *b, const char *name, const sql_value *v)
{
    buf_append_char(b, ',');
    json_write_string(b, str_from(name));
    buf_append_char(b, ':');
    if (v->is_integer)
        buf_append(b, v->integer ? STR("true") : STR("false"));
    else
        json_write_string(b, v->text);
}

str fact_text(const fact *f, arena *a)
{
    buf b = {0};
    buf_printf(&b, "{\"fact\":\"%s\"", f->kind->name);
    size_t count = fact_member_count(f->kind);
    for (size_t i = 0; i < count; i++) {
        const fact_member *m = &f->kind->members[i];
        const sql_value *v = &f->values[i];
        bool absent = v->is_integer ? m->optional && !v->integer
                                    : !v->text.data || (m->otherwise &&
                                                        str_equal(v->text, str_from(m->otherwise)));
        if (!absent)
            write_member(&b, m->name, v);
    }
    buf_append_char(&b, '}');
    str text = arena_str(a, buf_str(&b));
    buf_clear(&b);
    return text;
}
