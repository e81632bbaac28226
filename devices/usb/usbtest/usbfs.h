// The C half of package usbtest: the kernel's side of usbfs on top of
// libumockdev. It turns ioctls into events for Go and Go's completions into
// reaped URBs; how a device behaves is decided in Go.
#ifndef USBTEST_USBFS_H
#define USBTEST_USBFS_H

#include <pthread.h>
#include <stdint.h>
#include <umockdev.h>

#define MAX_INTERFACES 8

// What the host did to a device; see eventOf in event.go.
enum vusb_event {
	VUSB_OPEN = 1,
	VUSB_CLOSE,
	VUSB_CLAIM,
	VUSB_RELEASE,
	VUSB_DETACH,
	VUSB_ATTACH,
	VUSB_CANCEL,
	VUSB_CLEAR_HALT,
	VUSB_RESET,
	VUSB_SET_CONFIG,
	VUSB_SET_ALT,
};

typedef struct vusb_bus {
	UMockdevTestbed *testbed;
	char *root;
} vusb_bus;

typedef struct vusb_urb {
	struct vusb_urb *next;
	uint64_t id;
	UMockdevIoctlClient *client; // who submitted it; compared only
	UMockdevIoctlData *urb, *data;
} vusb_urb;

typedef struct vusb_dev {
	vusb_bus *bus;
	UMockdevIoctlBase *server;
	char *node;     // /dev/bus/usb/BBB/DDD
	char *realnode; // the same below the testbed's root
	char *syspath;  // NULL until plugged in
	int ptm, pts;   // the two ends of the terminal behind the node

	pthread_mutex_t telling; // held while Go is told; comes before mu
	uintptr_t handle;        // Go's; 0 once Go has forgotten the device

	pthread_mutex_t mu; // guards what follows
	vusb_urb *pending, *done;
	uint64_t next_id, ioctls;
	int gone, readable, clients;
	UMockdevIoctlClient *owner[MAX_INTERFACES];
	char driver[MAX_INTERFACES][32]; // a kernel driver's name
	char bound[MAX_INTERFACES];      // whether it is bound now
} vusb_dev;

// bus.c
int vusb_preloaded(void);
vusb_bus *vusb_bus_new(void);
void vusb_bus_free(vusb_bus *b);

// device.c
vusb_dev *vusb_dev_new(vusb_bus *b, uintptr_t handle, int bus, int address);
void vusb_dev_bind(vusb_dev *d, int interface, const char *driver);
char *vusb_dev_plug(vusb_dev *d, const char *description, const char *syspath); // NULL, or what went wrong, to be freed
void vusb_dev_unplug(vusb_dev *d);
void vusb_dev_forget(vusb_dev *d); // Go hears nothing more of it
int vusb_dev_idle(vusb_dev *d);  // whether it is unplugged and no host has it open
void vusb_dev_free(vusb_dev *d); // after the bus, or when idle
uint64_t vusb_dev_ioctls(vusb_dev *d);

// urb.c
void vusb_urb_free(vusb_urb *u);
void vusb_push(vusb_urb **list, vusb_urb *u);
vusb_urb *vusb_take(vusb_urb **list, vusb_urb *u);
void vusb_finish(vusb_dev *d, vusb_urb *u, int status, int actual); // d->mu is held
void vusb_update_readable(vusb_dev *d);                             // d->mu is held
gboolean vusb_submit(vusb_dev *d, UMockdevIoctlClient *c, UMockdevIoctlData *arg);
gboolean vusb_reap(vusb_dev *d, UMockdevIoctlClient *c, UMockdevIoctlData *arg);
gboolean vusb_discard(vusb_dev *d, UMockdevIoctlClient *c, UMockdevIoctlData *arg);
int vusb_dev_pending(vusb_dev *d, uint64_t id); // whether the host still waits for it
// Completes a URB that is still pending. 0: it was cancelled. data is what the
// device sent, status is -errno.
int vusb_dev_complete(vusb_dev *d, uint64_t id, int status, const uint8_t *data, int len);

// usbfs.c
gboolean vusb_reply(UMockdevIoctlClient *c, long result, int err);
gboolean vusb_ioctl(UMockdevIoctlBase *server, UMockdevIoctlClient *c, vusb_dev *d);
void vusb_connected(UMockdevIoctlBase *server, UMockdevIoctlClient *c, vusb_dev *d);

// tell.c
void vusb_tell_submit(vusb_dev *d, uint64_t id, uint8_t type, uint8_t endpoint, uint8_t *data, int len);
void vusb_tell(vusb_dev *d, int kind, uint64_t n);

// callback.go; called on libumockdev's thread, by tell.c only
extern void usbtestSubmit(uintptr_t handle, uint64_t id, uint8_t type, uint8_t endpoint, uint8_t *data, int len);
extern void usbtestEvent(uintptr_t handle, int kind, uint64_t n);

#endif
