package trace

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// What is wrong with a trace.
var (
	// ErrFormat: the file is no trace; the error names the line.
	ErrFormat = errors.New("no trace")
	// ErrUnmasked: the header does not say that personal data are masked.
	ErrUnmasked = errors.New("trace is not masked")
	// ErrTooLarge: no trace is as large.
	ErrTooLarge = errors.New("trace is too large")
	// ErrOrder: the driver does another thing than it did when it was recorded.
	ErrOrder = errors.New("trace says something else here")
)

// Trace is a recording, read.
type Trace struct {
	Header Header
	Cut    bool // the last line was not whole
	events []event
}

// Events is how many events it holds.
func (t *Trace) Events() int { return len(t.events) }

// Read reads a trace whole. Errors wrap ErrFormat, ErrUnmasked, ErrTooLarge or
// are those of r.
func Read(r io.Reader) (*Trace, error) {
	in := bufio.NewReaderSize(r, maxLine)
	t := new(Trace)
	for n, total := 1, 0; ; n++ {
		text, err := in.ReadSlice('\n')
		total += len(text)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return nil, fmt.Errorf("trace: read: line %d: longer than %d bytes: %w", n, maxLine, ErrFormat)
		case total > maxFile, n > maxLines:
			return nil, fmt.Errorf("trace: read: more than %d bytes or %d lines: %w", maxFile, maxLines, ErrTooLarge)
		case err != nil && !errors.Is(err, io.EOF):
			return nil, fmt.Errorf("trace: read: %w", err)
		}
		whole := err == nil
		if len(text) > 0 {
			if flaw := t.take(n, text); flaw != nil {
				if whole || n == 1 {
					return nil, fmt.Errorf("trace: read: line %d: %w", n, flaw)
				}
				t.Cut = true
			}
		}
		if !whole {
			if n == 1 && len(text) == 0 {
				return nil, fmt.Errorf("trace: read: the file is empty: %w", ErrFormat)
			}
			return t, nil
		}
	}
}

// take reads one line.
func (t *Trace) take(n int, text []byte) error {
	if n == 1 {
		if err := strict(text, &t.Header); err != nil {
			return fmt.Errorf("%w: %w", ErrFormat, err)
		}
		switch {
		case t.Header.Trace != Version:
			return fmt.Errorf("%w: format %d, want %d", ErrFormat, t.Header.Trace, Version)
		case !t.Header.Masked:
			return ErrUnmasked
		}
		return nil
	}
	var e event
	err := strict(text, &e)
	if err == nil {
		err = e.check()
	}
	if err == nil && len(t.events) > 0 && e.T < t.events[len(t.events)-1].T {
		err = errors.New("earlier than the line before")
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	t.events = append(t.events, e)
	return nil
}

// strict decodes one JSON object whose keys are all known.
func strict(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return errors.New("not a JSON object of the known keys")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the object")
	}
	return nil
}
