package devices

import (
	"context"
	"fmt"
	"slices"
)

// Any stands in a Class for "whatever the device says".
const Any = -1

// ID is the vendor and product number of a USB device.
type ID struct{ Vendor, Product uint16 }

func (id ID) String() string { return fmt.Sprintf("%04x:%04x", id.Vendor, id.Product) }

// Class is the kind of an interface: class, subclass and protocol as the USB-IF
// numbers them, or Any.
type Class struct{ Class, Subclass, Protocol int }

// ClassOf is the kind with these three numbers.
func ClassOf(class, subclass, protocol uint8) Class {
	return Class{int(class), int(subclass), int(protocol)}
}

func (c Class) String() string { return fmt.Sprintf("%02x/%02x/%02x", c.Class, c.Subclass, c.Protocol) }

// Covers reports whether an interface of kind k is meant by c.
func (c Class) Covers(k Class) bool {
	return (c.Class == Any || c.Class == k.Class) &&
		(c.Subclass == Any || c.Subclass == k.Subclass) &&
		(c.Protocol == Any || c.Protocol == k.Protocol)
}

// Match says which devices are meant. Where both lists are given, both must
// hold; an empty list says nothing; a Match with two empty lists means none.
type Match struct {
	IDs     []ID    // any of these
	Classes []Class // and an interface of any of these kinds, the earlier the better
}

// Covers reports whether a device with this number and these interfaces is
// meant.
func (m Match) Covers(id ID, interfaces []Class) bool {
	if len(m.IDs) == 0 && len(m.Classes) == 0 {
		return false
	}
	if len(m.IDs) > 0 && !slices.Contains(m.IDs, id) {
		return false
	}
	return len(m.Classes) == 0 || m.Interface(interfaces) >= 0
}

// Interface chooses which of a device's interfaces to use and returns its place
// in the list, -1 for none. Without Classes it is the first vendor-specific one
// (ff/00/00), since readers put their protocol there, else the first.
func (m Match) Interface(interfaces []Class) int {
	wanted := m.Classes
	if len(wanted) == 0 {
		wanted = []Class{{0xff, 0, 0}, {Any, Any, Any}}
	}
	for _, c := range wanted {
		if i := slices.IndexFunc(interfaces, c.Covers); i >= 0 {
			return i
		}
	}
	return -1
}

// Bus is where devices are plugged in: devices/usb is the real one,
// devices/memory the one of the demo.
type Bus interface {
	// Open opens the first device that m covers and that can be opened. Errors
	// wrap ErrNotFound, ErrDenied or ErrInUse, or the context's error.
	Open(ctx context.Context, m Match) (Transport, error)
	// List says what is plugged in, in the order in which Open tries: of bus and
	// port, which stay when a device is plugged in again, and then of address,
	// which does not.
	List(ctx context.Context) ([]Info, error)
}

// Identified is a Transport that knows which device and which kind of interface it
// is for, as those of every Bus of devices do.
type Identified interface{ Identity() (ID, Class) }

// Info is what a plugged-in device says of itself.
type Info struct {
	ID
	Bus, Address                  int     // Address changes at every plug
	Port                          int     // of its hub, where it is plugged in; 0 where that is not known
	Interfaces                    []Class // in the order of their numbers
	Manufacturer, Product, Serial string  // as the device says it; "" where it says nothing or may not be opened
	Err                           error   // why the texts could not be read: ErrDenied, ErrGone; nil where they could
}

// Meant are those of what is plugged in that m covers. Open takes the first that
// can be opened; the others serve only when that one is lost.
func (m Match) Meant(plugged []Info) []Info {
	var l []Info
	for _, i := range plugged {
		if m.Covers(i.ID, i.Interfaces) {
			l = append(l, i)
		}
	}
	return l
}

func (i Info) String() string {
	s := fmt.Sprintf("%03d.%03d %v %v", i.Bus, i.Address, i.ID, i.Interfaces)
	for _, t := range []string{i.Manufacturer, i.Product, i.Serial} {
		if t != "" {
			s += fmt.Sprintf(" %q", t)
		}
	}
	return s
}
