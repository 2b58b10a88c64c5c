#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"

extern char **environ;

/* What a child says on its error output beyond this is dropped. */
enum { ERROR_LIMIT = 1 << 16, CHUNK = 1 << 16 };

/*
 * The three streams are socket pairs and not pipes: they are made close-on-exec in one step, so
 * that two threads starting children never hand each other's ends on, and a write to a child that
 * died is an error and not a signal.
 */
struct process {
    pid_t pid;
    int in, out, err; /* our ends; -1 when closed */
    unsigned seconds;
    buf pending; /* read from the child, not yet asked for */
    size_t taken;
    buf errors;
    const char *name;
};

/* --- time --- */

static int64_t milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t deadline_in(unsigned seconds)
{
    return milliseconds_now() + (int64_t)(seconds ? seconds : LIMIT_CHILD_SECONDS) * 1000;
}

static int time_left(int64_t deadline)
{
    int64_t left = deadline - milliseconds_now();
    return left < 0 ? 0 : left > INT32_MAX ? INT32_MAX : (int)left;
}

/* --- starting --- */

/* The inherited environment with the given settings before it: the first of a name counts. */
static char **make_environment(const char *const *added)
{
    size_t count = 0, inherited = 0;
    while (added && added[count])
        count++;
    while (environ && environ[inherited])
        inherited++;
    char **all = memory_alloc((count + inherited + 1) * sizeof *all);
    for (size_t i = 0; i < count; i++)
        all[i] = (char *)added[i];
    size_t at = count;
    for (size_t i = 0; i < inherited; i++) {
        size_t name = strcspn(environ[i], "=") + 1;
        bool replaced = false;
        for (size_t j = 0; j < count && !replaced; j++)
            replaced = strncmp(environ[i], added[j], name) == 0;
        if (!replaced)
            all[at++] = environ[i];
    }
    return all;
}

static void use_as(int fd, int target)
{
    if (fd == target)
        fcntl(fd, F_SETFD, 0);
    else
        dup2(fd, target);
}

/* In the child: only calls that are safe after fork. */
static void become(const char *const *arguments, const char *folder, char **environment,
                   const int ends[4])
{
    setpgid(0, 0);
    use_as(ends[0], STDIN_FILENO);
    use_as(ends[1], STDOUT_FILENO);
    use_as(ends[2], STDERR_FILENO);
    if (!folder || chdir(folder) == 0) {
        environ = environment;
        execvp(arguments[0], (char *const *)arguments);
    }
    int error = errno;
    ssize_t ignored = write(ends[3], &error, sizeof error);
    (void)ignored;
    _exit(127);
}

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static bool make_pairs(int ours[4], int theirs[4])
{
    for (int i = 0; i < 4; i++)
        ours[i] = theirs[i] = -1;
    for (int i = 0; i < 4; i++) {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
            return false;
        ours[i] = pair[0];
        theirs[i] = pair[1];
    }
    return true;
}

static void fail_start(const char *name, int error, diags *d)
{
    diag *e = diags_error(d, "process.start", "cannot run '%s': %s", name,
                          error == ENOENT ? "it is not installed" : "the system refused");
    if (error == ENOENT)
        diags_hint(d, e, "install it, or add its folder to PATH");
}

/* Whether exec worked: its error comes over the fourth pair, which exec closes. */
static int exec_error(int fd)
{
    int error = 0;
    ssize_t got;
    do
        got = read(fd, &error, sizeof error);
    while (got < 0 && errno == EINTR);
    return got == (ssize_t)sizeof error ? error : 0;
}

static void reap(pid_t pid, int *status)
{
    while (waitpid(pid, status, 0) < 0 && errno == EINTR)
        ;
}

process *process_start(const char *const *arguments, const process_options *options, diags *d)
{
    int ours[4], theirs[4], error = 0, status;
    pid_t pid = -1;
    if (make_pairs(ours, theirs)) {
        char **environment = make_environment(options ? options->environment : NULL);
        pid = fork();
        if (pid == 0)
            become(arguments, options ? options->folder : NULL, environment, theirs);
        free(environment);
    }
    error = pid < 0 ? EAGAIN : 0;
    for (int i = 0; i < 4; i++)
        close_end(&theirs[i]);
    if (pid > 0) {
        setpgid(pid, pid); /* the child does it too: whoever is first */
        error = exec_error(ours[3]);
        if (error)
            reap(pid, &status);
    }
    close_end(&ours[3]);
    if (error) {
        for (int i = 0; i < 3; i++)
            close_end(&ours[i]);
        fail_start(arguments[0], error, d);
        return NULL;
    }
    process *p = memory_alloc(sizeof *p);
    *p = (process){.pid = pid, .in = ours[0], .out = ours[1], .err = ours[2]};
    p->seconds = options ? options->seconds : 0;
    p->name = arguments[0];
    return p;
}

/* --- talking --- */

static bool fail_timeout(const process *p, diags *d)
{
    diags_error(d, "process.timeout", "'%s' did not answer within %u seconds", p->name,
                p->seconds ? p->seconds : LIMIT_CHILD_SECONDS);
    return false;
}

static bool fail_ended(const process *p, diags *d)
{
    str said = str_trim(buf_str(&p->errors));
    diags_error(d, "process.ended", "'%s' ended too early%s%.*s", p->name, said.length ? ": " : "",
                STR_ARG(str_take(said, str_find(said, '\n'))));
    return false;
}

static bool fail_broken(const process *p, diags *d)
{
    diags_error(d, "process.poll", "cannot wait for '%s': the system refused", p->name);
    return false;
}

/* Takes what is there of one output. false at its end. */
static bool take_some(int *fd, buf *into, size_t limit)
{
    buf_reserve(into, CHUNK);
    ssize_t got = recv(*fd, into->data + into->length, CHUNK, MSG_DONTWAIT);
    if (got > 0) {
        size_t room = into->length < limit ? limit - into->length : 0;
        into->length += (size_t)got < room ? (size_t)got : room;
        return true;
    }
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return true;
    close_end(fd);
    return false;
}

typedef enum talk { TALK_ON, TALK_ENDED, TALK_TIMEOUT, TALK_BROKEN } talk;

/* One turn: sends of `input` what goes, takes of both outputs what came. */
static talk turn(process *p, str *input, buf *out, size_t limit, int64_t deadline)
{
    struct pollfd fds[3] = {{.fd = p->out, .events = POLLIN},
                            {.fd = p->err, .events = POLLIN},
                            {.fd = input->length ? p->in : -1, .events = POLLOUT}};
    if (p->out < 0 && p->err < 0)
        return TALK_ENDED;
    int ready = poll(fds, 3, time_left(deadline));
    if (ready < 0)
        return errno == EINTR ? TALK_ON : TALK_BROKEN;
    if (ready == 0)
        return TALK_TIMEOUT;
    if (fds[0].revents)
        take_some(&p->out, out, limit);
    if (fds[1].revents)
        take_some(&p->err, &p->errors, ERROR_LIMIT);
    if (fds[2].revents) {
        ssize_t sent = send(p->in, input->data, input->length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0)
            *input = str_skip(*input, (size_t)sent);
        else if (errno != EAGAIN && errno != EINTR)
            *input = STR_NULL; /* it does not want to hear more: its answer counts */
    }
    return TALK_ON;
}

bool process_send(process *p, str bytes, diags *d)
{
    int64_t deadline = deadline_in(p->seconds);
    while (bytes.length) {
        talk t = turn(p, &bytes, &p->pending, SIZE_MAX, deadline);
        if (t == TALK_TIMEOUT)
            return fail_timeout(p, d);
        if (t == TALK_BROKEN)
            return fail_broken(p, d);
        if (t == TALK_ENDED || p->out < 0)
            return fail_ended(p, d);
    }
    return true;
}

/* Moves taken bytes out of the way when they are the larger part. */
static void compact(process *p)
{
    if (p->taken < p->pending.length && p->taken < CHUNK)
        return;
    p->pending.length -= p->taken;
    memmove(p->pending.data, p->pending.data + p->taken, p->pending.length);
    p->taken = 0;
}

static bool wait_for_more(process *p, int64_t deadline, diags *d)
{
    str nothing = STR_NULL;
    if (p->pending.length)
        compact(p);
    size_t before = p->pending.length;
    while (p->pending.length == before) {
        talk t = p->out < 0 ? TALK_ENDED : turn(p, &nothing, &p->pending, SIZE_MAX, deadline);
        if (t == TALK_TIMEOUT)
            return fail_timeout(p, d);
        if (t == TALK_BROKEN)
            return fail_broken(p, d);
        if (t == TALK_ENDED)
            return fail_ended(p, d);
    }
    return true;
}

bool process_read_line(process *p, buf *line, diags *d)
{
    int64_t deadline = deadline_in(p->seconds);
    for (;;) {
        str have = str_skip(buf_str(&p->pending), p->taken);
        size_t end = str_find(have, '\n');
        if (end != SIZE_MAX) {
            buf_append(line, str_take(have, end));
            p->taken += end + 1;
            return true;
        }
        if (!wait_for_more(p, deadline, d))
            return false;
    }
}

bool process_read_bytes(process *p, buf *out, size_t count, diags *d)
{
    int64_t deadline = deadline_in(p->seconds);
    buf_reserve(out, count + 64); /* readers append NULs */
    while (count) {
        str have = str_take(str_skip(buf_str(&p->pending), p->taken), count);
        buf_append(out, have);
        p->taken += have.length;
        count -= have.length;
        if (count && !wait_for_more(p, deadline, d))
            return false;
    }
    return true;
}

/* --- ending --- */

/* Waits for the child, at the deadline kills it and all it started. */
static int wait_until(pid_t pid, int64_t deadline, bool *timed_out)
{
    int status = 0;
    struct timespec nap = {.tv_nsec = 200000};
    *timed_out = false;
    for (;;) {
        pid_t done = waitpid(pid, &status, WNOHANG);
        if (done == pid || (done < 0 && errno != EINTR))
            return status;
        if (time_left(deadline) == 0)
            break;
        nanosleep(&nap, NULL);
        if (nap.tv_nsec < 20000000)
            nap.tv_nsec *= 2;
    }
    *timed_out = true;
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    reap(pid, &status);
    return status;
}

static void close_streams(process *p)
{
    close_end(&p->in);
    close_end(&p->out);
    close_end(&p->err);
}

static void process_free(process *p)
{
    buf_clear(&p->pending);
    buf_clear(&p->errors);
    free(p);
}

void process_stop(process *p)
{
    if (!p)
        return;
    bool timed_out;
    close_streams(p);
    wait_until(p->pid, milliseconds_now() + 500, &timed_out);
    process_free(p);
}

/* --- all in one --- */

static int exit_code_of(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

bool process_run(process_result *out, const char *const *arguments, const process_options *options,
                 diags *d)
{
    *out = (process_result){.exit_code = -1};
    process *p = process_start(arguments, options, d);
    if (!p)
        return false;
    size_t limit = options && options->output_limit ? options->output_limit : LIMIT_DOCUMENT_BYTES;
    str input = options ? options->input : STR_NULL;
    int64_t deadline = deadline_in(p->seconds);
    talk t = TALK_ON;
    while (t == TALK_ON && !out->truncated) {
        if (input.length == 0)
            close_end(&p->in);
        t = turn(p, &input, &out->out, limit + 1, deadline);
        out->truncated = out->out.length > limit;
    }
    if (out->truncated) {
        out->out.length = limit;
        deadline = milliseconds_now(); /* the rest is not wanted */
    }
    bool killed;
    if (t == TALK_TIMEOUT || t == TALK_BROKEN)
        deadline = milliseconds_now();
    int status = wait_until(p->pid, deadline, &killed);
    out->timed_out = killed && !out->truncated && t != TALK_BROKEN;
    out->exit_code = exit_code_of(status);
    out->err = p->errors;
    p->errors = (buf){0};
    close_streams(p);
    bool ended = t == TALK_BROKEN ? fail_broken(p, d) : !out->timed_out || fail_timeout(p, d);
    process_free(p);
    return ended;
}

void process_result_clear(process_result *r)
{
    buf_clear(&r->out);
    buf_clear(&r->err);
}
