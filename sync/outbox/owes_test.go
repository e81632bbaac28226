package outbox_test

import (
	"testing"

	"hallkiosk/kiosk/visit"
)

// TestOwes: a case is owed until the centre has it, or does not want it.
func TestOwes(t *testing.T) {
	s, _, _ := fresh(t)
	ctx := t.Context()
	owes := func(id string, want bool) {
		t.Helper()
		if got, err := s.Owes(ctx, id); err != nil || got != want {
			t.Errorf("owes %v, %v; want %v", got, err, want)
		}
	}
	arrives, refused := submit(t, s, application(1)), submit(t, s, application(2))
	owes(arrives.Case, true)
	must(t, s.Delivered(ctx, arrives.Case))
	owes(arrives.Case, false)
	owes(refused.Case, true)
	must(t, s.Refuse(ctx, refused.Case, "invalid"))
	owes(refused.Case, false)
	_, err := s.Owes(ctx, "nobody's")
	wantIs(t, err, visit.ErrUnknownCase)
}
