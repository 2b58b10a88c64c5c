/* A report with everything a renderer has to show, and text that tries to break out of each. */
#ifndef HANDOFF_TESTS_REPORT_SAMPLES_H
#define HANDOFF_TESTS_REPORT_SAMPLES_H

#include "handoff/report.h"

#define HOSTILE                                                                                    \
    "a\n::error::pwned\r\n\033[31m<script>alert(1)</script> | `x` ``y`` ]]> @team %0A \xff\x01 "   \
    "\"&"

static inline report *sample_report(void)
{
    static str operations[] = {{"GET /a", 6}, {"GET /b", 6}, {"GET /c", 6}, {"GET /d", 6}};
    report *r = report_new();
    affected_consumer consumer = {.consumer = STR("checkout-web"),
                                  .team = STR("storefront"),
                                  .operation = STR("GET /a"),
                                  .uses = STR("reads"),
                                  .relies_on = STR("/total")};
    report_add(r, &(finding){.rule = STR("response-property-type-changed"),
                             .level = LEVEL_BREAKING,
                             .message = STR("the type of 'total' changed"),
                             .where = STR("response 200 application/json /total"),
                             .operations = operations,
                             .operation_count = 4,
                             .old_place = {STR("old.yaml"), 12, 3, STR("/a")},
                             .new_place = {STR("dir/new api.yaml"), 14, 5, STR("/a")},
                             .old_excerpt = STR("type: number\n"),
                             .new_excerpt = STR("type: string\n# <b>\n"),
                             .proof = {.kind = PROOF_WITNESS,
                                       .witness = STR("{\"total\":\"\\u0000\",\"n\":1e400}"),
                                       .sent_by = STR("new"),
                                       .rejected_by = STR("old")},
                             .consumers = &consumer,
                             .consumer_count = 1,
                             .fingerprint = STR("0011223344556677")});
    report_add(r, &(finding){.rule = STR("api-removed-without-deprecation"),
                             .level = LEVEL_WARNING,
                             .message = STR(HOSTILE),
                             .where = STR(HOSTILE),
                             .old_place = {STR("old.yaml"), 20, 3, STR("/b")},
                             .proof = {.kind = PROOF_RULE},
                             .fingerprint = STR("8899aabbccddeeff")});
    waiver_note waiver = {
        .owner = STR("anna"), .reason = STR(HOSTILE), .expires = STR("2027-01-01")};
    report_add(r, &(finding){.rule = STR("no-such-rule"),
                             .level = LEVEL_BREAKING,
                             .message = STR("waived one"),
                             .new_place = {STR("new.yaml"), 30, 1, STR("/c")},
                             .proof = {.kind = PROOF_UNKNOWN, .reason = STR("limit reached")},
                             .fingerprint = STR("1111111111111111"),
                             .waived = &waiver});
    report_add_undecided(r, &(undecided){.where = STR("GET /e " HOSTILE),
                                         .why = STR("a limit"),
                                         .place = {STR("new.yaml"), 40, 1, STR("/e")}});
    r->old_name = STR("old.yaml");
    r->new_name = STR("new.yaml");
    r->operations_compared = 5;
    report_finish(r, true);
    return r;
}

#endif
