package pageprinter_test

import (
	"context"
	"flag"
	"testing"
	"time"

	"hallkiosk/devices/pageprinter"
)

var hardware = flag.String("hardware", "", "print an empty page on this printer: ipp://host/path")

// TestHardware does nothing without -hardware.
func TestHardware(t *testing.T) {
	if *hardware == "" {
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	p, err := pageprinter.New(*hardware, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	model, firmware, err := p.Identity(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s %s", model, firmware)
	if err := p.Validate(ctx); err != nil {
		t.Fatal(err)
	}
	err = p.Print(ctx, pageprinter.Job{Name: "hardware", PDF: page, Progress: func(now pageprinter.Progress) { t.Logf("%s", now.Reason) }})
	if err != nil {
		t.Fatal(err)
	}
}
