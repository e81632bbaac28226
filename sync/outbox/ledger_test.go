package outbox_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/outbox"
)

// debts are what the ledger says, as a technician's program sees it.
func debts(t testing.TB, path string) []outbox.Debt {
	t.Helper()
	l, err := outbox.OpenLedger(t.Context(), path, "K1")
	must(t, err)
	defer func() { must(t, l.Close()) }()
	all, err := l.Debts(t.Context())
	must(t, err)
	return all
}

func TestDeadLetters(t *testing.T) {
	s, c, path := fresh(t)
	ctx := t.Context()
	if all := debts(t, path); len(all) != 0 {
		t.Errorf("a new store owes %+v", all)
	}
	first, second, third := submit(t, s, application(1)), submit(t, s, application(2)), submit(t, s, application(3))
	must(t, s.Release(ctx, first.Case))
	must(t, s.Refuse(ctx, first.Case, "invalid"))
	must(t, s.Delivered(ctx, first.Case)) // no longer owed: a late word changes nothing
	must(t, s.Postpone(ctx, second.Case, noon, "fault"))
	must(t, s.Delivered(ctx, third.Case))
	if _, err := s.Application(ctx, first.Case); err != nil {
		t.Errorf("a dead letter was erased: %v", err)
	}
	if o, err := s.Owed(ctx); err != nil || o.Waiting != 1 || o.DeadLetters != 1 || !o.Oldest.Equal(second.Issued) {
		t.Errorf("owed %+v, %v", o, err)
	}
	want := []outbox.Debt{
		{Number: "A1001", Day: "2026-11-22", Refused: true, Code: "invalid"},
		{Number: "A1002", Day: "2026-11-22", Code: "fault", Tries: 1},
	}
	if all := debts(t, path); !slices.Equal(all, want) {
		t.Errorf("debts %+v", all)
	}
	c.add(time.Minute)
	for _, n := range []int{1, 0} { // beside the open store, and again
		if got, err := outbox.Retry(ctx, path, "K1", c.Now()); err != nil || got != n {
			t.Errorf("put back %d, %v", got, err)
		}
	}
	if o, err := s.Owed(ctx); err != nil || o.Waiting != 2 || o.DeadLetters != 0 {
		t.Errorf("owed %+v, %v", o, err)
	}
	must(t, s.Delivered(ctx, first.Case))
	_, err := s.Application(ctx, first.Case)
	wantIs(t, err, visit.ErrErased)
}

// Somebody whose case was refused is told to take another number, and can.
func TestRefusedPersonMayTakeAnother(t *testing.T) {
	s, _, _ := fresh(t)
	first := submit(t, s, application(1))
	must(t, s.Refuse(t.Context(), first.Case, "invalid"))
	again := application(2)
	again.Agent = application(1).Agent
	if ticket := submit(t, s, again); ticket.Number != "A1002" {
		t.Errorf("got %s", ticket.Number)
	}
	// A refusal that comes too late lets nobody take two.
	must(t, s.Delivered(t.Context(), again.ID))
	must(t, s.Refuse(t.Context(), again.ID, "invalid"))
	third := application(3)
	third.Agent = again.Agent
	if _, err := s.Submit(t.Context(), third, 'A', copies); err == nil {
		t.Error("a second number while the first is unfinished")
	}
}

// TestLedgerReadsOnly: the technician's look erases, releases and migrates nothing.
func TestLedgerReadsOnly(t *testing.T) {
	s, c, path := fresh(t)
	ticket := submit(t, s, application(1))
	must(t, s.Close())
	c.add(time.Hour) // opening the store would release the case now
	before, err := os.ReadFile(path)
	must(t, err)
	if all := debts(t, path); len(all) != 1 || all[0].Number != ticket.Number {
		t.Errorf("debts %+v", all)
	}
	after, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(before, after) {
		t.Error("looking changed the file")
	}
	s = open(t, options(path, c))
	if got, err := s.Ticket(t.Context(), ticket.Case); err != nil || got != ticket {
		t.Errorf("afterwards %+v, %v", got, err)
	}
}

func TestLedgerRefuses(t *testing.T) {
	_, _, path := fresh(t)
	junk := filepath.Join(t.TempDir(), "outbox.db")
	must(t, os.WriteFile(junk, []byte(strings.Repeat("no database ", 100)), 0o600))
	none := filepath.Join(t.TempDir(), "none.db")
	for name, c := range map[string]struct {
		path, kiosk string
		want        error
	}{
		"another kiosk's": {path, "K2", outbox.ErrOtherKiosk},
		"no database":     {junk, "K1", outbox.ErrCorrupt},
		"no file":         {none, "K1", outbox.ErrUnwritable},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := outbox.OpenLedger(t.Context(), c.path, c.kiosk)
			wantIs(t, err, c.want)
			_, err = outbox.Retry(t.Context(), c.path, c.kiosk, noon)
			wantIs(t, err, c.want)
		})
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("looking made a store")
	}
}

// TestErasingIsLogged: once for each case, whichever call did it.
func TestErasingIsLogged(t *testing.T) {
	var lines bytes.Buffer
	c := &clock{t: noon}
	o := options(filepath.Join(t.TempDir(), "outbox.db"), c)
	o.Log = slog.New(slog.NewTextHandler(&lines, nil))
	s := open(t, o)
	ctx := t.Context()
	released, delivered, left := submit(t, s, application(1)), submit(t, s, application(2)), submit(t, s, application(3))
	told := func(want ...string) {
		t.Helper()
		for _, id := range want {
			if !strings.Contains(lines.String(), string(audit.CaseErased)+" case="+id) {
				t.Errorf("nobody was told that %s was erased: %s", id, lines.String())
			}
		}
		if n := strings.Count(lines.String(), string(audit.CaseErased)); n != len(want) {
			t.Errorf("%d lines, want %d: %s", n, len(want), lines.String())
		}
		lines.Reset()
	}
	must(t, s.Release(ctx, released.Case))
	told()
	must(t, s.Delivered(ctx, released.Case))
	told(released.Case)
	must(t, s.Delivered(ctx, delivered.Case))
	must(t, s.Release(ctx, delivered.Case))
	told(delivered.Case)
	must(t, s.Delivered(ctx, left.Case))
	c.add(time.Hour)
	must(t, s.Tidy(ctx))
	told(left.Case)
	must(t, s.Tidy(ctx))
	told()
}
