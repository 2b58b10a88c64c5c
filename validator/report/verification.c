#include "report/verification.h"

#include <cjson/cJSON.h>

#include "base/utf8.h"
#include "report/json_parts.h"

/* --- text --- */

static void write_place(buf *out, const position *p)
{
    utf8_append_printable(out, p->file);
    buf_printf(out, ":%u:%u: ", (unsigned)p->line, (unsigned)p->column);
}

static void write_problem(buf *out, const verify_interaction *i, const verify_problem *p)
{
    if (p->given.line)
        write_place(out, &p->given);
    buf_append(out, p->is_error ? STR("failed: ") : STR("warning: "));
    utf8_append_printable(out, p->message);
    buf_printf(out, " [%.*s]\n    in   ", STR_ARG(p->code));
    utf8_append_printable(out, i->description);
    buf_append(out, STR(" ("));
    utf8_append_printable(out, i->operation);
    buf_append(out, STR(")\n"));
    if (p->contract.line) {
        buf_append(out, STR("    contract "));
        write_place(out, &p->contract);
        out->length -= 2;
        buf_append_char(out, '\n');
    }
}

void verification_render_text(buf *out, const verify_result *r, bool with_warnings)
{
    for (size_t i = 0; i < r->consumer_count; i++)
        for (size_t j = 0; j < r->consumers[i].interaction_count; j++) {
            const verify_interaction *at = &r->consumers[i].interactions[j];
            for (size_t k = 0; k < at->problem_count; k++)
                if (with_warnings || at->problems[k].is_error)
                    write_problem(out, at, &at->problems[k]);
        }
}

/* --- JSON --- */

static cJSON *place_object(const position *p)
{
    if (!p->line)
        return cJSON_CreateNull();
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "file", p->file);
    cjson_add(object, "line", cJSON_CreateNumber(p->line));
    cjson_add(object, "column", cJSON_CreateNumber(p->column));
    cjson_add_text(object, "pointer", p->pointer);
    return object;
}

static cJSON *problem_object(const verify_problem *p)
{
    cJSON *object = cJSON_CreateObject();
    cjson_add_text(object, "code", p->code);
    cjson_add_text(object, "type", p->is_error ? STR("error") : STR("warning"));
    cjson_add_text(object, "message", p->message);
    if (p->pointer.data)
        cjson_add_text(object, "pointer", p->pointer);
    if (p->witness.data)
        cjson_add(object, "witness", cjson_raw(p->witness));
    cjson_add(object, "given", place_object(&p->given));
    cjson_add(object, "contract", place_object(&p->contract));
    return object;
}

static cJSON *interaction_object(const verify_interaction *i, size_t index)
{
    cJSON *object = cJSON_CreateObject(), *problems_array = cJSON_CreateArray();
    cjson_add(object, "index", cJSON_CreateNumber((double)index));
    cjson_add_text(object, "description", i->description);
    cjson_add_text(object, "operation", i->operation);
    cjson_add_text(object, "answer", str_from(verify_answer_name(i->answer)));
    for (size_t j = 0; j < i->problem_count; j++)
        cJSON_AddItemToArray(problems_array, problem_object(&i->problems[j]));
    cjson_add(object, "problems", problems_array);
    return object;
}

static cJSON *consumer_object(const verify_consumer *c)
{
    cJSON *object = cJSON_CreateObject(), *interactions = cJSON_CreateArray();
    cjson_add_text(object, "file", c->file);
    cjson_add(object, "consumer", c->consumer.data ? cjson_text(c->consumer) : cJSON_CreateNull());
    cjson_add(object, "team", c->team.data ? cjson_text(c->team) : cJSON_CreateNull());
    cjson_add(object, "provider", c->provider.data ? cjson_text(c->provider) : cJSON_CreateNull());
    for (size_t i = 0; i < c->interaction_count; i++)
        cJSON_AddItemToArray(interactions, interaction_object(&c->interactions[i], i));
    cjson_add(object, "interactions", interactions);
    return object;
}

void verification_render_json(buf *out, const verify_result *r)
{
    cJSON *whole = cJSON_CreateObject(), *counts = cJSON_CreateObject(),
          *consumers = cJSON_CreateArray();
    cjson_add_text(whole, "answer",
                   r->failed      ? STR("failed")
                   : r->undecided ? STR("undecided")
                                  : STR("passed"));
    cjson_add(counts, "passed", cJSON_CreateNumber((double)r->passed));
    cjson_add(counts, "failed", cJSON_CreateNumber((double)r->failed));
    cjson_add(counts, "undecided", cJSON_CreateNumber((double)r->undecided));
    cjson_add(counts, "skipped", cJSON_CreateNumber((double)r->skipped));
    cjson_add(whole, "counts", counts);
    for (size_t i = 0; i < r->consumer_count; i++)
        cJSON_AddItemToArray(consumers, consumer_object(&r->consumers[i]));
    cjson_add(whole, "consumers", consumers);
    cjson_print(out, whole);
}
