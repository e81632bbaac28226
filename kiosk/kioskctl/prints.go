package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"hallkiosk/kiosk/config"
	"hallkiosk/sync/outbox"
)

type printsCmd struct {
	Config string `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration."`
	Day    string `help:"Only of that day, as 2026-11-22."`
}

// Run lists the print ledger, by number, day and paper: how each stands and how
// often it was begun. The kiosk may run meanwhile.
func (c *printsCmd) Run(ctx context.Context, s streams) error {
	cfg, err := config.Load(c.Config)
	if err != nil {
		return err
	}
	if _, err := os.Stat(cfg.StorePath()); errors.Is(err, fs.ErrNotExist) {
		return errors.New("prints: no store yet: the kiosk has never been started")
	}
	lines, err := readPrints(ctx, &cfg)
	if err != nil {
		return err
	}
	listPrints(s.out, lines, c.Day)
	return nil
}

// readPrints reads the ledger, without the store's key and without a change to the store.
func readPrints(ctx context.Context, cfg *config.Config) ([]outbox.PrintLine, error) {
	l, err := outbox.OpenLedger(ctx, cfg.StorePath(), cfg.Name)
	if err != nil {
		return nil, err
	}
	lines, err := l.Prints(ctx)
	return lines, errors.Join(err, l.Close())
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
