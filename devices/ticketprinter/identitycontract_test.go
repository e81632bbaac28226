package ticketprinter_test

import "testing"

// identifies asks a printer what it is, before and after a ticket, whose paper
// shows nothing of it.
func identifies(t *testing.T, plug cable) {
	b := lay(t, plug, nil)
	for range 2 {
		id, err := b.dev.Identity(t.Context())
		if err != nil || id.Model == "" {
			t.Errorf("%+v, %v", id, err)
		}
		if err := b.dev.Print(t.Context(), ticket()); err != nil {
			t.Fatal(err)
		}
	}
	got := b.sim.Tickets()
	if len(got) != 2 || got[0].Text != got[1].Text {
		t.Error("the question came out on paper")
	}
}
