package pageprinter

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hallkiosk/devices"
	"hallkiosk/devices/pageprinter/ipp"
)

// States of a printer (RFC 8011, 5.4.11).
const (
	printerProcessing = 4
	printerStopped    = 5
)

// meanings says which keywords of printer-state-reasons stand for what, the
// gravest first. They come with endings, and some printers add words of their
// own, so that they are matched by their beginning.
func meanings() []meaning {
	return []meaning{
		{"cover-open", devices.ReasonCoverOpen}, {"door-open", devices.ReasonCoverOpen}, {"interlock-open", devices.ReasonCoverOpen},
		{"media-jam", devices.ReasonJam},
		{"media-empty", devices.ReasonPaperOut}, {"media-needed", devices.ReasonPaperOut}, {"input-tray-missing", devices.ReasonPaperOut},
		{"toner-empty", devices.ReasonStopped}, {"marker-supply-empty", devices.ReasonStopped},
		{"output-area-full", devices.ReasonStopped},
		{"connecting-to-device", devices.ReasonUnreachable}, {"timed-out", devices.ReasonUnreachable},
		{"offline", devices.ReasonOffline}, {"shutdown", devices.ReasonOffline},
		{"paused", devices.ReasonStopped}, {"moving-to-paused", devices.ReasonStopped}, {"stopping", devices.ReasonStopped},
	}
}

type meaning struct {
	keyword string
	reason  devices.Reason
}

// Probe is Status.
func (p *Printer) Probe(ctx context.Context) (devices.Status, error) { return p.Status(ctx) }

// Status asks the printer how it is. A printer that cannot be reached or that
// answers nonsense is Failed, not an error; only the end of ctx is one.
func (p *Printer) Status(ctx context.Context) (devices.Status, error) {
	g, err := p.printer(ctx)
	switch {
	case err == nil:
		return statusOf(g), nil
	case ctx.Err() != nil:
		return devices.Status{}, fmt.Errorf("pageprinter: status: %w", err)
	case errors.Is(err, ErrUnreachable):
		return devices.Status{State: devices.Failed, Reason: devices.ReasonUnreachable}, nil
	}
	return devices.Status{State: devices.Failed, Reason: devices.ReasonGarbled}, nil
}

// Identity asks the printer what it is: printer-make-and-model and
// printer-firmware-string-version (PWG 5100.13), "" where it does not say.
func (p *Printer) Identity(ctx context.Context) (model, firmware string, err error) {
	answer, err := p.exchange(ctx, ipp.GetPrinterAttributes, []ipp.Attribute{
		ipp.String(ipp.Name, "requesting-user-name", p.opts.User),
		ipp.String(ipp.Keyword, "requested-attributes", "printer-make-and-model", "printer-firmware-string-version"),
	}, nil, nil)
	if err != nil {
		return "", "", fmt.Errorf("pageprinter: identity: %w", err)
	}
	g := answer.Group(ipp.PrinterGroup)
	first := func(name string) string {
		for _, text := range g.Texts(name) {
			return text
		}
		return ""
	}
	return first("printer-make-and-model"), first("printer-firmware-string-version"), nil
}

// printer asks for the printer's attributes.
func (p *Printer) printer(ctx context.Context) (ipp.Group, error) {
	answer, err := p.exchange(ctx, ipp.GetPrinterAttributes, []ipp.Attribute{
		ipp.String(ipp.Name, "requesting-user-name", p.opts.User),
		ipp.String(ipp.Keyword, "requested-attributes",
			"printer-state", "printer-state-reasons", "printer-is-accepting-jobs",
			"operations-supported", "document-format-supported", "media-supported", "copies-supported"),
	}, nil, nil)
	if err != nil {
		return ipp.Group{}, err
	}
	g := answer.Group(ipp.PrinterGroup)
	if _, ok := g.Int("printer-state"); !ok {
		return ipp.Group{}, fmt.Errorf("%w: no printer-state", ErrGarbled)
	}
	return g, nil
}

// statusOf puts a printer's attributes into the words that all devices share.
func statusOf(g ipp.Group) devices.Status {
	state, _ := g.Int("printer-state")
	reason := reasonOf(g.Texts("printer-state-reasons"), state == printerStopped)
	accepting := true
	for _, v := range g.Values("printer-is-accepting-jobs") {
		if on, ok := v.Bool(); ok {
			accepting = on
		}
	}
	if reason == "" && (state == printerStopped || !accepting) {
		reason = devices.ReasonStopped
	}
	switch {
	case reason == devices.ReasonUnreachable:
		return devices.Status{State: devices.Failed, Reason: reason}
	case reason != "" && reason != devices.ReasonPaperLow:
		return devices.Status{State: devices.NeedsAttention, Reason: reason}
	case state == printerProcessing:
		return devices.Status{State: devices.Busy, Reason: reason}
	}
	return devices.Status{State: devices.Ready, Reason: reason}
}

// reasonOf picks the gravest of the printer's reasons. One that ends in -report
// asks nobody to do anything and counts only when the printer has stopped.
func reasonOf(keywords []string, stopped bool) devices.Reason {
	for _, m := range meanings() {
		for _, k := range keywords {
			if strings.HasPrefix(k, m.keyword) && (stopped || !strings.HasSuffix(k, "-report")) {
				return m.reason
			}
		}
	}
	if slices.ContainsFunc(keywords, func(k string) bool { return strings.HasPrefix(k, "media-low") }) {
		return devices.ReasonPaperLow
	}
	return ""
}

// sentinel is the error for a job that ended while reason stood.
func sentinel(reason devices.Reason) error {
	switch reason {
	case devices.ReasonPaperOut:
		return ErrPaperOut
	case devices.ReasonJam:
		return ErrJam
	case devices.ReasonCoverOpen:
		return ErrCoverOpen
	case devices.ReasonStopped, devices.ReasonOffline:
		return ErrStopped
	case devices.ReasonUnreachable:
		return ErrUnreachable
	}
	return ErrTimeout
}

// Validate asks the printer whether it can do what Print needs: A4, PDF, and
// the operations. ErrUnfit says what is missing.
func (p *Printer) Validate(ctx context.Context) error {
	g, err := p.printer(ctx)
	if err != nil {
		return fmt.Errorf("pageprinter: validate: %w", err)
	}
	for _, need := range [][2]string{{"document-format-supported", pdf}, {"media-supported", a4}} {
		if !slices.Contains(g.Texts(need[0]), need[1]) {
			return fmt.Errorf("pageprinter: validate: %w: %s lacks %s", ErrUnfit, need[0], need[1])
		}
	}
	for _, op := range []ipp.Op{ipp.PrintJob, ipp.CancelJob, ipp.GetJobAttributes} {
		if !slices.ContainsFunc(g.Values("operations-supported"), func(v ipp.Value) bool {
			n, ok := v.Int()
			return ok && n == int(op)
		}) {
			return fmt.Errorf("pageprinter: validate: %w: no operation %04x", ErrUnfit, uint16(op))
		}
	}
	return nil
}
