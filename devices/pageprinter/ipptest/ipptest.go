// Package ipptest runs a real IPP printer for tests: ippeveprinter of CUPS
// (Debian: cups-ipp-utils, dbus), on a free port of the loopback, with a
// message bus of its own. No privilege is needed, and several run side by side.
//
// ippeveprinter wants to announce itself by DNS-SD and refuses to start where
// there is no system bus to reach Avahi by. A private bus without Avahi on it
// satisfies it.
package ipptest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// startLimit is how long the printer may take to come up, on a busy machine.
const startLimit = 60 * time.Second

// Printer is one running printer. Its methods may be called by any goroutine.
type Printer struct {
	URL string // ipp://localhost:PORT/ipp/print

	dir   string
	bus   *process
	eve   *process
	close sync.Once
	ended error
}

// Run starts a printer for the length of a test.
func Run(tb testing.TB) *Printer {
	tb.Helper()
	p, err := Start(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := p.Close(); err != nil {
			tb.Error(err)
		}
	})
	return p
}

// Start starts a printer; Close ends it.
func Start(ctx context.Context) (*Printer, error) {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	// Not the test's own folder: a socket's path has room for 107 bytes.
	dir, err := os.MkdirTemp("/tmp", "ipp")
	if err != nil {
		return nil, fmt.Errorf("ipptest: %w", err)
	}
	p := &Printer{dir: dir}
	if err := p.start(ctx); err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "printer.log"))
		return nil, errors.Join(fmt.Errorf("ipptest: start: %w\n%s", err, log), p.Close())
	}
	return p, nil
}

func (p *Printer) start(ctx context.Context) error {
	for _, sub := range []string{"spool", "out"} {
		if err := os.Mkdir(filepath.Join(p.dir, sub), 0o700); err != nil {
			return err
		}
	}
	command, err := p.writeCommand()
	if err != nil {
		return err
	}
	address, err := p.startBus()
	if err != nil {
		return err
	}
	// A port that is free now may be taken a moment later.
	for {
		err := p.startPrinter(ctx, command, address)
		if err == nil || ctx.Err() != nil || !errors.Is(err, errEnded) {
			return err
		}
	}
}

func (p *Printer) startPrinter(ctx context.Context, command, bus string) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	cmd := exec.Command("ippeveprinter", "-r", "off", "-n", "localhost", "-p", strconv.Itoa(port),
		"-d", filepath.Join(p.dir, "spool"), "-f", "application/pdf", "-c", command, "kiosk-test")
	cmd.Env = append(os.Environ(), "DBUS_SYSTEM_BUS_ADDRESS="+bus, "LC_ALL=C")
	if p.eve, err = launch(cmd, filepath.Join(p.dir, "printer.log")); err != nil {
		return err
	}
	p.URL = fmt.Sprintf("ipp://localhost:%d/ipp/print", port)
	return p.eve.listening(ctx, net.JoinHostPort("localhost", strconv.Itoa(port)))
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return 0, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}

// Close ends the printer and its bus and removes what they kept.
func (p *Printer) Close() error {
	p.close.Do(func() {
		p.ended = errors.Join(p.eve.end(), p.bus.end(), os.RemoveAll(p.dir))
	})
	return p.ended
}

// Kill ends the printer in the middle of whatever it does, as a pulled mains
// plug would.
func (p *Printer) Kill() error { return p.eve.end() }
