package ticketprinter_test

import (
	"testing"

	"hallkiosk/devices"
	"hallkiosk/devices/devicetest"
	"hallkiosk/devices/ticketprinter"
)

// onUSB plugs the printer into the virtual bus and opens it, found by its
// number and class, through the real gousb and libusb.
func onUSB(t *testing.T, p devices.Peripheral) (devices.Transport, func()) {
	t.Helper()
	bus, unplug := devicetest.OnUSB(t, p)
	tr, err := bus.Open(t.Context(), ticketprinter.Match())
	if err != nil {
		t.Fatal(err)
	}
	return tr, unplug
}

func TestContractOnUSB(t *testing.T) { contract(t, onUSB) }
