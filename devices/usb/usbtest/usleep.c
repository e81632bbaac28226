#include <errno.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

// libumockdev-preload 0.17 calls usleep(0) between setting errno and returning
// from an emulated ioctl; a preemption signal of Go's there turns errno into
// EINTR. The executable comes first when symbols are looked up, so this usleep,
// which keeps errno, is used instead of libc's.
int usleep(useconds_t us)
{
	int saved = errno;
	if (us) {
		struct timespec t = {us / 1000000, (us % 1000000) * 1000L};
		nanosleep(&t, NULL);
	} else
		sched_yield();
	errno = saved;
	return 0;
}
