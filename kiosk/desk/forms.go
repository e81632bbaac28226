package desk

import (
	"bytes"
	"context"
	"fmt"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
)

// Progress says which copy of a case's forms is being printed, and how the
// printer stands.
type Progress struct {
	Paper    visit.Paper
	Copy, Of int // the second of six
	Status   devices.Status
}

// place is where a copy stands among the forms of its case, from 1; zero for a
// ticket.
type place struct{ copy, of int }

// PrintForms prints the copies of a case's forms one after the other, each as a
// job of its own, and stops at the first that fails with a *StoppedError. It
// passes over what is out or was settled, so that it goes on where it stopped;
// it never passes over a copy in doubt, nor prints it: that takes a person's
// word, by Reprint or Settle. progress is called by the goroutine of the call.
func (d *Desk) PrintForms(ctx context.Context, caseID string, progress func(Progress)) error {
	a, err := d.o.Store.Application(ctx, caseID)
	if err != nil {
		return fmt.Errorf("desk: print forms: %w", err)
	}
	t, err := d.o.Store.Ticket(ctx, caseID)
	if err != nil {
		return fmt.Errorf("desk: print forms: %w", err)
	}
	g, ok := d.o.Guides.Version(a.GuideVersion)
	if !ok {
		return fmt.Errorf("desk: print forms: no guide %q", a.GuideVersion)
	}
	forms, err := d.forms(ctx, caseID)
	if err != nil {
		return fmt.Errorf("desk: print forms: %w", err)
	}
	for i, line := range forms {
		if line.Closed() {
			continue
		}
		at := place{i + 1, len(forms)}
		var pdf bytes.Buffer
		if err := d.o.RenderCopy(&pdf, g, a, t, line.Paper); err != nil {
			return &StoppedError{Paper: line.Paper, Copy: at.copy, Of: at.of, Err: err, InDoubt: line.State == visit.PrintBegun}
		}
		tell := func(s devices.Status) { progress(Progress{Paper: line.Paper, Copy: at.copy, Of: at.of, Status: s}) }
		tell(devices.Status{State: devices.Busy})
		err := d.print(ctx, caseID, line.Paper, at, func() error {
			return d.o.Forms.Print(ctx, jobName(t, at), pdf.Bytes(), tell)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// jobName stands on the printer's panel and in its log: "A1001 2/6".
func jobName(t visit.Ticket, at place) string {
	return fmt.Sprintf("%s %d/%d", t.Number, at.copy, at.of)
}

// forms is the print ledger of a case without its ticket.
func (d *Desk) forms(ctx context.Context, caseID string) ([]visit.Print, error) {
	ledger, err := d.o.Store.Prints(ctx, caseID)
	if err != nil {
		return nil, err
	}
	var forms []visit.Print
	for _, line := range ledger {
		if line.Paper.Form() {
			forms = append(forms, line)
		}
	}
	return forms, nil
}

// LeaveForms notes that the window prints whatever of the forms did not come
// out here: nobody is asked about it any more.
func (d *Desk) LeaveForms(ctx context.Context, caseID string) error {
	forms, err := d.forms(ctx, caseID)
	if err != nil {
		return fmt.Errorf("desk: leave forms: %w", err)
	}
	for _, line := range forms {
		if line.Closed() {
			continue
		}
		d.settled(caseID, line.Paper, "at-window")
		if err := d.o.Store.SettlePrint(ctx, caseID, line.Paper); err != nil {
			return fmt.Errorf("desk: leave forms: %w", err)
		}
	}
	return nil
}
