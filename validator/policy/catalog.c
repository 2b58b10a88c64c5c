#include "policy/catalog.h"

#include <string.h>

#include "base/path.h"
#include "doc/document.h"

static const char *const entity_kind_names[] = {"Component", "API", "Group", "User"};

str catalog_name_of(str entity)
{
    size_t colon = str_find(entity, ':');
    if (colon != SIZE_MAX)
        entity = str_skip(entity, colon + 1);
    size_t slash = str_find_last(entity, '/');
    return slash == SIZE_MAX ? entity : str_skip(entity, slash + 1);
}

/* --- one entity --- */

static bool find_kind(str name, entity_kind *out)
{
    for (size_t i = 0; i < sizeof entity_kind_names / sizeof *entity_kind_names; i++)
        if (str_equal_ignoring_case(name, str_from(entity_kind_names[i]))) {
            *out = (entity_kind)i;
            return true;
        }
    return false;
}

static str keep(str s, arena *a)
{
    return s.data ? arena_str(a, s) : STR_NULL;
}

static text_list names_of(const node *list, arena *a)
{
    text_list names = {0};
    if (!node_is(list, NODE_ARRAY))
        return names;
    names.items = arena_array_of(a, str, list->count);
    for (size_t i = 0; i < list->count; i++) {
        str text = node_text(node_item(list, i));
        if (node_is(node_item(list, i), NODE_STRING))
            names.items[names.count++] = arena_str(a, catalog_name_of(text));
    }
    return names;
}

/* "$text: ./openapi.yaml" is relative to the catalogue file; a URL is nobody's file. */
static str definition_of(const node *spec, str file, arena *a)
{
    str text = node_get_text(node_get(spec, STR("definition")), STR("$text"));
    if (!text.data || str_search(text, STR("://")) != SIZE_MAX)
        return STR_NULL;
    return path_normalise(path_join(path_folder(file), text, a), a);
}

static void add_entity(catalog *c, const document *doc, str file, uint32_t first_line)
{
    const node *root = document_root(doc), *spec = node_get(root, STR("spec"));
    catalog_entity e = {.name = node_get_text(node_get(root, STR("metadata")), STR("name"))};
    if (!find_kind(node_get_text(root, STR("kind")), &e.kind) || !e.name.data)
        return;
    line_column at = document_position(doc, root->start);
    e.name = arena_str(c->arena, e.name);
    e.owner = keep(node_get_text(spec, STR("owner")), c->arena);
    e.definition = definition_of(spec, file, c->arena);
    e.provides = names_of(node_get(spec, STR("providesApis")), c->arena);
    e.consumes = names_of(node_get(spec, STR("consumesApis")), c->arena);
    e.place = (position){.file = arena_str(c->arena, file),
                         .line = first_line + at.line - 1,
                         .column = at.column,
                         .pointer = STR("")};
    vec_push(c->arena, &c->entities, e);
}

/* --- the documents of a file --- */

/* "---" at the start of a line ends a document, whatever stands around it. */
static bool is_separator(str line)
{
    return str_starts_with(line, STR("---")) &&
           (line.length == 3 || strchr(" \t\r", line.data[3]) != NULL);
}

/* Nothing but comments: no document. */
static bool is_blank(str text)
{
    str line;
    while (str_split(&text, '\n', &line)) {
        line = str_trim(line);
        if (line.length && line.data[0] != '#')
            return false;
    }
    return true;
}

static void read_one(catalog *c, str text, str file, uint32_t first_line, diags *d)
{
    if (is_blank(text))
        return;
    buf source = {0};
    buf_append(&source, text);
    diags problems;
    diags_init(&problems);
    document_options options = {.without_hashes = true, .format = DOCUMENT_YAML};
    document *doc = document_read(&source, file, &options, &problems);
    if (doc)
        add_entity(c, doc, file, first_line);
    else if (problems.count) {
        diag *of = diags_warning(d, "catalog.syntax", "this catalogue is not read: %.*s",
                                 STR_ARG(problems.items[0].message));
        diags_at(d, of, file, first_line + problems.items[0].line - 1, problems.items[0].column);
    }
    document_free(doc);
    diags_clear(&problems);
    buf_clear(&source);
}

void catalog_read(catalog *c, str text, str file, diags *d)
{
    const char *start = text.data;
    uint32_t line_number = 1, first_line = 1;
    str rest = text, line;
    while (str_split(&rest, '\n', &line)) {
        if (is_separator(line)) {
            read_one(c, str_of(start, (size_t)(line.data - start)), file, first_line, d);
            start = line.data + 3; /* "--- {kind: ...}" goes on behind it */
            first_line = line_number;
        }
        line_number++;
    }
    read_one(c, str_of(start, (size_t)(text.data + text.length - start)), file, first_line, d);
}

const catalog_entity *catalog_find(const catalog *c, entity_kind kind, str name)
{
    for (size_t i = 0; i < c->entities.count; i++)
        if (c->entities.items[i].kind == kind &&
            str_equal_ignoring_case(c->entities.items[i].name, name))
            return &c->entities.items[i];
    return NULL;
}

const catalog_entity *catalog_api_of_file(const catalog *c, str path)
{
    for (size_t i = 0; i < c->entities.count; i++) {
        const catalog_entity *e = &c->entities.items[i];
        if (e->kind == ENTITY_API && e->definition.data && str_equal(e->definition, path))
            return e;
    }
    return NULL;
}
