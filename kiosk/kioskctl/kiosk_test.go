package main

import (
	"crypto/ed25519"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/pageprinter/pageprintersim"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/scanner/scannersim"
	"hallkiosk/devices/ticketprinter/glyph"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
	"hallkiosk/devices/usb/usbtest"
	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/hallsim"
	"hallkiosk/kiosk/trust"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/authority"
	"hallkiosk/sync/centre/password"
	"hallkiosk/sync/outbox"
	"hallkiosk/sync/protocol"
)

// kiosk is one that is set up and well: its devices are on the virtual USB bus,
// its forms printer speaks IPP, its centre is a real one.
type kiosk struct {
	folder  string
	cfg     config.Config
	toml    string // path of its configuration
	hall    *hallsim.Hall
	wrap    func(http.ResponseWriter, *http.Request, http.Handler)
	bus     *usbtest.Bus
	reader  *usbtest.Device
	scanner *usbtest.Device
	cable   *usbtest.Device // of the ticket printer
	paper   *ticketprintersim.Printer
	office  *pageprintersim.Printer
}

func newKiosk(t *testing.T) *kiosk {
	t.Helper()
	k := &kiosk{folder: t.TempDir()}
	k.plugDevices(t)
	var err error
	k.office, err = pageprintersim.Start(t.TempDir())
	must(t, err)
	t.Cleanup(func() { must(t, k.office.Close()) })
	k.hall, err = hallsim.Start(t.Context(), hallsim.Options{
		Folder: k.folder, Cost: password.Cost{Memory: 64, Time: 1, Threads: 1},
		Wrap: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if k.wrap == nil {
					next.ServeHTTP(w, r)
				} else {
					k.wrap(w, r, next)
				}
			})
		},
	})
	must(t, err)
	t.Cleanup(func() { must(t, k.hall.Close()) })
	k.cfg = k.hall.Config
	k.cfg.Forms.Printer = k.office.URL
	k.toml = k.configure(t, "")
	must(t, k.store(t).Close())
	return k
}

// configure writes the kiosk's configuration, with more at its end.
func (k *kiosk) configure(t *testing.T, more string) string {
	t.Helper()
	return file(t, "kiosk.toml", fmt.Appendf(nil, "name = %q\ndigit = %d\nstate = %q\n[centre]\nurl = %q\nhost = %q\n[forms]\nprinter = %q\n%s",
		k.cfg.Name, k.cfg.Digit, k.cfg.State, k.cfg.Centre.URL, k.cfg.Centre.Host, k.cfg.Forms.Printer, more))
}

func (k *kiosk) plugDevices(t *testing.T) {
	t.Helper()
	bus, err := usbtest.NewBus()
	must(t, err)
	t.Cleanup(bus.Close)
	k.bus = bus
	fonts, err := glyph.Open(glyph.System())
	must(t, err)
	t.Cleanup(func() { must(t, fonts.Close()) })
	plug := func(p devices.Peripheral) *usbtest.Device {
		d, err := bus.Plug(p)
		must(t, err)
		return d
	}
	k.paper = ticketprintersim.New(fonts, 576)
	k.reader = plug(idcardsim.New(idcard.Bulk))
	k.scanner = plug(scannersim.New(scanner.POS))
	k.cable = plug(k.paper)
}

// store opens the kiosk's store as the kiosk does.
func (k *kiosk) store(t *testing.T) *outbox.Store {
	t.Helper()
	key, err := k.cfg.StoreKey()
	must(t, err)
	signer, err := k.cfg.Key()
	must(t, err)
	s, err := outbox.Open(t.Context(), outbox.Options{Path: k.cfg.StorePath(), Key: key, Kiosk: k.cfg.Name, Digit: k.cfg.Digit, Signer: signer, Centre: k.cfg.Centre.Host})
	must(t, err)
	return s
}

// trusts has the kiosk keep what a centre sends that has one authority, whose
// revocation list is good until then.
func (k *kiosk) trusts(t *testing.T, next time.Time) {
	t.Helper()
	ca, err := certtest.New(t.TempDir(), certtest.Options{Algorithm: certtest.ECDSA})
	must(t, err)
	list, err := ca.List(certtest.List{This: next.AddDate(0, 0, -7), Next: next})
	must(t, err)
	sent := protocol.Trust{Protocol: protocol.Version, Authorities: [][]byte{ca.DER}, Revocations: [][]byte{list}}
	sent.Version = sent.Sum()
	kept, err := trust.Open(k.cfg.Path("trust.json"))
	must(t, err)
	must(t, kept.Put(sent))
}

// submit puts a case into the store and returns its ID.
func (k *kiosk) submit(t *testing.T, s *outbox.Store) string {
	t.Helper()
	now := time.Now()
	v := visit.New(handleCase, now)
	v.GuideVersion, v.Service, v.Role = "1", "open", visit.RoleLegal
	v.Legal = visit.Person{Name: "张三", IDNumber: idNumber("43070219900307211")}
	v.Organisation = visit.Organisation{Name: "XX开发有限公司", USCC: uscc(), Type: visit.Enterprise}
	v.Contact = visit.Contact{Landline: "0736-7123456", Mobile: "13812345678", Address: "常德市朗州路1号", Email: "agent@unit.example"}
	v.SealType, v.StatementVersion, v.StatementAccepted = "扫描章", "1", now
	a, err := v.Apply(k.cfg.Name, nil, now)
	must(t, err)
	_, err = s.Submit(t.Context(), a, 'A', []visit.Paper{visit.PaperAnnex11, visit.PaperAnnex2})
	must(t, err)
	return a.ID
}

// certify replaces the kiosk's certificate by one that the authority in the
// folder signs at that time.
func (k *kiosk) certify(t *testing.T, folder, name string, when time.Time) {
	t.Helper()
	ca, err := authority.Open(filepath.Join(k.folder, folder), func() time.Time { return when })
	must(t, err)
	key, err := k.cfg.Key()
	must(t, err)
	certificate, err := ca.SignKiosk(name, key.Public().(ed25519.PublicKey))
	must(t, err)
	k.writeCertificate(t, authority.EncodeCertificate(certificate))
}

func (k *kiosk) writeCertificate(t *testing.T, content []byte) {
	t.Helper()
	must(t, os.WriteFile(k.cfg.Path(k.cfg.Centre.Certificate), content, 0o600))
}
