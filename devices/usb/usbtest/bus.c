#define _GNU_SOURCE
#include "usbfs.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Not umockdev_in_mock_environment(): it remembers its answer, and before the
// testbed exists the answer is "no", which later silences the uevents.
int vusb_preloaded(void)
{
	Dl_info i;
	void *f = dlsym(RTLD_DEFAULT, "inotify_add_watch"); // ioctl itself may be a sanitiser's own
	return f && dladdr(f, &i) && strstr(i.dli_fname, "umockdev-preload");
}

vusb_bus *vusb_bus_new(void)
{
	vusb_bus *b = calloc(1, sizeof *b);
	b->testbed = umockdev_testbed_new();
	b->root = umockdev_testbed_get_root_dir(b->testbed);
	// umockdev's fallback server answers ENOTTY to every ioctl on every real
	// /dev node that is opened through libc (DRM, ALSA, ptmx), and each failed
	// opening of a /dev path uses up one of 50 places, then abort(). Without its
	// socket real nodes work and no place is used.
	char *fallback = g_build_filename(b->root, "ioctl", "_default", NULL);
	unlink(fallback);
	g_free(fallback);
	return b;
}

// Ends libumockdev's thread: no callback comes afterwards.
void vusb_bus_free(vusb_bus *b)
{
	g_object_unref(b->testbed);
	g_free(b->root);
	free(b);
}
