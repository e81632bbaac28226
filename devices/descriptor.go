package devices

import "encoding/binary"

// Descriptor is what a USB device says of itself (USB 2.0, 9.6): one
// configuration with the interface that is spoken to and, before it, any that
// go with it.
type Descriptor struct {
	VendorID, ProductID           uint16
	Manufacturer, Product, Serial string
	Before                        []Interface // of lower numbers, from 0 on; nobody opens them
	Class, Subclass, Protocol     uint8       // of the interface that is spoken to
	Endpoints                     []Endpoint
	KernelDriver                  string // bound until detached: "usbhid", "usblp"; "" for none
	HIDReportDescriptor           []byte // for class 3
}

// Interface is one that goes with the interface that is spoken to, as the
// communications interface of a serial port does.
type Interface struct {
	Class, Subclass, Protocol uint8
	Functional                []byte // the class's own descriptors, each with its length first
	Endpoints                 []Endpoint
}

// Endpoint is one pipe of a device.
type Endpoint struct {
	Address   uint8 // bit 7: IN
	Interrupt bool  // else bulk
	MaxPacket int   // bytes
	Interval  uint8 // interrupt: ms at full speed
}

// Number is that of the interface that is spoken to.
func (d Descriptor) Number() uint8 { return uint8(len(d.Before)) }

// Classes are those of all interfaces, in the order of their numbers.
func (d Descriptor) Classes() []Class {
	var l []Class
	for _, i := range d.Before {
		l = append(l, ClassOf(i.Class, i.Subclass, i.Protocol))
	}
	return append(l, ClassOf(d.Class, d.Subclass, d.Protocol))
}

// Device is the device descriptor (USB 2.0, 9.6.1), as GET_DESCRIPTOR gives it: of
// a full-speed device whose classes are those of its interfaces.
func (d Descriptor) Device() []byte {
	b := []byte{18, 1, 0x00, 0x02, 0, 0, 0, 64}
	b = binary.LittleEndian.AppendUint16(b, d.VendorID)
	b = binary.LittleEndian.AppendUint16(b, d.ProductID)
	b = append(b, 0x00, 0x01)
	for i, text := range []string{d.Manufacturer, d.Product, d.Serial} {
		if text == "" {
			b = append(b, 0)
		} else {
			b = append(b, byte(i+1))
		}
	}
	return append(b, 1)
}

// Configuration is the configuration descriptor with all that follows it (USB
// 2.0, 9.6.3), as GET_DESCRIPTOR gives it.
func (d Descriptor) Configuration() []byte {
	b := []byte{9, 2, 0, 0, d.Number() + 1, 1, 0, 0x80, 50}
	for n, i := range d.Before {
		b = append(b, 9, 4, byte(n), 0, byte(len(i.Endpoints)), i.Class, i.Subclass, i.Protocol, 0)
		b = append(b, i.Functional...)
		b = appendEndpoints(b, i.Endpoints)
	}
	b = append(b, 9, 4, d.Number(), 0, byte(len(d.Endpoints)), d.Class, d.Subclass, d.Protocol, 0)
	if n := len(d.HIDReportDescriptor); n > 0 { // HID 1.11, 6.2.1
		b = append(b, 9, 0x21, 0x11, 0x01, 0, 1, 0x22, byte(n), byte(n>>8))
	}
	b = appendEndpoints(b, d.Endpoints)
	binary.LittleEndian.PutUint16(b[2:], uint16(len(b)))
	return b
}

func appendEndpoints(b []byte, l []Endpoint) []byte {
	for _, e := range l {
		const bulk, interrupt = 2, 3
		kind := byte(bulk)
		if e.Interrupt {
			kind = interrupt
		}
		b = append(b, 7, 5, e.Address, kind)
		b = binary.LittleEndian.AppendUint16(b, uint16(e.MaxPacket))
		b = append(b, e.Interval)
	}
	return b
}
