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

func TestRefusedCasesBecomeDeadLetters(t *testing.T) {
	for status, code := range map[int]string{400: "invalid", 409: "differs", 413: "too-large", 415: "media-type", 422: "invalid"} {
		for _, plain := range []bool{false, true} {
			t.Run(http.StatusText(status), func(t *testing.T) {
				a := uplinktest.NewAuthority(t)
				url := centre(t, a, func(w http.ResponseWriter, r *http.Request) {
					if strings.HasSuffix(r.URL.Path, caseID(2)) {
						receipt(w, r)
					} else if plain {
						http.Error(w, "张三 <b>no</b>", status)
					} else {
						problem(w, status, code)
					}
				})
				l := run(t, a, url, 3, nil)
				l.rest()
				want := code
				if plain {
					want = "status-" + http.StatusText(status)
				}
				got := l.store.refused[caseID(1)]
				if plain && !strings.HasPrefix(got, "status-4") || !plain && got != want {
					t.Errorf("refused %v, want %s", l.store.refused, want)
				}
				if len(l.store.refused) != 2 || !slices.Equal(l.store.delivered, []string{caseID(2)}) {
					t.Errorf("refused %v, delivered %v", l.store.refused, l.store.delivered)
				}
				if !l.Status().Reachable {
					t.Error("the centre answered, yet counts as unreachable")
				}
				if strings.Contains(l.log.String(), "张三") {
					t.Error("the log quotes the answer")
				}
			})
		}
	}
}

// A kiosk that is refused waits; nothing happens to the case.
func TestRefusedKioskWaits(t *testing.T) {
	for _, status := range []int{401, 403} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			a := uplinktest.NewAuthority(t)
			var refuse atomic.Bool
			refuse.Store(true)
			var tries atomic.Int32
			handler := func(w http.ResponseWriter, r *http.Request) {
				tries.Add(1)
				switch {
				case refuse.Load():
					problem(w, status, protocol.CodeRevoked)
				case r.URL.Path == protocol.PathHeartbeat:
					answerJSON(w, 200, protocol.News{Protocol: 1, Now: start})
				default:
					receipt(w, r)
				}
			}
			l := run(t, a, serve(t, a, http.HandlerFunc(handler)), 1, nil)
			first := l.rest()
			if s := l.Status(); s.Reachable || s.Refused != protocol.CodeRevoked {
				t.Errorf("status %+v", s)
			}
			before := tries.Load()
			l.Nudge() // a person's submission does not make the kiosk welcome
			if second := l.rest(); second != first || tries.Load() != before {
				t.Errorf("nudged: rests %v after %v, %d tries", second, first, tries.Load()-before)
			}
			l.pass()
			if len(l.store.refused) != 0 || len(l.store.postponed) != 0 || len(l.store.owed) != 1 {
				t.Errorf("the case suffered: %+v", l.store)
			}
			if strings.Count(l.log.String(), "link.refused") != 1 {
				t.Errorf("log %s", l.log)
			}
			refuse.Store(false)
			l.pass()
			if s := l.Status(); !s.Reachable || s.Refused != "" || len(l.store.delivered) != 1 {
				t.Errorf("status %+v, delivered %v", s, l.store.delivered)
			}
		})
	}
}

func TestTriesAgain(t *testing.T) {
	redirected := make(chan struct{}, 1)
	tests := []struct {
		name, reason string
		answer       http.HandlerFunc
	}{
		{"500", "fault", func(w http.ResponseWriter, _ *http.Request) { problem(w, 500, protocol.CodeFault) }},
		{"500 without a word", "status-500", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }},
		{"502 of a proxy", "status-502", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>", http.StatusBadGateway) }},
		{"408", "status-408", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(408) }},
		{"404", "status-404", http.NotFound},
		{"problem with a bad word", "status-503", func(w http.ResponseWriter, _ *http.Request) { problem(w, 503, "张三 <script>") }},
		{"nonsense", "nonsense", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "OK") }},
		{"empty", "nonsense", func(http.ResponseWriter, *http.Request) {}},
		{"204", "status-204", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }},
		{"null", "nonsense", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "null") }},
		{"another case", "nonsense", func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, 200, protocol.Receipt{Protocol: 1, Case: caseID(7), Received: start})
		}},
		{"another version", "nonsense", func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, 200, protocol.Receipt{Protocol: 2, Case: caseID(1), Received: start})
		}},
		{"no time", "nonsense", func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, 201, protocol.Receipt{Protocol: 1, Case: caseID(1)})
		}},
		{"two receipts", "nonsense", func(w http.ResponseWriter, r *http.Request) { receipt(w, r); receipt(w, r) }},
		{"cut in the body", "unreachable", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			w.WriteHeader(201)
			io.WriteString(w, `{"protocol":1,"case":"`)
			panic(http.ErrAbortHandler)
		}},
		{"cut before the answer", "unreachable", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		{"redirect", "status-307", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Has("again") {
				redirected <- struct{}{}
			}
			http.Redirect(w, r, r.URL.Path+"?again", http.StatusTemporaryRedirect)
		}},
		{"endless body", "nonsense", func(w http.ResponseWriter, _ *http.Request) {
			for chunk := []byte(strings.Repeat(" ", 64<<10)); ; {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := uplinktest.NewAuthority(t)
			var mended atomic.Bool
			l := run(t, a, centre(t, a, func(w http.ResponseWriter, r *http.Request) {
				if mended.Load() {
					receipt(w, r)
					return
				}
				test.answer(w, r)
			}), 1, nil)
			l.rest()
			if !slices.Equal(l.store.postponed, []string{test.reason}) || len(l.store.delivered)+len(l.store.refused) != 0 {
				t.Errorf("postponed %q, delivered %v, refused %v", l.store.postponed, l.store.delivered, l.store.refused)
			}
			if s := l.Status(); s.Reachable || s.Reason != test.reason {
				t.Errorf("status %+v", s)
			}
			mended.Store(true)
			for i := 0; len(l.store.delivered) == 0 && i < 5; i++ {
				l.pass()
			}
			if len(l.store.delivered) != 1 || !l.Status().Reachable {
				t.Errorf("not delivered once mended: %+v", l.Status())
			}
			select {
			case <-redirected:
				t.Error("followed the redirect")
			default:
			}
			if strings.Contains(l.log.String(), "张三") {
				t.Error("the log quotes the answer")
			}
		})
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	for value, want := range map[string][2]time.Duration{
		"17":   {17 * time.Second, 17 * time.Second},
		"9999": {time.Hour, time.Hour},
		start.Add(40 * time.Second).Format(http.TimeFormat): {40 * time.Second, 40 * time.Second},
		"-3":                          {0, 2 * time.Second},
		"soon":                        {0, 2 * time.Second},
		"99999999999999999999999":     {0, 2 * time.Second},
		start.Format(http.TimeFormat): {0, 2 * time.Second},
	} {
		for _, status := range []int{429, 503} {
			t.Run(value, func(t *testing.T) {
				a := uplinktest.NewAuthority(t)
				var tries atomic.Int32
				l := run(t, a, centre(t, a, func(w http.ResponseWriter, _ *http.Request) {
					tries.Add(1)
					w.Header().Set(protocol.HeaderRetryAfter, value)
					problem(w, status, protocol.CodeBusy)
				}), 1, nil)
				wait := l.rest()
				if wait < want[0] || wait > want[1] || wait == 0 {
					t.Errorf("rests %v, want %v", wait, want)
				}
				if want[0] > 0 {
					l.Nudge()
					if l.rest(); tries.Load() != 1 {
						t.Error("a nudge overrode what the centre asked")
					}
				}
			})
		}
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

func TestHeartbeatNonsense(t *testing.T) {
	for name, body := range map[string]string{
		"empty": "", "HTML": "<html>", "version": `{"protocol":2,"now":"2026-11-22T12:00:00Z"}`,
		"queue": `{"protocol":1,"now":"2026-11-22T12:00:00Z","queue":{"A":-1}}`,
		"long":  `{"protocol":1,"now":"2026-11-22T12:00:00Z","queue":{"Abc":1}}`,
	} {
		t.Run(name, func(t *testing.T) {
			a := uplinktest.NewAuthority(t)
			l := run(t, a, serve(t, a, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == protocol.PathHeartbeat {
					io.WriteString(w, body)
					return
				}
				receipt(w, r)
			})), 1, nil)
			l.rest()
			l.pass()
			if len(l.news) != 0 || len(l.store.finished) != 0 {
				t.Error("believed the nonsense")
			}
			if len(l.store.delivered) != 1 {
				t.Error("a broken heartbeat kept the case from being delivered")
			}
		})
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
