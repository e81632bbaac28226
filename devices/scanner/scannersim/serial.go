package scannersim

import "hallkiosk/devices"

const (
	packetSize    = 64 // bytes
	controlNumber = 0  // of the communications interface
	usageTab      = 0x2B
)

// serialTransfers is b as a serial port sends it, n bytes a transfer.
func serialTransfers(b []byte, aim bool, terminator byte, n int) (transfers [][]byte) {
	var all []byte
	if aim {
		all = append(all, "]Q1"...)
	}
	all = append(all, b...)
	switch terminator {
	case 0:
	case usageTab:
		all = append(all, '\t')
	default:
		all = append(all, '\r', '\n')
	}
	for len(all) > 0 {
		part := all[:min(n, len(all))]
		transfers, all = append(transfers, part), all[len(part):]
	}
	return transfers
}

// controlInterface is the communications interface of a serial port: abstract
// control model, AT commands, with the header, call management, ACM and union
// descriptors (CDC 1.2, 5.2.3; PSTN 1.2, 5.3) and a pipe for notifications.
func controlInterface() devices.Interface {
	return devices.Interface{Class: 2, Subclass: 2, Protocol: 1,
		Functional: []byte{
			5, 0x24, 0x00, 0x10, 0x01,
			5, 0x24, 0x01, 0x00, controlNumber + 1,
			4, 0x24, 0x02, 0x02,
			5, 0x24, 0x06, controlNumber, controlNumber + 1,
		},
		Endpoints: []devices.Endpoint{{Address: 0x83, Interrupt: true, MaxPacket: 8, Interval: 16}}}
}
