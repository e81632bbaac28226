package uplink_test

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink/uplinktest"
)

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
					want = "status-" + strconv.Itoa(status)
				}
				if got := l.store.refused[caseID(1)]; got != want {
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

// A ticket printed while the kiosk's digit was set wrongly stays owed, and does
// not hold up those of after the mending.
func TestWrongDigitHoldsUpNobody(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	l := run(t, a, centre(t, a, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, caseID(1)) {
			problem(w, 403, protocol.CodeOtherKiosk)
			return
		}
		receipt(w, r)
	}), 3, nil)
	l.rest()
	if s := l.Status(); s.Reachable || s.Refused != protocol.CodeOtherKiosk {
		t.Errorf("status %+v", s)
	}
	for i := 0; len(l.store.delivered) < 2 && i < 5; i++ {
		l.pass()
	}
	if !slices.Equal(l.store.delivered, []string{caseID(2), caseID(3)}) || len(l.store.refused) != 0 || len(l.store.owed) != 1 {
		t.Errorf("delivered %v, refused %v, %d owed", l.store.delivered, l.store.refused, len(l.store.owed))
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
		strings.Repeat("9", 30):       {0, 2 * time.Second},
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
