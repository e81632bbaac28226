package usbtest

// #include "usbfs.h"
import "C"

import (
	"context"
	"fmt"
	"slices"
)

// Kind says what the host did to a device.
type Kind string

// What a host may do. N is what Event.N then tells.
const (
	Open      Kind = "open"       // the device node
	Close     Kind = "close"      // the device node, also by dying
	Claim     Kind = "claim"      // N: interface
	Release   Kind = "release"    // N: interface
	Detach    Kind = "detach"     // the kernel's driver; N: interface
	Attach    Kind = "attach"     // the kernel's driver comes back; N: interface
	Cancel    Kind = "cancel"     // a transfer
	ClearHalt Kind = "clear-halt" // N: endpoint
	Reset     Kind = "reset"
	SetConfig Kind = "set-config" // N: configuration
	SetAlt    Kind = "set-alt"    // N: interface
)

// Event is something the host did to a device.
type Event struct {
	Kind Kind
	N    int
}

func eventOf(kind C.int, n C.uint64_t) Event {
	names := map[C.int]Kind{
		C.VUSB_OPEN: Open, C.VUSB_CLOSE: Close, C.VUSB_CLAIM: Claim, C.VUSB_RELEASE: Release,
		C.VUSB_DETACH: Detach, C.VUSB_ATTACH: Attach, C.VUSB_CANCEL: Cancel,
		C.VUSB_CLEAR_HALT: ClearHalt, C.VUSB_RESET: Reset, C.VUSB_SET_CONFIG: SetConfig, C.VUSB_SET_ALT: SetAlt,
	}
	return Event{names[kind], int(n)}
}

// Events lists what the host did so far, without the transfers.
func (d *Device) Events() []Event {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.events)
}

// Await waits until the host has done something of kind k, n times in all.
func (d *Device) Await(ctx context.Context, k Kind, n int) error {
	for {
		d.mu.Lock()
		found := 0
		for _, e := range d.events {
			if e.Kind == k {
				found++
			}
		}
		happened := d.happened
		d.mu.Unlock()
		if found >= n {
			return nil
		}
		select {
		case <-happened:
		case <-ctx.Done():
			return fmt.Errorf("usbtest: %d of %d times %q: %w", found, n, k, ctx.Err())
		}
	}
}

// note writes an event down. d.mu is held.
func (d *Device) note(e Event) {
	d.events = append(d.events, e)
	close(d.happened)
	d.happened = make(chan struct{})
}
