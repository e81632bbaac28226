package ipptest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

var errEnded = errors.New("ended by itself")

// process is a program that we started.
type process struct {
	cmd   *exec.Cmd
	gone  chan struct{} // closed when it has ended
	once  sync.Once
	fault error
}

func launch(cmd *exec.Cmd, log string) (*process, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	if cmd.Stdout == nil {
		cmd.Stdout = out
	}
	cmd.Stderr = out
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, gone: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // it is killed in the end, which is no news
		close(p.gone)
	}()
	return p, nil
}

// end kills the process and waits until it is gone.
func (p *process) end() error {
	if p == nil {
		return nil
	}
	p.once.Do(func() {
		if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			p.fault = err
			return
		}
		<-p.gone
	})
	return p.fault
}

// listening waits until the process takes connections at address.
func (p *process) listening(ctx context.Context, address string) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", address)
		if err == nil {
			return c.Close()
		}
		select {
		case <-tick.C:
		case <-p.gone:
			return fmt.Errorf("%s: %w", filepath.Base(p.cmd.Path), errEnded)
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", ctx.Err(), err)
		}
	}
}

const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=%s</listen>
  <policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_destination="*"/><allow receive_sender="*"/></policy>
</busconfig>
`

// startBus starts a message bus and gives its address, which it prints once it
// listens.
func (p *Printer) startBus() (address string, err error) {
	config := filepath.Join(p.dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, filepath.Join(p.dir, "bus")), 0o600); err != nil {
		return "", err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	cmd := exec.Command("dbus-daemon", "--config-file="+config, "--nofork", "--print-address=1")
	cmd.Stdout = w
	p.bus, err = launch(cmd, filepath.Join(p.dir, "bus.log"))
	if err := errors.Join(err, w.Close()); err != nil {
		return "", err
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("dbus-daemon: %w", err)
	}
	return strings.TrimSpace(line), nil
}
