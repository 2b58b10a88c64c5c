#include "../unit.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "check/worker.h"

/* --- jobs --- */

static void find_something(const void *argument, report *r, diags *d)
{
    const char *name = argument;
    report_add(r, &(finding){.rule = STR("some-rule"),
                             .level = LEVEL_WARNING,
                             .message = str_from(name),
                             .fingerprint = STR("00")});
    diags_warning(d, "some.code", "about %s", name);
    report_finish(r, true);
}

static void crash(const void *argument, report *r, diags *d)
{
    (void)argument;
    (void)r;
    (void)d;
    signal(SIGSEGV, SIG_DFL); /* a sanitizer would turn it into an exit code */
    raise(SIGSEGV);
}

static void fail_an_assertion(const void *argument, report *r, diags *d)
{
    (void)argument;
    (void)r;
    (void)d;
    errno = 0;
    abort();
}

static void run_out_of_memory(const void *argument, report *r, diags *d)
{
    (void)argument;
    (void)r;
    (void)d;
    errno = ENOMEM; /* as malloc leaves it where memory_alloc aborts */
    abort();
}

static void hang(const void *argument, report *r, diags *d)
{
    find_something(argument, r, d); /* what was found before counts no more */
    for (;;)
        pause();
}

static void leave_half_way(const void *argument, report *r, diags *d)
{
    (void)argument;
    (void)r;
    (void)d;
    _exit(0);
}

/* Something of its own that outlives it, started by exec: it must not hold up the answer. */
static void leave_a_child(const void *argument, report *r, diags *d)
{
    if (fork() == 0) {
        setpgid(0, 0); /* out of the group that is killed */
        execlp("sleep", "sleep", "3", (char *)NULL);
        _exit(127);
    }
    find_something(argument, r, d);
}

/* More than a pipe holds, so that it must be read while the worker runs. */
static void find_much(const void *argument, report *r, diags *d)
{
    for (int i = 0; i < 20000; i++) {
        str fingerprint = arena_printf(r->arena, "%d", i);
        report_add(r, &(finding){.rule = STR("some-rule"),
                                 .level = LEVEL_INFO,
                                 .message = str_from(argument),
                                 .where = fingerprint,
                                 .fingerprint = fingerprint});
    }
    (void)d;
    report_finish(r, true);
}

/* --- one job among others --- */

typedef struct ending {
    void (*run)(const void *argument, report *r, diags *d);
    bool answered;
    const char *code; /* of the first diagnostic */
    size_t errors, undecided;
} ending;

static const ending endings[] = {
    {find_something, true, "some.code", 0, 0},
    {crash, false, "worker.crashed", 1, 0},
    {fail_an_assertion, false, "worker.crashed", 1, 0},
    {run_out_of_memory, false, "limit.memory", 0, 1},
    {hang, false, "limit.time", 0, 1},
    {leave_a_child, true, "some.code", 0, 0}, /* with a limit of one second */
    {leave_half_way, false, "worker.crashed", 1, 0},
};

START_TEST(one_ending_leaves_the_others)
{
    const ending *one = &endings[_i];
    worker_job jobs[5] = {{.run = NULL}};
    for (size_t i = 0; i < 5; i++)
        jobs[i] = (worker_job){.name = STR("a.yaml"), .run = find_something, .argument = "it"};
    jobs[2].run = one->run;
    worker_limits limits = {.seconds = 1, .memory = 1ull << 30};
    workers_run(jobs, 5, &limits);
    for (size_t i = 0; i < 5; i++) {
        bool is_it = i == 2;
        ck_assert_int_eq(jobs[i].answered, is_it ? one->answered : true);
        ck_assert_uint_eq(jobs[i].report->finding_count, jobs[i].answered ? 1 : 0);
        ck_assert_uint_eq(jobs[i].diags.errors, is_it ? one->errors : 0);
        ck_assert_uint_eq(jobs[i].diags.undecided, is_it ? one->undecided : 0);
        const char *code = is_it ? one->code : "some.code";
        ck_assert_uint_ge(jobs[i].diags.count, 1);
        ck_assert(str_equal(jobs[i].diags.items[0].code, str_from(code)));
        worker_job_clear(&jobs[i]);
    }
}
END_TEST

START_TEST(much_is_received_whole)
{
    worker_job jobs[3] = {{.run = NULL}};
    for (size_t i = 0; i < 3; i++)
        jobs[i] = (worker_job){.name = STR("a.yaml"), .run = find_much, .argument = "it"};
    worker_limits limits = {.seconds = 60, .memory = 1ull << 30};
    workers_run(jobs, 3, &limits);
    for (size_t i = 0; i < 3; i++) {
        ck_assert(jobs[i].answered);
        ck_assert_uint_eq(jobs[i].report->finding_count, 20000);
        worker_job_clear(&jobs[i]);
    }
}
END_TEST

START_TEST(no_jobs_is_fine)
{
    workers_run(NULL, 0, &(worker_limits){.seconds = 1, .memory = 1u << 30});
}
END_TEST

int main(void)
{
    if (getenv("HANDOFF_VALGRIND")) { /* a worker leaves without freeing, and valgrind minds */
        puts("skipped: workers end with the exit code of valgrind");
        puts("check/worker: 0 passed, 0 failed, 1 skipped");
        return 0;
    }
    Suite *suite = suite_create("check/worker");
    TCase *one = tcase_create("worker");
    tcase_set_timeout(one, 60);
    tcase_add_loop_test(one, one_ending_leaves_the_others, 0,
                        (int)(sizeof endings / sizeof *endings));
    tcase_add_test(one, much_is_received_whole);
    tcase_add_test(one, no_jobs_is_fine);
    suite_add_tcase(suite, one);
    return unit_main("check/worker", suite);
}
