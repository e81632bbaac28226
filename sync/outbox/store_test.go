package outbox_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/outbox"
	"hallkiosk/sync/protocol"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(crashPath); path != "" {
		submitUntilKilled(path)
		return
	}
	goleak.VerifyTestMain(m)
}

var (
	signer  = ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))
	testKey = [32]byte{1, 2, 3}
	noon    = time.Date(2026, 11, 22, 12, 0, 0, 0, visit.Changde)
)

// copies are the forms of a case in these tests.
var copies = []visit.Paper{visit.PaperAnnex11, visit.PaperAnnex12, visit.PaperAnnex2}

// clock is a time that a test moves.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func options(path string, c *clock) outbox.Options {
	return outbox.Options{Path: path, Key: testKey, Kiosk: "K1", Digit: 1, Signer: signer, Centre: "centre.example", Now: c.Now}
}

func open(t testing.TB, o outbox.Options) *outbox.Store {
	t.Helper()
	s, err := outbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func fresh(t testing.TB) (*outbox.Store, *clock, string) {
	t.Helper()
	c := &clock{t: noon}
	path := filepath.Join(t.TempDir(), "outbox.db")
	return open(t, options(path, c)), c, path
}

func caseID(n int) string { return fmt.Sprintf("019a9f00-0000-7000-8000-%012x", n) }

// idNumber makes a valid number for person n.
func idNumber(n int) string {
	s := "430702" + "19900101" + fmt.Sprintf("%03d", n%1000)
	return s + string(visit.IDCheckCharacter(s))
}

// application makes case n of person n.
func application(n int) *visit.Application {
	uscc := "91430700MA4L" + fmt.Sprintf("%05d", n)
	return &visit.Application{
		ID: caseID(n), Kiosk: "K1", Service: "open", GuideVersion: "2024-1", Submitted: noon,
		Role:  visit.RoleAgent,
		Agent: visit.Person{Name: "李四", IDNumber: idNumber(n), Source: visit.SourceCard, PrivateUse: true},
		Legal: visit.Person{Name: "张三", IDNumber: idNumber(n + 500), Source: visit.SourceTyped},
		Organisation: visit.Organisation{Name: "XX开发有限公司", USCC: uscc + string(visit.USCCCheckCharacter(uscc)),
			Registration: "r", Type: visit.OtherType, OtherType: "o", Source: visit.SourceScan},
		Contact:  visit.Contact{Landline: "0736-7700000", Mobile: "13900000000", Address: "常德市柳叶大道", Email: "agent@unit.example"},
		SealType: "公章", Materials: []visit.MaterialState{{Material: "licence", Brought: true}, {Material: "id-card"}},
		Certificates: 1, StatementVersion: "1", StatementAccepted: noon.Add(-time.Minute),
	}
}

func submit(t testing.TB, s *outbox.Store, a *visit.Application) visit.Ticket {
	t.Helper()
	ticket, err := s.Submit(t.Context(), a, 'A', copies)
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantIs(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}

func TestSubmitKeepsEverything(t *testing.T) {
	s, c, path := fresh(t)
	a := application(1)
	ticket := submit(t, s, a)
	if ticket.Number != "A1001" || ticket.Day != "2026-11-22" || ticket.Ahead != -1 || ticket.Case != a.ID || ticket.Service != "open" {
		t.Errorf("ticket %+v", ticket)
	}
	h, err := protocol.ParseHandle(ticket.Handle)
	if err != nil || h.Number() != "A1001" || h.Case != a.ID || !h.Genuine(signer.Public().(ed25519.PublicKey)) {
		t.Errorf("handle %+v, %v", h, err)
	}
	must(t, s.Close())
	s = open(t, options(path, c))
	got, err := s.Application(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(a, got); d != "" {
		t.Error(d)
	}
	again, err := s.Ticket(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(ticket, again); d != "" {
		t.Error(d)
	}
}

func TestLegalRepresentativeHasNoAgent(t *testing.T) {
	s, _, _ := fresh(t)
	a := application(1)
	a.Role, a.Agent = visit.RoleLegal, visit.Person{}
	submit(t, s, a)
	got, err := s.Application(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(a, got); d != "" {
		t.Error(d)
	}
}

func TestSubmittingTwiceIsOnce(t *testing.T) {
	s, c, _ := fresh(t)
	first := submit(t, s, application(1))
	c.add(24 * time.Hour)
	second, err := s.Submit(t.Context(), application(1), 'B', copies)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(first, second); d != "" {
		t.Error(d)
	}
	if o, err := s.Owed(t.Context()); err != nil || o.Waiting != 1 {
		t.Errorf("owed %+v, %v", o, err)
	}
}

func TestOneNumberPerPersonServiceAndDay(t *testing.T) {
	s, c, _ := fresh(t)
	first := submit(t, s, application(1))
	again := application(2)
	again.Agent.IDNumber = " " + strings.ToLower(application(1).Agent.IDNumber)
	_, err := s.Submit(t.Context(), again, 'A', copies)
	var waiting *visit.AlreadyWaitingError
	if !errors.As(err, &waiting) || waiting.Ticket.Number != first.Number || waiting.Ticket.Handle != first.Handle {
		t.Fatalf("error %v", err)
	}
	if _, err := s.Ticket(t.Context(), again.ID); !errors.Is(err, visit.ErrUnknownCase) {
		t.Errorf("a refused case was kept: %v", err)
	}

	other := application(3)
	other.Agent.IDNumber, other.Service = again.Agent.IDNumber, "renew"
	if ticket := submit(t, s, other); ticket.Number != "A1002" {
		t.Errorf("another service got %s", ticket.Number)
	}

	must(t, s.Finished(t.Context(), []string{"unknown", first.Case}))
	if ticket := submit(t, s, again); ticket.Number != "A1003" {
		t.Errorf("after finishing got %s", ticket.Number)
	}

	c.add(12 * time.Hour) // midnight in Changde
	third := application(4)
	third.Agent.IDNumber = again.Agent.IDNumber
	if ticket := submit(t, s, third); ticket.Number != "A1001" || ticket.Day != "2026-11-23" {
		t.Errorf("on the next day got %+v", ticket)
	}
}

func TestSubmitRefuses(t *testing.T) {
	s, _, _ := fresh(t)
	for name, change := range map[string]func(*visit.Application){
		"another kiosk's": func(a *visit.Application) { a.Kiosk = "K2" },
		"no UUID":         func(a *visit.Application) { a.ID = "1" },
		"no name":         func(a *visit.Application) { a.Legal.Name = "" },
		"no statement":    func(a *visit.Application) { a.StatementAccepted = time.Time{} },
		"500 thousand":    func(a *visit.Application) { a.Contact.Address = strings.Repeat("长", 500_000) },
	} {
		t.Run(name, func(t *testing.T) {
			a := application(1)
			change(a)
			if _, err := s.Submit(t.Context(), a, 'A', copies); err == nil || strings.Contains(err.Error(), "张三") {
				t.Errorf("error %v", err)
			}
		})
	}
	if _, err := s.Submit(t.Context(), application(1), 'a', copies); err == nil {
		t.Error("letter a was taken")
	}
	if _, err := s.Submit(t.Context(), nil, 'A', copies); err == nil {
		t.Error("nil was taken")
	}
	if ticket := submit(t, s, application(1)); ticket.Number != "A1001" {
		t.Errorf("a refused case took a number: %s", ticket.Number)
	}
}

func TestUnknownCase(t *testing.T) {
	s, _, _ := fresh(t)
	id := caseID(9)
	_, err := s.Ticket(t.Context(), id)
	wantIs(t, err, visit.ErrUnknownCase)
	_, err = s.Application(t.Context(), id)
	wantIs(t, err, visit.ErrUnknownCase)
	for name, do := range map[string]func(context.Context, string) error{
		"delivered": s.Delivered,
		"release":   s.Release,
		"refuse":    func(ctx context.Context, id string) error { return s.Refuse(ctx, id, "x") },
		"postpone":  func(ctx context.Context, id string) error { return s.Postpone(ctx, id, noon, "x") },
		"begin":     func(ctx context.Context, id string) error { return s.BeginPrint(ctx, id, visit.PaperAnnex11) },
	} {
		t.Run(name, func(t *testing.T) { wantIs(t, do(t.Context(), id), visit.ErrUnknownCase) })
	}
}

func TestCancelledContext(t *testing.T) {
	s, _, _ := fresh(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Submit(ctx, application(1), 'A', copies); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if ticket := submit(t, s, application(1)); ticket.Number != "A1001" {
		t.Errorf("got %s", ticket.Number)
	}
}
