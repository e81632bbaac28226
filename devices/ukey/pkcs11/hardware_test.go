package pkcs11_test

import (
	"bufio"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices/ukey"
	"hallkiosk/devices/usb"
	"hallkiosk/kiosk/certificate"
)

var (
	hardware = flag.String("hardware", "", "a maker's library: test the U-KEY in this machine, which somebody pulls out at the end")
	pinFile  = flag.String("pin", "", "a file with the key's PIN, to sign with it once")
)

// TestHardware does nothing without -hardware. It spends no try unless -pin is given,
// and then one.
func TestHardware(t *testing.T) {
	if *hardware == "" {
		return
	}
	bus := usb.NewBus()
	defer bus.Close()
	r := open(t, ukey.Options{Bus: bus, Modules: []ukey.Module{{Name: "maker", Path: *hardware}}, Command: command(), Every: 500 * time.Millisecond})
	t.Logf("%+v", r.Modules()[0])
	k := until(t, "read", r, one).Keys[0]
	t.Logf("%v %q by %q, PIN %s, tries %d, %d certificates", k.USB, k.Model, k.Manufacturer, k.PIN, k.Tries, len(k.Certificates))
	for _, held := range k.Certificates {
		c, err := certificate.Parse(held.DER)
		must(t, err)
		t.Logf("%s, %s, until %s", c.Algorithm, c.Use, c.NotAfter.Format(time.DateOnly))
		if *pinFile != "" && c.Use != certificate.Encrypt {
			signs(t, r, k.ID, held.DER, firstLine(t, *pinFile))
			*pinFile = ""
		}
	}
	t.Log("pull it out")
	until(t, "pulled out", r, none)
}

func firstLine(t *testing.T, name string) string {
	t.Helper()
	f, err := os.Open(name)
	must(t, err)
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Scan()
	must(t, s.Err())
	return strings.TrimSpace(s.Text())
}
