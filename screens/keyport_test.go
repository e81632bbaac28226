package screens

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
)

// port is a port for U-KEYs, with values that a test sets.
type port struct {
	mu         sync.Mutex
	found      []keycheck.Finding
	challenges []ChallengeQuery
	refuses    error     // of a challenge
	pins       []string  // that were tried
	answers    []error   // to them, one after the other; then all goes well
	gate       chan bool // where set, Prove waits for it
	delivered  int
	undone     []error // of Deliver
	slips      []Receipt
	slipFails  error
	left       []bool
	chimes     int
	given      []*ukey.PIN
}

func (p *port) Empty() bool { return len(p.found) == 0 }

func (p *port) Look(_ time.Time, o visit.Organisation) []keycheck.Finding {
	all := slices.Clone(p.found)
	for i := range all {
		if f := &all[i]; o.USCC != "" && f.USCC != "" && f.USCC != o.USCC {
			f.Condition, f.Conditions = visit.KeyWrongHolder, append([]visit.KeyCondition{visit.KeyWrongHolder}, f.Conditions...)
		}
	}
	return all
}

func (p *port) Challenge(_ context.Context, q ChallengeQuery) (Challenge, error) {
	p.challenges = append(p.challenges, q)
	if p.refuses != nil {
		return Challenge{}, p.refuses
	}
	return Challenge{ID: "1", Purpose: q.Purpose, Account: q.Account, Text: "平台\n账号：" + q.Account, Certificate: q.Certificate}, nil
}

func (p *port) try(pins ...*ukey.PIN) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	said := ""
	for _, pin := range pins {
		said += "/" + string(pin.Bytes())
		pin.Wipe()
	}
	p.given = append(p.given, pins...)
	p.pins = append(p.pins, said[1:])
	if len(p.answers) == 0 {
		return nil
	}
	err := p.answers[0]
	p.answers = p.answers[1:]
	return err
}

func (p *port) Prove(ctx context.Context, key string, c Challenge, pin *ukey.PIN) (Receipt, error) {
	if p.gate != nil {
		select {
		case <-p.gate:
		case <-ctx.Done():
			pin.Wipe()
			return Receipt{}, ctx.Err()
		}
	}
	if err := p.try(pin); err != nil {
		return Receipt{}, err
	}
	return p.receipt(c), nil
}

func (p *port) receipt(c Challenge) Receipt {
	return Receipt{Number: "BD20261123-0001", Purpose: c.Purpose, Account: c.Account, Organisation: "XX开发有限公司", Serial: "4F2A", At: time.Now()}
}

func (p *port) Deliver(_ context.Context, c Challenge) (Receipt, error) {
	p.delivered++
	if len(p.undone) > 0 {
		err := p.undone[0]
		p.undone = p.undone[1:]
		return Receipt{}, err
	}
	return p.receipt(c), nil
}

func (p *port) PrintReceipt(_ context.Context, r Receipt) error {
	p.slips = append(p.slips, r)
	return p.slipFails
}

func (p *port) ChangePIN(_ context.Context, key string, old, fresh *ukey.PIN) error {
	return p.try(old, fresh)
}

func (p *port) LeftBehind(forgotten bool) { p.left = append(p.left, forgotten) }
func (p *port) Chime()                    { p.chimes++ }

// plug puts a key in a condition into the port.
func (h *hall) plug(condition visit.KeyCondition, change ...func(*keycheck.Finding)) {
	h.t.Helper()
	f := sampleFinding(&Context{Now: time.Now()}, condition)
	for _, c := range change {
		c(&f)
	}
	h.keys.found = []keycheck.Finding{f}
	h.wait(time.Second)
}

// pull takes all keys out.
func (h *hall) pull() {
	h.t.Helper()
	h.keys.found = nil
	h.wait(2 * time.Second)
}

// dial touches the keys of a PIN's pad, and its last.
func (h *hall) dial(pin string) {
	h.t.Helper()
	for _, digit := range strings.Split(pin, "") {
		h.tap("key." + digit)
	}
	if all := h.everything(); strings.Contains(all, pin) {
		h.t.Fatalf("the PIN is on the screen: %q", all)
	}
	h.tap("key.done")
}

// secret is the memory in which the pad keeps the PIN.
func (h *hall) secret() *ukey.PIN {
	h.t.Helper()
	switch act := h.app.session.screen.(*keyCheck).act.(type) {
	case *keyProof:
		return &act.pad.pin
	case *keyChange:
		return &act.old.pin
	}
	h.t.Fatal("no act with a PIN")
	return nil
}

func wiped(t testing.TB, pins ...*ukey.PIN) {
	t.Helper()
	for _, pin := range pins {
		if *pin != (ukey.PIN{}) {
			t.Error("a PIN was not wiped")
		}
	}
}
