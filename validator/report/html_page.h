/*
 * The frame of every page: one self-contained file without script or network, whose content policy
 * forbids everything but its own style.
 */
#ifndef HANDOFF_REPORT_HTML_PAGE_H
#define HANDOFF_REPORT_HTML_PAGE_H

#include "base/buf.h"

/* Up to and with <body>. `title`: the command. `style`: a file of report/page to add to page.css,
 * or NULL. The page is ended by "</body>\n</html>\n". */
void html_page_begin(buf *out, const char *title, const char *style);

/* Text of other people between two literals. */
void html_element(buf *out, const char *open, str text, const char *close);

#endif
