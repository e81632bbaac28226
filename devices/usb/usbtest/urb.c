#define _GNU_SOURCE
#include "usbfs.h"

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>

void vusb_push(vusb_urb **list, vusb_urb *u)
{
	while (*list)
		list = &(*list)->next;
	u->next = NULL;
	*list = u;
}

// Takes u out of the list; NULL when it is not in there.
vusb_urb *vusb_take(vusb_urb **list, vusb_urb *u)
{
	for (; *list; list = &(*list)->next)
		if (*list == u) {
			*list = u->next;
			return u;
		}
	return NULL;
}

void vusb_urb_free(vusb_urb *u)
{
	g_clear_object(&u->data);
	g_clear_object(&u->urb);
	free(u);
}

void vusb_update_readable(vusb_dev *d)
{
	int want = d->done != NULL;
	if (d->readable == want)
		return;
	d->readable = want;
	tcflow(d->pts, want ? TCOON : TCOOFF);
}

void vusb_finish(vusb_dev *d, vusb_urb *u, int status, int actual)
{
	struct usbdevfs_urb *x = (struct usbdevfs_urb *)u->urb->data;
	x->status = status;
	x->actual_length = actual;
	vusb_push(&d->done, u);
	vusb_update_readable(d);
}

gboolean vusb_submit(vusb_dev *d, UMockdevIoctlClient *c, UMockdevIoctlData *arg)
{
	UMockdevIoctlData *ud = umockdev_ioctl_data_resolve(arg, 0, sizeof(struct usbdevfs_urb), NULL);
	if (!ud)
		return vusb_reply(c, -1, EFAULT);
	struct usbdevfs_urb *x = (struct usbdevfs_urb *)ud->data;
	if (x->type == USBDEVFS_URB_TYPE_ISO || x->buffer_length < 0) {
		g_object_unref(ud);
		return vusb_reply(c, -1, EINVAL);
	}
	UMockdevIoctlData *bd = NULL;
	if (x->buffer_length > 0)
		bd = umockdev_ioctl_data_resolve(ud, offsetof(struct usbdevfs_urb, buffer), x->buffer_length, NULL);

	vusb_urb *u = calloc(1, sizeof *u);
	u->client = c;
	u->urb = ud;
	u->data = bd;
	pthread_mutex_lock(&d->mu);
	uint64_t id = u->id = ++d->next_id;
	vusb_push(&d->pending, u);
	pthread_mutex_unlock(&d->mu);
	// Go only queues this and completes it later from another thread.
	vusb_tell_submit(d, id, x->type, x->endpoint, bd ? bd->data : NULL, x->buffer_length);
	return vusb_reply(c, 0, 0);
}

gboolean vusb_reap(vusb_dev *d, UMockdevIoctlClient *c, UMockdevIoctlData *arg)
{
	pthread_mutex_lock(&d->mu);
	vusb_urb *u = d->done;
	while (u && u->client != c)
		u = u->next;
	if (u) {
		vusb_take(&d->done, u);
		vusb_update_readable(d);
	}
	int gone = d->gone;
	pthread_mutex_unlock(&d->mu);
	if (!u)
		return vusb_reply(c, -1, gone ? ENODEV : EAGAIN);
	UMockdevIoctlData *p = umockdev_ioctl_data_resolve(arg, 0, sizeof(void *), NULL);
	umockdev_ioctl_data_set_ptr(p, 0, u->urb); // sends status, lengths and data to the client
	vusb_reply(c, 0, 0);
	g_object_unref(p);
	vusb_urb_free(u);
	return TRUE;
}

gboolean vusb_discard(vusb_dev *d, UMockdevIoctlClient *c, UMockdevIoctlData *arg)
{
	gulong addr = *(gulong *)arg->data;
	uint64_t id = 0;
	pthread_mutex_lock(&d->mu);
	for (vusb_urb *u = d->pending; u; u = u->next)
		if (u->client == c && u->urb->client_addr == addr) {
			id = u->id;
			vusb_take(&d->pending, u);
			vusb_finish(d, u, -ENOENT, 0);
			break;
		}
	pthread_mutex_unlock(&d->mu);
	if (!id)
		return vusb_reply(c, -1, EINVAL);
	vusb_tell(d, VUSB_CANCEL, id);
	return vusb_reply(c, 0, 0);
}

int vusb_dev_pending(vusb_dev *d, uint64_t id)
{
	int found = 0;
	pthread_mutex_lock(&d->mu);
	for (vusb_urb *u = d->pending; u && !found; u = u->next)
		found = u->id == id;
	pthread_mutex_unlock(&d->mu);
	return found;
}

int vusb_dev_complete(vusb_dev *d, uint64_t id, int status, const uint8_t *data, int len)
{
	int found = 0;
	pthread_mutex_lock(&d->mu);
	for (vusb_urb *u = d->pending; u && !found; u = u->next)
		if (u->id == id) {
			struct usbdevfs_urb *x = (struct usbdevfs_urb *)u->urb->data;
			int off = x->type == USBDEVFS_URB_TYPE_CONTROL ? 8 : 0; // the set-up packet
			vusb_take(&d->pending, u);
			if (data && u->data) {
				if (len > (int)u->data->data_len - off)
					len = (int)u->data->data_len - off;
				memcpy(u->data->data + off, data, len);
			}
			vusb_finish(d, u, status, len);
			found = 1;
			break;
		}
	pthread_mutex_unlock(&d->mu);
	return found;
}
