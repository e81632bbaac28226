package usbtest

/*
#include <stdlib.h>
#include "usbfs.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/cgo"
	"slices"
	"sync"
	"syscall"
	"unsafe"

	"hallkiosk/devices"
)

// Bus is a USB bus, bus number 1, that this process sees instead of the
// machine's. Its methods may be called by any goroutine.
type Bus struct {
	mu      sync.Mutex
	c       *C.vusb_bus
	address int
	devices []*Device     // plugged in, and such as were unplugged since the last Plug
	spent   []*C.vusb_dev // of those before, while a host has them open
}

// NewBus makes the process see an empty bus.
func NewBus() (*Bus, error) {
	if C.vusb_preloaded() == 0 {
		return nil, errors.New("usbtest: libumockdev-preload stands not before libc in this binary")
	}
	// With "/umockdev.XXXXXX/ioctl//dev/bus/usb/001/002" it must fit into a unix
	// socket's path.
	if tmp := os.TempDir(); len(tmp) > 44 {
		return nil, fmt.Errorf("usbtest: %s is too long for unix sockets: use a shorter TMPDIR", tmp)
	}
	signal.Ignore(syscall.SIGHUP)
	return &Bus{c: C.vusb_bus_new(), address: 1}, nil
}

func (b *Bus) root() string { return C.GoString(b.c.root) }

// ChildEnv is what another program needs in its environment, after os.Environ,
// to see this bus.
func (b *Bus) ChildEnv() []string {
	return []string{
		"UMOCKDEV_DIR=" + b.root(),
		"LD_PRELOAD=libumockdev-preload.so.0",
		"GODEBUG=asyncpreemptoff=1",
	}
}

// Close unplugs everything; the process sees the real machine again. Every
// libusb, also of children, must have ended before.
func (b *Bus) Close() {
	b.mu.Lock()
	plugged, spent := b.devices, b.spent
	b.devices, b.spent = nil, nil
	b.mu.Unlock()
	for _, d := range plugged {
		d.Unplug()
		spent = append(spent, d.c)
	}
	C.vusb_bus_free(b.c)
	for _, c := range spent {
		C.vusb_dev_free(c)
	}
}

// sweep lets go of what was unplugged: of its Go half at once, of its C half when no
// host has it open any more. b.mu is held.
func (b *Bus) sweep() {
	b.devices = slices.DeleteFunc(b.devices, func(d *Device) bool {
		if !d.unplugged() {
			return false
		}
		b.spent = append(b.spent, d.c)
		return true
	})
	b.spent = slices.DeleteFunc(b.spent, func(c *C.vusb_dev) bool {
		idle := C.vusb_dev_idle(c) != 0
		if idle {
			C.vusb_dev_free(c)
		}
		return idle
	})
}

// Plug plugs p in; it is in sysfs and announced when Plug returns. The same
// Peripheral may be plugged in again after Unplug.
func (b *Bus) Plug(p devices.Peripheral) (*Device, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sweep()
	d := newDevice(p, b.nextAddress())
	d.handle = cgo.NewHandle(d)
	c, err := C.vusb_dev_new(b.c, C.uintptr_t(d.handle), 1, C.int(d.address))
	if c == nil {
		d.handle.Delete()
		return nil, fmt.Errorf("usbtest: device node: %w", err)
	}
	d.c = c
	if driver := d.desc.KernelDriver; driver != "" {
		s := C.CString(driver)
		C.vusb_dev_bind(d.c, C.int(d.desc.Number()), s)
		C.free(unsafe.Pointer(s))
	}
	d.start()
	b.devices = append(b.devices, d)
	if err := d.announce(); err != nil {
		d.Unplug()
		return nil, err
	}
	return d, nil
}

// nextAddress is fresh at every plugging in and wraps at 127, as the kernel's.
// The first is 2: the root hub has 1. b.mu is held.
func (b *Bus) nextAddress() int {
	for used := true; used; {
		b.address = b.address%127 + 1
		used = b.address == 1
		for _, d := range b.devices {
			used = used || d.address == b.address
		}
	}
	return b.address
}

// announce adds the device to sysfs and sends the uevent.
func (d *Device) announce() error {
	text := C.CString(sysfs(d.desc, d.address))
	path := C.CString(sysfsPath(d.address))
	defer C.free(unsafe.Pointer(text))
	defer C.free(unsafe.Pointer(path))
	if e := C.vusb_dev_plug(d.c, text, path); e != nil {
		defer C.free(unsafe.Pointer(e))
		return errors.New("usbtest: " + C.GoString(e))
	}
	return nil
}
