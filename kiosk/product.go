//go:build !sim

package main

import (
	"context"
	"io"
)

// run is the product: it has no command but to run, and nothing simulated.
func run(ctx context.Context, args []string, out, errs io.Writer) error {
	return runStation(ctx, args, out, errs, nil)
}
