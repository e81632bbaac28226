package uplink_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
	"hallkiosk/sync/uplink/uplinktest"
)

func TestDeliversInOrderAndBeats(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	var mu sync.Mutex
	var got []string
	url := centre(t, a, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		got = append(got, strings.Join([]string{r.Method, r.TLS.PeerCertificates[0].Subject.CommonName,
			r.Header.Get(protocol.HeaderIdempotencyKey)[35:], r.URL.Path[len(protocol.PathCases)+35:], string(body)}, " "))
		receipt(w, r)
	})
	l := run(t, a, url, 3, nil)
	if wait := l.rest(); wait != 30*time.Second {
		t.Errorf("rests %v", wait)
	}
	want := []string{`PUT K1 1 1 {"n":1}`, `PUT K1 2 2 {"n":1}`, `PUT K1 3 3 {"n":1}`}
	if !slices.Equal(got, want) {
		t.Errorf("centre got %q", got)
	}
	if s := l.Status(); !s.Reachable || !s.Heard.Equal(start) || s.Refused != "" {
		t.Errorf("status %+v", s)
	}
	if n := <-l.news; n.Queue["A"] != 3 || !slices.Contains(l.store.finished, caseID(99)) {
		t.Errorf("news %+v, finished %v", n, l.store.finished)
	}
	if wait := l.pass(); wait != 30*time.Second || len(l.news) != 1 {
		t.Errorf("after 30 s: rests %v, %d heartbeats", wait, len(l.news))
	}
	if strings.Count(l.log.String(), "link.up") != 1 || strings.Count(l.log.String(), "case.delivered") != 3 {
		t.Errorf("log %s", l.log)
	}
}

func TestHeartbeatSaysHowTheKioskIs(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	beats := make(chan *protocol.Heartbeat, 10)
	url := serve(t, a, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, protocol.PathCases) {
			problem(w, 400, protocol.CodeInvalid)
			return
		}
		h, err := protocol.DecodeHeartbeat(r.Body)
		if err != nil {
			t.Error(err)
		}
		beats <- h
		answerJSON(w, 200, protocol.News{Protocol: 1, Now: start})
	}))
	l := run(t, a, url, 2, nil)
	l.rest()
	if h := <-beats; h.Kiosk != "K1" || h.Version != "1.0" || h.Owed+h.DeadLetters != 2 || h.Devices[0].Name != "scanner" {
		t.Errorf("heartbeat %+v", h)
	}
	l.pass()
	if h := <-beats; h.Owed != 0 || h.DeadLetters != 2 {
		t.Errorf("heartbeat %+v", h)
	}
}

func TestPausesGrowAndEnd(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	l := run(t, a, serve(t, a, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })), 0, nil)
	wait := l.rest()
	if wait < 500*time.Millisecond || wait > 1500*time.Millisecond {
		t.Errorf("first pause %v", wait)
	}
	for range 12 {
		wait = l.pass()
		if wait > 45*time.Second { // half as much again by jitter
			t.Errorf("pause %v", wait)
		}
	}
	if wait < 15*time.Second {
		t.Errorf("after 12 tries the pause is %v", wait)
	}
}

func TestNudgeWakesAtOnce(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	var down atomic.Bool
	l := run(t, a, centre(t, a, func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			panic(http.ErrAbortHandler)
		}
		receipt(w, r)
	}), 0, nil)
	l.rest()
	id := l.store.add(1)
	l.Nudge()
	l.rest()
	if !slices.Contains(l.store.delivered, id) {
		t.Fatal("not delivered after a nudge")
	}
	down.Store(true)
	l.store.add(2)
	l.Nudge()
	l.rest()
	down.Store(false)
	third := l.store.add(3)
	l.Nudge() // while it waits for the network
	l.rest()
	if !slices.Contains(l.store.delivered, third) {
		t.Error("not delivered after a nudge in a pause")
	}
}

// A case that the centre stumbles over does not hold up the others.
func TestOneBadCaseHoldsUpNobody(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	l := run(t, a, centre(t, a, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, caseID(1)) {
			problem(w, 500, protocol.CodeFault)
			return
		}
		receipt(w, r)
	}), 4, nil)
	l.rest()
	for i := 0; len(l.store.delivered) < 3 && i < 5; i++ {
		l.pass()
	}
	if want := []string{caseID(2), caseID(3), caseID(4)}; !slices.Equal(l.store.delivered, want) {
		t.Errorf("delivered %v", l.store.delivered)
	}
}

func TestHangsAreCutOff(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	for name, h := range map[string]http.HandlerFunc{
		"before the answer": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"in the body": func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(201)
			io.WriteString(w, "{")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := run(t, a, centre(t, a, func(w http.ResponseWriter, r *http.Request) {
				io.Copy(io.Discard, r.Body) // so that the server notices who hangs up
				h(w, r)
			}), 1, func(o *uplink.Options) { o.Timeout = 300 * time.Millisecond })
			l.rest()
			if s := l.Status(); s.Reachable || s.Reason != "timeout" || !slices.Equal(l.store.postponed, []string{"timeout"}) {
				t.Errorf("status %+v, postponed %v", s, l.store.postponed)
			}
		})
	}
}

func TestStopsInTheMiddleOfAnExchange(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	entered := make(chan struct{})
	run(t, a, centre(t, a, func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		close(entered)
		<-r.Context().Done()
	}), 1, nil)
	<-entered // Cleanup stops it, and fails if Run does not return
}

func TestNobodyThere(t *testing.T) {
	a, stranger := uplinktest.NewAuthority(t), uplinktest.NewAuthority(t)
	good := centre(t, a, receipt)
	// The centre says why and hangs up; which of the two is seen first is the network's.
	const refused = "certificate-refused or unreachable"
	for _, test := range []struct {
		name, url, reason string
		tls               *tls.Config
	}{
		{"no such name", "https://centre.invalid", "name", nil},
		{"nothing listens", "https://127.0.0.1:1", "unreachable", nil},
		{"not our centre", good, "centre-certificate", &tls.Config{RootCAs: stranger.Pool}},
		{"another name", strings.Replace(good, "127.0.0.1", "localhost", 1), "centre-certificate", nil},
		{"without a certificate", good, refused, &tls.Config{RootCAs: a.Pool}},
		{"a stranger's certificate", good, refused,
			&tls.Config{RootCAs: a.Pool, Certificates: []tls.Certificate{stranger.Kiosk(t, "K1", kioskKey)}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := run(t, a, test.url, 1, func(o *uplink.Options) {
				if test.tls != nil {
					o.TLS = test.tls
				}
			})
			l.rest()
			l.pass()
			if s := l.Status(); s.Reachable || s.Reason == "" || !strings.Contains(test.reason, s.Reason) || !s.Heard.IsZero() {
				t.Errorf("status %+v", s)
			}
			if len(l.store.owed) != 1 || len(l.store.refused) != 0 {
				t.Errorf("the case suffered: %v", l.store.refused)
			}
		})
	}
}

// A store that cannot note the delivery has it delivered again.
func TestStoreFails(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	var tries atomic.Int32
	var l *link
	ready := make(chan struct{})
	url := centre(t, a, func(w http.ResponseWriter, r *http.Request) {
		<-ready
		if tries.Add(1) == 1 {
			l.store.mu.Lock()
			l.store.broken = errors.New("disk full")
			l.store.mu.Unlock()
		}
		receipt(w, r)
	})
	l = run(t, a, url, 1, nil)
	close(ready)
	l.rest()
	if len(l.store.delivered) != 0 || !strings.Contains(l.log.String(), "store.failed") {
		t.Errorf("delivered %v, log %s", l.store.delivered, l.log)
	}
	l.pass()
	l.store.mu.Lock()
	l.store.broken = nil
	l.store.mu.Unlock()
	for i := 0; len(l.store.delivered) == 0 && i < 5; i++ {
		l.pass()
	}
	if tries.Load() != 2 || len(l.store.delivered) != 1 {
		t.Errorf("%d tries, delivered %v", tries.Load(), l.store.delivered)
	}
}

// A due time that a clock set back has put far away does not hold the case.
func TestClockSetBack(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	l := run(t, a, centre(t, a, receipt), 0, nil)
	l.rest()
	l.store.mu.Lock()
	l.store.owed = append(l.store.owed, protocol.Parcel{Case: caseID(1), Body: []byte("{}"), Due: start.Add(48 * time.Hour)})
	l.store.mu.Unlock()
	l.Nudge()
	l.rest()
	if len(l.store.delivered) != 1 {
		t.Error("not delivered")
	}
}

func TestNewRefuses(t *testing.T) {
	good := uplink.Options{Store: &store{}, BaseURL: "https://c", TLS: &tls.Config{}, Kiosk: "K1", Version: "1"}
	if _, err := uplink.New(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*uplink.Options){
		"http":     func(o *uplink.Options) { o.BaseURL = "http://c" },
		"no host":  func(o *uplink.Options) { o.BaseURL = "https://" },
		"user":     func(o *uplink.Options) { o.BaseURL = "https://u:p@c" },
		"bad URL":  func(o *uplink.Options) { o.BaseURL = "https://%" },
		"no store": func(o *uplink.Options) { o.Store = nil },
		"no TLS":   func(o *uplink.Options) { o.TLS = nil },
		"no kiosk": func(o *uplink.Options) { o.Kiosk = "" },
		"version":  func(o *uplink.Options) { o.Version = "" },
	} {
		o := good
		change(&o)
		if _, err := uplink.New(o); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
