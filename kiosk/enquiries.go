package main

import (
	"crypto/ed25519"
	"strings"

	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/enquiry"
	"hallkiosk/screens"
)

// enquiries answers how far applications are: by the centre, or by the store.
func (m *machine) enquiries(cfg *config.Config) (screens.ProgressFunc, error) {
	signer, err := cfg.Key()
	if err != nil {
		return nil, err
	}
	desk := &enquiry.Desk{
		Centre: m.link, Store: m.store, Digit: cfg.Digit, Host: strings.ToUpper(cfg.Centre.Host),
		Key: signer.Public().(ed25519.PublicKey),
	}
	return desk.Progress, nil
}
