package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/pin"
)

type pinCmd struct {
	Config string `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration."`
}

// Run sets the PIN of the technician's page, asked for twice at a terminal and
// else read from standard input. It also ends a lock. The kiosk may run meanwhile.
func (c *pinCmd) Run(ctx context.Context, s streams) error {
	cfg, err := config.Load(c.Config)
	if err != nil {
		return err
	}
	typed, err := askPIN(s)
	if err != nil {
		return fmt.Errorf("pin: %w", err)
	}
	if err := pin.New(pin.Options{File: cfg.Path(cfg.Technician.PIN), Now: time.Now}).Set(ctx, typed); err != nil {
		return err
	}
	fmt.Fprintln(s.out, "the technician's page takes this PIN from now on")
	return nil
}

func askPIN(s streams) (string, error) {
	lines := bufio.NewReader(io.LimitReader(s.in, 200))
	line := func() (string, error) {
		text, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return strings.TrimRight(text, "\r\n"), err
	}
	show, terminal := hideTyping(s.in)
	if !terminal {
		return line()
	}
	defer show()
	fmt.Fprintf(s.err, "PIN, %d to %d digits: ", pin.MinDigits, pin.MaxDigits)
	first, err := line()
	if err != nil {
		return "", err
	}
	fmt.Fprint(s.err, "\nOnce more: ")
	second, err := line()
	fmt.Fprintln(s.err)
	if err == nil && first != second {
		err = errors.New("the two are not the same")
	}
	return first, err
}

// hideTyping stops a terminal from showing what is typed, until show is called.
func hideTyping(in io.Reader) (show func(), terminal bool) {
	f, ok := in.(*os.File)
	if !ok {
		return nil, false
	}
	before, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		return nil, false
	}
	hidden := *before
	hidden.Lflag &^= unix.ECHO
	if unix.IoctlSetTermios(int(f.Fd()), unix.TCSETS, &hidden) != nil {
		return func() {}, true
	}
	return func() { _ = unix.IoctlSetTermios(int(f.Fd()), unix.TCSETS, before) }, true
}
