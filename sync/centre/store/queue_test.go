package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hallkiosk/sync/centre/store"
)

const day = "2026-11-22"

// hall is a store with a kiosk and two accounts.
func hall(t *testing.T) *store.Store {
	t.Helper()
	s := open(t, filepath.Join(t.TempDir(), "centre.db"))
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	furnish(t, s)
	return s
}

func furnish(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := context.Background()
	for name, role := range map[string]store.Role{"window7": store.Window, "approver1": store.Approver} {
		if err := s.AddAccount(ctx, store.Account{Username: name, Hash: "x", Role: role, Created: morning}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Enrol(ctx, "K1", 1, store.Certificate{Serial: "1", Public: make([]byte, 32), Issued: morning, Expires: morning}); err != nil {
		t.Fatal(err)
	}
}

// TestQueueOrder: whoever is urgent, then whoever waits longest; how many are
// ahead is the place in the list, whichever letters stand in it.
func TestQueueOrder(t *testing.T) {
	s := hall(t)
	ctx := t.Context()
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++ // a day of its own each time
		day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, run).Format(time.DateOnly)
		n := rapid.IntRange(1, 8).Draw(t, "cases")
		var waiting []store.Case
		for i := range n {
			c := store.Case{
				ID: fmt.Sprintf("%s-%d", day, i), Kiosk: "K1", Day: day, Service: "s", Received: morning, Payload: []byte{1},
				Number: fmt.Sprintf("%c%04d", rapid.SampledFrom([]byte("ABCJ")).Draw(t, "letter"), i),
				Issued: morning.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "minute")) * time.Minute),
				Urgent: rapid.Bool().Draw(t, "urgent"),
			}
			if _, _, err := s.Deliver(ctx, c); err != nil {
				t.Fatal(err)
			}
			if rapid.IntRange(0, 3).Draw(t, "called") == 0 {
				if _, err := s.OpenCase(ctx, c.ID, store.By{Account: "window7", At: morning}); err != nil {
					t.Fatal(err)
				}
				continue
			}
			waiting = append(waiting, c)
		}
		slices.SortFunc(waiting, func(a, b store.Case) int {
			switch {
			case a.Urgent != b.Urgent && a.Urgent:
				return -1
			case a.Urgent != b.Urgent:
				return 1
			case !a.Issued.Equal(b.Issued):
				return a.Issued.Compare(b.Issued)
			}
			return map[bool]int{true: -1, false: 1}[a.ID < b.ID]
		})
		list, err := s.Day(ctx, day)
		if err != nil || len(list) != n {
			t.Fatalf("%d in the list, %v", len(list), err)
		}
		list = slices.DeleteFunc(list, func(c store.Case) bool { return c.State != store.Waiting })
		for i, c := range waiting {
			if list[i].ID != c.ID || list[i].Urgent != c.Urgent {
				t.Fatalf("place %d is %s's, want %s", i, list[i].ID, c.ID)
			}
			if ahead, err := s.Ahead(ctx, c); err != nil || ahead != i {
				t.Fatalf("%d ahead of place %d, %v", ahead, i, err)
			}
		}
	})
}

func TestApproval(t *testing.T) {
	s := hall(t)
	ctx := t.Context()
	approver, window := store.By{Account: "approver1", At: morning.Add(time.Hour)}, store.By{Account: "window7", At: morning.Add(2 * time.Hour)}
	c := store.Case{ID: "c", Kiosk: "K1", Number: "A1001", Day: day, Service: "open", Issued: morning, Received: morning, Payload: []byte{1}}
	if _, _, err := s.Deliver(ctx, c); err != nil {
		t.Fatal(err)
	}
	must := func(err, want error) {
		t.Helper()
		if (err == nil) != (want == nil) || want != nil && !isErr(err, want) {
			t.Fatalf("got %v, want %v", err, want)
		}
	}
	approved := func(want time.Time, stands ...bool) {
		t.Helper()
		got, err := s.Case(ctx, "c")
		if err != nil || !got.Approved.Equal(want) {
			t.Errorf("approved %v, want %v, %v", got.Approved, want, err)
		}
		list, err := s.Approvals(ctx, "c")
		if err != nil || len(list) != len(stands) {
			t.Fatalf("approvals %+v, %v", list, err)
		}
		for i, a := range list {
			if a.Account != "approver1" || a.Withdrawn.IsZero() != stands[i] {
				t.Errorf("approval %d: %+v", i, a)
			}
		}
	}
	must(s.Approve(ctx, "nothing", approver), store.ErrUnknown)
	approved(time.Time{})
	must(s.Approve(ctx, "c", approver), nil)
	approved(approver.At, true)
	must(s.Approve(ctx, "c", approver), store.ErrState) // twice
	if _, err := s.OpenCase(ctx, "c", window); err != nil {
		t.Fatal(err)
	}
	approved(approver.At, true)
	must(s.Decide(ctx, "c", store.Decision{Kind: store.SentBack, Reason: "seal", By: window}), nil)
	approved(time.Time{}, false) // what comes back must be approved anew
	must(s.Approve(ctx, "c", approver), store.ErrState)
	must(s.Resume(ctx, "c", window), nil)
	later := store.By{Account: "approver1", At: morning.Add(3 * time.Hour)}
	must(s.Approve(ctx, "c", later), nil)
	approved(later.At, false, true)
	must(s.Decide(ctx, "c", store.Decision{Kind: store.Finished, By: window}), nil)
	approved(later.At, false, true)
	must(s.Approve(ctx, "c", later), store.ErrState)
}
