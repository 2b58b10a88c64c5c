#include "report/render.h"

#include <string.h>

#include "base/file.h"

const char *const report_formats[] = {"github",   "gitlab", "html", "json", "junit",
                                      "markdown", "sarif",  "text", NULL};

/* In the order of report_formats. */
static renderer *const renderers[] = {render_github, render_gitlab,   render_html,  render_json,
                                      render_junit,  render_markdown, render_sarif, render_text};

static renderer *find_renderer(str format)
{
    for (size_t i = 0; report_formats[i] != NULL; i++)
        if (str_equal(str_from(report_formats[i]), format))
            return renderers[i];
    return NULL;
}

bool report_changelog(buf *out, str format, const report_set *set)
{
    static const report_options options = {.fail_on = LEVEL_NONE};
    renderer *render = str_equal(format, STR("text"))       ? render_changelog_text
                       : str_equal(format, STR("markdown")) ? render_changelog_markdown
                                                            : find_renderer(format);
    if (render != NULL)
        render(out, set, &options);
    return render != NULL;
}

bool report_render(buf *out, str format, const report_set *set, const report_options *options)
{
    renderer *render = find_renderer(format);
    if (render != NULL)
        render(out, set, options);
    return render != NULL;
}

report_output report_output_parse(const char *argument)
{
    str text = str_from(argument);
    size_t equals = str_find(text, '=');
    if (equals == SIZE_MAX)
        return (report_output){.format = text};
    return (report_output){.format = str_take(text, equals), .file = argument + equals + 1};
}

static bool same_target(const report_output *a, const report_output *b)
{
    if (a->file == NULL || b->file == NULL)
        return a->file == b->file;
    return strcmp(a->file, b->file) == 0;
}

static bool check_targets(const report_output *outputs, size_t count, diags *d)
{
    for (size_t i = 0; i < count; i++) {
        if (find_renderer(outputs[i].format) == NULL) {
            diags_error(d, "usage.value", "there is no format '%.*s'", STR_ARG(outputs[i].format));
            return false;
        }
        for (size_t j = 0; j < i; j++)
            if (same_target(&outputs[i], &outputs[j])) {
                diags_error(d, "usage.repeated", "two formats would go to %s%s%s",
                            outputs[i].file != NULL ? "'" : "",
                            outputs[i].file != NULL ? outputs[i].file : "standard output",
                            outputs[i].file != NULL ? "'" : "");
                return false;
            }
    }
    return true;
}

bool report_write(buf *out, const report_output *outputs, size_t count, const report_set *set,
                  const report_options *options, diags *d)
{
    if (count == 0)
        return report_render(out, STR("text"), set, options);
    if (!check_targets(outputs, count, d))
        return false;
    bool written = true;
    for (size_t i = 0; i < count; i++) {
        if (outputs[i].file == NULL) {
            report_render(out, outputs[i].format, set, options);
            continue;
        }
        buf content = {0};
        report_render(&content, outputs[i].format, set, options);
        written = file_write(outputs[i].file, buf_str(&content), d) && written;
        buf_clear(&content);
    }
    return written;
}
