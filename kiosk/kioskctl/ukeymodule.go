package main

import (
	"context"

	"golang.org/x/sys/unix"

	"hallkiosk/devices/ukey"
	"hallkiosk/devices/ukey/pkcs11"
)

// ukeyModuleCmd is a helper process of the kiosk: it loads a vendor's library and
// serves the kiosk over standard input and output, until that ends.
type ukeyModuleCmd struct {
	Path string `arg:"" help:"The vendor's PKCS#11 library."`
}

// Run serves. What the library prints to standard output must not mix with the
// pipe, and what passes through must not end in a core dump.
func (c *ukeyModuleCmd) Run(ctx context.Context) error {
	in, out, err := ukey.Standard()
	if err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return err
	}
	return ukey.Serve(ctx, in, out, func() (ukey.Driver, error) {
		d, err := pkcs11.Open(c.Path)
		if err != nil {
			return nil, err
		}
		return d, nil
	})
}
