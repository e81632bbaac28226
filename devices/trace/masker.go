package trace

import "hallkiosk/devices"

// Masker replaces what is personal in what passes a cable, in place: lengths and
// borders stay, and what was sound stays sound. The package that knows a protocol
// makes one for each opening of a device.
type Masker interface {
	// Control sees a request to endpoint 0 and the data that went with it.
	Control(r devices.Request, data []byte)
	// Out sees one OUT transfer.
	Out(p []byte)
	// In sees IN transfers that followed each other, whole replies as far as they
	// came.
	In(burst [][]byte)
}

// likener is a Masker that also knows which of two masked OUT transfers say the
// same, where that does not mean equal bytes.
type likener interface {
	Same(recorded, sent []byte) bool
}
