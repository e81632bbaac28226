package ticketprinter_test

import (
	"testing"

	"hallkiosk/devices"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/usb"
	"hallkiosk/devices/usb/usbtest"
)

// onUSB plugs the printer into the virtual bus and opens it, found by its
// number and class, through the real gousb and libusb.
func onUSB(t *testing.T, p devices.Peripheral) (devices.Transport, func()) {
	virtual, err := usbtest.NewBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(virtual.Close)
	host := usb.NewBus()
	t.Cleanup(func() {
		if err := host.Close(); err != nil {
			t.Error(err)
		}
	})
	d, err := virtual.Plug(p)
	if err != nil {
		t.Fatal(err)
	}
	tr, err := host.Open(t.Context(), ticketprinter.Match())
	if err != nil {
		t.Fatal(err)
	}
	return tr, d.Unplug
}

func TestContractOnUSB(t *testing.T) { contract(t, onUSB) }
