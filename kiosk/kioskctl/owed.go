package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"hallkiosk/sync/outbox"
)

type owedCmd struct {
	Config string `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration."`
	Retry  bool   `help:"Have the kiosk deliver again what the centre refused: do so once the cause is mended."`
}

// Run lists the cases that the centre does not have, by number, day and code,
// and puts the refused ones back where asked to. The kiosk may run meanwhile.
func (c *owedCmd) Run(ctx context.Context, s streams) error {
	cfg, err := withStore(c.Config)
	if err != nil {
		return fmt.Errorf("owed: %w", err)
	}
	if c.Retry {
		n, err := outbox.Retry(ctx, cfg.StorePath(), cfg.Name, time.Now())
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%d put back; the kiosk delivers within a minute\n", n)
	}
	debts, err := readLedger(ctx, cfg, (*outbox.Ledger).Debts)
	if err != nil {
		return err
	}
	listDebts(s.out, debts)
	return nil
}

func listDebts(w io.Writer, debts []outbox.Debt) {
	if len(debts) == 0 {
		fmt.Fprintln(w, "nothing is owed to the centre")
		return
	}
	for _, d := range debts {
		state, code := "waiting", d.Code
		if d.Refused {
			state = "refused"
		}
		if code == "" {
			code = "not tried yet"
		}
		fmt.Fprintf(w, "%s  %s  %s  %s\n", state, d.Day, d.Number, code)
	}
}
