package desk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hallkiosk/devices"
	"hallkiosk/kiosk/desk"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// fate is what becomes of a print.
type fate int

const (
	prints   fate = iota // comes out
	refuses              // surely does not
	doubts               // comes out, and the printer does not know
	swallows             // does not come out, and the printer does not know
	fates
)

// dice is a printer of forms that behaves as it is told; it knows what each job
// was by the PDF, which the test makes the paper's name.
type dice struct {
	next   fate
	out    []string // papers that came out
	doubts []string // papers that the desk was left in doubt about
}

func (d *dice) Print(_ context.Context, _ string, pdf []byte, progress func(devices.Status)) error {
	progress(devices.Status{State: devices.Busy})
	now := d.next
	d.next = prints
	if now == prints || now == doubts {
		d.out = append(d.out, string(pdf))
	}
	switch now {
	case refuses:
		return &devices.NotPrintedError{Reason: io.ErrClosedPipe}
	case doubts, swallows:
		d.doubts = append(d.doubts, string(pdf))
		return &devices.NotPrintedError{Reason: io.ErrClosedPipe, MayHavePrinted: true}
	}
	return nil
}

// TestNothingTwiceWithoutAWord: whatever the printer does, whenever the kiosk
// dies, and whatever people answer, a copy comes out once more only for each time
// that somebody asked for it; and once nothing is left, each copy is out or was
// spoken for.
func TestNothingTwiceWithoutAWord(t *testing.T) {
	c := open(t)
	printer := &dice{}
	c.opts.Forms, c.opts.Log = printer, slog.New(slog.DiscardHandler)
	c.opts.RenderCopy = func(w io.Writer, _ *guide.Guide, a *visit.Application, _ visit.Ticket, p visit.Paper) error {
		_, err := fmt.Fprintf(w, "%s of %s", p, a.ID)
		return err
	}
	c.Desk = desk.New(c.opts)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		ticket := c.submit(t, n)
		asked, spoken := map[string]int{}, map[string]bool{}
		name := func(p visit.Paper) string { return fmt.Sprintf("%s of %s", p, ticket.Case) }
		var stopped *desk.StoppedError
		var err error
		for range rapid.IntRange(1, 25).Draw(rt, "acts") {
			printer.next = fate(rapid.IntRange(0, int(fates)-1).Draw(rt, "fate"))
			in := stopped != nil && stopped.InDoubt
			switch act := rapid.IntRange(0, 5).Draw(rt, "act"); {
			case act == 0 && in: // a person says that it is bad
				asked[name(stopped.Paper)]++
				err = c.Reprint(t.Context(), visit.Unsettled{Ticket: ticket, Paper: stopped.Paper, Begun: true}, ignore)
			case act == 1 && in: // or good
				spoken[name(stopped.Paper)] = true
				must(t, c.Settle(t.Context(), visit.Unsettled{Ticket: ticket, Paper: stopped.Paper, Begun: true}))
				err = c.PrintForms(t.Context(), ticket.Case, ignore)
			case act == 2: // the kiosk starts anew
				must(t, c.store.Close())
				c.openStore(t)
				continue
			default:
				err = c.PrintForms(t.Context(), ticket.Case, ignore)
				if in && !errors.Is(err, visit.ErrPrinted) {
					rt.Fatalf("%s was in doubt, and then: %v", stopped.Paper, err)
				}
			}
			if stopped = nil; err != nil && !errors.As(err, &stopped) {
				rt.Fatal(err)
			}
		}
		out := map[string]int{}
		for _, paper := range printer.out {
			if strings.HasSuffix(paper, ticket.Case) {
				out[paper]++
			}
		}
		for paper, times := range out {
			if times > 1+asked[paper] {
				rt.Errorf("%s came out %d times and was asked for again %d times", paper, times, asked[paper])
			}
		}
		ledger, err := c.store.Prints(t.Context(), ticket.Case)
		must(t, err)
		doubted := 0
		for _, line := range ledger[1:] {
			paper := name(line.Paper)
			switch {
			case line.State == visit.PrintBegun:
				doubted++
				if !slices.Contains(printer.doubts, paper) {
					rt.Errorf("%s is in doubt for no reason", paper)
				}
			case line.State == visit.PrintDone && out[paper] == 0, line.State == visit.PrintSettled && !spoken[paper]:
				rt.Errorf("the ledger says that %s is %s", paper, line.State)
			}
		}
		if doubted > 1 {
			rt.Errorf("%d copies are in doubt at once", doubted)
		}
	})
}
