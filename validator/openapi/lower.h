/*
 * What Swagger 2.0 writes in another way than OpenAPI 3: schemas without a Schema Object, security
 * schemes. Made as nodes of the model's arena, with the positions of what they are made from.
 * Private to openapi/.
 */
#ifndef HANDOFF_OPENAPI_LOWER_H
#define HANDOFF_OPENAPI_LOWER_H

#include "openapi/builder.h"

/* The schema keywords of a parameter, header or items object; `type: file` becomes binary text. */
const node *lower_parameter_schema(builder *b, const node *n);

/* The object that a form's fields make up. `at` gives its position. */
const node *lower_form_schema(builder *b, const node *at, const parameter_list *form);

/* `basic` as http basic, an OAuth flow as the one of `flows`; n itself where both say it alike. */
const node *lower_security_scheme(builder *b, const node *n);

#endif
