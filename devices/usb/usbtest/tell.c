#include "usbfs.h"

// Go is told of a device until it has forgotten it. libumockdev's thread may speak
// of a device long after it was unplugged, and even after the bus is closed: when
// it lets go of a client that died. Go's side only queues, so nobody waits long.

void vusb_tell_submit(vusb_dev *d, uint64_t id, uint8_t type, uint8_t endpoint, uint8_t *data, int len)
{
	pthread_mutex_lock(&d->telling);
	if (d->handle)
		usbtestSubmit(d->handle, id, type, endpoint, data, len);
	pthread_mutex_unlock(&d->telling);
}

void vusb_tell(vusb_dev *d, int kind, uint64_t n)
{
	pthread_mutex_lock(&d->telling);
	if (d->handle)
		usbtestEvent(d->handle, kind, n);
	pthread_mutex_unlock(&d->telling);
}

// Returns when no call into Go is under way; none comes afterwards.
void vusb_dev_forget(vusb_dev *d)
{
	pthread_mutex_lock(&d->telling);
	d->handle = 0;
	pthread_mutex_unlock(&d->telling);
}
