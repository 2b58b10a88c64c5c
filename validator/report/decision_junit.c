#include <libxml/xmlwriter.h>

#include "report/decision_parts.h"
#include "report/render.h"

/* A test case a meeting; with none, one case that tells the answer. Unknown is an error, because a
 * pipeline takes it as a no that is not the code's fault. */

static void attribute(xmlTextWriter *w, const char *name, str value)
{
    buf text = {0};
    render_utf8(&text, value);
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.data[i] < 0x20)
            text.data[i] = '?'; /* XML 1.0 has no control characters, not even as references */
    xmlTextWriterWriteAttribute(w, BAD_CAST name, BAD_CAST buf_cstr(&text));
    buf_clear(&text);
}

static void write_case(xmlTextWriter *w, str suite, str name, const char *child, str message)
{
    xmlTextWriterStartElement(w, BAD_CAST "testcase");
    attribute(w, "name", name);
    attribute(w, "classname", suite);
    attribute(w, "time", STR("0"));
    if (child) {
        xmlTextWriterStartElement(w, BAD_CAST child);
        attribute(w, "message", message);
        xmlTextWriterEndElement(w);
    }
    xmlTextWriterEndElement(w);
}

static const char *child_of(const gate_meeting *m)
{
    if (m->ignored || (m->waived && m->result != RESULT_PASSED))
        return "skipped";
    return m->result == RESULT_FAILED ? "failure" : m->result == RESULT_NONE ? "error" : NULL;
}

static str reason_of(const gate_decision *decision, const gate_meeting *m)
{
    for (size_t i = 0; i < decision->reason_count; i++)
        if (decision->reasons[i].meeting == m)
            return decision->reasons[i].text;
    return STR("ignored");
}

static void write_meeting(xmlTextWriter *w, const decision_report *r, const gate_meeting *m)
{
    buf name = {0};
    buf_printf(&name, "%.*s@%.*s with %.*s@%.*s", STR_ARG(m->consumer.service),
               STR_ARG(m->consumer.version), STR_ARG(m->provider.service),
               STR_ARG(m->provider.version.data ? m->provider.version : STR("-")));
    write_case(w, r->question, buf_str(&name), child_of(m), reason_of(r->decision, m));
    buf_clear(&name);
}

/* Reasons that are about no meeting: a version nobody recorded. */
static size_t write_others(xmlTextWriter *w, const decision_report *r)
{
    size_t written = 0;
    for (size_t i = 0; i < r->decision->reason_count; i++) {
        const gate_reason *reason = &r->decision->reasons[i];
        if (reason->meeting || gate_reason_is_warning(reason->kind) ||
            r->decision->answer == GATE_YES)
            continue;
        write_case(w, r->question, str_from(gate_reason_name(reason->kind)), "failure",
                   reason->text);
        written++;
    }
    return written;
}

static size_t count_others(const decision_report *r)
{
    size_t count = 0;
    for (size_t i = 0; i < r->decision->reason_count; i++)
        count += !r->decision->reasons[i].meeting &&
                 !gate_reason_is_warning(r->decision->reasons[i].kind) &&
                 r->decision->answer != GATE_YES;
    return count;
}

static void count(xmlTextWriter *w, const char *name, size_t value)
{
    xmlTextWriterWriteFormatAttribute(w, BAD_CAST name, "%zu", value);
}

static void write_suite(xmlTextWriter *w, const decision_report *r)
{
    size_t others = count_others(r);
    size_t empty = r->rows->meeting_count + others == 0;
    xmlTextWriterStartElement(w, BAD_CAST "testsuite");
    attribute(w, "name", r->question);
    count(w, "tests", r->rows->meeting_count + others + empty);
    count(w, "failures", r->decision->failed + others);
    count(w, "errors", r->decision->unknown);
    count(w, "skipped", r->decision->ignored);
    attribute(w, "time", STR("0"));
    for (size_t i = 0; i < r->rows->meeting_count; i++)
        write_meeting(w, r, &r->rows->meetings[i]);
    write_others(w, r);
    if (empty)
        write_case(w, r->question, STR("nothing to check"), NULL, STR_NULL);
    xmlTextWriterEndElement(w);
}

void decision_render_junit(buf *out, const decision_report *r)
{
    xmlBuffer *bytes = xmlBufferCreate();
    xmlTextWriter *w = bytes ? xmlNewTextWriterMemory(bytes, 0) : NULL;
    if (w) {
        xmlTextWriterSetIndent(w, 1);
        xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL);
        xmlTextWriterStartElement(w, BAD_CAST "testsuites");
        write_suite(w, r);
        xmlTextWriterEndElement(w);
        xmlTextWriterEndDocument(w);
        xmlFreeTextWriter(w);
        buf_append(out,
                   str_of((const char *)xmlBufferContent(bytes), (size_t)xmlBufferLength(bytes)));
    }
    xmlBufferFree(bytes);
}
