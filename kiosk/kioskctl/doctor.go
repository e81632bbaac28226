package main

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/usb"
	"hallkiosk/kiosk/config"
	"hallkiosk/sync/outbox"
	"hallkiosk/sync/protocol"
)

// The limits of doctor's opinion.
const (
	patience      = 5 * time.Second     // for each check
	maxClockDrift = 30 * time.Second    // the queue's day and TLS bear no more
	minValidity   = 30 * 24 * time.Hour // left of the certificate
)

type doctorCmd struct {
	Config string `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration."`
}

// finding is what one check found.
type finding struct {
	part   string
	good   bool
	detail string
}

// Run checks every part, prints a line for each, and asks for attention where
// one needs it. It opens devices itself: while the kiosk runs they are in use,
// which is said and is no fault.
func (c *doctorCmd) Run(ctx context.Context, s streams) error {
	cfg, err := config.Load(c.Config)
	if err != nil {
		return err
	}
	bus := usb.NewBus()
	defer bus.Close()
	checks := []func(context.Context) finding{
		func(ctx context.Context) finding {
			return deviceFinding(ctx, "card reader", func(ctx context.Context) (devices.Device, error) {
				return idcard.Open(ctx, bus, nil)
			})
		},
		func(ctx context.Context) finding {
			return deviceFinding(ctx, "scanner", func(ctx context.Context) (devices.Device, error) {
				return scanner.Open(ctx, bus, nil)
			})
		},
		func(ctx context.Context) finding {
			return deviceFinding(ctx, "ticket printer", func(ctx context.Context) (devices.Device, error) {
				t, err := bus.Open(ctx, ticketprinter.Match())
				if err != nil {
					return nil, err
				}
				return ticketprinter.New(t, nil)
			})
		},
		func(ctx context.Context) finding { return formPrinterFinding(ctx, cfg.Forms.Printer) },
		func(ctx context.Context) finding { return storeFinding(ctx, &cfg) },
		func(context.Context) finding { return certificateFinding(&cfg, time.Now()) },
		func(ctx context.Context) finding { return centreFinding(ctx, &cfg) },
	}
	return report(ctx, s.out, checks)
}

func report(ctx context.Context, w io.Writer, checks []func(context.Context) finding) error {
	var err error
	for _, check := range checks {
		limited, cancel := context.WithTimeout(ctx, patience)
		f := check(limited)
		cancel()
		mark := "ok       "
		if !f.good {
			mark, err = "ATTENTION", attention{}
		}
		fmt.Fprintf(w, "%s  %-15s %s\n", mark, f.part, f.detail)
	}
	return err
}

func deviceFinding(ctx context.Context, part string, open func(context.Context) (devices.Device, error)) finding {
	d, err := open(ctx)
	switch {
	case errors.Is(err, devices.ErrInUse):
		return finding{part, true, "in use, so the kiosk is running"}
	case errors.Is(err, devices.ErrNotFound):
		return finding{part, false, "not plugged in, or its USB number is not in the list"}
	case errors.Is(err, devices.ErrDenied):
		return finding{part, false, "plugged in, but access is denied: install kiosk/70-hallkiosk.rules in /etc/udev/rules.d"}
	case err != nil:
		return finding{part, false, err.Error()}
	}
	defer d.Close()
	status, err := d.Probe(ctx)
	if err != nil {
		return finding{part, false, err.Error()}
	}
	return statusFinding(part, status)
}

func statusFinding(part string, s devices.Status) finding {
	detail := s.State.String()
	if s.Reason != "" {
		detail += ": " + string(s.Reason)
	}
	return finding{part, s.Usable() && s.Reason != devices.ReasonPaperLow, detail}
}

func formPrinterFinding(ctx context.Context, url string) finding {
	const part = "form printer"
	if url == "" {
		return finding{part, true, "none configured: the window prints the forms"}
	}
	p, err := pageprinter.New(url, nil)
	if err != nil {
		return finding{part, false, err.Error()}
	}
	return statusFinding(part, p.Status(ctx))
}

func storeFinding(ctx context.Context, cfg *config.Config) finding {
	const part = "store"
	if _, err := os.Stat(cfg.StorePath()); err != nil {
		return finding{part, false, "not there yet: the kiosk has never been started"}
	}
	key, err := cfg.StoreKey()
	if err != nil {
		return finding{part, false, err.Error()}
	}
	signer, err := cfg.Key()
	if err != nil {
		return finding{part, false, err.Error()}
	}
	store, err := outbox.Open(ctx, outbox.Options{Path: cfg.StorePath(), Key: key, Kiosk: cfg.Name, Digit: cfg.Digit,
		Signer: signer, Centre: cfg.Centre.Host, Now: time.Now})
	if err != nil {
		return finding{part, false, err.Error()}
	}
	defer store.Close()
	owed, err := store.Owed(ctx)
	if err != nil {
		return finding{part, false, err.Error()}
	}
	return finding{part, owed.DeadLetters == 0, fmt.Sprintf("%d to deliver, %d refused by the centre", owed.Waiting, owed.DeadLetters)}
}

func certificateFinding(cfg *config.Config, now time.Time) finding {
	const part = "certificate"
	text, err := os.ReadFile(cfg.Path(cfg.Centre.Certificate))
	if err != nil {
		return finding{part, false, "none yet: run kioskctl enrol"}
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return finding{part, false, "its file holds no certificate"}
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return finding{part, false, err.Error()}
	}
	left := c.NotAfter.Sub(now)
	detail := fmt.Sprintf("of %s, valid until %s", c.Subject.CommonName, c.NotAfter.Format(time.DateOnly))
	return finding{part, left > minValidity && c.Subject.CommonName == cfg.Name, detail}
}

// centreFinding reaches the centre over mutual TLS and compares the clocks: by
// the Date of its answer (RFC 9110, 6.6.1), which need not be a good one.
func centreFinding(ctx context.Context, cfg *config.Config) finding {
	const part = "centre, clock"
	config, err := cfg.TLS()
	if err != nil {
		return finding{part, false, err.Error()}
	}
	transport := &http.Transport{TLSClientConfig: config}
	defer transport.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(cfg.Centre.URL, "/")+protocol.PathHeartbeat, nil)
	if err != nil {
		return finding{part, false, err.Error()}
	}
	answer, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return finding{part, false, err.Error()}
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusUnauthorized || answer.StatusCode == http.StatusForbidden {
		return finding{part, false, "the centre does not know this kiosk's certificate"}
	}
	theirs, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		return finding{part, false, "reached, but its answer bears no date"}
	}
	drift := time.Since(theirs).Round(time.Second)
	return finding{part, drift.Abs() <= maxClockDrift, fmt.Sprintf("reached; the clocks differ by %v", drift.Abs())}
}
