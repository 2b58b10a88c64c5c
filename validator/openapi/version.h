/*
 * Which specification a document claims to follow, and which JSON Schema dialect its schemas have.
 */
#ifndef HANDOFF_OPENAPI_VERSION_H
#define HANDOFF_OPENAPI_VERSION_H

#include "openapi/api.h"

/* False with an error ("openapi.version") when there is no version member, or one we do not know;
 * `text` is the version as written. */
bool version_read(const bundle *b, const node *root, api_version *out, str *text, diags *d);

/* What schemas of that version are where no jsonSchemaDialect says otherwise. */
dialect version_dialect(api_version v);

#endif
