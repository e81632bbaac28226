package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/visit"
)

// TestPrints: a technician sees what was printed how often beside a running
// kiosk, nothing personal among it.
func TestPrints(t *testing.T) {
	k := newKiosk(t)
	says := func(want string, args ...string) {
		t.Helper()
		r := ctl(t, nil, append([]string{"prints", "-config", k.toml}, args...)...)
		if r.exit != 0 || r.err != "" || r.out != want {
			t.Errorf("%q: exit %d, errors %q, said\n%swant\n%s", args, r.exit, r.err, r.out, want)
		}
	}
	says("nothing was to be printed\n")
	s := k.store(t)
	defer s.Close()
	id, day := k.submit(t, s), visit.Day(time.Now())
	must(t, s.BeginPrint(t.Context(), id, visit.PaperTicket))
	must(t, s.EndPrint(t.Context(), id, visit.PaperTicket))
	must(t, s.BeginPrint(t.Context(), id, visit.PaperAnnex11))
	must(t, s.ReopenPrint(t.Context(), id, visit.PaperAnnex11))
	must(t, s.BeginPrint(t.Context(), id, visit.PaperAnnex11))
	must(t, s.SettlePrint(t.Context(), id, visit.PaperAnnex2))
	want := day + "  A1001  ticket    done     1×\n" + day + "  A1001  annex1-1  begun    2×\n" + day + "  A1001  annex2    settled  0×\n"
	says(want)
	says(want, "-day", day)
	says("nothing was to be printed\n", "-day", "2000-01-01")
}

func TestPrintsWithoutAStore(t *testing.T) {
	k := newKiosk(t)
	must(t, os.Remove(k.cfg.StorePath()))
	r := ctl(t, nil, "prints", "-config", k.toml)
	if r.exit != 1 || r.out != "" || !strings.Contains(r.err, "never been started") {
		t.Errorf("%+v", r)
	}
	if _, err := os.Stat(k.cfg.StorePath()); err == nil {
		t.Error("looking made a store")
	}
}
