/*
 * What a repository says about itself: handoff.yaml, CODEOWNERS and the catalogue. The first byte
 * chooses which; what is read is also asked, as check asks it.
 */
#include <stddef.h>
#include <stdint.h>

#include "policy/owners.h"
#include "policy/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask_policy(const policy *p, arena *a)
{
    report *r = report_new();
    report_add(r, &(finding){.rule = STR("response-body-type-changed"),
                             .level = LEVEL_BREAKING,
                             .message = STR("m"),
                             .where = STR("response 200"),
                             .fingerprint = STR("0123456789abcdef")});
    report_finish(r, true);
    policy_run run;
    policy_run_begin(&run, p, 0, a);
    policy_contract_of(p, STR("services/a/openapi.yaml"));
    policy_apply(&run, r, STR("services/a/openapi.yaml"));
    policy_report_waivers(&run, r);
    report_free(r);
}

static void read_settings(str text, arena *a, diags *d)
{
    buf source = {0};
    buf_append(&source, text);
    policy *p = policy_read(&source, STR("handoff.yaml"), d);
    if (p)
        ask_policy(p, a);
    policy_free(p);
    buf_clear(&source);
}

static void read_codeowners(str text, codeowners_dialect dialect, arena *a, diags *d)
{
    codeowners *c = codeowners_parse(text, STR("CODEOWNERS"), dialect, a, d);
    text_list owners;
    codeowners_of(c, STR("services/a/openapi.yaml"), &owners, NULL);
}

static void read_catalog(str text, arena *a, diags *d)
{
    catalog c = {.arena = a};
    catalog_read(&c, text, STR("a/catalog-info.yaml"), d);
    catalog_api_of_file(&c, STR("a/openapi.yaml"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    str text = str_of((const char *)data + 1, size - 1);
    arena *a = arena_new();
    diags d;
    diags_init(&d);
    switch (data[0] % 4) {
    case 0:
        read_settings(text, a, &d);
        break;
    case 1:
        read_catalog(text, a, &d);
        break;
    default:
        read_codeowners(text, data[0] % 4 == 2 ? CODEOWNERS_GITHUB : CODEOWNERS_GITLAB, a, &d);
    }
    diags_clear(&d);
    arena_free(a);
    return 0;
}
