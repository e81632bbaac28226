//go:build sim

package main

import (
	"context"
	"io"
)

// run is the build for demo, pictures and walks: the product's way to run, with
// a socket to drive it by, and two commands more.
//
//	kiosk-sim demo            the kiosk with simulated devices and a centre
//	kiosk-sim shot            one story as a PNG file
//	kiosk-sim -control PATH   the product, driven through a socket
func run(ctx context.Context, args []string, out, errs io.Writer) error {
	if len(args) > 0 {
		switch args[0] {
		case "demo":
			return runDemo(ctx, args[1:], out, errs)
		case "shot":
			return runShot(args[1:], out, errs)
		}
	}
	return runStation(ctx, args, out, errs, func(s *station, f *flagSet) {
		path := f.String("control", "", "Unix socket to drive the screen by")
		time := &clock{}
		s.now = time.now
		s.wrap = func(l loop) (loop, io.Closer, error) {
			if *path == "" {
				return l, io.NopCloser(nil), nil
			}
			c, err := newControl(*path, l, time)
			return c, c, err
		}
	})
}
