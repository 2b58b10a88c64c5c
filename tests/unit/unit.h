/*
 * What every unit test program shares: one suite, run by Check, and the closing line that the
 * test run adds up ("name: N passed, N failed, N skipped").
 */
#ifndef HANDOFF_TESTS_UNIT_H
#define HANDOFF_TESTS_UNIT_H

#include <check.h>
#include <stdio.h>

static inline int unit_main(const char *name, Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    int passed = srunner_ntests_run(runner) - failed;
    srunner_free(runner);
    printf("%s: %d passed, %d failed, 0 skipped\n", name, passed, failed);
    return failed == 0 ? 0 : 1;
}

#endif
