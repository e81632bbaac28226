package uplink_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink/uplinktest"
)

func morning(day string) protocol.Readiness {
	return protocol.Readiness{Day: day, Checked: start, Findings: []protocol.Finding{{Part: protocol.PartClock, Good: true}}}
}

// reporting serves a centre whose answer to readiness is h's.
func reporting(t *testing.T, a *uplinktest.Authority, h http.HandlerFunc) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc(protocol.PathHeartbeat, func(w http.ResponseWriter, r *http.Request) {
		answerJSON(w, 200, protocol.News{Protocol: 1, Now: start})
	})
	mux.HandleFunc(protocol.PathCases, receipt)
	mux.HandleFunc(protocol.PathReadiness, h)
	return serve(t, a, mux)
}

// taken reads a report as the centre does, and acknowledges it.
func taken(t *testing.T, w http.ResponseWriter, r *http.Request) *protocol.Readiness {
	got, err := protocol.DecodeReadiness(r.Body)
	if err != nil {
		t.Error(err)
		return &protocol.Readiness{}
	}
	answerJSON(w, 200, protocol.ReadinessReceipt{Protocol: 1, Day: got.Day, Received: start})
	return got
}

func TestReadinessIsDeliveredOnce(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	got := make(chan *protocol.Readiness, 10)
	url := reporting(t, a, func(w http.ResponseWriter, r *http.Request) { got <- taken(t, w, r) })
	l := run(t, a, url, 1, nil)
	l.rest()
	told := make(chan bool, 10)
	l.Readiness(morning("2026-11-22"), func() { told <- true })
	l.rest()
	if r := <-got; r.Kiosk != "K1" || r.Version != "1.0" || r.Day != "2026-11-22" {
		t.Errorf("%+v", r)
	}
	l.pass()
	if len(got) != 0 || len(told) != 1 {
		t.Errorf("%d more sent, told %d times", len(got), len(told))
	}
}

// TestReadinessHoldsNothingUp: a centre that does not know reports, or stumbles
// over one, still gets cases and heartbeats, and the report when it is mended.
func TestReadinessHoldsNothingUp(t *testing.T) {
	for name, refuse := range map[string]func(http.ResponseWriter){
		"does not know it": func(w http.ResponseWriter) { problem(w, 404, protocol.CodeNotFound) },
		"stumbles":         func(w http.ResponseWriter) { problem(w, 500, protocol.CodeFault) },
		"invalid":          func(w http.ResponseWriter) { problem(w, 400, protocol.CodeInvalid) },
		"nonsense":         func(w http.ResponseWriter) { answerJSON(w, 200, map[string]int{"protocol": 1}) },
	} {
		t.Run(name, func(t *testing.T) {
			a := uplinktest.NewAuthority(t)
			var tries atomic.Int32
			var mended atomic.Bool
			url := reporting(t, a, func(w http.ResponseWriter, r *http.Request) {
				tries.Add(1)
				if mended.Load() {
					taken(t, w, r)
					return
				}
				refuse(w)
			})
			l := run(t, a, url, 0, nil)
			l.rest()
			told := make(chan bool, 10)
			l.Readiness(morning("2026-11-22"), func() { told <- true })
			l.rest()
			for range 6 {
				l.pass()
			}
			if n := tries.Load(); n < 2 || !l.Status().Reachable || !strings.Contains(l.log.String(), "readiness.postponed") {
				t.Fatalf("%d tries, status %+v", n, l.Status())
			}
			l.store.add(1)
			l.Nudge()
			l.rest()
			l.store.mu.Lock()
			delivered := len(l.store.delivered)
			l.store.mu.Unlock()
			if delivered != 1 {
				t.Error("the case waits for the report")
			}
			mended.Store(true)
			for since := l.clock.Now(); len(told) == 0 && l.clock.Now().Sub(since) < 10*time.Minute; {
				l.pass()
			}
			if len(told) != 1 {
				t.Error("the report never came to its end")
			}
		})
	}
}

// TestNewerReadinessReplaces: yesterday's report is of no use today.
func TestNewerReadinessReplaces(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	var up atomic.Bool
	days := make(chan string, 10)
	url := reporting(t, a, func(w http.ResponseWriter, r *http.Request) {
		if !up.Load() {
			problem(w, 503, protocol.CodeUnavailable)
			return
		}
		days <- taken(t, w, r).Day
	})
	l := run(t, a, url, 0, nil)
	l.rest()
	l.Readiness(morning("2026-11-22"), func() { t.Error("told of a report that was replaced") })
	l.rest()
	up.Store(true)
	told := make(chan bool, 1)
	l.Readiness(morning("2026-11-23"), func() { told <- true })
	l.rest()
	l.pass()
	if <-told; <-days != "2026-11-23" || len(days) != 0 {
		t.Error("another report was sent")
	}
}
