package config

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"time"
)

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
