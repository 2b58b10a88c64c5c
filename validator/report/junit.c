#include "report/render.h"

#include <libxml/xmlwriter.h>

#include "base/utf8.h"

/*
 * JUnit XML: a suite a contract. A contract where nothing fails is one passing test case; else
 * each failing finding is a failing one, what could not be decided or read is an error, what is
 * waived is skipped. No times: the same input gives the same bytes.
 */

typedef struct tally {
    size_t tests, failures, errors, skipped;
} tally;

/* XML 1.0 has no C0 controls but TAB, LF and CR, not even as references: they become U+FFFD. */
static const char *xml_text(buf *scratch, str s)
{
    buf_clear(scratch);
    for (size_t at = 0; at < s.length;) {
        size_t start = at;
        uint32_t code = utf8_next(s, &at);
        bool legal = code == '\t' || code == '\n' || code == '\r' ||
                     (code >= 0x20 && code != 0xFFFE && code != 0xFFFF && code != UINT32_MAX);
        buf_append(scratch, legal ? str_of(s.data + start, at - start) : STR("\xEF\xBF\xBD"));
    }
    return buf_cstr(scratch);
}

static void attribute(xmlTextWriter *w, const char *name, str value)
{
    buf scratch = {0};
    xmlTextWriterWriteAttribute(w, BAD_CAST name, BAD_CAST xml_text(&scratch, value));
    buf_clear(&scratch);
}

static void count_attribute(xmlTextWriter *w, const char *name, size_t value)
{
    xmlTextWriterWriteFormatAttribute(w, BAD_CAST name, "%zu", value);
}

static void content(xmlTextWriter *w, str value)
{
    buf scratch = {0};
    xmlTextWriterWriteString(w, BAD_CAST xml_text(&scratch, value));
    buf_clear(&scratch);
}

static void start_case(xmlTextWriter *w, str contract, str name)
{
    xmlTextWriterStartElement(w, BAD_CAST "testcase");
    attribute(w, "name", name);
    attribute(w, "classname", contract);
    attribute(w, "time", STR("0"));
}

/* <testcase><kind message type>text</kind></testcase> */
static void bad_case(xmlTextWriter *w, str contract, str name, const char *kind, str message,
                     str type, str text)
{
    start_case(w, contract, name);
    xmlTextWriterStartElement(w, BAD_CAST kind);
    attribute(w, "message", message);
    if (type.length > 0)
        attribute(w, "type", type);
    content(w, text);
    xmlTextWriterEndElement(w);
    xmlTextWriterEndElement(w);
}

/* Text of contracts keeps to its line: a runner that prints the file must not take one of them for
 * a command of its own. */
static void append_line(buf *text, const char *label, const buf *content)
{
    buf_append(text, str_from(label));
    utf8_append_printable(text, buf_str(content));
    buf_append_char(text, '\n');
}

static void append_explanation(buf *text, const finding *f)
{
    const position *place = render_place(f);
    buf line = {0};
    buf_printf(&line, "%.*s:%u:%u: %.*s", STR_ARG(place->file), (unsigned)place->line,
               (unsigned)place->column, STR_ARG(f->message));
    append_line(text, "", &line);
    buf_clear(&line);
    if (f->operation_count > 0) {
        render_operations(&line, f, 20);
        append_line(text, "in: ", &line);
        buf_clear(&line);
    }
    if (f->proof.kind == PROOF_WITNESS) {
        render_witness(&line, f);
        append_line(text, "e.g.: ", &line);
        buf_clear(&line);
    }
    rule_words known;
    if (render_words(f, &known))
        buf_printf(text, "why: %s\nfix: %s\n", known.why, known.fix);
    buf_printf(text, "id: %.*s\n", STR_ARG(f->fingerprint));
}

static void finding_case(xmlTextWriter *w, str contract, const finding *f)
{
    buf name = {0}, text = {0};
    buf_printf(&name, "%.*s: %.*s", STR_ARG(f->rule), STR_ARG(f->where));
    if (f->operation_count > 0)
        buf_printf(&name, " (%.*s)", STR_ARG(f->operations[0]));
    append_explanation(&text, f);
    if (f->waived != NULL) {
        buf note = {0};
        render_waiver(&note, f->waived);
        start_case(w, contract, buf_str(&name));
        xmlTextWriterStartElement(w, BAD_CAST "skipped");
        attribute(w, "message", buf_str(&note));
        xmlTextWriterEndElement(w);
        xmlTextWriterEndElement(w);
        buf_clear(&note);
    } else {
        bad_case(w, contract, buf_str(&name), "failure", f->message, f->rule, buf_str(&text));
    }
    buf_clear(&text);
    buf_clear(&name);
}

static bool is_case(const finding *f, const report_options *options)
{
    return render_fails(f, options) || f->waived != NULL;
}

static tally tally_of(const report_entry *entry, const report_options *options)
{
    tally t = {0};
    const report *r = entry->report;
    for (size_t i = 0; r != NULL && i < r->finding_count; i++) {
        t.failures += render_fails(&r->findings[i], options);
        t.skipped += r->findings[i].waived != NULL;
    }
    t.errors = r != NULL ? r->undecided_count : 0;
    if (entry->problems != NULL)
        t.errors += entry->problems->errors + entry->problems->undecided;
    if (r == NULL && t.errors == 0)
        t.errors = 1;
    t.tests = t.failures + t.skipped + t.errors;
    if (t.failures + t.errors == 0)
        t.tests++;
    return t;
}

static void tally_attributes(xmlTextWriter *w, str name, tally t)
{
    attribute(w, "name", name);
    count_attribute(w, "tests", t.tests);
    count_attribute(w, "failures", t.failures);
    count_attribute(w, "errors", t.errors);
    count_attribute(w, "skipped", t.skipped);
    attribute(w, "time", STR("0"));
}

static void problem_cases(xmlTextWriter *w, const report_entry *entry)
{
    const diags *d = entry->problems;
    size_t written = 0;
    for (size_t i = 0; d != NULL && i < d->count; i++) {
        const diag *problem = &d->items[i];
        if (problem->severity == DIAG_WARNING)
            continue;
        buf text = {0};
        buf_printf(&text, "%.*s:%u:%u: %.*s", STR_ARG(problem->file), (unsigned)problem->line,
                   (unsigned)problem->column, STR_ARG(problem->message));
        bad_case(w, render_contract(entry), problem->code, "error", problem->message, problem->code,
                 buf_str(&text));
        buf_clear(&text);
        written++;
    }
    if (entry->report == NULL && written == 0)
        bad_case(w, render_contract(entry), STR("not compared"), "error", STR("not compared"),
                 STR_NULL, STR("the contract could not be judged"));
}

static void suite(xmlTextWriter *w, const report_entry *entry, const report_options *options)
{
    tally t = tally_of(entry, options);
    const report *r = entry->report;
    str contract = render_contract(entry);
    xmlTextWriterStartElement(w, BAD_CAST "testsuite");
    tally_attributes(w, contract, t);
    if (t.failures + t.errors == 0) {
        start_case(w, contract, r != NULL ? str_from(verdict_name(r->verdict)) : contract);
        xmlTextWriterEndElement(w);
    }
    for (size_t i = 0; r != NULL && i < r->finding_count; i++)
        if (is_case(&r->findings[i], options))
            finding_case(w, contract, &r->findings[i]);
    for (size_t i = 0; r != NULL && i < r->undecided_count; i++)
        bad_case(w, contract, r->undecided[i].where, "error", r->undecided[i].why, STR("undecided"),
                 r->undecided[i].why);
    problem_cases(w, entry);
    xmlTextWriterEndElement(w);
}

void render_junit(buf *out, const report_set *set, const report_options *options)
{
    xmlBuffer *memory = xmlBufferCreate();
    xmlTextWriter *w = xmlNewTextWriterMemory(memory, 0);
    tally all = {0};
    for (size_t i = 0; i < set->count; i++) {
        tally t = tally_of(&set->entries[i], options);
        all.tests += t.tests;
        all.failures += t.failures;
        all.errors += t.errors;
        all.skipped += t.skipped;
    }
    buf name = {0};
    buf_printf(&name, "handoff %s", set->command);
    xmlTextWriterSetIndent(w, 1);
    xmlTextWriterSetIndentString(w, BAD_CAST "  ");
    xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL);
    xmlTextWriterStartElement(w, BAD_CAST "testsuites");
    tally_attributes(w, buf_str(&name), all);
    for (size_t i = 0; i < set->count; i++)
        suite(w, &set->entries[i], options);
    xmlTextWriterEndElement(w);
    xmlTextWriterEndDocument(w);
    xmlFreeTextWriter(w);
    buf_append(out,
               str_of((const char *)xmlBufferContent(memory), (size_t)xmlBufferLength(memory)));
    xmlBufferFree(memory);
    buf_clear(&name);
}
