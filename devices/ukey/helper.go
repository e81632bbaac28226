package ukey

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"hallkiosk/devices"
)

// helper is the kiosk's side of a module's process. It serves one goroutine.
type helper struct {
	cmd   *exec.Cmd
	in    *os.File // what it reads
	out   *os.File // what it writes
	ended chan struct{}
	last  tokens
}

// startHelper starts a process and waits until its library is loaded. The process
// ends with this one, and what it says beside the pipe goes nowhere: nobody
// knows what a vendor's library prints.
func startHelper(ctx context.Context, cmd *exec.Cmd, limit time.Duration) (*helper, Library, error) {
	h, err := spawn(cmd)
	if err != nil {
		return nil, Library{}, fmt.Errorf("%w: helper: %w", ErrLoad, err)
	}
	var said hello
	body, err := h.ask(ctx, limit, func() error { return nil }, frameHello)
	if err == nil {
		err = decodeBody(body, &said)
	}
	if err == nil && said.Version != wireVersion {
		err = fmt.Errorf("%w: helper speaks version %d of the pipe, not %d", ErrLoad, said.Version, wireVersion)
	}
	if err == nil {
		err = said.Problem.err()
	}
	if err != nil {
		h.kill()
		return nil, Library{}, err
	}
	l := said.Library
	return h, Library{Name: Clean(l.Name, 100), Version: Clean(l.Version, 40), API: Clean(l.API, 40)}, nil
}

func spawn(cmd *exec.Cmd) (*helper, error) {
	inR, inW, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	outR, outW, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, inR.Close(), inW.Close())
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = inR, outW, nil
	// A group of its own, so that what the library starts ends with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	err = cmd.Start()
	_ = errors.Join(inR.Close(), outW.Close()) // they are the process's now
	if err != nil {
		return nil, errors.Join(err, inW.Close(), outR.Close())
	}
	h := &helper{cmd: cmd, in: inW, out: outR, ended: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // how it ended is seen on the pipe
		close(h.ended)
	}()
	return h, nil
}

// ask sends something and takes the answer, which must be of that kind. After any
// error the pipe is out of step, and only kill is of use.
func (h *helper) ask(ctx context.Context, limit time.Duration, send func() error, kind byte) ([]byte, error) {
	deadline := time.Now().Add(limit)
	if err := errors.Join(h.in.SetWriteDeadline(deadline), h.out.SetReadDeadline(deadline)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCrashed, err)
	}
	defer h.breakOff(ctx)()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err := send(); err != nil {
		return nil, lost(ctx, err)
	}
	got, body, err := readFrame(h.out, maxFrame)
	if err != nil {
		return nil, lost(ctx, err)
	}
	if got != kind {
		return nil, fmt.Errorf("ukey: frame %q instead of %q: %w", got, kind, devices.ErrGarbled)
	}
	return body, nil
}

// breakOff ends what waits on the pipe when ctx ends, until it is undone.
func (h *helper) breakOff(ctx context.Context) (undo func()) {
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		past := time.Unix(1, 0)
		_ = errors.Join(h.in.SetWriteDeadline(past), h.out.SetReadDeadline(past)) // they fail where the pipe is closed
	})
	return func() {
		if !stop() {
			<-done
		}
	}
}

// lost says why a call did not come back.
func lost(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return ErrHung
	case errors.Is(err, devices.ErrGarbled):
		return err
	}
	return ErrCrashed
}

// look says which keys are plugged in. fault is the module's own, err says that
// the helper is lost.
func (h *helper) look(ctx context.Context, limit time.Duration, hint Hint) (found []Token, fault, err error) {
	body, err := h.ask(ctx, limit, func() error { return writeFrame(h.in, frameLook, hint) }, frameTokens)
	if err == nil && len(body) > 0 {
		h.last = tokens{}
		err = decodeBody(body, &h.last)
		h.last.bound()
	}
	if err != nil {
		return nil, nil, err
	}
	return h.last.Tokens, h.last.Problem.err(), nil
}

// work has the helper sign or change a PIN. Of the answer's problem it makes fault,
// err says that the helper is lost. The pins follow the request.
func (h *helper) work(ctx context.Context, limit time.Duration, kind byte, request any, pins ...*PIN) (signature []byte, fault, err error) {
	body, err := h.ask(ctx, limit, func() error {
		err := writeFrame(h.in, kind, request)
		for _, p := range pins {
			if err == nil {
				err = writePIN(h.in, p)
			}
		}
		return err
	}, frameAnswer)
	var a answer
	if err == nil {
		err = decodeBody(body, &a)
	}
	if err != nil {
		return nil, nil, err
	}
	return a.Signature, a.Problem.err(), nil
}

// stop lets the helper put its library away, and kills it when that takes long.
func (h *helper) stop() {
	_ = h.in.Close() // it ends by that
	select {
	case <-h.ended:
	case <-time.After(leave + time.Second):
	}
	h.kill()
}

// kill ends the helper and all that it started.
func (h *helper) kill() {
	_ = syscall.Kill(-h.cmd.Process.Pid, syscall.SIGKILL) // it may have ended by itself
	_ = errors.Join(h.in.Close(), h.out.Close())          // or be closed
	select {
	case <-h.ended:
	case <-time.After(5 * time.Second): // stuck in the system's kernel; it is left to itself
	}
}
