package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"hallkiosk/kiosk/config"
	"hallkiosk/sync/outbox"
)

type owedCmd struct {
	Config string `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration."`
	Retry  bool   `help:"Have the kiosk deliver again what the centre refused: do so once the cause is mended."`
}

// Run lists the cases that the centre does not have, by number, day and code,
// and puts the refused ones back where asked to. The kiosk may run meanwhile.
func (c *owedCmd) Run(ctx context.Context, s streams) error {
	cfg, err := config.Load(c.Config)
	if err != nil {
		return err
	}
	if _, err := os.Stat(cfg.StorePath()); errors.Is(err, fs.ErrNotExist) {
		return errors.New("owed: no store yet: the kiosk has never been started")
	}
	if c.Retry {
		n, err := outbox.Retry(ctx, cfg.StorePath(), cfg.Name, time.Now())
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%d put back; the kiosk delivers within a minute\n", n)
	}
	debts, err := readDebts(ctx, &cfg)
	if err != nil {
		return err
	}
	listDebts(s.out, debts)
	return nil
}

// readDebts reads what is owed, without the store's key and without a change to the store.
func readDebts(ctx context.Context, cfg *config.Config) ([]outbox.Debt, error) {
	l, err := outbox.OpenLedger(ctx, cfg.StorePath(), cfg.Name)
	if err != nil {
		return nil, err
	}
	debts, err := l.Debts(ctx)
	return debts, errors.Join(err, l.Close())
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
