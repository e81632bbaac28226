package ukey

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"hallkiosk/devices"
)

// leave is how long a helper waits for its library when the kiosk is gone.
const leave = 2 * time.Second

// order is what the kiosk asks of a helper.
type order struct {
	kind byte
	body []byte
	pins [2]PIN
}

func (o *order) wipe() {
	o.pins[0].Wipe()
	o.pins[1].Wipe()
}

// Serve is the helper's side of the pipe: it makes a driver with open and lets the
// kiosk work with it until r ends or ctx does. The driver is made and called by one
// goroutine on one thread. Serve does not wait for ever for a driver that hangs:
// its process is to end then. r must be what the kiosk writes, unbuffered.
func Serve(ctx context.Context, r io.Reader, w io.Writer, open func() (Driver, error)) error {
	orders := make(chan *order)
	quit, read, worked := make(chan struct{}), make(chan error, 1), make(chan error, 1)
	defer close(quit)
	go func() { read <- readOrders(r, orders, quit) }()
	go func() { worked <- work(w, open, orders, quit) }()
	select {
	case err := <-worked:
		return err
	case err := <-read:
		close(orders)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		select {
		case workErr := <-worked:
			return errors.Join(err, workErr)
		case <-time.After(leave):
			return errors.Join(err, ErrHung)
		}
	case <-ctx.Done():
		return ctx.Err()
	}
}

// readOrders reads what the kiosk asks until the pipe ends.
func readOrders(r io.Reader, orders chan<- *order, quit <-chan struct{}) error {
	for {
		o, err := readOrder(r)
		if err != nil {
			return err
		}
		select {
		case orders <- o:
		case <-quit:
			o.wipe()
			return nil
		}
	}
}

func readOrder(r io.Reader) (*order, error) {
	kind, body, err := readFrame(r, maxAsked)
	if err != nil {
		return nil, err
	}
	o := &order{kind: kind, body: body}
	pins := 0
	switch kind {
	case frameLook:
	case frameSign:
		pins = 1
	case frameChange:
		pins = 2
	default:
		return nil, fmt.Errorf("ukey: frame %q: %w", kind, devices.ErrGarbled)
	}
	for i := range pins {
		if err := readPIN(r, &o.pins[i]); err != nil {
			o.wipe()
			return nil, err
		}
	}
	return o, nil
}

// work opens the driver and does what is asked, on a thread of its own.
func work(w io.Writer, open func() (Driver, error), orders <-chan *order, quit <-chan struct{}) error {
	runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
	d, err := open()
	if err != nil {
		return errors.Join(err, writeFrame(w, frameHello, hello{Version: wireVersion, Problem: problemOf(err)}))
	}
	if err := writeFrame(w, frameHello, hello{Version: wireVersion, Library: d.Library()}); err != nil {
		return errors.Join(err, d.Close())
	}
	var before []byte // what was told of the keys last
	for {
		select {
		case o, more := <-orders:
			if !more {
				return d.Close()
			}
			if err := obey(w, d, o, &before); err != nil {
				return errors.Join(err, d.Close())
			}
		case <-quit:
			return d.Close()
		}
	}
}

// obey does one thing and answers. Its error is the pipe's.
func obey(w io.Writer, d Driver, o *order, before *[]byte) error {
	defer o.wipe()
	if o.kind == frameLook {
		return look(w, d, o, before)
	}
	var signature []byte
	var err error
	if o.kind == frameSign {
		var q signRequest
		if err := decodeBody(o.body, &q); err != nil {
			return err
		}
		signature, err = d.Sign(q.Token, q.Certificate, q.Message, o.pins[0].Bytes())
	} else {
		var q changeRequest
		if err := decodeBody(o.body, &q); err != nil {
			return err
		}
		err = d.ChangePIN(q.Token, o.pins[0].Bytes(), o.pins[1].Bytes())
	}
	if err != nil {
		signature = nil
	}
	return writeFrame(w, frameAnswer, answer{Signature: signature, Problem: problemOf(err)})
}

// look tells which keys are plugged in, where that is other than before.
func look(w io.Writer, d Driver, o *order, before *[]byte) error {
	var h Hint
	if err := decodeBody(o.body, &h); err != nil {
		return err
	}
	found, err := d.Scan(h)
	now, err := json.Marshal(tokens{Tokens: found, Problem: problemOf(err)})
	if err != nil {
		return err
	}
	if bytes.Equal(now, *before) {
		return writeBytes(w, frameTokens, nil)
	}
	*before = now
	return writeBytes(w, frameTokens, now)
}
