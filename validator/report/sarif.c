#include "report/json_parts.h"

#include "handoff/version.h"

/*
 * SARIF 2.1.0 with what GitHub's code scanning asks for besides: every rule with its texts, a
 * region in every location, fingerprints. What is undecided is a result of kind "open", whose
 * level must be "none" (SARIF 3.27.10).
 */

#define FINGERPRINT_NAME "handoff/v1"

static cJSON *message_of(str text)
{
    cJSON *item = cJSON_CreateObject();
    cjson_add_text(item, "text", text);
    return item;
}

/* RFC 3986, 2.3, and the separator of paths. */
static bool is_unreserved(char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~' ||
           c == '/';
}

/* URI reference of a path: everything but unreserved characters and "/" percent-encoded. */
static void append_uri(buf *out, str path)
{
    if (str_starts_with(path, STR("./")))
        path = str_skip(path, 2);
    for (size_t i = 0; i < path.length; i++) {
        char c = path.data[i];
        if (is_unreserved(c))
            buf_append_char(out, c);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
    }
}

static cJSON *location_of(str file, const position *place)
{
    uint32_t line = place->line > 0 ? place->line : 1;
    uint32_t column = place->line > 0 && place->column > 0 ? place->column : 1;
    cJSON *location = cJSON_CreateObject(), *physical = cJSON_CreateObject();
    cJSON *artifact = cJSON_CreateObject(), *region = cJSON_CreateObject();
    buf uri = {0};
    append_uri(&uri, file);
    cjson_add_text(artifact, "uri", buf_str(&uri));
    buf_clear(&uri);
    cjson_add(region, "startLine", cJSON_CreateNumber(line));
    cjson_add(region, "startColumn", cJSON_CreateNumber(column));
    cjson_add(region, "endLine", cJSON_CreateNumber(line));
    cjson_add(region, "endColumn", cJSON_CreateNumber(column + 1.0));
    cjson_add(physical, "artifactLocation", artifact);
    cjson_add(physical, "region", region);
    cjson_add(location, "physicalLocation", physical);
    return location;
}

static const char *sarif_level(level l)
{
    static const char *const names[] = {[LEVEL_NONE] = "none",
                                        [LEVEL_INFO] = "note",
                                        [LEVEL_WARNING] = "warning",
                                        [LEVEL_BREAKING] = "error"};
    return names[l];
}

static cJSON *rule_descriptor(str id)
{
    rule_words known = {.level = LEVEL_WARNING};
    render_rule(id, &known);
    cJSON *item = cJSON_CreateObject();
    cjson_add_text(item, "id", id);
    str title = known.title != NULL ? str_from(known.title) : id;
    str why = known.why != NULL ? str_from(known.why) : title;
    cjson_add(item, "shortDescription", message_of(title));
    cjson_add(item, "fullDescription", message_of(why));
    buf help = {0};
    buf_printf(&help, "%.*s", STR_ARG(why));
    if (known.fix != NULL)
        buf_printf(&help, "\n\nTo fix: %s", known.fix);
    if (known.before != NULL && known.after != NULL)
        buf_printf(&help, "\n\nBefore:\n%s\nAfter:\n%s", known.before, known.after);
    cjson_add(item, "help", message_of(buf_str(&help)));
    buf_clear(&help);
    cJSON *configuration = cJSON_CreateObject();
    cjson_add(configuration, "level", cJSON_CreateString(sarif_level(known.level)));
    cjson_add(item, "defaultConfiguration", configuration);
    return item;
}

/* Rules in the order of their first use; a result names its rule by index too. */
typedef struct rule_index {
    str *ids;
    size_t count;
    cJSON *descriptors;
} rule_index;

static size_t index_of(rule_index *rules, str id)
{
    for (size_t i = 0; i < rules->count; i++)
        if (str_equal(rules->ids[i], id))
            return i;
    rules->ids[rules->count] = id;
    cJSON_AddItemToArray(rules->descriptors, rule_descriptor(id));
    return rules->count++;
}

static cJSON *suppression_of(const waiver_note *w)
{
    cJSON *item = cJSON_CreateObject();
    buf text = {0};
    render_waiver(&text, w);
    cjson_add(item, "kind", cJSON_CreateString("external"));
    cjson_add(item, "status", cJSON_CreateString("accepted"));
    cjson_add_text(item, "justification", buf_str(&text));
    buf_clear(&text);
    return item;
}

static void append_message(buf *text, const finding *f)
{
    buf_append(text, f->message);
    if (f->operation_count > 0) {
        buf_append(text, STR(", in "));
        render_operations(text, f, 10);
    }
    if (f->proof.kind == PROOF_WITNESS) {
        buf_append(text, STR("; e.g. "));
        render_witness(text, f);
    }
}

static cJSON *properties_of(const finding *f)
{
    cJSON *properties = cJSON_CreateObject();
    cjson_add(properties, "finding", cjson_finding(f));
    return properties;
}

static cJSON *result_of(const listed *item, rule_index *rules)
{
    const finding *f = item->finding;
    bool has_place = f->new_place.line > 0;
    cJSON *result = cJSON_CreateObject();
    cjson_add_text(result, "ruleId", f->rule);
    cjson_add(result, "ruleIndex", cJSON_CreateNumber((double)index_of(rules, f->rule)));
    cjson_add(result, "level", cJSON_CreateString(sarif_level(f->level)));
    if (f->level == LEVEL_NONE)
        cjson_add(result, "kind", cJSON_CreateString("informational"));
    buf text = {0};
    append_message(&text, f);
    cjson_add(result, "message", message_of(buf_str(&text)));
    buf_clear(&text);
    cJSON *locations = cJSON_CreateArray();
    cJSON_AddItemToArray(
        locations,
        location_of(has_place ? f->new_place.file : render_contract(item->entry), &f->new_place));
    cjson_add(result, "locations", locations);
    cJSON *fingerprints = cJSON_CreateObject();
    cjson_add_text(fingerprints, FINGERPRINT_NAME, f->fingerprint);
    cjson_add(result, "partialFingerprints", fingerprints);
    if (f->waived != NULL) {
        cJSON *suppressions = cJSON_CreateArray();
        cJSON_AddItemToArray(suppressions, suppression_of(f->waived));
        cjson_add(result, "suppressions", suppressions);
    }
    cjson_add(result, "properties", properties_of(f));
    return result;
}

static cJSON *open_result(const report_entry *entry, const undecided *u, rule_index *rules)
{
    cJSON *result = cJSON_CreateObject();
    buf text = {0};
    buf_printf(&text, "undecided: %.*s: %.*s", STR_ARG(u->where), STR_ARG(u->why));
    cjson_add(result, "ruleId", cJSON_CreateString("undecided"));
    cjson_add(result, "ruleIndex", cJSON_CreateNumber((double)index_of(rules, STR("undecided"))));
    cjson_add(result, "kind", cJSON_CreateString("open"));
    cjson_add(result, "level", cJSON_CreateString("none"));
    cjson_add(result, "message", message_of(buf_str(&text)));
    buf_clear(&text);
    cJSON *locations = cJSON_CreateArray();
    cJSON_AddItemToArray(
        locations,
        location_of(u->place.file.length > 0 ? u->place.file : render_contract(entry), &u->place));
    cjson_add(result, "locations", locations);
    return result;
}

/* What could not be read is a notification of the run, and the run is not successful. */
static cJSON *invocation_of(const report_set *set)
{
    cJSON *item = cJSON_CreateObject(), *notes = cJSON_CreateArray();
    bool successful = set->count > 0;
    for (size_t i = 0; i < set->count; i++) {
        const diags *d = set->entries[i].problems;
        successful = successful && set->entries[i].report != NULL;
        for (size_t p = 0; d != NULL && p < d->count; p++) {
            const diag *problem = &d->items[p];
            successful = successful && problem->severity == DIAG_WARNING;
            cJSON *note = cJSON_CreateObject();
            cjson_add(note, "level",
                      cJSON_CreateString(problem->severity == DIAG_WARNING ? "warning" : "error"));
            cjson_add(note, "message", message_of(problem->message));
            if (problem->file.length > 0) {
                position place = {.line = problem->line, .column = problem->column};
                cJSON *locations = cJSON_CreateArray();
                cJSON_AddItemToArray(locations, location_of(problem->file, &place));
                cjson_add(note, "locations", locations);
            }
            cJSON_AddItemToArray(notes, note);
        }
    }
    cjson_add(item, "executionSuccessful", cJSON_CreateBool(successful));
    cjson_add(item, "toolExecutionNotifications", notes);
    return item;
}

static size_t most_rules(const report_set *set)
{
    size_t most = 1;
    for (size_t i = 0; i < set->count; i++)
        most += set->entries[i].report != NULL ? set->entries[i].report->finding_count : 0;
    return most;
}

static cJSON *results_of(const report_set *set, rule_index *rules, arena *a)
{
    cJSON *results = cJSON_CreateArray();
    size_t count = 0;
    const listed *list = render_list(set, &count, a);
    for (size_t i = 0; i < count; i++)
        cJSON_AddItemToArray(results, result_of(&list[i], rules));
    for (size_t i = 0; i < set->count; i++) {
        const report *r = set->entries[i].report;
        for (size_t u = 0; r != NULL && u < r->undecided_count; u++)
            cJSON_AddItemToArray(results, open_result(&set->entries[i], &r->undecided[u], rules));
    }
    return results;
}

void render_sarif(buf *out, const report_set *set, const report_options *options)
{
    (void)options;
    arena *a = arena_new();
    rule_index rules = {.ids = arena_array_of(a, str, most_rules(set)),
                        .descriptors = cJSON_CreateArray()};
    cJSON *results = results_of(set, &rules, a);
    cJSON *driver = cJSON_CreateObject(), *tool = cJSON_CreateObject();
    cjson_add(driver, "name", cJSON_CreateString("handoff"));
    cjson_add(driver, "version", cJSON_CreateString(HANDOFF_VERSION));
    cjson_add(driver, "rules", rules.descriptors);
    cjson_add(tool, "driver", driver);
    cJSON *run = cJSON_CreateObject(), *runs = cJSON_CreateArray();
    cjson_add(run, "tool", tool);
    cJSON *invocations = cJSON_CreateArray();
    cJSON_AddItemToArray(invocations, invocation_of(set));
    cjson_add(run, "invocations", invocations);
    cjson_add(run, "columnKind", cJSON_CreateString("unicodeCodePoints"));
    cjson_add(run, "results", results);
    cJSON_AddItemToArray(runs, run);
    cJSON *whole = cJSON_CreateObject();
    cjson_add(whole, "$schema",
              cJSON_CreateString("https://json.schemastore.org/sarif-2.1.0.json"));
    cjson_add(whole, "version", cJSON_CreateString("2.1.0"));
    cjson_add(whole, "runs", runs);
    cjson_print(out, whole);
    arena_free(a);
}
