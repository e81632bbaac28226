package store_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"hallkiosk/sync/centre/store"
)

func TestReadinessIsKeptForThirtyDays(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "centre.db"))
	defer s.Close()
	for digit, name := range []string{"K1", "K2"} {
		c := store.Certificate{Serial: fmt.Sprint(digit), Public: make([]byte, 32), Issued: morning, Expires: morning.AddDate(1, 0, 0)}
		if err := s.Enrol(t.Context(), name, digit, c); err != nil {
			t.Fatal(err)
		}
	}
	keep := func(kiosk string, day int, text string) {
		t.Helper()
		at := morning.AddDate(0, 0, day)
		r := store.Readiness{Day: at.Format("2006-01-02"), Received: at, Report: []byte(text)}
		if err := s.KeepReadiness(t.Context(), kiosk, r); err != nil {
			t.Fatal(err)
		}
	}
	keep("K2", 0, "other")
	for day := range 40 {
		keep("K1", day, "first")
	}
	keep("K1", 39, "again")
	all, err := s.Readiness(t.Context(), "K1")
	if err != nil || len(all) != 30 || all[0].Day != "2026-12-31" || string(all[0].Report) != "again" || all[29].Day != "2026-12-02" {
		t.Errorf("%d reports, %v, %+v", len(all), err, all)
	}
	if others, err := s.Readiness(t.Context(), "K2"); err != nil || len(others) != 1 {
		t.Error(len(others), err)
	}
}
