package outbox

import (
	"crypto/ed25519"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"hallkiosk/kiosk/visit"
)

// SQLite answers a page limit exactly as it answers a full disk.
func TestFullDisk(t *testing.T) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "outbox.db"), Key: [32]byte{1}, Kiosk: "K1", Signer: key, Centre: "c"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	limit := func(pages string) {
		t.Helper()
		if _, err := s.db.ExecContext(t.Context(), "PRAGMA max_page_count = "+pages); err != nil {
			t.Fatal(err)
		}
	}
	a := func(id string, person string) *visit.Application {
		now := time.Now()
		return &visit.Application{
			ID: id, Kiosk: "K1", Service: "open", GuideVersion: "1", Submitted: now, Role: visit.RoleLegal,
			Legal:        visit.Person{Name: "张三", IDNumber: person},
			Organisation: visit.Organisation{Name: "XX开发有限公司", USCC: "u", Type: visit.Enterprise},
			Contact:      visit.Contact{Landline: "l", Mobile: "m", Address: "a"},
			SealType:     "s", StatementVersion: "1", StatementAccepted: now,
		}
	}
	limit("1") // SQLite takes the present size for it
	refused := ""
	for n := byte(0); n < 100 && refused == ""; n++ {
		id := formatCase(n)
		_, err := s.Submit(t.Context(), a(id, id), 'A', nil)
		if errors.Is(err, ErrFull) {
			refused = id
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if refused == "" {
		t.Fatal("never full")
	}
	if _, err := s.Ticket(t.Context(), refused); !errors.Is(err, visit.ErrUnknownCase) {
		t.Errorf("half a case was kept: %v", err)
	}
	limit("1000000")
	if _, err := s.Submit(t.Context(), a(refused, refused), 'A', nil); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func formatCase(n byte) string {
	const digits = "0123456789abcdef"
	return "019a9f00-0000-7000-8000-0000000000" + string([]byte{digits[n>>4], digits[n&15]})
}
