package desk

import (
	"context"
	"fmt"

	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// PrintTicket prints the ticket of a case, once. Where the printer is certain
// that nothing came out, it may be called again; where it is not, the
// *StoppedError is in doubt and a person has to say.
func (d *Desk) PrintTicket(ctx context.Context, caseID string) error {
	t, err := d.o.Store.Ticket(ctx, caseID)
	if err != nil {
		return fmt.Errorf("desk: print ticket: %w", err)
	}
	// The ticket is worth printing without its list: the case itself may be erased.
	g := d.o.Guides.Current()
	var needed []guide.Material
	if a, err := d.o.Store.Application(ctx, caseID); err == nil {
		if own, ok := d.o.Guides.Version(a.GuideVersion); ok {
			g = own
		}
		needed = materials(g, a)
	}
	t.Ahead = d.waited(caseID)
	return d.print(ctx, caseID, visit.PaperTicket, place{}, func() error {
		return d.o.Tickets.Print(ctx, d.o.Slip(g, t, needed))
	})
}

// materials are those that the case needs and the guide knows.
func materials(g *guide.Guide, a *visit.Application) []guide.Material {
	var list []guide.Material
	for _, state := range a.Materials {
		if m, ok := g.Material(state.Material); ok && !state.Exempt {
			list = append(list, *m)
		}
	}
	return list
}

// PrintList prints a slip that is no case's paper, such as a list to take along.
// No ledger knows it: whoever wants another takes another.
func (d *Desk) PrintList(ctx context.Context, s ticketprinter.Slip) error {
	if err := d.o.Tickets.Print(ctx, s); err != nil {
		return fmt.Errorf("desk: print list: %w", err)
	}
	return nil
}
