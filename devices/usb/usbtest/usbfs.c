#define _GNU_SOURCE
#include "usbfs.h"

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

gboolean vusb_reply(UMockdevIoctlClient *c, long result, int err)
{
	umockdev_ioctl_client_complete(c, result, err);
	return TRUE;
}

static gboolean answer(UMockdevIoctlClient *c, int err) { return vusb_reply(c, err ? -1 : 0, err); }

static int known(unsigned interface) { return interface < MAX_INTERFACES; }

static int claim(vusb_dev *d, UMockdevIoctlClient *c, unsigned n, int disconnect)
{
	int err = 0, detached = 0;
	if (!known(n))
		return ENOENT;
	pthread_mutex_lock(&d->mu);
	if (d->owner[n] && d->owner[n] != c)
		err = EBUSY;
	else if (d->bound[n] && !disconnect)
		err = EBUSY;
	else {
		detached = d->bound[n];
		d->bound[n] = 0;
		d->owner[n] = c;
	}
	pthread_mutex_unlock(&d->mu);
	if (detached)
		vusb_tell(d, VUSB_DETACH, n);
	if (!err)
		vusb_tell(d, VUSB_CLAIM, n);
	return err;
}

static int release(vusb_dev *d, UMockdevIoctlClient *c, unsigned n)
{
	int ok = 0;
	pthread_mutex_lock(&d->mu);
	if (known(n) && d->owner[n] == c) {
		d->owner[n] = NULL;
		ok = 1;
	}
	pthread_mutex_unlock(&d->mu);
	if (!ok)
		return EINVAL;
	vusb_tell(d, VUSB_RELEASE, n);
	return 0;
}

static int get_driver(vusb_dev *d, struct usbdevfs_getdriver *g)
{
	const char *name = "";
	pthread_mutex_lock(&d->mu);
	if (known(g->interface))
		name = d->owner[g->interface] ? "usbfs" : d->bound[g->interface] ? d->driver[g->interface] : "";
	snprintf(g->driver, sizeof g->driver, "%s", name);
	pthread_mutex_unlock(&d->mu);
	return g->driver[0] ? 0 : ENODATA;
}

// USBDEVFS_DISCONNECT takes a kernel driver from an interface, CONNECT lets it
// come back.
static int driver_ioctl(vusb_dev *d, struct usbdevfs_ioctl *x)
{
	int err = 0, event = 0;
	unsigned n = x->ifno;
	if (!known(n))
		return EINVAL;
	pthread_mutex_lock(&d->mu);
	if (x->ioctl_code == (int)USBDEVFS_DISCONNECT) {
		if (d->bound[n]) {
			d->bound[n] = 0;
			event = VUSB_DETACH;
		} else
			err = ENODATA;
	} else if (x->ioctl_code == (int)USBDEVFS_CONNECT) {
		if (d->owner[n])
			err = EBUSY;
		else if (d->driver[n][0] && !d->bound[n]) {
			d->bound[n] = 1;
			event = VUSB_ATTACH;
		}
	} else
		err = ENOTTY;
	pthread_mutex_unlock(&d->mu);
	if (event)
		vusb_tell(d, event, n);
	return err;
}

// Serves one ioctl; runs in libumockdev's thread.
gboolean vusb_ioctl(UMockdevIoctlBase *server, UMockdevIoctlClient *c, vusb_dev *d)
{
	unsigned long req = umockdev_ioctl_client_get_request(c);
	UMockdevIoctlData *arg = umockdev_ioctl_client_get_arg(c);
	(void)server;

	pthread_mutex_lock(&d->mu);
	d->ioctls++;
	int gone = d->gone;
	pthread_mutex_unlock(&d->mu);

	if (req == USBDEVFS_REAPURB || req == USBDEVFS_REAPURBNDELAY)
		return vusb_reap(d, c, arg);
	if (gone)
		return vusb_reply(c, -1, ENODEV);

#define ARGUMENT(T, v)                                                                         \
	g_autoptr(UMockdevIoctlData) v##_data = umockdev_ioctl_data_resolve(arg, 0, sizeof(T), NULL); \
	if (!v##_data)                                                                         \
		return vusb_reply(c, -1, EFAULT);                                              \
	T *v = (T *)v##_data->data;

	switch (req) {
	case USBDEVFS_GET_CAPABILITIES: {
		ARGUMENT(guint32, caps);
		*caps = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
			USBDEVFS_CAP_BULK_SCATTER_GATHER | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
		return answer(c, 0);
	}
	case USBDEVFS_SUBMITURB:
		return vusb_submit(d, c, arg);
	case USBDEVFS_DISCARDURB:
		return vusb_discard(d, c, arg);
	case USBDEVFS_CLAIMINTERFACE: {
		ARGUMENT(unsigned, n);
		return answer(c, claim(d, c, *n, 0));
	}
	case USBDEVFS_DISCONNECT_CLAIM: {
		ARGUMENT(struct usbdevfs_disconnect_claim, x);
		return answer(c, claim(d, c, x->interface, 1));
	}
	case USBDEVFS_RELEASEINTERFACE: {
		ARGUMENT(unsigned, n);
		return answer(c, release(d, c, *n));
	}
	case USBDEVFS_GETDRIVER: {
		ARGUMENT(struct usbdevfs_getdriver, g);
		return answer(c, get_driver(d, g));
	}
	case USBDEVFS_IOCTL: {
		ARGUMENT(struct usbdevfs_ioctl, x);
		return answer(c, driver_ioctl(d, x));
	}
	case USBDEVFS_CLEAR_HALT:
	case USBDEVFS_RESETEP: {
		ARGUMENT(unsigned, ep);
		vusb_tell(d, VUSB_CLEAR_HALT, *ep);
		return answer(c, 0);
	}
	case USBDEVFS_SETINTERFACE: {
		ARGUMENT(struct usbdevfs_setinterface, s);
		vusb_tell(d, VUSB_SET_ALT, s->interface);
		return answer(c, 0);
	}
	case USBDEVFS_SETCONFIGURATION: {
		ARGUMENT(unsigned, n);
		vusb_tell(d, VUSB_SET_CONFIG, *n);
		return answer(c, 0);
	}
	case USBDEVFS_RESET:
		vusb_tell(d, VUSB_RESET, 0);
		return answer(c, 0);
	}
	return FALSE; // umockdev answers ENOTTY
}

static void drop_urbs(vusb_urb **list, UMockdevIoctlClient *c)
{
	for (vusb_urb *u = *list, *next; u; u = next) {
		next = u->next;
		if (u->client == c)
			vusb_urb_free(vusb_take(list, u));
	}
}

// A client has closed the node, or died: what it had under way is dropped, what
// it had claimed is free. c is only compared.
static void vanished(gpointer device, GObject *c)
{
	vusb_dev *d = device;
	UMockdevIoctlClient *client = (UMockdevIoctlClient *)c;
	pthread_mutex_lock(&d->mu);
	drop_urbs(&d->pending, client);
	drop_urbs(&d->done, client);
	for (int i = 0; i < MAX_INTERFACES; i++)
		if (d->owner[i] == client)
			d->owner[i] = NULL;
	vusb_update_readable(d);
	d->clients--;
	pthread_mutex_unlock(&d->mu);
	vusb_tell(d, VUSB_CLOSE, 0);
}

// The client's "connected" property is never notified in umockdev 0.17, but the
// client is let go once its socket has ended.
void vusb_connected(UMockdevIoctlBase *server, UMockdevIoctlClient *c, vusb_dev *d)
{
	(void)server;
	pthread_mutex_lock(&d->mu);
	d->clients++;
	pthread_mutex_unlock(&d->mu);
	g_object_weak_ref(G_OBJECT(c), vanished, d);
	vusb_tell(d, VUSB_OPEN, 0);
}
