package hallsim

import (
	"context"
	"testing"
	"time"

	"hallkiosk/kiosk/casim"
	"hallkiosk/sync/centre/password"
)

// TestTrustIsReplaced: a demo that is started again has new authorities, and the
// centre no longer knows the old ones.
func TestTrustIsReplaced(t *testing.T) {
	h, err := Start(context.Background(), Options{Folder: t.TempDir(), Cost: password.Cost{Memory: 1024, Time: 1, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}()
	for range 2 {
		a, err := casim.Found(t.TempDir(), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		authorities, revocations := a.Trust()
		for range 2 { // the same once more is no harm
			if err := h.Trust(context.Background(), authorities, revocations); err != nil {
				t.Fatal(err)
			}
		}
		entries, err := h.centre.TrustEntries(context.Background())
		if err != nil || len(entries) != 2 || entries[0].List == entries[1].List {
			t.Fatalf("the centre trusts %+v, %v", entries, err)
		}
	}
}
