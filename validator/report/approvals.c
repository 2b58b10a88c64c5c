#include "report/approvals.h"

#include "base/utf8.h"
#include "report/json_parts.h"

/* --- text --- */

static void line(buf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Texts of other people: none of them may forge a line of a terminal. */
static void line(buf *out, const char *format, ...)
{
    buf text = {0};
    va_list arguments;
    va_start(arguments, format);
    buf_vprintf(&text, format, arguments);
    va_end(arguments);
    utf8_append_printable(out, buf_str(&text));
    buf_append_char(out, '\n');
    buf_clear(&text);
}

static void standing_line(buf *out, const standing *s)
{
    if (s->kind == STANDING_COUNTS)
        line(out, "  counts%s%.*s%s%.*s", s->why.data ? " " : "", STR_ARG(s->why),
             s->approver.data ? ", approved by " : "", STR_ARG(s->approver));
    else
        line(out, "  does not count: %.*s", STR_ARG(s->why));
}

static void write_waiver(buf *out, const given_waiver *w, const standing *s)
{
    line(out, "waiver %.*s of %.*s until %.*s: %.*s", STR_ARG(w->fingerprint), STR_ARG(w->owner),
         STR_ARG(w->expires), STR_ARG(w->reason));
    line(out, "  for contract %.*s", STR_ARG(w->contract));
    if (w->author.data)
        line(out, "  asked for by %.*s", STR_ARG(w->author));
    for (size_t i = 0; i < w->approval_count; i++) {
        const given_approval *g = &w->approvals[i];
        line(out, "  approval of %.*s%s%.*s%s%.*s", STR_ARG(g->approver),
             g->expires.data ? " until " : "", STR_ARG(g->expires), g->reason.data ? ": " : "",
             STR_ARG(g->reason));
    }
    standing_line(out, s);
}

static void write_release(buf *out, const release_approval *r, const standing *s)
{
    line(out, "approval of %.*s@%.*s for %.*s by %.*s%s%.*s", STR_ARG(r->service),
         STR_ARG(r->version), STR_ARG(r->environment), STR_ARG(r->approver),
         r->expires.data ? " until " : "", STR_ARG(r->expires));
    line(out, "  owner %.*s, comes back by: %.*s", STR_ARG(r->owner), STR_ARG(r->rollback_plan));
    if (r->reason.data)
        line(out, "  reason: %.*s", STR_ARG(r->reason));
    standing_line(out, s);
}

void approvals_render_text(buf *out, const approvals_report *r)
{
    for (size_t i = 0; i < r->waivers->count; i++)
        write_waiver(out, &r->waivers->items[i], &r->waiver_standings[i]);
    for (size_t i = 0; i < r->releases->count; i++)
        write_release(out, &r->releases->items[i], &r->release_standings[i]);
    if (r->waivers->count + r->releases->count == 0)
        buf_append(out, STR("no waivers, no approvals\n"));
}

/* --- JSON --- */

static void add_if(cJSON *object, const char *name, str value)
{
    if (value.data)
        cjson_add_text(object, name, value);
}

static void add_standing(cJSON *object, const standing *s)
{
    cjson_add_text(object, "standing", str_from(standing_name(s->kind)));
    add_if(object, "why", s->why);
}

static cJSON *waiver_object(const given_waiver *w, const standing *s)
{
    cJSON *object = cJSON_CreateObject(), *approvals = cJSON_CreateArray();
    cjson_add_text(object, "fingerprint", w->fingerprint);
    cjson_add_text(object, "contract", w->contract);
    cjson_add_text(object, "owner", w->owner);
    cjson_add_text(object, "reason", w->reason);
    cjson_add_text(object, "expires", w->expires);
    add_if(object, "author", w->author);
    add_if(object, "revoked_by", w->revoked_by);
    for (size_t i = 0; i < w->approval_count; i++) {
        cJSON *approval = cJSON_CreateObject();
        cjson_add_text(approval, "approver", w->approvals[i].approver);
        add_if(approval, "reason", w->approvals[i].reason);
        add_if(approval, "expires", w->approvals[i].expires);
        cJSON_AddItemToArray(approvals, approval);
    }
    cjson_add(object, "approvals", approvals);
    add_standing(object, s);
    return object;
}

static cJSON *release_object(const release_approval *r, const standing *s)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "service", r->service);
    cjson_add_text(object, "version", r->version);
    cjson_add_text(object, "environment", r->environment);
    cjson_add_text(object, "owner", r->owner);
    cjson_add_text(object, "approver", r->approver);
    cjson_add_text(object, "rollback_plan", r->rollback_plan);
    add_if(object, "author", r->author);
    add_if(object, "reason", r->reason);
    add_if(object, "expires", r->expires);
    add_standing(object, s);
    return object;
}

void approvals_render_json(buf *out, const approvals_report *r)
{
    cJSON *whole = cJSON_CreateObject(), *waivers = cJSON_CreateArray(),
          *releases = cJSON_CreateArray();
    for (size_t i = 0; i < r->waivers->count; i++)
        cJSON_AddItemToArray(waivers,
                             waiver_object(&r->waivers->items[i], &r->waiver_standings[i]));
    for (size_t i = 0; i < r->releases->count; i++)
        cJSON_AddItemToArray(releases,
                             release_object(&r->releases->items[i], &r->release_standings[i]));
    cjson_add(whole, "waivers", waivers);
    cjson_add(whole, "releases", releases);
    cjson_print(out, whole);
}
