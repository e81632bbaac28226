package main

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"hallkiosk/kiosk/config"
	"hallkiosk/sync/outbox"
)

var errNoStore = errors.New("no store yet: the kiosk has never been started")

// withStore loads the configuration of a kiosk that has a store.
func withStore(path string) (*config.Config, error) {
	cfg, err := config.Load(path)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(cfg.StorePath()); errors.Is(err, fs.ErrNotExist) {
		return nil, errNoStore
	}
	return &cfg, nil
}

// readLedger reads something of a kiosk's store, without the store's key and
// without a change to the store.
func readLedger[T any](ctx context.Context, cfg *config.Config, read func(*outbox.Ledger, context.Context) ([]T, error)) ([]T, error) {
	l, err := outbox.OpenLedger(ctx, cfg.StorePath(), cfg.Name)
	if err != nil {
		return nil, err
	}
	list, err := read(l, ctx)
	return list, errors.Join(err, l.Close())
}
