#include "report/html_page.h"

#include "base/embedded.h"
#include "handoff/version.h"
#include "report/render.h"

void html_page_begin(buf *out, const char *title, const char *style)
{
    buf_append(out, STR("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, "
                        "initial-scale=1\">\n"
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                        "'none'; style-src 'unsafe-inline'; img-src data:\">\n"
                        "<link rel=\"icon\" href=\"data:,\">\n"));
    buf_printf(out, "<meta name=\"generator\" content=\"handoff %s\">\n", HANDOFF_VERSION);
    buf_printf(out, "<title>handoff %s</title>\n<style>\n", title);
    buf_append(out, embedded_find(STR("report/page.css")));
    if (style)
        buf_append(out, embedded_find(str_from(style)));
    buf_append(out, STR("</style>\n</head>\n<body>\n"));
}

void html_element(buf *out, const char *open, str text, const char *close)
{
    buf_append(out, str_from(open));
    render_markup(out, text);
    buf_append(out, str_from(close));
}
