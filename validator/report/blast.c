#include "report/blast.h"

#include "base/utf8.h"
#include "report/json_parts.h"
#include "report/render.h"

/* --- text --- */

static void say(buf *line, const blast_consumer *c)
{
    buf_printf(line, "%.*s@%.*s", STR_ARG(c->service), STR_ARG(c->version));
    if (c->team.length)
        buf_printf(line, " (team %.*s)", STR_ARG(c->team));
}

static const char *phrase(blast_fate fate)
{
    static const char *const texts[] = {"relies on",
                                        "is not touched; it relies on",
                                        "would be hurt; it relies on",
                                        "would be hurt, which is waived; it relies on",
                                        "is unknown; it relies on",
                                        "stands behind"};
    return texts[fate];
}

static void write_consumer(buf *out, const blast_consumer *c)
{
    enum { SHOWN = 5 };
    buf line = {0};
    say(&line, c);
    buf_printf(&line, " %s", phrase(c->fate));
    if (c->operation_count == 0)
        buf_printf(&line, " %.*s", STR_ARG(c->via));
    for (size_t i = 0; i < c->operation_count && i < SHOWN; i++)
        buf_printf(&line, "%s %.*s", i ? "," : "", STR_ARG(c->operations[i]));
    if (c->operation_count > SHOWN)
        buf_printf(&line, " and %zu more", c->operation_count - SHOWN);
    if (c->why.length)
        buf_printf(&line, ": %.*s", STR_ARG(c->why));
    buf_append(out, STR("  "));
    utf8_append_printable(out, buf_str(&line));
    buf_append_char(out, '\n');
    buf_clear(&line);
}

static void write_head(buf *out, const blast *b)
{
    buf line = {0};
    buf_printf(&line, "%.*s@%.*s in %.*s", STR_ARG(b->service), STR_ARG(b->version),
               STR_ARG(b->environment));
    if (b->change.data)
        buf_printf(&line, ", if it becomes %.*s: %zu hurt, %zu waived, %zu unknown",
                   STR_ARG(b->change), b->hurt, b->waived, b->unknown);
    else
        buf_printf(&line, ": %zu %s", b->count, b->count == 1 ? "consumer" : "consumers");
    utf8_append_printable(out, buf_str(&line));
    buf_append_char(out, '\n');
    buf_clear(&line);
}

void blast_render_text(buf *out, const blast *b)
{
    write_head(out, b);
    for (size_t i = 0; i < b->count; i++)
        write_consumer(out, &b->consumers[i]);
    if (b->count == 0)
        buf_append(out, STR("  nobody there relies on it\n"));
    if (b->others)
        buf_printf(out, "  %zu other breaking %s nobody there\n", b->others,
                   b->others == 1 ? "change hurts" : "changes hurt");
    if (!b->findings || b->findings->finding_count == 0)
        return;
    const report_entry entry = {.contract = b->service, .report = b->findings};
    const report_set set = {.command = "blast", .entries = &entry, .count = 1, .single = true};
    buf_append_char(out, '\n');
    report_render(out, STR("text"), &set, &(report_options){.fail_on = LEVEL_BREAKING});
}

/* --- JSON --- */

static cJSON *nullable(str s)
{
    return s.data ? cjson_text(s) : cJSON_CreateNull();
}

static cJSON *consumer(const blast_consumer *c)
{
    cJSON *object = cJSON_CreateObject(), *operations = cJSON_CreateArray();
    cjson_add_text(object, "consumer", c->service);
    cjson_add_text(object, "version", c->version);
    cjson_add(object, "team", nullable(c->team));
    cjson_add(object, "distance", cJSON_CreateNumber((double)c->distance));
    cjson_add_text(object, "via", c->via);
    cjson_add_text(object, "fate", str_from(blast_fate_name(c->fate)));
    cjson_add(object, "why", nullable(c->why));
    for (size_t i = 0; i < c->operation_count; i++)
        cJSON_AddItemToArray(operations, cjson_text(c->operations[i]));
    cjson_add(object, "operations", operations);
    cjson_add(object, "findings", cJSON_CreateNumber((double)c->finding_count));
    return object;
}

void blast_render_json(buf *out, const blast *b)
{
    cJSON *whole = cJSON_CreateObject(), *consumers = cJSON_CreateArray(),
          *findings = cJSON_CreateArray();
    cjson_add_text(whole, "service", b->service);
    cjson_add_text(whole, "version", b->version);
    cjson_add_text(whole, "environment", b->environment);
    cjson_add(whole, "change", nullable(b->change));
    cjson_add(whole, "hurt", cJSON_CreateNumber((double)b->hurt));
    cjson_add(whole, "waived", cJSON_CreateNumber((double)b->waived));
    cjson_add(whole, "unknown", cJSON_CreateNumber((double)b->unknown));
    for (size_t i = 0; i < b->count; i++)
        cJSON_AddItemToArray(consumers, consumer(&b->consumers[i]));
    cjson_add(whole, "consumers", consumers);
    for (size_t i = 0; b->findings && i < b->findings->finding_count; i++)
        cJSON_AddItemToArray(findings, cjson_finding(&b->findings->findings[i]));
    cjson_add(whole, "findings", findings);
    cjson_add(whole, "others", cJSON_CreateNumber((double)b->others));
    cjson_print(out, whole);
}
