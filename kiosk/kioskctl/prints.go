package main

import (
	"context"
	"fmt"
	"io"

	"hallkiosk/sync/outbox"
)

type printsCmd struct {
	Config string `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration."`
	Day    string `help:"Only of that day, as 2026-11-22."`
}

// Run lists the print ledger, by number, day and paper: how each stands and how
// often it was begun. The kiosk may run meanwhile.
func (c *printsCmd) Run(ctx context.Context, s streams) error {
	cfg, err := withStore(c.Config)
	if err != nil {
		return fmt.Errorf("prints: %w", err)
	}
	lines, err := readLedger(ctx, cfg, (*outbox.Ledger).Prints)
	if err != nil {
		return err
	}
	listPrints(s.out, lines, c.Day)
	return nil
}

// listPrints writes the lines of a day, or of all days where it is "".
func listPrints(w io.Writer, lines []outbox.PrintLine, day string) {
	none := true
	for _, p := range lines {
		if day != "" && p.Day != day {
			continue
		}
		none = false
		fmt.Fprintf(w, "%s  %s  %-8s  %-7s  %d×\n", p.Day, p.Number, p.Paper, p.State, p.Times)
	}
	if none {
		fmt.Fprintln(w, "nothing was to be printed")
	}
}
