//go:build sim

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"net"
	"os"
	"sync"
	"time"

	"hallkiosk/screens"
	"hallkiosk/screens/paint"
	"hallkiosk/screens/ui"
)

// control lets a program drive the screen as a person would, through a Unix
// socket: it touches, types, reads what is shown, and moves the clock. Demo and
// walks only. A request is one JSON object a line, an answer likewise:
//
//	{"do":"frame","after":N}          waits for a frame newer than N, or 1 s: {"serial":…,"elements":[…]}
//	{"do":"touch","x":…,"y":…}        presses and releases there, and waits until that is taken in;
//	                                  with "hasty":true in the same moment as the last touch
//	{"do":"type","text":"…"}          types on a keyboard of keys; {"do":"erase"} its backspace
//	{"do":"clock","by":"2h"}          moves the clock
type control struct {
	inner    loop
	clock    *clock
	listener net.Listener

	mu      sync.Mutex
	waiting []piece // what to do, one a tick
	serial  int
	frame   *ui.Frame
	changed chan struct{} // closed and made anew with each new frame
}

// piece is something to do in one tick; done is closed after it.
type piece struct {
	screens.Events
	done chan struct{}
}

// newControl listens at path until Close.
func newControl(path string, inner loop, clock *clock) (*control, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("control: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("control: %w", err)
	}
	c := &control{inner: inner, clock: clock, listener: l, changed: make(chan struct{})}
	go c.accept()
	return c, nil
}

// Close ends the socket. Whoever is connected is the one to hang up.
func (c *control) Close() error { return c.listener.Close() }

// Tick gives the inner loop what the socket asked for, one piece a tick, so that
// each sees the screen that the one before led to.
func (c *control) Tick(e screens.Events) (*ui.Frame, bool) {
	c.mu.Lock()
	if len(c.waiting) > 0 {
		next := c.waiting[0]
		c.waiting = c.waiting[1:]
		defer close(next.done)
		e.Touches = append(e.Touches, next.Touches...)
		e.Text += next.Text
		e.Erase = e.Erase || next.Erase
	}
	more := len(c.waiting) > 0
	c.mu.Unlock()

	f, changed := c.inner.Tick(e)

	c.mu.Lock()
	defer c.mu.Unlock()
	if changed || c.frame == nil {
		c.serial++
		c.frame = f
		close(c.changed)
		c.changed = make(chan struct{})
	}
	if more {
		paint.Wake()
	}
	return f, changed
}

func (c *control) accept() {
	for {
		conn, err := c.listener.Accept()
		if err != nil {
			return
		}
		go c.serve(conn)
	}
}

// request and answer are the socket's two kinds of lines.
type request struct {
	Do    string `json:"do"`
	After int    `json:"after"`
	X     int    `json:"x"`
	Y     int    `json:"y"`
	Text  string `json:"text"`
	By    string `json:"by"`
	Hasty bool   `json:"hasty"`
}

type answer struct {
	Error    string    `json:"error,omitempty"`
	Serial   int       `json:"serial"`
	Elements []element `json:"elements,omitempty"`
}

// element is ui.Element as the socket writes it.
type element struct {
	ID       string `json:"id,omitempty"`
	Label    string `json:"label,omitempty"`
	Value    string `json:"value,omitempty"`
	Live     bool   `json:"live,omitempty"`
	Selected bool   `json:"selected,omitempty"`
	X        int    `json:"x"`
	Y        int    `json:"y"`
}

func (c *control) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewScanner(conn)
	in.Buffer(nil, 1<<20)
	out := json.NewEncoder(conn)
	for in.Scan() {
		var r request
		a, err := answer{}, json.Unmarshal(in.Bytes(), &r)
		if err == nil {
			a, err = c.do(r)
		}
		if err != nil {
			a.Error = err.Error()
		}
		if out.Encode(a) != nil {
			return
		}
	}
}

func (c *control) do(r request) (answer, error) {
	at := image.Pt(r.X, r.Y)
	switch r.Do {
	case "frame":
		return c.next(r.After), nil
	case "touch":
		if !r.Hasty {
			c.clock.move(screens.EchoTime) // nobody reads a page faster
		}
		c.queue(screens.Events{Touches: []screens.Touch{{Kind: screens.Press, At: at}}},
			screens.Events{Touches: []screens.Touch{{Kind: screens.Release, At: at}}})
	case "type":
		c.queue(screens.Events{Text: r.Text})
	case "erase":
		c.queue(screens.Events{Erase: true})
	case "clock":
		by, err := time.ParseDuration(r.By)
		if err != nil {
			return answer{}, err
		}
		c.clock.move(by)
		paint.Wake()
	default:
		return answer{}, fmt.Errorf("control: no %q", r.Do)
	}
	return answer{}, nil
}

// queue hands the loop what to do and waits until it is done.
func (c *control) queue(pieces ...screens.Events) {
	var done chan struct{}
	c.mu.Lock()
	for _, e := range pieces {
		done = make(chan struct{})
		c.waiting = append(c.waiting, piece{e, done})
	}
	c.mu.Unlock()
	// A window that is not open yet sleeps on: it is woken until it has ticked.
	wake := time.NewTicker(time.Second / 4)
	defer wake.Stop()
	for {
		paint.Wake()
		select {
		case <-done:
			return
		case <-wake.C:
		}
	}
}

// next waits until the frame is newer than after, for a second at the most.
func (c *control) next(after int) answer {
	deadline := time.NewTimer(time.Second)
	defer deadline.Stop()
	for {
		c.mu.Lock()
		serial, f, changed := c.serial, c.frame, c.changed
		c.mu.Unlock()
		if f != nil && serial > after {
			return answer{Serial: serial, Elements: elements(f)}
		}
		select {
		case <-changed:
		case <-deadline.C:
			return answer{Serial: serial}
		}
	}
}

func elements(f *ui.Frame) []element {
	var list []element
	for _, e := range f.Elements() {
		centre := e.Box.Min.Add(e.Box.Max).Div(2)
		list = append(list, element{ID: e.ID, Label: e.Label, Value: e.Value, Live: e.Live(),
			Selected: e.State.Has(ui.Selected), X: centre.X, Y: centre.Y})
	}
	return list
}

// clock is the system's, moved by what a walk asked for.
type clock struct {
	mu sync.Mutex
	by time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.by)
}

func (c *clock) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.by += by
}
