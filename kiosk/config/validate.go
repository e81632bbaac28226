package config

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// What a kiosk may be called, as its certificate's authority takes it, and what
// stands for the centre in a ticket's QR code, whose alphabet is small.
var (
	namePattern = regexp.MustCompile(`^[A-Z][A-Z0-9-]{0,15}$`)
	moduleName  = regexp.MustCompile(`^[a-z][a-z0-9-]{0,15}$`)
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
	errs = append(errs, c.checkUKeys()...)
	if c.Technician.PIN == "" {
		bad("technician.pin: a file is needed")
	}
	return errors.Join(errs...)
}

// maxUKeys is how many libraries for U-KEYs there may be: each is a process.
const maxUKeys = 8

// checkUKeys reports what cannot be right of the libraries for U-KEYs. That a
// library is there is the doctor's to say: a kiosk without it serves all the same.
func (c *Config) checkUKeys() []error {
	var errs []error
	if len(c.UKeys) > maxUKeys {
		errs = append(errs, fmt.Errorf("ukey: %d libraries at most", maxUKeys))
	}
	names := map[string]bool{}
	for i, u := range c.UKeys {
		bad := func(format string, args ...any) {
			errs = append(errs, fmt.Errorf("ukey %d: %w", i+1, fmt.Errorf(format, args...)))
		}
		if !moduleName.MatchString(u.Name) {
			bad("name: a small letter, then up to 15 small letters, digits and hyphens, such as feitian")
		}
		if names[u.Name] {
			bad("name: %q stands for another one already", u.Name)
		}
		names[u.Name] = true
		if !filepath.IsAbs(u.Path) {
			bad("path: the whole path of a library is needed, such as /opt/feitian/libcastle.so")
		}
	}
	return errs
}
