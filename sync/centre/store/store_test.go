package store_test

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hallkiosk/sync/centre/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var morning = time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)

func open(t *testing.T, file string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// logged reads the only line of the log about a subject.
func logged(t *testing.T, file, subject string) (who, act string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+url.PathEscape(file))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.QueryRow("SELECT COUNT(*), account, act FROM log WHERE subject = ?", subject).Scan(&n, &who, &act); err != nil || n != 1 {
		t.Fatalf("%d lines, %v", n, err)
	}
	return who, act
}

func TestDamagedFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "centre.db")
	if err := os.WriteFile(file, []byte("this is no database, but it is long enough to be one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := store.Open(context.Background(), file); err == nil {
		t.Errorf("opened; closed with %v", s.Close())
	}
}

func TestWhatIsKeptStays(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "a folder with ? and #", "centre.db")
	if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	s := open(t, file)
	by := store.By{Account: "window7", At: morning}
	if err := s.AddAccount(ctx, store.Account{Username: "window7", Hash: "x", Role: store.Window, Created: morning}); err != nil {
		t.Fatal(err)
	}
	if err := s.AddAccount(ctx, store.Account{Username: "window7", Hash: "y", Role: store.Admin, Created: morning}); !errors.Is(err, store.ErrTaken) {
		t.Errorf("the same name again: %v", err)
	}
	if err := s.Enrol(ctx, "K1", 1, store.Certificate{Serial: "1", Public: make([]byte, 32), Issued: morning, Expires: morning}); err != nil {
		t.Fatal(err)
	}
	c := store.Case{ID: "c", Kiosk: "K1", Number: "A1001", Day: "2026-11-22", Service: "open", Issued: morning, Received: morning, Payload: []byte{0, 255, '\n'}}
	if _, created, err := s.Deliver(ctx, c); err != nil || !created {
		t.Fatal(created, err)
	}
	if first, err := s.OpenCase(ctx, "c", by); err != nil || !first {
		t.Fatal(first, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = open(t, file)
	got, err := s.Case(ctx, "c")
	if err != nil || string(got.Payload) != string(c.Payload) || got.State != store.Opened || got.OpenedBy != "window7" || !got.Received.Equal(morning) {
		t.Errorf("after reopening: %+v, %v", got, err)
	}
	if who, act := logged(t, file, "c"); who != "window7" || act != "open" {
		t.Errorf("log: %s by %s", act, who)
	}
	if _, err := s.Case(ctx, "d"); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("a case that is not there: %v", err)
	}
	if err := s.Resume(ctx, "c", by); !errors.Is(err, store.ErrState) {
		t.Errorf("resume an open case: %v", err)
	}
	c.Payload = []byte{1}
	if _, _, err := s.Deliver(ctx, c); !errors.Is(err, store.ErrDiffers) {
		t.Errorf("other bytes: %v", err)
	}
	files, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", f.Name(), info.Mode(), err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
