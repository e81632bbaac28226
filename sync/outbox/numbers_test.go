package outbox_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/outbox"
)

// Whatever the order of letters, days, repeats and reopenings: of each letter
// and day the numbers run from 001 without gap or repeat.
func TestNumbersHaveNoGapAndNoRepeat(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		path := filepath.Join(dir, "outbox.db")
		for _, end := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(path + end); err != nil && !errors.Is(err, os.ErrNotExist) {
				r.Fatal(err)
			}
		}
		c := &clock{t: noon}
		s, err := outbox.Open(context.Background(), options(path, c))
		if err != nil {
			r.Fatal(err)
		}
		defer func() { s.Close() }()
		serials := map[string]int{}
		tickets := map[string]visit.Ticket{}
		for n := range rapid.IntRange(1, 12).Draw(r, "submissions") {
			if rapid.IntRange(0, 5).Draw(r, "midnight") == 0 {
				c.add(24 * time.Hour)
			}
			if rapid.IntRange(0, 5).Draw(r, "reopen") == 0 {
				s.Close()
				if s, err = outbox.Open(context.Background(), options(path, c)); err != nil {
					r.Fatal(err)
				}
			}
			letter := rapid.SampledFrom([]byte("ABC")).Draw(r, "letter")
			a := application(n - rapid.IntRange(0, min(n, 2)).Draw(r, "repeat"))
			got, err := s.Submit(context.Background(), a, letter, copies)
			if err != nil {
				r.Fatal(err)
			}
			if first, ok := tickets[a.ID]; ok {
				if got != first {
					r.Fatalf("repeat got %+v, first %+v", got, first)
				}
				continue
			}
			tickets[a.ID] = got
			key := visit.Day(c.Now()) + string(letter)
			serials[key]++
			want, err := visit.Number(letter, 1, serials[key])
			if err != nil || got.Number != want || got.Day != visit.Day(c.Now()) {
				r.Fatalf("got %+v, want %s", got, want)
			}
		}
	})
}

func TestNumbersWrapAfter999(t *testing.T) {
	s, _, _ := fresh(t)
	a := application(1)
	for n := range 1000 {
		a.ID, a.Agent.IDNumber = caseID(n), idNumber(n)
		ticket := submit(t, s, a)
		switch {
		case n == 998 && ticket.Number != "A1999", n == 999 && ticket.Number != "A1001":
			t.Errorf("number %d is %s", n+1, ticket.Number)
		}
	}
}

func TestManySubmitAtOnce(t *testing.T) {
	s, _, _ := fresh(t)
	const people = 24
	var mu sync.Mutex
	numbers := map[string]string{}
	var wg sync.WaitGroup
	for n := range people {
		for range 2 { // each taps twice
			wg.Go(func() {
				ticket, err := s.Submit(context.Background(), application(n), 'A', copies)
				if err != nil {
					t.Error(err)
					return
				}
				must := s.BeginPrint(context.Background(), ticket.Case, visit.PaperTicket)
				if must != nil && !errors.Is(must, visit.ErrPrinted) {
					t.Error(must)
				}
				mu.Lock()
				defer mu.Unlock()
				if other, ok := numbers[ticket.Number]; ok && other != ticket.Case {
					t.Errorf("%s twice", ticket.Number)
				}
				numbers[ticket.Number] = ticket.Case
			})
		}
		wg.Go(func() {
			if p, ok, err := s.Next(context.Background()); err != nil {
				t.Error(err)
			} else if ok {
				if err := s.Postpone(context.Background(), p.Case, noon, "fault"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if o, err := s.Owed(t.Context()); err != nil || o.Waiting != people || len(numbers) != people {
		t.Errorf("owed %+v, %d numbers, %v", o, len(numbers), err)
	}
}

// The same person at two screens at once: one number.
func TestOnePersonAtOnceGetsOneNumber(t *testing.T) {
	s, _, _ := fresh(t)
	var mu sync.Mutex
	given, refused := 0, 0
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			a := application(1)
			a.ID = caseID(100 + n)
			_, err := s.Submit(context.Background(), a, 'A', copies)
			mu.Lock()
			defer mu.Unlock()
			var waiting *visit.AlreadyWaitingError
			switch {
			case err == nil:
				given++
			case errors.As(err, &waiting):
				refused++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if given != 1 || refused != 7 {
		t.Errorf("%d given, %d refused", given, refused)
	}
}
