// Package config is what a technician sets for one kiosk: its name, where the
// centre is, which printers it has. The kiosk and its command line share it.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
	UKeys   []UKey  `toml:"ukey"` // libraries for U-KEYs, each in a [[ukey]] of its own
	Reader  Reader  `toml:"reader"`

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

// Reader is the reader of ID cards.
type Reader struct {
	USB []USBID `toml:"usb"` // of models that are not in the program's list; each is asked whether it is one
}

// UKey is a vendor's library for U-KEYs.
type UKey struct {
	Name string  `toml:"name"` // what it is called on the technician's page: "feitian"
	Path string  `toml:"path"` // of the PKCS#11 library
	USB  []USBID `toml:"usb"`  // of the keys that it reads; none: it is tried on every one
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

// StorePath is where the kiosk's database lies.
func (c *Config) StorePath() string { return c.Path("kiosk.db") }

// RollPath is where the use of the ticket printer's roll is kept.
func (c *Config) RollPath() string { return c.Path("roll.json") }
