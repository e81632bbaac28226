// Package config is what a technician sets for one kiosk: its name, where the
// centre is, which printers it has. The kiosk and its command line share it.
package config

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
)

// Config is one kiosk's configuration. Paths that are not absolute lie in State.
type Config struct {
	Name  string `toml:"name"`  // "K1"; as in the client certificate
	Digit int    `toml:"digit"` // 0 to 9, the second character of its numbers
	State string `toml:"state"` // folder for everything that it keeps

	Centre  Centre  `toml:"centre"`
	Forms   Forms   `toml:"forms"`
	Tickets Tickets `toml:"tickets"`
	Scanner Scanner `toml:"scanner"`

	Technician Technician `toml:"technician"`

	// ReadyAt is when the kiosk looks itself over each day, in the hall's time: "07:30".
	ReadyAt string `toml:"ready_at"`

	// Dictionaries is where librime's are installed.
	Dictionaries string `toml:"dictionaries"`
}

// Centre is the information centre.
type Centre struct {
	URL         string `toml:"url"`         // https://host:port of the kiosks' interface
	Host        string `toml:"host"`        // in tickets' QR codes and signed there: where phones ask, exactly as a browser names it
	CA          string `toml:"ca"`          // PEM, who vouches for the centre
	Certificate string `toml:"certificate"` // PEM, this kiosk's
	Key         string `toml:"key"`         // PEM (PKCS #8, Ed25519), never leaves the kiosk
	Heartbeat   int    `toml:"heartbeat"`   // seconds between two heartbeats, 1 to 120: so soon news of the hall arrive
}

// Forms is the page printer.
type Forms struct {
	Printer string `toml:"printer"` // ipp://host/path of a printer or a CUPS queue; "" for none
}

// Scanner is the scanner of printed codes.
type Scanner struct {
	USB []USBID `toml:"usb"` // of models that are not in the program's list: "1eab:1203"
}

// USBID is a device's vendor and product number, written "vvvv:pppp" in hex.
type USBID struct{ Vendor, Product uint16 }

// UnmarshalText reads "vvvv:pppp".
func (id *USBID) UnmarshalText(text []byte) error {
	if n, err := fmt.Sscanf(string(text), "%04x:%04x", &id.Vendor, &id.Product); err != nil || n != 2 || len(text) != 9 {
		return fmt.Errorf("USB number %q: four hex digits, a colon, four hex digits", text)
	}
	return nil
}

// Tickets is the ticket printer.
type Tickets struct {
	USB       []USBID `toml:"usb"`        // of models that are not in the program's list
	Paper     int     `toml:"paper"`      // width of the roll in mm, 58 or 80
	QRCommand bool    `toml:"qr_command"` // it knows GS ( k
	Mute      bool    `toml:"mute"`       // it answers no question about its state
	Roll      int     `toml:"roll"`       // length of a new roll in m, up to 500; 0: nobody knows
}

// Technician is the page behind a PIN on the screen.
type Technician struct {
	PIN string `toml:"pin"` // file of the PIN's hash, which kioskctl pin writes
}

// Default is what a file need not say.
func Default() Config {
	return Config{
		Digit: 1, State: "/var/lib/hallkiosk", Dictionaries: "/usr/share/rime-data",
		Centre:  Centre{CA: "centre-ca.pem", Certificate: "kiosk.pem", Key: "kiosk.key", Heartbeat: 30},
		Tickets: Tickets{Paper: 80, QRCommand: true, Roll: 50}, Technician: Technician{PIN: "technician.pin"},
		ReadyAt: "07:30",
	}
}

// Load reads a configuration file and refuses one that cannot be right.
func Load(path string) (Config, error) {
	c := Default()
	text, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("config: %w", err)
	}
	if err := decode(text, &c); err != nil {
		return c, fmt.Errorf("config: %s: %w", path, err)
	}
	if err := c.Validate(); err != nil {
		return c, fmt.Errorf("config: %s: %w", path, err)
	}
	return c, nil
}

// decode reads the text into c and names the line of what it cannot take.
func decode(text []byte, c *Config) error {
	err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(c)
	var unknown *toml.StrictMissingError
	var at *toml.DecodeError
	switch {
	case errors.As(err, &unknown):
		first := &unknown.Errors[0]
		line, _ := first.Position()
		return fmt.Errorf("line %d: unknown key %q", line, strings.Join(first.Key(), "."))
	case errors.As(err, &at):
		line, _ := at.Position()
		return fmt.Errorf("line %d: %w", line, err)
	}
	return err
}

// What a kiosk may be called, as its certificate's authority takes it, and what
// stands for the centre in a ticket's QR code, whose alphabet is small.
var (
	namePattern = regexp.MustCompile(`^[A-Z][A-Z0-9-]{0,15}$`)
	hostPattern = regexp.MustCompile(`^[A-Za-z0-9\[][A-Za-z0-9.:\[\]-]{0,254}$`)
)

// Validate reports everything that cannot be right.
func (c *Config) Validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if !namePattern.MatchString(c.Name) {
		bad("name: a capital letter, then up to 15 capital letters, digits and hyphens, such as K1")
	}
	if c.Digit < 0 || c.Digit > 9 {
		bad("digit: 0 to 9, another one at each kiosk of the hall")
	}
	if c.State == "" {
		bad("state: a folder is needed")
	}
	if u, err := url.Parse(c.Centre.URL); err != nil || u.Scheme != "https" || u.Host == "" {
		bad("centre.url: https://host:port is needed")
	}
	if !hostPattern.MatchString(c.Centre.Host) {
		bad("centre.host: a host name in ASCII, perhaps with a port, such as centre.example")
	}
	if c.Forms.Printer != "" {
		if u, err := url.Parse(c.Forms.Printer); err != nil || u.Host == "" || !slices.Contains([]string{"ipp", "ipps", "http", "https"}, u.Scheme) {
			bad("forms.printer: ipp://host:port/path or ipps:// is needed, or nothing")
		}
	}
	if c.Centre.Heartbeat < 1 || c.Centre.Heartbeat > 120 {
		bad("centre.heartbeat: 1 to 120 seconds")
	}
	if c.Tickets.Paper != 58 && c.Tickets.Paper != 80 {
		bad("tickets.paper: 58 or 80")
	}
	if c.Tickets.Roll < 0 || c.Tickets.Roll > 500 {
		bad("tickets.roll: 0 to 500 metres")
	}
	if _, err := time.Parse(hourAndMinute, c.ReadyAt); err != nil {
		bad("ready_at: a time of the day is needed, such as 07:30")
	}
	if c.Technician.PIN == "" {
		bad("technician.pin: a file is needed")
	}
	return errors.Join(errs...)
}

// hourAndMinute is how ReadyAt is written.
const hourAndMinute = "15:04"

// ReadyTime is ReadyAt as counted from midnight; midnight where that is no time.
func (c *Config) ReadyTime() time.Duration {
	at, err := time.Parse(hourAndMinute, c.ReadyAt)
	if err != nil {
		return 0
	}
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
}

// Path returns where a file of the configuration lies.
func (c *Config) Path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.State, name)
}

// Key reads the kiosk's own key.
func (c *Config) Key() (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(c.Path(c.Centre.Key))
	if err != nil {
		return nil, fmt.Errorf("config: kiosk key: %w", err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("config: kiosk key: no PEM block")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("config: kiosk key: %w", err)
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("config: kiosk key: Ed25519 is needed, this is %T", parsed)
	}
	return key, nil
}

// TLS returns how the kiosk proves itself to the centre and the centre to it.
func (c *Config) TLS() (*tls.Config, error) {
	certificate, err := tls.LoadX509KeyPair(c.Path(c.Centre.Certificate), c.Path(c.Centre.Key))
	if err != nil {
		return nil, fmt.Errorf("config: kiosk certificate: %w", err)
	}
	ca, err := os.ReadFile(c.Path(c.Centre.CA))
	if err != nil {
		return nil, fmt.Errorf("config: centre's CA: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(ca) {
		return nil, errors.New("config: centre's CA: no certificate in it")
	}
	return &tls.Config{Certificates: []tls.Certificate{certificate}, RootCAs: roots, MinVersion: tls.VersionTLS13}, nil
}

// storeKeyName is the file of the store's key in State, and its name among
// systemd's credentials.
const storeKeyName = "store.key"

// StoreKey returns the key that the store's contents are encrypted with: from
// systemd's credentials where there are any ($CREDENTIALS_DIRECTORY, see
// systemd.exec(5)), else from State, where it is made at the first start.
func (c *Config) StoreKey() ([32]byte, error) {
	var key [32]byte
	path := c.Path(storeKeyName)
	if folder := os.Getenv("CREDENTIALS_DIRECTORY"); folder != "" {
		if credential := filepath.Join(folder, storeKeyName); exists(credential) {
			path = credential
		}
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c.makeStoreKey(path)
	}
	if err != nil {
		return key, fmt.Errorf("config: store key: %w", err)
	}
	if len(text) != len(key) {
		return key, fmt.Errorf("config: store key: %s holds %d bytes instead of %d", path, len(text), len(key))
	}
	copy(key[:], text)
	return key, nil
}

// makeStoreKey makes a new key, and refuses where a store exists already: what
// is in it could never be read again.
func (c *Config) makeStoreKey(path string) ([32]byte, error) {
	var key [32]byte
	if exists(c.StorePath()) {
		return key, fmt.Errorf("config: store key: %s is missing, but there is a store that needs it", path)
	}
	if _, err := rand.Read(key[:]); err != nil {
		return key, fmt.Errorf("config: store key: %w", err)
	}
	if err := os.MkdirAll(c.State, 0o700); err != nil {
		return key, fmt.Errorf("config: store key: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return key, fmt.Errorf("config: store key: %w", err)
	}
	_, err = f.Write(key[:])
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return key, fmt.Errorf("config: store key: %w", err)
	}
	return key, nil
}

// StorePath is where the kiosk's database lies.
func (c *Config) StorePath() string { return c.Path("kiosk.db") }

// RollPath is where the use of the ticket printer's roll is kept.
func (c *Config) RollPath() string { return c.Path("roll.json") }

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
