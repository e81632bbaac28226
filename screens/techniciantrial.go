package screens

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"hallkiosk/devices"
	"hallkiosk/screens/ui"
)

// trialPatience is how long a card or a code is waited for.
const trialPatience = 30 * time.Second

// trialKind is one thing that a technician can try. Its words stand under
// "technician.<id>", "-explain", "-do" and "-good".
type trialKind struct {
	id   string
	icon ui.Icon
	// run does it and says what may be told of it, as values of the words "-good":
	// never what a card or a code holds.
	run func(context.Context, *Platform) ([]any, error)
}

// trials are what can be tried.
func trials() []trialKind {
	return []trialKind{
		{"read", ui.IconCard, tryRead},
		{"scan", ui.IconScan, tryScan},
		{"key", ui.IconKey, tryKey},
		{"ticket", ui.IconTicket, func(ctx context.Context, p *Platform) ([]any, error) {
			return nil, p.Technician.PrintTest(ctx, PartTicketPrinter)
		}},
		{"page", ui.IconPrinter, func(ctx context.Context, p *Platform) ([]any, error) {
			return nil, p.Technician.PrintTest(ctx, PartFormPrinter)
		}},
		{"roll", ui.IconRefresh, func(ctx context.Context, p *Platform) ([]any, error) {
			return nil, p.Technician.NewRoll(ctx)
		}},
	}
}

// trial is one of them under way or ended.
type trial struct {
	trialKind
	job   Job[[]any]
	ended bool
	told  []any
	err   error
}

// prints reports whether paper moves, which nobody should walk away from.
func (t *trial) prints() bool { return t.id == "ticket" || t.id == "page" }

func (t *trial) update(c *Context) {
	if t.ended {
		return
	}
	platform, run := c.Platform, t.run
	t.job.Start(c, func(ctx context.Context) ([]any, error) { return run(ctx, platform) })
	told, ended, err := t.job.Poll()
	if !ended {
		return
	}
	c.here()
	t.ended, t.told, t.err = true, told, err
	t.job.Reset()
}

// tryRead reads a card and keeps nothing of it.
func tryRead(ctx context.Context, p *Platform) ([]any, error) {
	if p.Cards == nil {
		return nil, devices.ErrNotFound
	}
	ctx, cancel := context.WithTimeout(ctx, trialPatience)
	defer cancel()
	_, err := p.Cards.Read(ctx)
	return nil, err
}

// tryScan reads a code and keeps only how long it was, and of what kind.
func tryScan(ctx context.Context, p *Platform) ([]any, error) {
	if p.Scans == nil {
		return nil, devices.ErrNotFound
	}
	ctx, cancel := context.WithTimeout(ctx, trialPatience)
	defer cancel()
	scan, err := p.Scans.Scan(ctx)
	if err != nil {
		return nil, err
	}
	kind := scan.Symbology
	if kind == "" {
		kind = "–"
	}
	return []any{"count", utf8.RuneCountInString(scan.Text), "kind", kind}, nil
}

// tryKey reads what a U-KEY tells of itself.
func tryKey(ctx context.Context, p *Platform) ([]any, error) {
	ctx, cancel := context.WithTimeout(ctx, trialPatience)
	defer cancel()
	told, err := p.Technician.TryKey(ctx)
	if err != nil {
		return nil, err
	}
	if told.Model == "" {
		told.Model = "–"
	}
	return []any{"model", told.Model, "count", told.Certificates}, nil
}

// why says in words why a trial came to nothing.
func (t *trial) why(c *Context) string {
	var not *NotReadyError
	switch {
	case errors.As(t.err, &not) && not.Reason != "":
		return c.T("technician.reason-" + string(not.Reason))
	case errors.Is(t.err, context.DeadlineExceeded):
		return c.T("technician.nothing-came")
	case errors.Is(t.err, devices.ErrNotFound), errors.Is(t.err, devices.ErrGone):
		return c.T("technician.reason-unplugged")
	case errors.Is(t.err, devices.ErrDenied):
		return c.T("technician.reason-denied")
	}
	return c.T("technician.failed-do")
}
