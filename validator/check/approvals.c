#include "check/approvals.h"

#include "base/file.h"
#include "base/limits.h"
#include "gate/content.h"
#include "policy/policy.h"

static const char settings_name[] = "handoff.yaml";

/* --- settings --- */

static bool is_there(str folder, const char *name, arena *a)
{
    return file_kind_of(arena_printf(a, "%.*s/%s", STR_ARG(folder), name).data) != FILE_ABSENT;
}

/* Without asking git, whose start would cost more than all the rest of a deploy decision. */
static const char *find_settings(arena *a)
{
    str folder = file_real_path(".", a);
    while (folder.data && folder.length > 1) {
        if (is_there(folder, settings_name, a))
            return arena_printf(a, "%.*s/%s", STR_ARG(folder), settings_name).data;
        if (is_there(folder, ".git", a))
            return NULL;
        folder = str_take(folder, str_find_last(folder, '/'));
    }
    return NULL;
}

static const str *keep_texts(const text_list *texts, arena *a)
{
    str *kept = arena_array_of(a, str, texts->count + 1);
    for (size_t i = 0; i < texts->count; i++)
        kept[i] = arena_str(a, texts->items[i]);
    return kept;
}

approval_settings approval_settings_of(const policy *p, arena *a)
{
    const policy_approvals *said = &p->approvals;
    return (approval_settings){
        .policy = {said->two_person, keep_texts(&said->approvers, a), said->approvers.count},
        .protected_ = keep_texts(&said->protected_environments, a),
        .protected_count = said->protected_environments.count,
    };
}

bool approval_settings_read(approval_settings *out, const char *file, arena *a, diags *d)
{
    *out = (approval_settings){0};
    const char *path = file ? file : find_settings(a);
    if (!path)
        return true;
    buf text = {0};
    bool read = file_read(&text, path, LIMIT_DOCUMENT_BYTES, d);
    policy *p = read ? policy_read(&text, str_from(file ? file : settings_name), d) : NULL;
    buf_clear(&text);
    if (!p)
        return false;
    *out = approval_settings_of(p, a);
    policy_free(p);
    return true;
}

/* --- findings --- */

static void waive(report *r, finding *f, const given_waiver *w, str approver)
{
    arena *a = r->arena;
    waiver_note *note = arena_new_of(a, waiver_note);
    *note = (waiver_note){.owner = arena_str(a, w->owner),
                          .reason = arena_str(a, w->reason),
                          .expires = arena_str(a, w->expires),
                          .approver = approver.data ? arena_str(a, approver) : STR_NULL,
                          .place = {.file = STR("ledger"), .pointer = STR("")}};
    f->waived = note;
}

static void tell_lapsed(report *r, size_t about, const given_waiver *w, standing s)
{
    arena *a = r->arena;
    const finding *f = &r->findings[about];
    str rule = s.kind == STANDING_EXPIRED ? STR("waiver-expired") : STR("waiver-lapsed");
    str where = arena_printf(a, "fingerprint %.*s", STR_ARG(f->fingerprint));
    str address = arena_printf(a, "%.*s %.*s", STR_ARG(w->contract), STR_ARG(where));
    report_add(r, &(finding){.rule = rule,
                             .level = LEVEL_WARNING,
                             .message = arena_printf(
                                 a, "the waiver of %.*s for this finding does not count: %.*s",
                                 STR_ARG(w->owner), STR_ARG(s.why)),
                             .where = where,
                             .contract = f->contract,
                             .operations = f->operations,
                             .operation_count = f->operation_count,
                             .old_place = f->old_place,
                             .new_place = f->new_place,
                             .proof = {.kind = PROOF_RULE},
                             .fingerprint = policy_fingerprint(rule, address, a)});
}

/* A waiver that counts settles the finding; only where none does is it of interest why not. */
static bool look_up(const approvals *from, str contract, report *r, size_t at, diags *d)
{
    arena *own = arena_new();
    const approval_policy *rules = &from->settings->policy;
    waiver_list waivers;
    bool found = waivers_find(from->ledger, r->findings[at].fingerprint, &waivers, own, d);
    for (size_t i = 0; found && i < waivers.count && !r->findings[at].waived; i++) {
        standing s = waiver_standing(&waivers.items[i], contract, rules, from->now, own);
        if (s.kind == STANDING_COUNTS)
            waive(r, &r->findings[at], &waivers.items[i], s.approver);
    }
    for (size_t i = 0; found && i < waivers.count && !r->findings[at].waived; i++)
        tell_lapsed(r, at, &waivers.items[i],
                    waiver_standing(&waivers.items[i], contract, rules, from->now, own));
    arena_free(own);
    return found;
}

bool approvals_apply(const approvals *from, report *r, diags *d)
{
    str contract = r->digest.data ? r->digest : STR(""); /* not known: none fits */
    bool changed = r->verdict != VERDICT_IDENTICAL, found = true;
    size_t count = r->finding_count;
    for (size_t i = 0; found && i < count; i++)
        if (!r->findings[i].waived)
            found = look_up(from, contract, r, i, d);
    report_finish(r, changed);
    return found;
}

bool approvals_digest(const char *argument, str *digest, arena *a, diags *d)
{
    const input_options where = {0};
    const bundle_options how = {0};
    input *in = input_open(argument, &where, d);
    bundle *b = in ? bundle_load(in, &how, d) : NULL;
    if (b)
        *digest = content_pack(b, a).digest;
    bundle_free(b);
    return b != NULL;
}
