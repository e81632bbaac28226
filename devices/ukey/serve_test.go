package ukey

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"hallkiosk/devices"
)

// scripted is a Driver that notes the memory of the PINs that it is given.
type scripted struct {
	nobody
	mu     sync.Mutex
	pins   [][]byte
	spoken []string
	scan   func() ([]Token, error)
	closed bool
}

func (s *scripted) Scan(Hint) ([]Token, error) { return s.scan() }

func (s *scripted) Sign(_ string, _, message, pin []byte) ([]byte, error) {
	s.note(pin)
	return message, nil
}

func (s *scripted) ChangePIN(_ string, old, fresh []byte) error {
	s.note(old)
	s.note(fresh)
	return &PINError{PINLast, 1}
}

func (s *scripted) Close() error { s.closed = true; return nil }

func (s *scripted) note(pin []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pins, s.spoken = append(s.pins, pin), append(s.spoken, string(pin))
}

// talk has Serve work off what write puts on the pipe, and returns what it answers.
func talk(t *testing.T, d Driver, write func(io.Writer) error) *bytes.Buffer {
	t.Helper()
	var asked, answered bytes.Buffer
	must(t, write(&asked))
	must(t, Serve(t.Context(), &asked, &answered, func() (Driver, error) { return d, nil }))
	var h hello
	must(t, decodeBody(next(t, &answered, frameHello), &h))
	if h.Version != wireVersion || h.Problem != nil {
		t.Errorf("%+v", h)
	}
	return &answered
}

func next(t *testing.T, r io.Reader, want byte) []byte {
	t.Helper()
	kind, body, err := readFrame(r, maxFrame)
	must(t, err)
	if kind != want {
		t.Fatalf("%q instead of %q", kind, want)
	}
	return body
}

// TestPINsAreWiped: the driver gets the PIN itself, and nothing of it is left once
// it has answered.
func TestPINsAreWiped(t *testing.T) {
	d := &scripted{}
	answered := talk(t, d, func(w io.Writer) error {
		return errors.Join(
			writeFrame(w, frameSign, signRequest{Message: []byte("text")}), writePIN(w, pinOf("864209")),
			writeFrame(w, frameChange, changeRequest{}), writePIN(w, pinOf("864209")), writePIN(w, pinOf("975310")))
	})
	if len(d.spoken) != 3 || d.spoken[0] != "864209" || d.spoken[1] != "864209" || d.spoken[2] != "975310" || !d.closed {
		t.Errorf("%q", d.spoken)
	}
	for i, memory := range d.pins {
		if !bytes.Equal(memory, make([]byte, len(memory))) {
			t.Errorf("PIN %d is still there: %q", i, memory)
		}
	}
	var a answer
	must(t, decodeBody(next(t, answered, frameAnswer), &a))
	if string(a.Signature) != "text" || a.Problem != nil {
		t.Errorf("%+v", a)
	}
	a = answer{}
	must(t, decodeBody(next(t, answered, frameAnswer), &a))
	var pin *PINError
	if !errors.As(a.Problem.err(), &pin) || *pin != (PINError{PINLast, 1}) || a.Signature != nil {
		t.Errorf("%+v", a)
	}
}

// TestOnlyChangesAreTold: twice the same is told once.
func TestOnlyChangesAreTold(t *testing.T) {
	n := 0
	d := &scripted{scan: func() ([]Token, error) {
		n++
		return []Token{{Name: "a", PIN: PINReady, Tries: n / 2}}, nil
	}}
	answered := talk(t, d, func(w io.Writer) error {
		return errors.Join(writeFrame(w, frameLook, Hint{}), writeFrame(w, frameLook, Hint{}), writeFrame(w, frameLook, Hint{}))
	})
	for i, told := range []bool{true, true, false} {
		if body := next(t, answered, frameTokens); (len(body) > 0) != told {
			t.Errorf("look %d: %s", i, body)
		}
	}
}

func TestLibraryThatCannotBeUsed(t *testing.T) {
	var answered bytes.Buffer
	err := Serve(t.Context(), bytes.NewReader(nil), &answered, func() (Driver, error) { return nil, ErrKind })
	var h hello
	must(t, decodeBody(next(t, &answered, frameHello), &h))
	if !errors.Is(err, ErrKind) || !errors.Is(h.Problem.err(), ErrKind) {
		t.Errorf("%v, %+v", err, h)
	}
}

// TestHelperEnds: when the kiosk is gone, or breaks the protocol, or is told to
// end, also while the library hangs.
func TestHelperEnds(t *testing.T) {
	hangs := make(chan struct{})
	defer close(hangs)
	open := func() (Driver, error) {
		return &scripted{scan: func() ([]Token, error) { <-hangs; return nil, nil }}, nil
	}

	r, w := io.Pipe()
	go func() {
		_ = writeFrame(w, frameLook, Hint{}) // it is read, or the test fails below
		_ = w.Close()
	}()
	if err := Serve(t.Context(), r, io.Discard, open); !errors.Is(err, ErrHung) {
		t.Error(err)
	}
	if err := Serve(t.Context(), bytes.NewReader([]byte("Z\x00\x00\x00\x00")), io.Discard, func() (Driver, error) { return nobody{}, nil }); !errors.Is(err, devices.ErrGarbled) {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	r, w = io.Pipe()
	defer w.Close()
	if err := Serve(ctx, r, io.Discard, open); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}
