package devices

// Peripheral is the far side of a cable: a simulated device that speaks the
// same bytes as the real one. One Peripheral runs in memory (devices/memory)
// for the demo and on the virtual USB bus (devices/usb/usbtest) for tests.
//
// Plug, Out, Control and Unplug are called by one goroutine, the bus's.
type Peripheral interface {
	// Descriptor says what the device is; it does not change while plugged in.
	Descriptor() Descriptor
	// Plug is called when the device is plugged in; port is its way back to
	// the host until Unplug.
	Plug(port Port)
	// Out takes one transfer that the host sent to endpoint ep. It returns
	// false to refuse it this time (NAK), as a printer without paper does; the
	// bus holds the transfer and offers it again after Port.Wake.
	Out(ep uint8, p []byte) bool
	// Control answers a request to endpoint 0; ok false stalls it.
	Control(r Request, out []byte) (in []byte, ok bool)
	// Unplug is called once after the cable was pulled.
	Unplug()
}

// Port is what a plugged-in Peripheral may do unasked. Its methods may be
// called by any goroutine, also from within Out and Control; after Unplug they
// do nothing.
type Port interface {
	// Send queues one IN transfer on endpoint ep.
	Send(ep uint8, p []byte)
	// Wake makes the bus offer again what Out refused on endpoint ep.
	Wake(ep uint8)
}
