#include "check/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "check/frame.h"

/* Exit codes of a worker, apart from those a library might choose. */
enum { WORKER_DONE = 0, WORKER_OUT_OF_MEMORY = 81, WORKER_ABORTED = 82, WORKER_MUTE = 83 };

#if defined(__SANITIZE_ADDRESS__)
#define LIMITS_ADDRESS_SPACE 0 /* the sanitizer reserves terabytes */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LIMITS_ADDRESS_SPACE 0
#endif
#endif
#ifndef LIMITS_ADDRESS_SPACE
#define LIMITS_ADDRESS_SPACE 1
#endif

typedef struct running {
    worker_job *job; /* NULL: free */
    pid_t child;
    int pipe;
    int64_t deadline; /* milliseconds of the monotonic clock */
    buf frame;
} running;

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- in the worker --- */

/* memory_alloc aborts right after the failed allocation, so errno still says why. */
static void on_abort(int signal)
{
    (void)signal;
    _exit(errno == ENOMEM ? WORKER_OUT_OF_MEMORY : WORKER_ABORTED);
}

static void limit_resource(int resource, uint64_t soft, uint64_t hard)
{
    struct rlimit wanted, now;
    if (getrlimit(resource, &now) != 0)
        return;
    wanted.rlim_max = now.rlim_max < hard ? now.rlim_max : (rlim_t)hard;
    wanted.rlim_cur = wanted.rlim_max < soft ? wanted.rlim_max : (rlim_t)soft;
    setrlimit(resource, &wanted);
}

static void enter_limits(const worker_limits *limits)
{
    struct sigaction abort_action = {.sa_handler = on_abort};
    sigaction(SIGABRT, &abort_action, NULL);
    if (LIMITS_ADDRESS_SPACE)
        limit_resource(RLIMIT_AS, limits->memory, limits->memory);
    /* The parent watches the clock; this one holds when the parent is gone. */
    limit_resource(RLIMIT_CPU, limits->seconds + 1u, limits->seconds + 2u);
    limit_resource(RLIMIT_CORE, 0, 0);
}

static bool send_all(int to, str bytes)
{
    while (bytes.length) {
        ssize_t sent = write(to, bytes.data, bytes.length);
        if (sent < 0 && errno != EINTR)
            return false;
        bytes = str_skip(bytes, sent > 0 ? (size_t)sent : 0);
    }
    return true;
}

static void work(const worker_job *job, const worker_limits *limits, int to)
{
    enter_limits(limits);
    report *r = report_new();
    diags d;
    diags_init(&d);
    job->run(job->argument, r, &d);
    buf frame = {0};
    frame_write(&frame, r, &d);
    bool sent = send_all(to, buf_str(&frame));
    _exit(sent ? WORKER_DONE : WORKER_MUTE); /* not exit: buffers and handlers are the parent's */
}

/* --- in the parent --- */

/* Closed on exec: a git that a worker starts must not hold the answer's end open. Reading does not
 * block, so that the deadlines hold whatever a worker does. */
static bool make_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    if (fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 &&
        fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        return true;
    int error = errno;
    close(ends[0]);
    close(ends[1]);
    errno = error;
    return false;
}

static void start(running *slot, worker_job *job, const worker_limits *limits)
{
    int ends[2];
    diags_init(&job->diags);
    job->report = report_new();
    *slot = (running){.job = NULL};
    if (!make_pipe(ends)) {
        diags_error(&job->diags, "worker.start", "cannot make a pipe: %s", strerror(errno));
        return;
    }
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        setpgid(0, 0);
        work(job, limits, ends[1]);
    }
    int error = errno;
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        diags_error(&job->diags, "worker.start", "cannot start a process: %s", strerror(error));
        return;
    }
    setpgid(child, child); /* also here: whichever comes first, the group is there when needed */
    *slot = (running){.job = job,
                      .child = child,
                      .pipe = ends[0],
                      .deadline = milliseconds() + (int64_t)limits->seconds * 1000};
}

static void name_limit(worker_job *job, const char *code, const char *what)
{
    diag *of = diags_undecided(&job->diags, code, "not decided: %s was reached", what);
    diags_at(&job->diags, of, job->name, 0, 0);
    diags_hint(&job->diags, of, "raise it under 'limits' in handoff.yaml, or split the contract");
}

static void name_end(worker_job *job, int status, const worker_limits *limits)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (code == WORKER_OUT_OF_MEMORY) {
        str what = arena_printf(job->diags.arena, "the memory limit of %llu MB",
                                (unsigned long long)(limits->memory >> 20));
        name_limit(job, "limit.memory", what.data);
    } else if (signal == SIGXCPU || signal == SIGKILL) {
        name_limit(job, "limit.time", "a limit of the system on time or memory");
    } else {
        diag *of = diags_error(&job->diags, "worker.crashed", "the worker process failed (%s %d)",
                               signal ? "signal" : "exit code", signal ? signal : code);
        diags_at(&job->diags, of, job->name, 0, 0);
        diags_hint(&job->diags, of, "this is a bug of handoff; the other contracts were judged");
    }
}

/* Waits for the worker's end, and ends what it may have left behind. Its group is killed before it
 * is reaped: until then the number cannot be another's. */
static int reap(pid_t child)
{
    int status = 0;
    siginfo_t ended;
    while (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        ;
    kill(-child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

/* What a worker sent counts only as a whole: half a report could hide the finding that matters. */
static void finish(running *slot, bool timed_out, const worker_limits *limits)
{
    worker_job *job = slot->job;
    if (timed_out)
        kill(-slot->child, SIGKILL);
    int status = reap(slot->child);
    close(slot->pipe);
    bool exited_well = WIFEXITED(status) && WEXITSTATUS(status) == WORKER_DONE;
    if (timed_out) {
        str what = arena_printf(job->diags.arena, "the time limit of %u s", limits->seconds);
        name_limit(job, "limit.time", what.data);
    } else if (!exited_well) {
        name_end(job, status, limits);
    } else {
        report *fresh = report_new();
        if (frame_read(buf_str(&slot->frame), fresh, &job->diags)) {
            report_free(job->report);
            job->report = fresh;
            job->answered = true;
        } else {
            report_free(fresh);
            diags_error(&job->diags, "worker.crashed", "the worker process sent half an answer");
        }
    }
    buf_clear(&slot->frame);
    slot->job = NULL;
}

/* true while there may be more to come. */
static bool receive(running *slot)
{
    char chunk[65536];
    ssize_t got = read(slot->pipe, chunk, sizeof chunk);
    if (got > 0)
        buf_append(&slot->frame, str_of(chunk, (size_t)got));
    return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

/* Waits until something happened to a worker, or until the next deadline. */
static void serve(running slots[], const worker_limits *limits)
{
    struct pollfd polled[LIMIT_WORKERS];
    running *of[LIMIT_WORKERS];
    nfds_t count = 0;
    int64_t nearest = INT64_MAX;
    for (size_t i = 0; i < LIMIT_WORKERS; i++)
        if (slots[i].job) {
            polled[count] = (struct pollfd){.fd = slots[i].pipe, .events = POLLIN};
            of[count++] = &slots[i];
            if (slots[i].deadline < nearest)
                nearest = slots[i].deadline;
        }
    int64_t wait = nearest - milliseconds();
    int ready = poll(polled, count, wait < 0 ? 0 : wait > 60000 ? 60000 : (int)wait + 1);
    bool broken = ready < 0 && errno != EINTR;
    if (broken) /* poll lacks memory: look at each worker in turn, in no hurry */
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    for (nfds_t i = 0; i < count; i++) {
        bool late = milliseconds() >= of[i]->deadline;
        if ((broken || (ready > 0 && polled[i].revents)) && !receive(of[i]))
            finish(of[i], false, limits);
        else if (late)
            finish(of[i], true, limits);
    }
}

void workers_run(worker_job *jobs, size_t count, const worker_limits *limits)
{
    running slots[LIMIT_WORKERS] = {0};
    size_t next = 0;
    for (;;) {
        bool busy = false;
        for (size_t i = 0; i < LIMIT_WORKERS; i++) {
            while (!slots[i].job && next < count)
                start(&slots[i], &jobs[next++], limits);
            busy |= slots[i].job != NULL;
        }
        if (!busy)
            return;
        serve(slots, limits);
    }
}

void worker_job_clear(worker_job *job)
{
    report_free(job->report);
    diags_clear(&job->diags);
    job->report = NULL;
}
