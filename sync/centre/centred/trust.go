package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/sync/centre"
	"hallkiosk/sync/centre/store"
)

// trust says whom the certificates of U-KEYs are checked against, beside a
// centre that is running or not.
func (p program) trust(ctx context.Context, args []string) (err error) {
	if len(args) == 0 {
		return fmt.Errorf("trust: add, list or remove?\n%s", usage)
	}
	command := args[0]
	set, data := p.flags("trust " + command)
	names, err := parseAll(set, args[1:])
	if err != nil {
		return err
	}
	// A folder that is no centre's would be made one, and no kiosk would hear of it.
	if _, err := os.Stat(filepath.Join(*data, "centre.db")); err != nil {
		return fmt.Errorf("trust: no centre in %s: %w", *data, err)
	}
	c, err := p.openPages(*data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	switch {
	case command == "list" && len(names) == 0:
		return p.listTrust(ctx, c)
	case command == "add" && len(names) > 0:
		return p.addTrust(ctx, c, names)
	case command == "remove" && len(names) > 0:
		return p.removeTrust(ctx, c, names)
	}
	return fmt.Errorf("trust: add FILE…, list or remove CHECKSUM…?\n%s", usage)
}

func (p program) addTrust(ctx context.Context, c *centre.Centre, names []string) error {
	var files [][]byte
	for _, name := range names {
		content, err := readSome(name, certificate.MaxRevocations)
		if err != nil {
			return fmt.Errorf("trust add: %w", err)
		}
		files = append(files, content)
	}
	added, err := c.AddTrust(ctx, files)
	if err != nil {
		return fmt.Errorf("trust add: nothing was changed: %w", err)
	}
	for _, e := range added {
		p.tellTrust(e)
	}
	return nil
}

func (p program) removeTrust(ctx context.Context, c *centre.Centre, sums []string) error {
	err := c.RemoveTrust(ctx, sums)
	switch {
	case errors.Is(err, certificate.ErrListIssuer):
		return fmt.Errorf("trust remove: nothing was changed: an authority goes together with its revocation lists: %w", err)
	case errors.Is(err, store.ErrUnknown):
		return fmt.Errorf("trust remove: nothing was changed: no such checksum, see \"centred trust list\": %w", err)
	case err != nil:
		return fmt.Errorf("trust remove: nothing was changed: %w", err)
	}
	fmt.Fprintf(p.out, "Removed: %d\n", len(sums))
	return nil
}

func (p program) listTrust(ctx context.Context, c *centre.Centre) error {
	all, err := c.TrustEntries(ctx)
	if err != nil {
		return err
	}
	for _, e := range all {
		p.tellTrust(e)
	}
	if len(all) == 0 {
		fmt.Fprintln(p.out, "No authority is trusted: no U-KEY can be bound. Add the CA's certificates and revocation lists.")
	}
	return nil
}

func (p program) tellTrust(e centre.TrustEntry) {
	if e.List {
		fmt.Fprintf(p.out, "%.16s  revocations  %s  made %s, next %s, revoked %d\n", e.SHA256, e.Name, moment(e.From), next(e.Until), e.Count)
		return
	}
	fmt.Fprintf(p.out, "%.16s  authority    %s  valid %s to %s\n", e.SHA256, e.Name, moment(e.From), moment(e.Until))
}

func next(t time.Time) string {
	if t.IsZero() {
		return "not announced"
	}
	return moment(t)
}

// readSome reads a file that is no longer than that.
func readSome(name string, most int64) (content []byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	content, err = io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(content)) > most {
		err = fmt.Errorf("%s: %w", name, certificate.ErrTooLarge)
	}
	return content, err
}
