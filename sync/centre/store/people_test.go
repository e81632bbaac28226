package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hallkiosk/sync/centre/store"
)

func isErr(err, want error) bool { return errors.Is(err, want) }

func ids(cases []store.Case) (list []string) {
	for _, c := range cases {
		list = append(list, c.ID)
	}
	return list
}

// TestPeopleAreFound: by agent or legal representative, the newest first, of
// the days asked for; what is kept to find them does not say who they are.
func TestPeopleAreFound(t *testing.T) {
	ctx := t.Context()
	file := filepath.Join(t.TempDir(), "centre.db")
	s := open(t, file)
	furnish(t, s)
	const one, two = "number-of-one-person", "number-of-another"
	for i, people := range [][]string{{one}, {one, two}, {two, two}, nil} {
		at := morning.AddDate(0, 0, i)
		c := store.Case{ID: fmt.Sprint("c", i), Kiosk: "K1", Number: "A1001", Day: at.Format(time.DateOnly), Service: "open", Issued: at, Received: at, Payload: []byte{byte(i)}}
		if _, _, err := s.Deliver(ctx, c, people...); err != nil {
			t.Fatal(err)
		}
	}
	find := func(number, since string, want ...string) {
		t.Helper()
		got, err := s.OfPerson(ctx, number, since)
		if err != nil || !slices.Equal(ids(got), want) {
			t.Errorf("found %v, want %v, %v", ids(got), want, err)
		}
		for _, c := range got {
			if len(c.Payload) != 1 {
				t.Error("a case without what is in it")
			}
		}
	}
	find(one, day, "c1", "c0")
	find(two, day, "c2", "c1")
	find(one, "2026-11-23", "c1")
	find("nobody", day)
	find("", day)

	// The same key after the next start, and a case that was kept before people were.
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, file)
	find(one, day, "c1", "c0")
	unknown, err := s.Nobodys(ctx, "")
	if err != nil || !slices.Equal(ids(unknown), []string{"c3"}) {
		t.Fatalf("nobody's: %v, %v", ids(unknown), err)
	}
	if beyond, err := s.Nobodys(ctx, "c3"); err != nil || len(beyond) != 0 {
		t.Errorf("behind the last: %v, %v", ids(beyond), err)
	}
	if err := s.SetPeople(ctx, "c3", one); err != nil {
		t.Fatal(err)
	}
	find(one, day, "c3", "c1", "c0")
	if unknown, err := s.Nobodys(ctx, ""); err != nil || len(unknown) != 0 {
		t.Errorf("still nobody's: %v, %v", ids(unknown), err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(kept, []byte(one)) || bytes.Contains(kept, []byte(two)) {
		t.Error("the ID number is kept as it is")
	}
	// Another database hashes the same number otherwise.
	if a, b := person(t, file), person(t, otherFile(t, one)); bytes.Equal(a, b) || len(a) != 32 || len(b) != 32 {
		t.Error("two databases share their key")
	}
}

// otherFile is another database with one case of a person.
func otherFile(t *testing.T, number string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "centre.db")
	s := open(t, file)
	furnish(t, s)
	c := store.Case{ID: "c0", Kiosk: "K1", Number: "A1001", Day: day, Service: "open", Issued: morning, Received: morning, Payload: []byte{1}}
	if _, _, err := s.Deliver(context.Background(), c, number); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}

func person(t *testing.T, file string) (hash []byte) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+url.PathEscape(file))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("SELECT person FROM case_people WHERE case_id = 'c0'").Scan(&hash); err != nil {
		t.Fatal(err)
	}
	return hash
}
