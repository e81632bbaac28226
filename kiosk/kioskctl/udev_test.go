package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/scanner/scannersim"
	"hallkiosk/devices/transporttest"
	"hallkiosk/devices/ukey/keysim"
	"hallkiosk/devices/usb/usbtest"
)

// underRules runs udev's own reader of rules on a device of the virtual bus, with
// our rules for all there are and our group among the groups, in mounts of its own.
const underRules = `mount --bind "$1" /usr/lib/udev/rules.d && mount --bind "$2" /etc/group && shift 2 && exec "$@"`

// udevadm has udevadm say what the rules make of a device; ok false where this
// machine lets nobody have mounts of their own.
func udevadm(t *testing.T, bus *usbtest.Bus, place string) (said string, ok bool) {
	t.Helper()
	folder := t.TempDir()
	rules, err := os.ReadFile("../70-hallkiosk.rules")
	must(t, err)
	must(t, os.Mkdir(filepath.Join(folder, "rules"), 0o755))
	must(t, os.WriteFile(filepath.Join(folder, "rules", "70-hallkiosk.rules"), rules, 0o644))
	groups, err := os.ReadFile("/etc/group")
	must(t, err)
	group := filepath.Join(folder, "group")
	must(t, os.WriteFile(group, append(groups, "hallkiosk:x:64999:\n"...), 0o644))
	if out, err := exec.CommandContext(t.Context(), "unshare", "-rm", "true").CombinedOutput(); err != nil {
		t.Logf("NOT CHECKED by udevadm: unshare: %s", out)
		return "", false
	}
	args := append([]string{"-rm", "sh", "-c", underRules, "sh", filepath.Join(folder, "rules"), group, "env"}, bus.ChildEnv()...)
	out, err := exec.CommandContext(t.Context(), "unshare", append(args, "udevadm", "test", "--action=add", place)...).CombinedOutput()
	if err != nil {
		t.Fatalf("udevadm test: %v\n%s", err, out)
	}
	return string(out), true
}

// TestRulesUnderUdev has udev itself read the rules: it finds no fault in them, and
// gives the kiosk's group what the kiosk opens and nothing else.
func TestRulesUnderUdev(t *testing.T) {
	for name, c := range map[string]struct {
		p     devices.Peripheral
		opens bool
	}{
		"card reader":    {idcardsim.New(idcard.Bulk), true},
		"HID reader":     {idcardsim.New(idcard.HID64), true},
		"HID POS":        {scannersim.New(scanner.POS), true},
		"keyboard":       {scannersim.New(scanner.Keyboard), true},
		"serial port":    {scannersim.New(scanner.Serial), true},
		"Simple COM":     {scannersim.New(scanner.SimpleCOM), true},
		"ticket printer": {ticketPrinter(t), true},
		"U-KEY":          {keysim.Stick{ID: devices.ID{Vendor: 0x096e, Product: 0x0309}}, true},
		"stranger":       {transporttest.NewEcho(), false},
	} {
		t.Run(name, func(t *testing.T) {
			bus, err := usbtest.NewBus()
			must(t, err)
			defer bus.Close()
			_, err = bus.Plug(c.p)
			must(t, err)
			said, ok := udevadm(t, bus, "/sys/devices/1-2")
			if !ok {
				return
			}
			for _, l := range strings.Split(said, "\n") {
				if strings.Contains(l, "70-hallkiosk.rules:") && !strings.Contains(l, "GROUP 64999") && !strings.Contains(l, "MODE 0660") {
					t.Errorf("udev says: %s", l)
				}
			}
			if got := strings.Contains(said, "GROUP 64999") && strings.Contains(said, "MODE 0660"); got != c.opens {
				t.Errorf("opened: %v\n%s", got, said)
			}
		})
	}
}
