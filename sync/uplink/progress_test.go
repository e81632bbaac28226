package uplink_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
	"hallkiosk/sync/uplink/uplinktest"
)

// asker is an uplink whose centre answers questions after progress by h.
func asker(t *testing.T, h http.HandlerFunc) *uplink.Uplink {
	t.Helper()
	a := uplinktest.NewAuthority(t)
	mux := http.NewServeMux()
	mux.HandleFunc(protocol.PathProgress, h)
	mux.HandleFunc(protocol.PathHeartbeat, func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, 200, protocol.News{Protocol: 1, Now: start})
	})
	l := run(t, a, serve(t, a, mux), 0, nil)
	l.rest()
	return l.Uplink
}

func ticketText(t *testing.T) string {
	t.Helper()
	text, err := protocol.Sign(protocol.Handle{Host: "CENTRE.EXAMPLE", Kiosk: 1, Day: "2026-11-22", Letter: 'A', Serial: 1, Case: caseID(1)}, kioskKey)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const number = "a-number-of-a-card"

// mine is a good answer to the ticket.
func mine() protocol.ProgressAnswer {
	return protocol.ProgressAnswer{Protocol: 1, Cases: []protocol.Progress{
		{Number: "A1001", Day: "2026-11-22", Service: "open", State: protocol.ProgressWaiting, Updated: start, Ahead: 3},
	}}
}

func TestProgressIsAsked(t *testing.T) {
	var got protocol.ProgressQuery
	reply := mine()
	u := asker(t, func(w http.ResponseWriter, r *http.Request) {
		q, err := protocol.DecodeProgressQuery(r.Body)
		if err != nil || r.Method != http.MethodPost || r.URL.RawQuery != "" || r.Header.Get("Content-Type") != protocol.TypeJSON {
			t.Errorf("asked by %s %s: %v", r.Method, r.URL, err)
			return
		}
		got = *q
		answerJSON(w, 200, reply)
	})
	cases, err := u.Progress(t.Context(), protocol.ProgressQuery{Handle: ticketText(t)})
	if err != nil || len(cases) != 1 || cases[0] != reply.Cases[0] {
		t.Fatalf("got %+v, %v", cases, err)
	}
	if got.Handle != ticketText(t) || got.Kiosk != "K1" || got.IDNumber != "" {
		t.Error("another question arrived")
	}
	reply.Cases[0].Note, reply.Cases[0].Organisation = "请补盖公章", "XX开发有限公司"
	reply.Cases = append(reply.Cases, reply.Cases[0])
	cases, err = u.Progress(t.Context(), protocol.ProgressQuery{IDNumber: number})
	if err != nil || len(cases) != 2 || cases[0].Note == "" || got.IDNumber != number {
		t.Errorf("%d cases, %v", len(cases), err)
	}
	reply.Cases = []protocol.Progress{}
	if cases, err = u.Progress(t.Context(), protocol.ProgressQuery{IDNumber: number}); err != nil || len(cases) != 0 {
		t.Errorf("%d cases, %v", len(cases), err)
	}
	for _, q := range []protocol.ProgressQuery{{}, {Handle: "x", IDNumber: "y"}, {Handle: strings.Repeat("x", 1000)}} {
		wantQuery(t, u, q, protocol.CodeInvalid)
	}
}

func wantQuery(t *testing.T, u *uplink.Uplink, q protocol.ProgressQuery, code string) *uplink.QueryError {
	t.Helper()
	cases, err := u.Progress(t.Context(), q)
	var e *uplink.QueryError
	if !errors.As(err, &e) || e.Code != code || cases != nil {
		t.Fatalf("got %d cases, %v; want %s", len(cases), err, code)
	}
	if strings.Contains(err.Error(), number) || strings.Contains(err.Error(), "HTTPS") {
		t.Error("the error says what was asked")
	}
	return e
}

func TestForgedTicketIsRefused(t *testing.T) {
	u := asker(t, func(w http.ResponseWriter, _ *http.Request) {
		p := protocol.NewProblem(422, protocol.CodeNotGenuine, "No ticket")
		p.Detail = "signature"
		w.Header().Set("Content-Type", protocol.TypeProblem)
		w.WriteHeader(422)
		_ = json.NewEncoder(w).Encode(p)
	})
	e := wantQuery(t, u, protocol.ProgressQuery{Handle: ticketText(t)}, protocol.CodeNotGenuine)
	if !errors.Is(e, uplink.ErrNotGenuine) || e.Detail != "signature" {
		t.Errorf("got %+v", e)
	}
}

func TestHostileProgress(t *testing.T) {
	good := string(uncheckedJSON(mine()))
	write := func(status int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	replace := func(old, new string) http.HandlerFunc {
		if !strings.Contains(good, old) {
			t.Fatalf("%s does not occur", old)
		}
		return write(200, protocol.TypeJSON, strings.Replace(good, old, new, 1))
	}
	for name, c := range map[string]struct {
		code string
		h    http.HandlerFunc
	}{
		"HTML":                   {"nonsense", write(200, "text/html", "<html>Welcome to nginx!</html>")},
		"nothing":                {"nonsense", write(200, protocol.TypeJSON, "")},
		"null":                   {"nonsense", write(200, protocol.TypeJSON, "null")},
		"half":                   {"nonsense", write(200, protocol.TypeJSON, good[:len(good)/2])},
		"5 MB":                   {"nonsense", write(200, protocol.TypeJSON, `{"protocol":1,"cases":[],"x":"`+strings.Repeat("x", 5<<20)+`"}`)},
		"5 MB of cases":          {"nonsense", write(200, protocol.TypeJSON, `{"protocol":1,"cases":[`+strings.Repeat(`{},`, 2<<20)+`{}]}`)},
		"another version":        {"nonsense", replace(`"protocol":1`, `"protocol":2`)},
		"another's ticket":       {"nonsense", replace(`A1001`, `A1002`)},
		"a state unknown":        {"nonsense", replace(`waiting`, `lost`)},
		"a name for the bearer":  {"nonsense", replace(`"ahead":3`, `"ahead":3,"organisation":"XX开发有限公司"`)},
		"a note for the bearer":  {"nonsense", replace(`"ahead":3`, `"ahead":3,"note":"张三"`)},
		"201":                    {"status-201", write(201, protocol.TypeJSON, good)},
		"302":                    {"status-302", write(302, protocol.TypeJSON, good)},
		"busy":                   {protocol.CodeBusy, func(w http.ResponseWriter, _ *http.Request) { problem(w, 429, protocol.CodeBusy) }},
		"no such address":        {"status-404", write(404, "text/plain", "old centre")},
		"a code that is no code": {"status-500", func(w http.ResponseWriter, _ *http.Request) { problem(w, 500, "张三 <b>") }},
		"cut off": {"unreachable", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(good))
			panic(http.ErrAbortHandler)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			wantQuery(t, asker(t, c.h), protocol.ProgressQuery{Handle: ticketText(t)}, c.code)
		})
	}
}

func uncheckedJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprint("a constant of the test: ", err))
	}
	return b
}

// TestLeavingTheScreenEndsTheQuestion: whoever goes away waits for nothing.
func TestLeavingTheScreenEndsTheQuestion(t *testing.T) {
	asked := make(chan struct{})
	u := asker(t, func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	})
	ctx, leave := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := u.Progress(ctx, protocol.ProgressQuery{Handle: ticketText(t)})
		ended <- err
	}()
	<-asked
	leave()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestNobodyAnswers(t *testing.T) {
	a := uplinktest.NewAuthority(t)
	u, err := uplink.New(uplink.Options{Store: &store{}, BaseURL: "https://127.0.0.1:1", Kiosk: "K1", Version: "1.0",
		TLS: &tls.Config{RootCAs: a.Pool}})
	if err != nil {
		t.Fatal(err)
	}
	wantQuery(t, u, protocol.ProgressQuery{Handle: ticketText(t)}, "unreachable")
}
