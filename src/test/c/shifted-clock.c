/*
 * Preloaded into a process, has it see the time of day shifted by as many seconds as a file says, which a test may change while the
 * process runs. What durations are measured by (CLOCK_MONOTONIC) stays as it is, as when somebody sets a machine's clock.
 *
 * The file, named by SHIFTED_CLOCK_FILE, holds one signed number of 64 bits in the machine's byte order.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

typedef int (*clock_function)(clockid_t, struct timespec *);
typedef int (*wait_function)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);

/* No machine has been up for so long, and no time of day is before it: tells which clock a deadline is of. */
static const time_t UPTIME_SECONDS_MAX = 1000000000;

static const int64_t *shift;
static clock_function real;
static wait_function real_wait;

__attribute__((constructor)) static void attach(void) {
    const char *name = getenv("SHIFTED_CLOCK_FILE");
    int file = name == NULL ? -1 : open(name, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        void *page = mmap(NULL, sizeof *shift, PROT_READ, MAP_SHARED, file, 0);
        if (page != MAP_FAILED) {
            shift = page;
        }
        close(file);
    }
    /* Through the C library, which need not enter the kernel. */
    real = (clock_function) dlsym(RTLD_NEXT, "clock_gettime");
    /* On x86-64 there is an older one of the same name, for programs of long ago. */
    real_wait = (wait_function) dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
    if (real_wait == NULL) {
        real_wait = (wait_function) dlsym(RTLD_NEXT, "pthread_cond_timedwait");
    }
}

static int64_t seconds(void) {
    return shift == NULL ? 0 : __atomic_load_n(shift, __ATOMIC_RELAXED);
}

int clock_gettime(clockid_t clock, struct timespec *at) {
    /* Other libraries may ask while they are loaded, before this one is. */
    int result = real == NULL ? (int) syscall(SYS_clock_gettime, clock, at) : real(clock, at);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        at->tv_sec += seconds();
    }
    return result;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
    (void) zone;
    struct timespec now;
    int result = clock_gettime(CLOCK_REALTIME, &now);
    if (result == 0) {
        at->tv_sec = now.tv_sec;
        at->tv_usec = now.tv_nsec / 1000;
    }
    return result;
}

time_t time(time_t *at) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) {
        return (time_t) -1;
    }
    if (at != NULL) {
        *at = now.tv_sec;
    }
    return now.tv_sec;
}

/* The kernel waits by the clock that was not set: a deadline by the other would be over at once, or in an hour. */
int pthread_cond_timedwait(
        pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex, const struct timespec *restrict until) {
    struct timespec deadline = *until;
    if (deadline.tv_sec > UPTIME_SECONDS_MAX) {
        deadline.tv_sec -= seconds();
    }
    return real_wait(condition, mutex, &deadline);
}
