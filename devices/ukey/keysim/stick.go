package keysim

import "hallkiosk/devices"

// Stick is a U-KEY's side of the USB cable: that it is there, and its number.
// What goes over the cable is the maker's secret and not pretended; the keys
// answer to the library.
type Stick struct {
	devices.ID
	// Product and Serial are what it says of itself.
	Product, Serial string
}

var _ devices.Peripheral = Stick{}

// Descriptor is that of a device with an interface of its maker's own.
func (s Stick) Descriptor() devices.Descriptor {
	const in, out, packet = 0x81, 0x02, 64
	return devices.Descriptor{VendorID: s.Vendor, ProductID: s.ID.Product, Manufacturer: "Simulated", Product: s.Product, Serial: s.Serial,
		Class: 0xff, Endpoints: []devices.Endpoint{{Address: in, MaxPacket: packet}, {Address: out, MaxPacket: packet}}}
}

// Plug is the bus's; the stick has nothing to say unasked.
func (Stick) Plug(devices.Port) {}

// Out takes whatever comes.
func (Stick) Out(uint8, []byte) bool { return true }

// Control stalls: there are no requests.
func (Stick) Control(devices.Request, []byte) ([]byte, bool) { return nil, false }

// Unplug is the bus's.
func (Stick) Unplug() {}
