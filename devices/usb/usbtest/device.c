#define _GNU_SOURCE
#include "usbfs.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// poll() on a usbfs node says POLLOUT when a URB can be reaped and POLLERR after
// unplugging. umockdev's own node is a plain file, always POLLOUT, and libusb
// would spin on it. Ours is a terminal: stopped it is not writable, running it
// is, and when its other end closes it gives POLLERR|POLLHUP.
static int make_node(vusb_dev *d)
{
	char name[64];
	struct termios t;
	char *dir = g_path_get_dirname(d->realnode);
	int failed = g_mkdir_with_parents(dir, 0755);
	g_free(dir);
	if (failed || openpty(&d->ptm, &d->pts, name, NULL, NULL) < 0)
		return -1;
	fcntl(d->ptm, F_SETFD, FD_CLOEXEC);
	fcntl(d->pts, F_SETFD, FD_CLOEXEC);
	tcgetattr(d->pts, &t);
	cfmakeraw(&t);
	tcsetattr(d->pts, TCSANOW, &t);
	tcflow(d->pts, TCOOFF);
	return symlink(name, d->realnode);
}

// Prepares the node and its server. NULL with errno where there is no terminal.
vusb_dev *vusb_dev_new(vusb_bus *b, uintptr_t handle, int bus, int address)
{
	vusb_dev *d = calloc(1, sizeof *d);
	d->bus = b;
	d->handle = handle;
	d->ptm = d->pts = -1;
	pthread_mutex_init(&d->telling, NULL);
	pthread_mutex_init(&d->mu, NULL);
	d->node = g_strdup_printf("/dev/bus/usb/%03d/%03d", bus, address);
	d->realnode = g_build_filename(b->root, d->node, NULL);
	if (make_node(d) < 0) {
		int err = errno;
		vusb_dev_free(d);
		errno = err;
		return NULL;
	}
	d->server = umockdev_ioctl_base_new();
	g_signal_connect(d->server, "handle-ioctl", G_CALLBACK(vusb_ioctl), d);
	g_signal_connect(d->server, "client-connected", G_CALLBACK(vusb_connected), d);
	umockdev_testbed_attach_ioctl(b->testbed, d->node, d->server, NULL);
	return d;
}

void vusb_dev_bind(vusb_dev *d, int interface, const char *driver)
{
	pthread_mutex_lock(&d->mu);
	snprintf(d->driver[interface], sizeof d->driver[interface], "%s", driver);
	d->bound[interface] = 1;
	pthread_mutex_unlock(&d->mu);
}

// Adds the device to sysfs and sends the "add" uevent.
char *vusb_dev_plug(vusb_dev *d, const char *description, const char *syspath)
{
	GError *e = NULL;
	if (!umockdev_testbed_add_from_string(d->bus->testbed, description, &e)) {
		char *s = strdup(e->message);
		g_error_free(e);
		return s;
	}
	d->syspath = g_strdup(syspath);
	return NULL;
}

// Surprise removal: what is under way fails, every later ioctl gives ENODEV.
void vusb_dev_unplug(vusb_dev *d)
{
	pthread_mutex_lock(&d->mu);
	d->gone = 1;
	for (vusb_urb *u; (u = d->pending);) {
		vusb_take(&d->pending, u);
		vusb_finish(d, u, -ESHUTDOWN, 0);
	}
	close(d->ptm); // hangs up
	close(d->pts); // the hosts have their own
	d->ptm = d->pts = -1;
	pthread_mutex_unlock(&d->mu);
	unlink(d->realnode);
	umockdev_testbed_detach_ioctl(d->bus->testbed, d->node, NULL);
	if (d->syspath) {
		umockdev_testbed_uevent(d->bus->testbed, d->syspath, "remove");
		umockdev_testbed_remove_device(d->bus->testbed, d->syspath);
	}
}

int vusb_dev_idle(vusb_dev *d)
{
	pthread_mutex_lock(&d->mu);
	int idle = d->gone && d->clients == 0;
	pthread_mutex_unlock(&d->mu);
	return idle;
}

// What the device holds is given back, but not the struct itself: libumockdev's
// thread connects a client and lets one that died go when it likes, and looks at
// it. Some hundred bytes a device, in tests only.
void vusb_dev_free(vusb_dev *d)
{
	if (d->server) {
		g_signal_handlers_disconnect_by_data(d->server, d);
		g_object_unref(d->server);
	}
	pthread_mutex_lock(&d->mu);
	d->server = NULL;
	if (d->ptm >= 0)
		close(d->ptm);
	if (d->pts >= 0)
		close(d->pts);
	d->ptm = d->pts = -1;
	while (d->pending)
		vusb_urb_free(vusb_take(&d->pending, d->pending));
	while (d->done)
		vusb_urb_free(vusb_take(&d->done, d->done));
	pthread_mutex_unlock(&d->mu);
	g_free(d->node);
	g_free(d->realnode);
	g_free(d->syspath);
	d->node = d->realnode = d->syspath = NULL;
}

uint64_t vusb_dev_ioctls(vusb_dev *d)
{
	pthread_mutex_lock(&d->mu);
	uint64_t n = d->ioctls;
	pthread_mutex_unlock(&d->mu);
	return n;
}
