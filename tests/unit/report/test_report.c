#include "handoff/report.h"

#include <cjson/cJSON.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "handoff/schema.h"
#include "tests/unit/report/samples.h"
#include "tests/unit/unit.h"

static const report_options options = {.fail_on = LEVEL_BREAKING};

/* The sample in a format; a second rendering must give the same bytes. */
static buf rendered(const char *format)
{
    report *r = sample_report();
    report_entry entry = {.report = r};
    report_set set = {.command = "diff", .entries = &entry, .count = 1, .single = true};
    buf first = {0}, second = {0};
    ck_assert(report_render(&first, str_from(format), &set, &options));
    ck_assert(report_render(&second, str_from(format), &set, &options));
    ck_assert(str_equal(buf_str(&first), buf_str(&second)));
    buf_clear(&second);
    report_free(r);
    buf_cstr(&first);
    return first;
}

static size_t occurrences(const buf *b, const char *needle)
{
    size_t count = 0;
    str rest = buf_str(b);
    for (size_t at; (at = str_search(rest, str_from(needle))) != SIZE_MAX; count++)
        rest = str_skip(rest, at + strlen(needle));
    return count;
}

START_TEST(every_format_is_clean_text)
{
    buf b = rendered(report_formats[_i]);
    ck_assert_uint_eq(utf8_check(buf_str(&b)), b.length);
    for (size_t i = 0; i < b.length; i++)
        ck_assert_msg((unsigned char)b.data[i] >= 0x20 || b.data[i] == '\n' || b.data[i] == '\t',
                      "%s: control character %d at %zu", report_formats[_i], b.data[i], i);
    buf_clear(&b);
}
END_TEST

START_TEST(text_has_one_headline_a_finding)
{
    buf b = rendered("text");
    ck_assert_uint_eq(occurrences(&b, ": breaking: "), 2);
    ck_assert_uint_eq(occurrences(&b, ": warning: "), 1);
    ck_assert_uint_eq(occurrences(&b,
                                  "dir/new api.yaml:14:5: breaking: the type of 'total' changed "
                                  "[response-property-type-changed]\n"),
                      1);
    ck_assert_uint_eq(occurrences(&b, "GET /a, GET /b, GET /c and 1 more"), 1);
    ck_assert_uint_eq(occurrences(&b, "\n::error"), 0);
    buf_clear(&b);
}
END_TEST

START_TEST(github_commands_cannot_be_forged)
{
    buf b = rendered("github");
    str rest = buf_str(&b), line;
    size_t lines = 0;
    while (str_split(&rest, '\n', &line)) {
        if (line.length == 0)
            continue;
        lines++;
        ck_assert(str_starts_with(line, STR("::")));
        ck_assert(!str_starts_with(line, STR("::error::pwned")));
    }
    ck_assert_uint_eq(lines, 4);
    ck_assert_uint_eq(occurrences(&b, "::error file=dir/new api.yaml,line=14,col=5,title="
                                      "response-property-type-changed::the type"),
                      1);
    ck_assert_uint_eq(occurrences(&b, "%250A"), 3);
    buf_clear(&b);
}
END_TEST

START_TEST(json_keeps_witnesses_exact)
{
    buf b = rendered("json");
    ck_assert_uint_eq(occurrences(&b, "{\"total\":\"\\u0000\",\"n\":1e400}"), 1);
    cJSON *whole = cJSON_Parse(buf_cstr(&b));
    ck_assert_ptr_nonnull(whole);
    ck_assert_str_eq(cJSON_GetObjectItem(whole, "verdict")->valuestring, "breaking");
    cJSON *findings = cJSON_GetObjectItem(whole, "findings");
    ck_assert_int_eq(cJSON_GetArraySize(findings), 3);
    cJSON *first = cJSON_GetArrayItem(findings, 0);
    ck_assert_int_eq(cJSON_GetArraySize(cJSON_GetObjectItem(first, "operations")), 4);
    cJSON_Delete(whole);
    buf_clear(&b);
}
END_TEST

/* What the format's schema says of a report; the schema is part of the product. */
static validity judge_json(str text)
{
    diags d;
    diags_init(&d);
    arena *a = arena_new();
    schema_file *file =
        schema_load("schemas/report.schema.json", &(schema_load_options){.dialect = NULL}, &d);
    ck_assert_msg(file != NULL, "%s", d.count > 0 ? d.items[0].message.data : "");
    const node *instance = node_parse_json(text, a, &d);
    ck_assert_ptr_nonnull(instance);
    validation *v = validation_new();
    validity result = schema_validate(schema_file_program(file), v, instance);
    validation_free(v);
    schema_file_free(file);
    arena_free(a);
    diags_clear(&d);
    return result;
}

START_TEST(json_keeps_to_its_schema)
{
    buf b = rendered("json");
    ck_assert_int_eq(judge_json(buf_str(&b)), VALID);
    buf_clear(&b);
    diags d;
    diags_init(&d);
    diags_at(&d, diags_error(&d, "x.y", "cannot"), STR("a.yaml"), 3, 4);
    report *r = sample_report();
    report_entry entries[] = {{.contract = STR("a.yaml"), .problems = &d},
                              {.contract = STR("b.yaml"), .report = r}};
    report_set set = {.command = "check", .entries = entries, .count = 2};
    report_render(&b, STR("json"), &set, &options);
    ck_assert_int_eq(judge_json(buf_str(&b)), VALID);
    ck_assert_uint_eq(occurrences(&b, "\"verdict\":\t\"error\""), 2);
    ck_assert_int_eq(judge_json(STR("{\"verdict\":\"breaking\"}")), INVALID);
    ck_assert_int_eq(judge_json(STR("{\"verdict\":\"fine\",\"counts\":{\"breaking\":0,"
                                    "\"warning\":0,\"info\":0},\"findings\":[],"
                                    "\"undecided\":[]}")),
                     INVALID);
    report_free(r);
    diags_clear(&d);
    buf_clear(&b);
}
END_TEST

START_TEST(statistics_are_told_where_they_were_kept)
{
    schema_question open = {.answer = "unknown",
                            .reason = STR("the reference leads to no schema"),
                            .keyword = STR("$ref"),
                            .reader = {.file = STR("b.yaml"), .line = 3, .column = 4},
                            .steps = 7,
                            .microseconds = 1500};
    schema_statistics kept = {.included = 2,
                              .not_included = 1,
                              .microseconds = 2500,
                              .slowest = open,
                              .unknown = &open,
                              .unknown_count = 1};
    report *r = sample_report();
    r->statistics = &kept;
    report_entry entry = {.contract = STR("b.yaml"), .report = r};
    report_set set = {.command = "diff", .entries = &entry, .count = 1, .single = true};
    buf json = {0}, text = {0};
    report_render(&json, STR("json"), &set, &options);
    report_render(&text, STR("text"), &set, &options);
    ck_assert_int_eq(judge_json(buf_str(&json)), VALID);
    ck_assert_ptr_nonnull(strstr(buf_cstr(&json), "\"statistics\""));
    ck_assert_ptr_nonnull(
        strstr(buf_cstr(&text), "schemas: 4 questions, 2 included, 1 not included, 1 unknown"));
    report_free(r);
    buf_clear(&json);
    buf_clear(&text);
}
END_TEST

/* 0 when the document keeps to tests/unit/report/junit.xsd. */
static int check_against_xsd(xmlDoc *doc)
{
    xmlSchemaParserCtxt *parser = xmlSchemaNewParserCtxt("tests/unit/report/junit.xsd");
    xmlSchema *xsd = xmlSchemaParse(parser);
    ck_assert_ptr_nonnull(xsd);
    xmlSchemaValidCtxt *context = xmlSchemaNewValidCtxt(xsd);
    int result = xmlSchemaValidateDoc(context, doc);
    xmlSchemaFreeValidCtxt(context);
    xmlSchemaFree(xsd);
    xmlSchemaFreeParserCtxt(parser);
    return result;
}

START_TEST(junit_is_xml)
{
    buf b = rendered("junit");
    xmlDoc *doc = xmlReadMemory(b.data, (int)b.length, "junit", NULL, XML_PARSE_NONET);
    ck_assert_ptr_nonnull(doc);
    xmlNode *root = xmlDocGetRootElement(doc);
    ck_assert_str_eq((const char *)root->name, "testsuites");
    ck_assert_int_eq(check_against_xsd(doc), 0);
    xmlSetProp(root, BAD_CAST "tests", BAD_CAST "many");
    ck_assert_int_ne(check_against_xsd(doc), 0);
    xmlChar *failures = xmlGetProp(root, BAD_CAST "failures");
    ck_assert_str_eq((const char *)failures, "1");
    xmlFree(failures);
    ck_assert_uint_eq(occurrences(&b, "<testcase "), 3);
    ck_assert_uint_eq(occurrences(&b, "<skipped "), 1);
    ck_assert_uint_eq(occurrences(&b, "<error "), 1);
    xmlFreeDoc(doc);
    buf_clear(&b);
}
END_TEST

START_TEST(markdown_has_no_foreign_markup)
{
    buf b = rendered("markdown");
    ck_assert_uint_eq(occurrences(&b, "<script"), 0);
    ck_assert_uint_eq(occurrences(&b, "@team"), 0);
    ck_assert_uint_eq(occurrences(&b, "\n::error"), 0);
    ck_assert_uint_eq(occurrences(&b, "\\`x\\`"), 4);
    buf_clear(&b);
}
END_TEST

START_TEST(html_has_no_foreign_markup)
{
    buf b = rendered("html");
    ck_assert_uint_eq(occurrences(&b, "<script"), 0);
    ck_assert_uint_eq(occurrences(&b, "# &lt;b&gt;"), 1);
    ck_assert_uint_eq(occurrences(&b, "http://"), 0);
    ck_assert_uint_eq(occurrences(&b, "https://"), 0);
    ck_assert_uint_eq(occurrences(&b, "<article"), 4);
    ck_assert_uint_eq(occurrences(&b, "</article>"), 4);
    buf_clear(&b);
}
END_TEST

START_TEST(sarif_names_every_rule)
{
    buf b = rendered("sarif");
    cJSON *whole = cJSON_Parse(buf_cstr(&b));
    ck_assert_ptr_nonnull(whole);
    cJSON *run = cJSON_GetArrayItem(cJSON_GetObjectItem(whole, "runs"), 0);
    cJSON *driver = cJSON_GetObjectItem(cJSON_GetObjectItem(run, "tool"), "driver");
    ck_assert_int_eq(cJSON_GetArraySize(cJSON_GetObjectItem(driver, "rules")), 4);
    ck_assert_int_eq(cJSON_GetArraySize(cJSON_GetObjectItem(run, "results")), 4);
    ck_assert_uint_eq(occurrences(&b, "dir/new%20api.yaml"), 1);
    cJSON_Delete(whole);
    buf_clear(&b);
}
END_TEST

START_TEST(gitlab_is_an_array)
{
    buf b = rendered("gitlab");
    cJSON *whole = cJSON_Parse(buf_cstr(&b));
    ck_assert(cJSON_IsArray(whole));
    ck_assert_int_eq(cJSON_GetArraySize(whole), 4);
    cJSON_Delete(whole);
    buf_clear(&b);
}
END_TEST

static int answer_of(const finding *f, level fail_on)
{
    report *r = report_new();
    if (f != NULL)
        report_add(r, f);
    report_finish(r, f != NULL);
    report_entry entry = {.report = r};
    report_set set = {.command = "diff", .entries = &entry, .count = 1, .single = true};
    int answer = report_answer(&set, fail_on);
    report_free(r);
    return answer;
}

START_TEST(answers_follow_fail_on)
{
    finding f = {.rule = STR("r"), .level = LEVEL_WARNING, .message = STR("m")};
    ck_assert_int_eq(answer_of(&f, LEVEL_BREAKING), 0);
    ck_assert_int_eq(answer_of(&f, LEVEL_WARNING), 1);
    ck_assert_int_eq(answer_of(&f, LEVEL_INFO), 1);
    ck_assert_int_eq(answer_of(&f, LEVEL_NONE), 0);
    waiver_note waiver = {.owner = STR("o")};
    f.waived = &waiver;
    ck_assert_int_eq(answer_of(&f, LEVEL_INFO), 0);
    ck_assert_int_eq(answer_of(NULL, LEVEL_INFO), 0);
}
END_TEST

START_TEST(what_was_not_judged_is_never_a_pass)
{
    diags d;
    diags_init(&d);
    report_entry entry = {.contract = STR("a.yaml"), .problems = &d};
    report_set set = {.command = "check", .entries = &entry, .count = 1};
    ck_assert_int_eq(report_answer(&set, LEVEL_BREAKING), 3);
    diags_error(&d, "x", "cannot");
    ck_assert_int_eq(report_answer(&set, LEVEL_BREAKING), 2);
    ck_assert_int_eq(report_answer(&(report_set){.command = "check"}, LEVEL_BREAKING), 2);
    buf line = {0};
    report_summary(&line, &set);
    ck_assert_str_eq(buf_cstr(&line), "not compared\n");
    for (size_t i = 0; report_formats[i] != NULL; i++) {
        buf_clear(&line);
        report_render(&line, str_from(report_formats[i]), &set, &options);
        bool is_text = strcmp(report_formats[i], "text") == 0;
        ck_assert_msg(is_text || str_search(buf_str(&line), STR("a.yaml")) != SIZE_MAX ||
                          str_search(buf_str(&line), STR("cannot")) != SIZE_MAX,
                      "%s hides it", report_formats[i]);
    }
    buf_clear(&line);
    diags_clear(&d);
}
END_TEST

START_TEST(files_are_all_written)
{
    char folder[] = "/tmp/handoff-report-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    char json[64], bad[64], junit[64];
    snprintf(json, sizeof json, "json=%s/a.json", folder);
    snprintf(bad, sizeof bad, "sarif=%s/missing/a", folder);
    snprintf(junit, sizeof junit, "junit=%s/b.xml", folder);
    report_output outputs[] = {report_output_parse(json), report_output_parse(bad),
                               report_output_parse(junit), report_output_parse("text")};
    report *r = sample_report();
    report_entry entry = {.report = r};
    report_set set = {.command = "diff", .entries = &entry, .count = 1, .single = true};
    diags d;
    diags_init(&d);
    buf out = {0};
    ck_assert(!report_write(&out, outputs, 4, &set, &options, &d));
    ck_assert_uint_eq(d.errors, 1);
    ck_assert_uint_gt(out.length, 0);
    ck_assert_int_eq(unlink(strchr(json, '=') + 1), 0);
    ck_assert_int_eq(unlink(strchr(junit, '=') + 1), 0);
    ck_assert_int_eq(rmdir(folder), 0);
    outputs[1] = outputs[3];
    ck_assert(!report_write(&out, outputs, 4, &set, &options, &d));
    buf_clear(&out);
    diags_clear(&d);
    report_free(r);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report");
    TCase *all = tcase_create("report");
    int formats = 0;
    while (report_formats[formats] != NULL)
        formats++;
    tcase_add_loop_test(all, every_format_is_clean_text, 0, formats);
    tcase_add_test(all, text_has_one_headline_a_finding);
    tcase_add_test(all, github_commands_cannot_be_forged);
    tcase_add_test(all, json_keeps_witnesses_exact);
    tcase_add_test(all, json_keeps_to_its_schema);
    tcase_add_test(all, statistics_are_told_where_they_were_kept);
    tcase_add_test(all, junit_is_xml);
    tcase_add_test(all, markdown_has_no_foreign_markup);
    tcase_add_test(all, html_has_no_foreign_markup);
    tcase_add_test(all, sarif_names_every_rule);
    tcase_add_test(all, gitlab_is_an_array);
    tcase_add_test(all, answers_follow_fail_on);
    tcase_add_test(all, what_was_not_judged_is_never_a_pass);
    tcase_add_test(all, files_are_all_written);
    suite_add_tcase(suite, all);
    return unit_main("report/report", suite);
}
