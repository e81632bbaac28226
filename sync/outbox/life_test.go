package outbox_test

import (
	"testing"
	"time"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/outbox"
)

func TestUnsettledAfterAReopen(t *testing.T) {
	s, c, path := fresh(t)
	ctx := t.Context()
	dead := submit(t, s, application(1))  // died before any paper
	torn := submit(t, s, application(2))  // died over the forms
	whole := submit(t, s, application(3)) // all printed
	over := submit(t, s, application(4))  // visit over
	must(t, s.BeginPrint(ctx, torn.Case, visit.PaperTicket))
	must(t, s.EndPrint(ctx, torn.Case, visit.PaperTicket))
	must(t, s.BeginPrint(ctx, torn.Case, visit.PaperAnnex11))
	for _, p := range append([]visit.Paper{visit.PaperTicket}, copies...) {
		must(t, s.BeginPrint(ctx, whole.Case, p))
		must(t, s.EndPrint(ctx, whole.Case, p))
	}
	must(t, s.Release(ctx, over.Case))
	must(t, s.Delivered(ctx, torn.Case))
	must(t, s.Close())

	c.add(10 * time.Minute)
	s = open(t, options(path, c))
	got, err := s.Unsettled(ctx)
	must(t, err)
	want := []visit.Unsettled{
		{Ticket: dead, Paper: visit.PaperTicket},
		{Ticket: dead, Paper: visit.PaperAnnex11},
		{Ticket: dead, Paper: visit.PaperAnnex12},
		{Ticket: dead, Paper: visit.PaperAnnex2},
		{Ticket: torn, Paper: visit.PaperAnnex11, Begun: true},
		{Ticket: torn, Paper: visit.PaperAnnex12},
		{Ticket: torn, Paper: visit.PaperAnnex2},
	}
	if len(got) != len(want) {
		t.Fatalf("got %+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %+v, want %+v", got[i], want[i])
		}
	}
	// The centre has it already, yet the forms can be printed again.
	if _, err := s.Application(ctx, torn.Case); err != nil {
		t.Error(err)
	}
	must(t, s.Release(ctx, torn.Case))
	_, err = s.Application(ctx, torn.Case)
	wantIs(t, err, visit.ErrErased)

	c.add(time.Hour)
	must(t, s.Close())
	s = open(t, options(path, c))
	if got, err = s.Unsettled(ctx); err != nil || len(got) != 0 {
		t.Errorf("an hour later asks about %+v, %v", got, err)
	}
	if _, err := s.Application(ctx, dead.Case); err != nil {
		t.Errorf("not delivered, yet gone: %v", err)
	}
}

func TestErasedOnceDeliveredAndReleased(t *testing.T) {
	type step func(*outbox.Store, string) error
	delivered := func(s *outbox.Store, id string) error { return s.Delivered(t.Context(), id) }
	release := func(s *outbox.Store, id string) error { return s.Release(t.Context(), id) }
	for name, steps := range map[string][2]step{
		"acknowledged first": {delivered, release},
		"visit over first":   {release, delivered},
	} {
		t.Run(name, func(t *testing.T) {
			s, _, _ := fresh(t)
			ticket := submit(t, s, application(1))
			must(t, steps[0](s, ticket.Case))
			if _, err := s.Application(t.Context(), ticket.Case); err != nil {
				t.Fatalf("after the first: %v", err)
			}
			must(t, steps[1](s, ticket.Case))
			_, err := s.Application(t.Context(), ticket.Case)
			wantIs(t, err, visit.ErrErased)
			if got, err := s.Ticket(t.Context(), ticket.Case); err != nil || got != ticket {
				t.Errorf("ticket %+v, %v", got, err)
			}
			must(t, steps[0](s, ticket.Case))
			must(t, steps[1](s, ticket.Case))
			if _, ok, err := s.Next(t.Context()); ok || err != nil {
				t.Errorf("still owed: %v", err)
			}
		})
	}
}

func TestTidyKeepsWhatIsOwedAndDropsTheOld(t *testing.T) {
	s, c, _ := fresh(t)
	ctx := t.Context()
	done := submit(t, s, application(1))
	owed := submit(t, s, application(2))
	refused := submit(t, s, application(3))
	must(t, s.Delivered(ctx, done.Case))
	must(t, s.Refuse(ctx, refused.Case, "invalid"))
	c.add(89 * 24 * time.Hour)
	must(t, s.Tidy(ctx))
	if _, err := s.Ticket(ctx, done.Case); err != nil {
		t.Error(err)
	}
	_, err := s.Application(ctx, done.Case)
	wantIs(t, err, visit.ErrErased)
	c.add(2 * 24 * time.Hour)
	must(t, s.Tidy(ctx))
	_, err = s.Ticket(ctx, done.Case)
	wantIs(t, err, visit.ErrUnknownCase)
	for _, kept := range []visit.Ticket{owed, refused} {
		if _, err := s.Application(ctx, kept.Case); err != nil {
			t.Errorf("%s: %v", kept.Number, err)
		}
	}
}

func TestNextTakesTurns(t *testing.T) {
	s, c, _ := fresh(t)
	ctx := t.Context()
	if _, ok, err := s.Next(ctx); ok || err != nil {
		t.Errorf("owes something: %v", err)
	}
	if o, err := s.Owed(ctx); err != nil || o != (outbox.Owed{}) {
		t.Errorf("owed %+v, %v", o, err)
	}
	ids := []string{}
	for n := range 3 {
		ids = append(ids, submit(t, s, application(n+1)).Case)
	}
	next := func(want string, tries int, due time.Time) {
		t.Helper()
		p, ok, err := s.Next(ctx)
		if err != nil || !ok {
			t.Fatalf("%v, %v", ok, err)
		}
		if p.Case != want || p.Tries != tries || !p.Due.Equal(due) {
			t.Errorf("got %s, %d tries, due %s", p.Case, p.Tries, p.Due)
		}
	}
	next(ids[0], 0, noon) // of equals, the first submitted
	must(t, s.Postpone(ctx, ids[0], noon.Add(time.Minute), "fault"))
	next(ids[1], 0, noon)
	must(t, s.Delivered(ctx, ids[1]))
	must(t, s.Delivered(ctx, ids[2]))
	next(ids[0], 1, noon.Add(time.Minute))
	c.add(time.Hour)
	next(ids[0], 1, noon.Add(time.Minute))
}

func TestNextGivesTheSameBytes(t *testing.T) {
	s, c, path := fresh(t)
	submit(t, s, application(1))
	first, _, err := s.Next(t.Context())
	must(t, err)
	must(t, s.Close())
	s = open(t, options(path, c))
	second, _, err := s.Next(t.Context())
	must(t, err)
	if string(first.Body) != string(second.Body) || len(first.Body) == 0 {
		t.Error("another body at the second try")
	}
}
