// Package hallsim is the hall around one kiosk for the demo and the walks: a
// real information centre on loopback, its authority, an enrolled kiosk and two
// accounts: at the window, and of the information centre, which approves. Only the place is pretended.
package hallsim

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/pin"
	"hallkiosk/sync/centre"
	"hallkiosk/sync/centre/authority"
	"hallkiosk/sync/centre/papers"
	"hallkiosk/sync/centre/password"
	"hallkiosk/sync/centre/store"
)

// The kiosk and the accounts of a hall.
const (
	Kiosk    = "K1"
	Digit    = 1
	Username = "window7"
	Approver = "approver1"
	PIN      = "720451" // of the technician's page
)

// passwordFile, behind an account's name, keeps its password between two starts
// of the demo.
const passwordFile = ".password"

// Options say where a hall keeps its things.
type Options struct {
	Folder string           // kept between starts; made where it is not there
	Now    func() time.Time // nil: time.Now
	Log    *slog.Logger
	// Wrap stands between the kiosks and the centre's interface, to make
	// trouble; nil: nothing does.
	Wrap func(http.Handler) http.Handler
	// Staff is the address of the staff pages; "" takes a free port.
	Staff string
	// Cost is that of a password check; zero: the centre's own.
	Cost password.Cost
}

// Hall is a running centre, and what a kiosk needs to know of it.
type Hall struct {
	API      string // host:port of the kiosks' interface, over TLS
	Staff    string // URL of the staff pages
	Password string // of Username
	Approval string // the password of Approver
	Config   config.Config

	folder  string
	now     func() time.Time
	centre  *centre.Centre
	servers []*http.Server
	gate    *gate
	ended   sync.WaitGroup
}

// Start opens or makes the hall in o.Folder and serves it until Close.
func Start(ctx context.Context, o Options) (*Hall, error) {
	h, err := start(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("hall: %w", err)
	}
	return h, nil
}

func start(ctx context.Context, o Options) (*Hall, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wrap == nil {
		o.Wrap = func(h http.Handler) http.Handler { return h }
	}
	if o.Staff == "" {
		o.Staff = "127.0.0.1:0"
	}
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		return nil, err
	}
	ca, err := authority.Open(filepath.Join(o.Folder, "centre"), o.Now)
	if err != nil {
		return nil, err
	}
	h := &Hall{Config: config.Default(), folder: o.Folder, now: o.Now}
	h.Config.Name, h.Config.Digit, h.Config.State = Kiosk, Digit, filepath.Join(o.Folder, "kiosk")
	h.centre, err = centre.New(centre.Options{
		File: filepath.Join(o.Folder, "centre", "centre.db"), Assets: assets.FS, Words: words, Now: o.Now, Log: o.Log, Cost: o.Cost,
		Forms: papers.Forms{},
	})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(h.enrol(ctx, ca), h.setPIN(ctx, o), h.addAccounts(ctx, o.Folder), h.serve(ca, o)); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// enrol gives the kiosk a key and a certificate, at the first start.
func (h *Hall) enrol(ctx context.Context, ca *authority.Authority) error {
	c := &h.Config
	if err := os.MkdirAll(c.State, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(c.Path(c.Centre.CA), ca.PEM(), 0o600); err != nil {
		return err
	}
	if _, err := os.Stat(c.Path(c.Centre.Certificate)); err == nil {
		return nil
	}
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	signed, err := ca.SignKiosk(Kiosk, public)
	if err != nil {
		return err
	}
	if err := h.centre.Enrol(ctx, Digit, signed); err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	private := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	return errors.Join(
		os.WriteFile(c.Path(c.Centre.Key), private, 0o600),
		os.WriteFile(c.Path(c.Centre.Certificate), authority.EncodeCertificate(signed), 0o600))
}

func (h *Hall) setPIN(ctx context.Context, o Options) error {
	c := &h.Config
	return pin.New(pin.Options{File: c.Path(c.Technician.PIN), Cost: o.Cost, Now: o.Now, Log: o.Log}).Set(ctx, PIN)
}

func (h *Hall) addAccounts(ctx context.Context, folder string) (err error) {
	if h.Password, err = h.addAccount(ctx, folder, Username, store.Window); err != nil {
		return err
	}
	h.Approval, err = h.addAccount(ctx, folder, Approver, store.Approver)
	return err
}

// addAccount makes an account, at the first start, and returns its password.
func (h *Hall) addAccount(ctx context.Context, folder, username string, role store.Role) (string, error) {
	path := filepath.Join(folder, username+passwordFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		text = []byte(rand.Text()[:12])
		if err = h.centre.AddAccount(ctx, username, string(text), role); err == nil {
			err = os.WriteFile(path, text, 0o600)
		}
	}
	return string(text), err
}

func (h *Hall) serve(ca *authority.Authority, o Options) error {
	tls, err := ca.APIConfig([]string{"127.0.0.1"})
	if err != nil {
		return err
	}
	api, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	staff, err := net.Listen("tcp", o.Staff)
	if err != nil {
		return errors.Join(err, api.Close())
	}
	quiet := slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	apiServer := &http.Server{Handler: o.Wrap(h.centre.API()), TLSConfig: tls, ReadHeaderTimeout: 10 * time.Second, ErrorLog: quiet}
	staffServer := &http.Server{Handler: h.centre.Staff(), ReadHeaderTimeout: 10 * time.Second, ErrorLog: quiet}
	h.servers = []*http.Server{apiServer, staffServer}
	h.gate = newGate(api)
	h.ended.Add(2)
	go func() {
		defer h.ended.Done()
		apiServer.ServeTLS(h.gate, "", "")
	}()
	go func() {
		defer h.ended.Done()
		staffServer.Serve(staff)
	}()
	h.API, h.Staff = api.Addr().String(), "http://"+staff.Addr().String()
	h.Config.Centre.Heartbeat = 2 // nobody at a demo waits half a minute for the centre's news
	h.Config.Centre.URL, h.Config.Centre.Host = "https://"+h.API, staff.Addr().String()
	return nil
}

// Cut cuts the network between kiosk and centre, or mends it.
func (h *Hall) Cut(down bool) { h.gate.cut(down) }

// Close ends the servers and closes the database.
func (h *Hall) Close() error {
	var errs []error
	for _, s := range h.servers {
		errs = append(errs, s.Close())
	}
	h.ended.Wait()
	return errors.Join(append(errs, h.centre.Close())...)
}
