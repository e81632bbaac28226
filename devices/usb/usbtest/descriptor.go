package usbtest

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf16"

	"hallkiosk/devices"
)

// descriptors is the device descriptor followed by the configuration's, as
// sysfs has them (USB 2.0, 9.6).
func descriptors(d devices.Descriptor) []byte { return append(d.Device(), d.Configuration()...) }

// stringDescriptor is string number i (USB 2.0, 9.6.7); number 0 lists the one
// language, US English.
func stringDescriptor(d devices.Descriptor, i uint8) ([]byte, bool) {
	if i == 0 {
		return []byte{4, 3, 0x09, 0x04}, true
	}
	if i > 3 {
		return nil, false
	}
	units := utf16.Encode([]rune([]string{d.Manufacturer, d.Product, d.Serial}[i-1]))
	b := []byte{byte(2 + 2*len(units)), 3}
	for _, u := range units {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b, true
}

func sysfsPath(address int) string { return fmt.Sprintf("/sys/devices/1-%d", address) }

// sysfs describes a full-speed device in umockdev's language.
func sysfs(d devices.Descriptor, address int) string {
	var s strings.Builder
	fmt.Fprintf(&s, "P: /devices/1-%d\nE: SUBSYSTEM=usb\nE: DRIVER=usb\nE: DEVTYPE=usb_device\n", address)
	fmt.Fprintf(&s, "E: BUSNUM=001\nE: DEVNUM=%03d\nE: DEVNAME=/dev/bus/usb/001/%03d\nE: MAJOR=189\nE: MINOR=%d\n",
		address, address, address-1)
	fmt.Fprintf(&s, "A: busnum=1\\n\nA: devnum=%d\\n\nA: speed=12\\n\nA: bConfigurationValue=1\\n\n", address)
	fmt.Fprintf(&s, "A: idVendor=%04x\\n\nA: idProduct=%04x\\n\nA: dev=189:%d\\n\n", d.VendorID, d.ProductID, address-1)
	fmt.Fprintf(&s, "H: descriptors=%s\n", hex.EncodeToString(descriptors(d)))
	return s.String()
}
