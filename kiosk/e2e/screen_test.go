package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"
	"time"
)

// patience is how long a walk waits for anything that it means to see; on a
// busy machine with two cores a print may take that long.
const patience = 30 * time.Second

// element is what the control socket tells of one element of the screen.
type element struct {
	ID, Label, Value string
	Live, Selected   bool
	X, Y             int
}

func (e element) has(text string) bool {
	return strings.Contains(squeeze(e.Label), squeeze(text)) || strings.Contains(squeeze(e.Value), squeeze(text))
}

// squeeze drops blanks, which line breaks and fonts put anywhere.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// screen is the kiosk's screen as a person sees and touches it, through the
// program's control socket.
type screen struct {
	conn   net.Conn
	in     *bufio.Reader
	serial int
	shown  []element
}

func lookAt(ctx context.Context, socket string) (*screen, error) {
	for {
		conn, err := (&net.Dialer{}).DialContext(ctx, "unix", socket)
		if err == nil {
			return &screen{conn: conn, in: bufio.NewReader(conn)}, nil
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("the kiosk did not open its socket: %w", err)
		}
		// The program has not made its socket yet; there is nothing to wait on.
		time.Sleep(20 * time.Millisecond)
	}
}

func (s *screen) close() { s.conn.Close() }

// ask sends one request and reads its answer.
func (s *screen) ask(request map[string]any) (serial int, elements []element, err error) {
	line, err := json.Marshal(request)
	if err != nil {
		return 0, nil, err
	}
	if err := s.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return 0, nil, err
	}
	if _, err := s.conn.Write(append(line, '\n')); err != nil {
		return 0, nil, err
	}
	if line, err = s.in.ReadBytes('\n'); err != nil {
		return 0, nil, fmt.Errorf("the kiosk does not answer: %w", err)
	}
	var answer struct {
		Error    string
		Serial   int
		Elements []element
	}
	if err := json.Unmarshal(line, &answer); err != nil {
		return 0, nil, err
	}
	if answer.Error != "" {
		return 0, nil, errors.New(answer.Error)
	}
	return answer.Serial, answer.Elements, nil
}

// look takes in the present screen; with newer it waits up to a second for
// another than the last one seen.
func (s *screen) look(newer bool) error {
	after := 0
	if newer {
		after = s.serial
	}
	serial, elements, err := s.ask(map[string]any{"do": "frame", "after": after})
	if err == nil && elements != nil {
		s.serial, s.shown = serial, elements
	}
	return err
}

// until looks until found says yes. Where the screen has more pages, it turns
// them as a person would.
func (s *screen) until(what string, found func() bool) error {
	deadline := time.Now().Add(patience)
	if err := s.look(false); err != nil {
		return err
	}
	for towards := "pager.next"; !found(); {
		if time.Now().After(deadline) {
			return fmt.Errorf("%s never came; the screen shows:\n%s", what, s)
		}
		page, more := s.id(towards)
		if !more {
			// At one end of the pages: look again from the other.
			towards = map[string]string{"pager.next": "pager.prev", "pager.prev": "pager.next"}[towards]
			if err := s.look(true); err != nil {
				return err
			}
			continue
		}
		if err := s.touchAndSee(page); err != nil {
			return err
		}
	}
	return nil
}

// hour is what the clock at the top shows.
var hour = regexp.MustCompile(`^[0-2][0-9]:[0-5][0-9]$`)

// says is all that the screen says, but for the clock, which is no answer to
// anything that a person does.
func (s *screen) says() string {
	var all strings.Builder
	for _, e := range s.shown {
		if !hour.MatchString(e.Label) {
			fmt.Fprintf(&all, "%s\t%s\n", e.Label, e.Value)
		}
	}
	return all.String()
}

func (s *screen) id(id string) (element, bool) {
	for _, e := range s.shown {
		if e.ID == id && e.Live {
			return e, true
		}
	}
	return element{}, false
}

// live finds what can be touched under a label: the very label before a part
// of one, and a label before a value.
func (s *screen) live(label string) (element, bool) {
	for _, fits := range []func(element) bool{
		func(e element) bool { return squeeze(e.Label) == squeeze(label) },
		func(e element) bool { return strings.Contains(squeeze(e.Label), squeeze(label)) },
		func(e element) bool { return e.has(label) },
	} {
		for _, e := range s.shown {
			if e.Live && fits(e) {
				return e, true
			}
		}
	}
	return element{}, false
}

func (s *screen) sees(text string) bool {
	for _, e := range s.shown {
		if e.has(text) {
			return true
		}
	}
	return false
}

func (s *screen) touch(e element) error {
	_, _, err := s.ask(map[string]any{"do": "touch", "x": e.X, "y": e.Y})
	return err
}

// tap touches what bears the label, once it is there.
func (s *screen) tap(label string) error {
	if err := s.endTyping(label); err != nil {
		return err
	}
	var target element
	err := s.until("something to touch labelled "+label, func() (ok bool) {
		target, ok = s.live(label)
		return ok
	})
	if err != nil {
		return err
	}
	return s.touchAndSee(target)
}

// touchAndSee touches and looks at what that led to.
func (s *screen) touchAndSee(e element) error {
	if err := s.touch(e); err != nil {
		return err
	}
	return s.look(false)
}

// write fills the field that bears the label with the text.
func (s *screen) write(label, text string) error {
	if err := s.openField(label); err != nil {
		return err
	}
	if e, ok := s.id("key.clear"); ok {
		if err := s.touchAndSee(e); err != nil {
			return err
		}
	}
	if _, _, err := s.ask(map[string]any{"do": "type", "text": text}); err != nil {
		return err
	}
	if err := s.look(false); err != nil {
		return err
	}
	done, ok := s.id("key.done")
	if !ok {
		return fmt.Errorf("no way to end typing on:\n%s", s)
	}
	if err := s.touchAndSee(done); err != nil {
		return err
	}
	return s.until("the end of typing", func() bool { return !s.edits(label) })
}

// endTyping closes the keyboard, which goes on to the next empty field by
// itself, unless what is looked for can be touched beside it.
func (s *screen) endTyping(label string) error {
	for range 8 { // no screen has more fields
		if err := s.look(false); err != nil {
			return err
		}
		done, ok := s.id("key.done")
		if _, found := s.live(label); found || !s.typing() || !ok {
			return nil
		}
		if err := s.touchAndSee(done); err != nil {
			return err
		}
	}
	return nil
}

func (s *screen) typing() bool { _, ok := s.id("key.done"); return ok }

// openField opens the keyboard for the field that bears the label, closing the
// one for another field.
func (s *screen) openField(label string) error {
	deadline := time.Now().Add(patience)
	for {
		if err := s.look(false); err != nil {
			return err
		}
		field, found := s.field(label)
		switch {
		case s.typing() && s.edits(label):
			return nil
		case s.typing():
			if other, ok := s.id("key.done"); ok {
				if err := s.touchAndSee(other); err != nil {
					return err
				}
			}
		case found:
			if err := s.touch(field); err != nil {
				return err
			}
			if err := s.until("a keyboard", s.typing); err != nil {
				return err
			}
		default:
			if more, ok := s.id("pager.next"); ok {
				if err := s.touch(more); err != nil {
					return err
				}
			}
			if err := s.look(true); err != nil {
				return err
			}
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("no field %q; the screen shows:\n%s", label, s)
		}
	}
}

func (s *screen) field(label string) (element, bool) {
	for _, e := range s.shown {
		if e.Live && strings.HasPrefix(e.ID, "field.") && strings.Contains(squeeze(e.Label), squeeze(label)) {
			return e, true
		}
	}
	return element{}, false
}

// edits reports whether the keyboard writes into the field with the label.
func (s *screen) edits(label string) bool {
	if !s.typing() {
		return false
	}
	for _, e := range s.shown {
		if e.Selected && e.ID == "" && strings.Contains(squeeze(e.Label), squeeze(label)) {
			return true
		}
	}
	return false
}

// String is what a person would read out.
func (s *screen) String() string {
	var b strings.Builder
	for _, e := range s.shown {
		mark := "  "
		if e.Live {
			mark = "* "
		}
		fmt.Fprintf(&b, "    %s%s  %s\n", mark, e.Label, e.Value)
	}
	return b.String()
}
