/*
 * Comparing two contracts: what changed, whom it breaks, and where.
 *
 * Takes two API models (or two JSON Schemas) and fills a report with findings. It only decides;
 * reading files, levels and waivers of a policy, and rendering are other layers' business.
 */
#ifndef HANDOFF_CHANGE_CHANGE_H
#define HANDOFF_CHANGE_CHANGE_H

#include "doc/finding.h"
#include "openapi/api.h"

typedef enum stability {
    STABILITY_DRAFT,
    STABILITY_ALPHA,
    STABILITY_BETA,
    STABILITY_STABLE
} stability;

/* Which extensions matter: of the entries that fit a name the last one counts. */
typedef struct extension_level {
    str name; /* glob: "x-internal", "x-ms-*" */
    level level;
} extension_level;

typedef struct change_options {
    int64_t now;                     /* seconds since 1970: sunset dates are measured against it */
    str contract;                    /* its name, part of every fingerprint; may be empty */
    bool by_operation;               /* one finding an operation instead of one a cause */
    int64_t deprecation_days_beta;   /* least days from deprecation to sunset; 0: no sunset is */
    int64_t deprecation_days_stable; /* demanded */
    bool check_version;  /* report when info.version was not raised for a breaking change */
    stability stability; /* operations below this level are left out */
    const extension_level *extensions; /* of a change; none of the others is looked at */
    size_t extension_count;
    size_t steps;    /* for one decision about schemas; 0: the engine's own limit */
    bool statistics; /* say what the decisions about schemas took */
} change_options;

/* Fills the report, which must be fresh, and finishes it. */
void change_compare(const api *old, const api *new_, const change_options *options, report *r);

typedef enum compatibility {
    COMPATIBILITY_BACKWARD, /* new readers of old data */
    COMPATIBILITY_FORWARD,  /* old readers of new data */
    COMPATIBILITY_FULL      /* both */
} compatibility;

/* The same for two JSON Schemas (roots of their registries). `literal` asks without the
 * assumption that writers send only what they document. */
void change_compare_schemas(registry *old_registry, site old, registry *new_registry, site new_,
                            compatibility mode, bool literal, const change_options *options,
                            report *r);

#endif
