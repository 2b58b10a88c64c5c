#include "check/frame.h"

#include <string.h>

/* First and last bytes of every frame: the version of its layout, and a proof that all arrived. */
static const uint64_t frame_magic = 0x68616e646f666631;

/* --- writing --- */

static void put_number(buf *out, uint64_t n)
{
    buf_append(out, str_of((const char *)&n, sizeof n));
}

/* Absent (STR_NULL) and empty texts are told apart: the length is sent plus one. */
static void put_text(buf *out, str s)
{
    put_number(out, s.data ? s.length + 1 : 0);
    if (s.data)
        buf_append(out, s);
}

static void put_position(buf *out, const position *p)
{
    put_text(out, p->file);
    put_number(out, p->line);
    put_number(out, p->column);
    put_text(out, p->pointer);
}

static void put_consumer(buf *out, const affected_consumer *c)
{
    put_text(out, c->consumer);
    put_text(out, c->team);
    put_text(out, c->operation);
    put_position(out, &c->place);
    put_text(out, c->uses);
    put_text(out, c->relies_on);
}

static void put_proof(buf *out, const proof *p)
{
    put_number(out, p->kind);
    put_text(out, p->witness);
    put_text(out, p->request);
    put_text(out, p->sent_by);
    put_text(out, p->rejected_by);
    put_text(out, p->reason);
}

/* Waivers are given by whoever reads the frame, so they are not part of it. */
static void put_finding(buf *out, const finding *f)
{
    put_text(out, f->rule);
    put_number(out, f->level);
    put_text(out, f->message);
    put_text(out, f->where);
    put_text(out, f->contract);
    put_number(out, f->operation_count);
    for (size_t i = 0; i < f->operation_count; i++)
        put_text(out, f->operations[i]);
    put_position(out, &f->old_place);
    put_position(out, &f->new_place);
    put_text(out, f->old_excerpt);
    put_text(out, f->new_excerpt);
    put_proof(out, &f->proof);
    put_number(out, f->consumer_count);
    for (size_t i = 0; i < f->consumer_count; i++)
        put_consumer(out, &f->consumers[i]);
    put_text(out, f->fingerprint);
}

static void put_report(buf *out, const report *r)
{
    put_number(out, r->verdict);
    put_text(out, r->old_name);
    put_text(out, r->digest);
    put_text(out, r->new_name);
    put_number(out, r->operations_compared);
    put_number(out, r->schema_pairs_compared);
    put_number(out, r->finding_count);
    for (size_t i = 0; i < r->finding_count; i++)
        put_finding(out, &r->findings[i]);
    put_number(out, r->undecided_count);
    for (size_t i = 0; i < r->undecided_count; i++) {
        put_text(out, r->undecided[i].where);
        put_text(out, r->undecided[i].why);
        put_position(out, &r->undecided[i].place);
    }
}

/* The counts go along: they also count what was dropped, and a dropped error is still an error. */
static void put_diags(buf *out, const diags *d)
{
    put_number(out, d->count);
    for (size_t i = 0; i < d->count; i++) {
        const diag *one = &d->items[i];
        put_number(out, one->severity);
        put_text(out, one->code);
        put_text(out, one->message);
        put_text(out, one->hint);
        put_text(out, one->file);
        put_number(out, one->line);
        put_number(out, one->column);
    }
    put_number(out, d->errors);
    put_number(out, d->warnings);
    put_number(out, d->undecided);
    put_number(out, d->dropped);
}

void frame_write(buf *out, const report *r, const diags *d)
{
    put_number(out, frame_magic);
    put_report(out, r);
    put_diags(out, d);
    put_number(out, frame_magic);
}

/* --- reading --- */

typedef struct frame_reader {
    str rest;
    bool failed; /* once set, everything read is zero and empty */
} frame_reader;

static uint64_t take_number(frame_reader *f)
{
    uint64_t n = 0;
    if (f->failed || f->rest.length < sizeof n) {
        f->failed = true;
        return 0;
    }
    memcpy(&n, f->rest.data, sizeof n);
    f->rest = str_skip(f->rest, sizeof n);
    return n;
}

/* An enum or a 32-bit field; anything above its last value is damage. */
static uint32_t take_small(frame_reader *f, uint32_t last)
{
    uint64_t n = take_number(f);
    f->failed |= n > last;
    return f->failed ? 0 : (uint32_t)n;
}

/* How many things follow, of at least one number each: so many at most fit into what is left. */
static size_t take_count(frame_reader *f)
{
    uint64_t n = take_number(f);
    f->failed |= n > f->rest.length / sizeof n;
    return f->failed ? 0 : (size_t)n;
}

/* A view into the frame: report_add and the setters of diagnostics copy. */
static str take_text(frame_reader *f)
{
    uint64_t length = take_number(f);
    if (length == 0)
        return STR_NULL;
    length--;
    f->failed |= length > f->rest.length;
    if (f->failed)
        return STR_NULL;
    str s = str_take(f->rest, (size_t)length);
    f->rest = str_skip(f->rest, (size_t)length);
    return s;
}

static position take_position(frame_reader *f)
{
    position p = {.file = take_text(f)};
    p.line = take_small(f, UINT32_MAX);
    p.column = take_small(f, UINT32_MAX);
    p.pointer = take_text(f);
    return p;
}

static affected_consumer take_consumer(frame_reader *f)
{
    affected_consumer c = {.consumer = take_text(f)};
    c.team = take_text(f);
    c.operation = take_text(f);
    c.place = take_position(f);
    c.uses = take_text(f);
    c.relies_on = take_text(f);
    return c;
}

static proof take_proof(frame_reader *f)
{
    proof p = {.kind = (proof_kind)take_small(f, PROOF_UNKNOWN)};
    p.witness = take_text(f);
    p.request = take_text(f);
    p.sent_by = take_text(f);
    p.rejected_by = take_text(f);
    p.reason = take_text(f);
    return p;
}

static finding take_finding(frame_reader *f, arena *a)
{
    finding one = {.rule = take_text(f)};
    one.level = (level)take_small(f, LEVEL_BREAKING);
    one.message = take_text(f);
    one.where = take_text(f);
    one.contract = take_text(f);
    one.operation_count = take_count(f);
    one.operations = arena_array_of(a, str, one.operation_count);
    for (size_t i = 0; i < one.operation_count; i++)
        one.operations[i] = take_text(f);
    one.old_place = take_position(f);
    one.new_place = take_position(f);
    one.old_excerpt = take_text(f);
    one.new_excerpt = take_text(f);
    one.proof = take_proof(f);
    one.consumer_count = take_count(f);
    one.consumers = arena_array_of(a, affected_consumer, one.consumer_count);
    for (size_t i = 0; i < one.consumer_count; i++)
        one.consumers[i] = take_consumer(f);
    one.fingerprint = take_text(f);
    return one;
}

static str keep_text(str s, arena *a)
{
    return s.data ? arena_str(a, s) : STR_NULL;
}

static void take_report(frame_reader *f, report *r)
{
    r->verdict = (verdict)take_small(f, VERDICT_BREAKING);
    r->old_name = keep_text(take_text(f), r->arena);
    r->digest = keep_text(take_text(f), r->arena);
    r->new_name = keep_text(take_text(f), r->arena);
    r->operations_compared = (size_t)take_number(f);
    r->schema_pairs_compared = (size_t)take_number(f);
    size_t findings = take_count(f);
    for (size_t i = 0; i < findings && !f->failed; i++) {
        finding one = take_finding(f, r->arena);
        if (!f->failed)
            report_add(r, &one);
    }
    size_t open = take_count(f);
    for (size_t i = 0; i < open && !f->failed; i++) {
        undecided one = {.where = take_text(f)};
        one.why = take_text(f);
        one.place = take_position(f);
        if (!f->failed)
            report_add_undecided(r, &one);
    }
}

static void take_diag(frame_reader *f, diags *d)
{
    diag_severity severity = (diag_severity)take_small(f, DIAG_UNDECIDED);
    str code = take_text(f), message = take_text(f), hint = take_text(f), file = take_text(f);
    uint32_t line = take_small(f, UINT32_MAX), column = take_small(f, UINT32_MAX);
    if (f->failed)
        return;
    const char *name = arena_cstr(d->arena, code);
    diag *one = severity == DIAG_ERROR     ? diags_error(d, name, "%.*s", STR_ARG(message))
                : severity == DIAG_WARNING ? diags_warning(d, name, "%.*s", STR_ARG(message))
                                           : diags_undecided(d, name, "%.*s", STR_ARG(message));
    if (hint.data)
        diags_hint(d, one, "%.*s", STR_ARG(hint));
    if (file.data)
        diags_at(d, one, file, line, column);
}

/* `d` may hold others already: what is counted beyond the kept ones is added on top. */
static void take_diags(frame_reader *f, diags *d)
{
    diags before = *d;
    size_t count = take_count(f);
    for (size_t i = 0; i < count && !f->failed; i++)
        take_diag(f, d);
    size_t errors = (size_t)take_number(f), warnings = (size_t)take_number(f);
    size_t open = (size_t)take_number(f), dropped = (size_t)take_number(f);
    if (f->failed)
        return;
    d->errors = before.errors + errors;
    d->warnings = before.warnings + warnings;
    d->undecided = before.undecided + open;
    d->dropped += dropped;
}

bool frame_read(str bytes, report *r, diags *d)
{
    frame_reader f = {.rest = bytes};
    if (take_number(&f) != frame_magic)
        return false;
    take_report(&f, r);
    take_diags(&f, d);
    return take_number(&f) == frame_magic && !f.failed && f.rest.length == 0;
}
