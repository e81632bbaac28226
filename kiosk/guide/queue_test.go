package guide_test

import (
	"testing"

	"hallkiosk/kiosk/guide"
)

func TestAhead(t *testing.T) {
	g := &guide.Guide{Services: []guide.Service{{ID: "open", Letter: "A"}, {ID: "renew", Letter: "B"}, {ID: "freeze", Letter: "J", Urgent: true}}}
	waiting := map[string]int{"A": 3, "B": 2, "J": 1, "Z": 4} // Z: of a guide that this kiosk does not have
	for letter, want := range map[byte]int{'A': 10, 'B': 10, 'C': 10, 'J': 1} {
		if got := g.Ahead(waiting, letter); got != want {
			t.Errorf("before a new %c: %d, want %d", letter, got, want)
		}
	}
	if got := g.Ahead(nil, 'A'); got != 0 {
		t.Errorf("where nobody waits: %d", got)
	}
}

// TestTheShippedGuideCallsTheUrgentFirst: freezing and revoking pass everybody else.
func TestTheShippedGuideCallsTheUrgentFirst(t *testing.T) {
	g := load(t)
	waiting := map[string]int{"A": 5, "B": 5, "C": 5, "J": 2}
	for _, id := range []string{"freeze", "revoke"} {
		s, ok := g.Service(id)
		if !ok || !s.Urgent || g.Ahead(waiting, s.Letter[0]) != 2 {
			t.Errorf("%s waits behind others", id)
		}
	}
	if s, ok := g.Service("open"); !ok || g.Ahead(waiting, s.Letter[0]) != 17 {
		t.Error("open passes somebody")
	}
}
