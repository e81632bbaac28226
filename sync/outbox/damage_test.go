package outbox_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/outbox"
)

const crashPath = "OUTBOX_CRASH_PATH"

// submitUntilKilled is what the child of TestNothingIsLostWhenKilled runs. It
// always starts with the first case, so that a later child meets what an
// earlier one left.
func submitUntilKilled(path string) {
	s, err := outbox.Open(context.Background(), options(path, &clock{t: noon}))
	if err != nil {
		fmt.Println("error", err)
		return
	}
	for n := 0; ; n++ {
		ticket, err := s.Submit(context.Background(), application(n), 'A', copies)
		if err == nil {
			err = s.BeginPrint(context.Background(), ticket.Case, visit.PaperTicket)
		}
		if err != nil && !errors.Is(err, visit.ErrPrinted) { // begun by the child before

			fmt.Println("error", err)
			return
		}
		fmt.Println(ticket.Case, ticket.Number)
	}
}

func TestNothingIsLostWhenKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "outbox.db")
	acknowledged := map[string]string{}
	for round := range 3 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), crashPath+"="+path)
		out, err := child.StdoutPipe()
		must(t, err)
		must(t, child.Start())
		lines := bufio.NewScanner(out)
		for want := 25 * (round + 1); lines.Scan(); want-- {
			id, number, ok := strings.Cut(lines.Text(), " ")
			if !ok || id == "error" {
				t.Fatalf("child: %s", lines.Text())
			}
			if first, seen := acknowledged[id]; seen && first != number {
				t.Fatalf("%s became %s", first, number)
			}
			acknowledged[id] = number
			if want == 0 {
				break
			}
		}
		must(t, child.Process.Kill())
		if err := child.Wait(); err == nil {
			t.Fatal("child ended by itself")
		}
	}
	s := open(t, options(path, &clock{t: noon}))
	seen := map[string]bool{}
	for id, number := range acknowledged {
		ticket, err := s.Ticket(t.Context(), id)
		if err != nil || ticket.Number != number || seen[number] {
			t.Errorf("%s: %+v, %v", number, ticket, err)
		}
		seen[number] = true
		if _, err := s.Application(t.Context(), id); err != nil {
			t.Errorf("%s: %v", number, err)
		}
		wantIs(t, s.BeginPrint(t.Context(), id, visit.PaperTicket), visit.ErrPrinted)
	}
}

// files returns the bytes of the database, its log and its shared memory.
func files(t *testing.T, path string) []byte {
	t.Helper()
	var all []byte
	matches, err := filepath.Glob(path + "*")
	must(t, err)
	for _, m := range matches {
		b, err := os.ReadFile(m)
		must(t, err)
		all = append(all, b...)
	}
	return all
}

func TestNothingPersonalInTheFiles(t *testing.T) {
	s, _, path := fresh(t)
	ctx := t.Context()
	a := application(1)
	id := submit(t, s, a).Case
	secrets := []string{a.Agent.Name, a.Agent.IDNumber, a.Legal.Name, a.Legal.IDNumber, a.Organisation.Name,
		a.Organisation.USCC, a.Contact.Mobile, a.Contact.Landline, a.Contact.Address, a.Contact.Email,
		base64.StdEncoding.EncodeToString([]byte(a.Agent.IDNumber)), string(testKey[:])}
	search := func(when string) {
		t.Helper()
		b := files(t, path)
		if !bytes.Contains(b, []byte(id)) {
			t.Fatalf("%s: the search does not even find the case", when)
		}
		for _, s := range secrets {
			if bytes.Contains(b, []byte(s)) {
				t.Errorf("%s: found something personal", when)
			}
		}
	}
	search("after submit")
	wrapped, payload := sealed(t, path, id)
	if !bytes.Contains(files(t, path), wrapped) {
		t.Fatal("the search does not find the wrapped key before it is erased")
	}
	must(t, s.BeginPrint(ctx, id, visit.PaperAnnex11))
	must(t, s.Delivered(ctx, id))
	search("after the acknowledgement")
	must(t, s.Release(ctx, id))
	search("after the erase")
	if b := files(t, path); bytes.Contains(b, wrapped) || bytes.Contains(b, payload[:64]) || bytes.Contains(b, payload[len(payload)-64:]) {
		t.Error("the wrapped key or payload is still in the files")
	}
	must(t, s.Close())
	search("after closing")
}

// sealed reads the sealed columns as somebody with the file alone would.
func sealed(t *testing.T, path, id string) (wrapped, payload []byte) {
	t.Helper()
	query(t, path, func(db *sql.DB) error {
		return db.QueryRow("SELECT wrapped_key, payload FROM cases WHERE id = ?", id).Scan(&wrapped, &payload)
	})
	return wrapped, payload
}

func query(t *testing.T, path string, do func(*sql.DB) error) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	must(t, err)
	defer db.Close()
	must(t, do(db))
}

func execute(t *testing.T, path, statement string, args ...any) {
	t.Helper()
	query(t, path, func(db *sql.DB) error { _, err := db.Exec(statement, args...); return err })
}

func TestFileIsItsOwnersAlone(t *testing.T) {
	_, _, path := fresh(t)
	matches, err := filepath.Glob(path + "*")
	must(t, err)
	for _, m := range matches {
		info, err := os.Stat(m)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", filepath.Base(m), info.Mode())
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	tests := []struct {
		name   string
		damage func(t *testing.T, path string, o *outbox.Options)
		want   error
	}{
		{"another key", func(_ *testing.T, _ string, o *outbox.Options) { o.Key[31] ^= 1 }, outbox.ErrWrongKey},
		{"another kiosk", func(_ *testing.T, _ string, o *outbox.Options) { o.Kiosk = "K2" }, outbox.ErrOtherKiosk},
		{"newer schema", func(t *testing.T, path string, _ *outbox.Options) {
			execute(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
		}, outbox.ErrNewerSchema},
		{"not a database", func(t *testing.T, path string, _ *outbox.Options) {
			must(t, os.WriteFile(path, bytes.Repeat([]byte("no database at all. "), 500), 0o600))
		}, outbox.ErrCorrupt},
		{"a page overwritten", func(t *testing.T, path string, _ *outbox.Options) {
			b, err := os.ReadFile(path)
			must(t, err)
			for i := 4096; i < len(b); i++ {
				b[i] = 0xA5
			}
			must(t, os.WriteFile(path, b, 0o600))
		}, outbox.ErrCorrupt},
		{"cut short", func(t *testing.T, path string, _ *outbox.Options) { must(t, os.Truncate(path, 5000)) }, outbox.ErrCorrupt},
		{"no such folder", func(_ *testing.T, path string, o *outbox.Options) {
			o.Path = filepath.Join(path+"-none", "outbox.db")
		}, outbox.ErrUnwritable},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, c, path := fresh(t)
			submit(t, s, application(1))
			must(t, s.Close())
			o := options(path, c)
			test.damage(t, path, &o)
			before := files(t, path)
			s, err := outbox.Open(t.Context(), o)
			if err == nil {
				s.Close()
			}
			wantIs(t, err, test.want)
			if test.want != outbox.ErrNewerSchema && !bytes.Equal(before, files(t, path)) {
				t.Error("the refused file was changed")
			}
		})
	}
}

func TestOptionsRefused(t *testing.T) {
	for name, change := range map[string]func(*outbox.Options){
		"no path":   func(o *outbox.Options) { o.Path = "" },
		"no key":    func(o *outbox.Options) { o.Key = [32]byte{} },
		"no name":   func(o *outbox.Options) { o.Kiosk = "" },
		"digit 10":  func(o *outbox.Options) { o.Digit = 10 },
		"no signer": func(o *outbox.Options) { o.Signer = ed25519.PrivateKey{} },
	} {
		o := options(filepath.Join(t.TempDir(), "outbox.db"), &clock{t: noon})
		change(&o)
		if s, err := outbox.Open(t.Context(), o); err == nil {
			s.Close()
			t.Errorf("%s: opened", name)
		}
	}
}

func TestStrangePath(t *testing.T) {
	path := filepath.Join(t.TempDir(), "库 #1 100%?x=y")
	s := open(t, options(path, &clock{t: noon}))
	submit(t, s, application(1))
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

// A row that cannot be unsealed becomes a dead letter and holds up nobody.
func TestUnreadablePayload(t *testing.T) {
	s, _, path := fresh(t)
	bad, swapped, good := submit(t, s, application(1)), submit(t, s, application(2)), submit(t, s, application(3))
	execute(t, path, "UPDATE cases SET payload = zeroblob(10) WHERE id = ?", bad.Case)
	execute(t, path, `UPDATE cases SET (wrapped_key, payload) =
		(SELECT wrapped_key, payload FROM cases WHERE id = ?) WHERE id = ?`, good.Case, swapped.Case)
	for _, ticket := range []visit.Ticket{bad, swapped} {
		_, err := s.Application(t.Context(), ticket.Case)
		wantIs(t, err, outbox.ErrCorrupt)
	}
	p, ok, err := s.Next(t.Context())
	if err != nil || !ok || p.Case != good.Case {
		t.Fatalf("next %+v, %v, %v", p, ok, err)
	}
	if o, err := s.Owed(t.Context()); err != nil || o.DeadLetters != 2 {
		t.Errorf("owed %+v, %v", o, err)
	}
	if owed := debts(t, path); len(owed) != 3 || !owed[0].Refused || owed[0].Code != outbox.CodeUnreadable || owed[2].Refused {
		t.Errorf("debts %+v", owed)
	}
}

func FuzzOpenForeignFile(f *testing.F) {
	path := filepath.Join(f.TempDir(), "outbox.db")
	s, err := outbox.Open(f.Context(), options(path, &clock{t: noon}))
	if err != nil {
		f.Fatal(err)
	}
	if err := s.Close(); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:4096])
	f.Add([]byte("SQLite format 3\x00"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "outbox.db")
		must(t, os.WriteFile(path, b, 0o600))
		s, err := outbox.Open(t.Context(), options(path, &clock{t: noon}))
		if err == nil {
			_, _ = s.Submit(t.Context(), application(1), 'A', copies) // either way; no panic
			s.Close()
		}
	})
}
