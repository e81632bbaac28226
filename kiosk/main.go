// Command kiosk is the screen program of the hall kiosk: flags, configuration
// and wiring; what it does stands in the packages below.
package main

import (
	"context"
	"flag"
	"fmt"
	"image"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

// version is set when building; see kiosk/build.
var version = "unknown"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "kiosk:", err)
		os.Exit(1)
	}
}

// window is how the kiosk is shown: full screen, or of a size.
type window struct{ size image.Point }

func (w *window) String() string {
	if w.size == (image.Point{}) {
		return ""
	}
	return fmt.Sprintf("%dx%d", w.size.X, w.size.Y)
}

// Set reads "1080x1920".
func (w *window) Set(s string) error {
	var p image.Point
	if n, err := fmt.Sscanf(s, "%dx%d", &p.X, &p.Y); err != nil || n != 2 || p.X < 320 || p.Y < 320 || p.X > 8192 || p.Y > 8192 {
		return fmt.Errorf("want a size such as 1080x1920")
	}
	w.size = p
	return nil
}

// flagSet are the flags of one way to start the program.
type flagSet = flag.FlagSet

func newFlags(name string, errs io.Writer) *flagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(errs)
	return f
}

func newLog(w io.Writer) *slog.Logger { return slog.New(slog.NewJSONHandler(w, nil)) }
