package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"hallkiosk/sync/centre"
	"hallkiosk/sync/centre/authority"
	"hallkiosk/sync/centre/store"
)

// account adds or changes an account of the staff.
func (p program) account(ctx context.Context, args []string) (err error) {
	if len(args) == 0 {
		return fmt.Errorf("account: add, password, disable or enable?\n%s", usage)
	}
	command := args[0]
	set, data := p.flags("account " + command)
	role := set.String("role", string(store.Window), "window, approver or admin")
	name, err := parse(set, args[1:])
	if err != nil {
		return err
	}
	if name == "" {
		return errors.New("account: whose?")
	}
	c, _, err := p.open(*data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	switch command {
	case "add", "password":
		secret, err := p.askPassword()
		if err != nil {
			return err
		}
		if command == "password" {
			return c.SetPassword(ctx, name, secret)
		}
		return c.AddAccount(ctx, name, secret, store.Role(*role))
	case "disable", "enable":
		return c.SetDisabled(ctx, name, command == "disable")
	}
	return fmt.Errorf("account: unknown command %q", command)
}

// kiosk lets a kiosk in, or turns it away.
func (p program) kiosk(ctx context.Context, args []string) (err error) {
	if len(args) == 0 {
		return fmt.Errorf("kiosk: sign or revoke?\n%s", usage)
	}
	command := args[0]
	set, data := p.flags("kiosk " + command)
	request := set.String("csr", "", "certificate request of the kiosk, PEM")
	name := set.String("name", "", "the kiosk's name, such as K1")
	digit := set.Int("digit", -1, "0 to 9, the second character of the kiosk's numbers")
	to := set.String("o", "", "file for the certificate, PEM")
	argument, err := parse(set, args[1:])
	if err != nil {
		return err
	}
	c, vouch, err := p.open(*data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	switch command {
	case "sign":
		return p.sign(ctx, c, vouch, signing{request: *request, name: *name, digit: *digit, to: *to, data: *data})
	case "revoke":
		if argument == "" {
			return errors.New("kiosk revoke: which one?")
		}
		if err := c.Revoke(ctx, argument); err != nil {
			return fmt.Errorf("kiosk revoke %s: %w", argument, err)
		}
		return nil
	}
	return fmt.Errorf("kiosk: unknown command %q", command)
}

type signing struct {
	request, name, to, data string
	digit                   int
}

func (p program) sign(ctx context.Context, c *centre.Centre, vouch *authority.Authority, s signing) error {
	if s.request == "" || s.to == "" {
		return errors.New("kiosk sign: -csr and -o are needed")
	}
	request, err := os.ReadFile(s.request)
	if err != nil {
		return fmt.Errorf("kiosk sign: %w", err)
	}
	signed, err := vouch.SignRequest(s.name, request)
	if err != nil {
		return err
	}
	if err := c.Enrol(ctx, s.digit, signed); errors.Is(err, store.ErrTaken) {
		return fmt.Errorf("kiosk sign: another kiosk has the digit %d, or %s has another digit: %w", s.digit, s.name, err)
	} else if err != nil {
		return err
	}
	if err := os.WriteFile(s.to, authority.EncodeCertificate(signed), 0o644); err != nil {
		return fmt.Errorf("kiosk sign: %w", err)
	}
	_, err = fmt.Fprintf(p.out, "%s: certificate of kiosk %s, good until %s\nThe kiosk also needs %s\n",
		s.to, s.name, signed.NotAfter.Format("2006-01-02"), filepath.Join(s.data, "authority", "ca.pem"))
	return err
}
