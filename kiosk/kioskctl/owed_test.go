package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/visit"
)

// TestOwed: a technician sees what is owed beside a running kiosk, nothing
// personal among it, and has refused cases delivered again.
func TestOwed(t *testing.T) {
	k := newKiosk(t)
	owed := func(want string, args ...string) {
		t.Helper()
		r := ctl(t, nil, append([]string{"owed", "-config", k.toml}, args...)...)
		if r.exit != 0 || r.err != "" || r.out != want {
			t.Errorf("%q: exit %d, errors %q, said\n%swant\n%s", args, r.exit, r.err, r.out, want)
		}
	}
	owed("nothing is owed to the centre\n")
	s := k.store(t)
	defer s.Close()
	id, day := k.submit(t, s), visit.Day(time.Now())
	owed("waiting  " + day + "  A1001  not tried yet\n")
	must(t, s.Refuse(t.Context(), id, "invalid"))
	owed("refused  " + day + "  A1001  invalid\n")
	owed("1 put back; the kiosk delivers within a minute\nwaiting  "+day+"  A1001  not tried yet\n", "-retry")
	owed("0 put back; the kiosk delivers within a minute\nwaiting  "+day+"  A1001  not tried yet\n", "-retry")
	p, ok, err := s.Next(t.Context())
	if err != nil || !ok || p.Case != id {
		t.Errorf("the kiosk does not deliver it: %v, %v", ok, err)
	}
	must(t, s.Delivered(t.Context(), id))
	owed("nothing is owed to the centre\n")
}

func TestOwedWithoutAStore(t *testing.T) {
	k := newKiosk(t)
	must(t, os.Remove(k.cfg.StorePath()))
	for _, args := range [][]string{{"owed"}, {"owed", "-retry"}} {
		r := ctl(t, nil, append(args, "-config", k.toml)...)
		if r.exit != 1 || r.out != "" || !strings.Contains(r.err, "never been started") {
			t.Errorf("%q: %+v", args, r)
		}
	}
	if _, err := os.Stat(k.cfg.StorePath()); err == nil {
		t.Error("looking made a store")
	}
}
