package protocol_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"hallkiosk/sync/protocol"
)

func ticketQuery(t testing.TB) *protocol.ProgressQuery {
	t.Helper()
	handle, err := protocol.Sign(sample(), testKey)
	if err != nil {
		t.Fatal(err)
	}
	return &protocol.ProgressQuery{Protocol: protocol.Version, Kiosk: "K1", Handle: handle}
}

func cardQuery() *protocol.ProgressQuery {
	return &protocol.ProgressQuery{Protocol: protocol.Version, Kiosk: "K1", IDNumber: "a"}
}

func TestProgressQueryRoundTrip(t *testing.T) {
	for _, want := range []*protocol.ProgressQuery{ticketQuery(t), cardQuery()} {
		got, err := protocol.DecodeProgressQuery(strings.NewReader(text(t, want)))
		if err != nil || *got != *want {
			t.Errorf("got %v", err)
		}
	}
}

func TestProgressQueryRefused(t *testing.T) {
	for name, c := range map[string]struct {
		field  string
		change func(*protocol.ProgressQuery)
	}{
		"version":    {"protocol", func(q *protocol.ProgressQuery) { q.Protocol = 2 }},
		"kiosk":      {"kiosk", func(q *protocol.ProgressQuery) { q.Kiosk = "K 1" }},
		"both":       {"", func(q *protocol.ProgressQuery) { q.IDNumber = "a" }},
		"neither":    {"", func(q *protocol.ProgressQuery) { q.Handle = "" }},
		"long code":  {"handle", func(q *protocol.ProgressQuery) { q.Handle = strings.Repeat("A", 513) }},
		"long digit": {"idNumber", func(q *protocol.ProgressQuery) { q.Handle, q.IDNumber = "", strings.Repeat("1", 65) }},
	} {
		t.Run(name, func(t *testing.T) {
			q := ticketQuery(t)
			c.change(q)
			_, err := protocol.DecodeProgressQuery(strings.NewReader(text(t, q)))
			wantInvalid(t, err, c.field)
		})
	}
	for _, body := range []string{"", "null", "[]", "{}", `{"protocol":1,"kiosk":"K1","handle":"x","name":"张三"}`, text(t, cardQuery()) + "{}"} {
		if _, err := protocol.DecodeProgressQuery(strings.NewReader(body)); err == nil || strings.Contains(err.Error(), "张") {
			t.Errorf("%.20q: error %v", body, err)
		}
	}
	if _, err := protocol.DecodeProgressQuery(strings.NewReader(strings.Repeat(" ", protocol.MaxProgress+1))); !errors.Is(err, protocol.ErrTooLarge) {
		t.Errorf("error %v", err)
	}
}

// answer is a good answer to the query of a ticket.
func progressAnswer() *protocol.ProgressAnswer {
	return &protocol.ProgressAnswer{Protocol: protocol.Version, Cases: []protocol.Progress{
		{Number: "A1023", Day: "2026-11-22", Service: "open", State: protocol.ProgressSentBack, Reason: "seal", Updated: noon, Ahead: -1},
	}}
}

func TestProgressAnswers(t *testing.T) {
	missing := &protocol.ProgressAnswer{Protocol: protocol.Version, Cases: []protocol.Progress{
		{Number: "A1023", Day: "2026-11-22", State: protocol.ProgressNotArrived, Ahead: -1}}}
	for _, a := range []*protocol.ProgressAnswer{progressAnswer(), missing} {
		if err := a.Validate(ticketQuery(t)); err != nil {
			t.Error(err)
		}
	}
	whole := progressAnswer()
	whole.Cases[0].Note, whole.Cases[0].Organisation = "n", "o"
	whole.Cases = append(whole.Cases, whole.Cases[0])
	for _, a := range []*protocol.ProgressAnswer{whole, {Protocol: protocol.Version, Cases: []protocol.Progress{}}} {
		if err := a.Validate(cardQuery()); err != nil {
			t.Error(err)
		}
	}
}

func TestProgressAnswerRefused(t *testing.T) {
	for name, c := range map[string]struct {
		field  string
		change func(*protocol.ProgressAnswer)
	}{
		"version":           {"protocol", func(a *protocol.ProgressAnswer) { a.Protocol = 2 }},
		"nothing":           {"cases", func(a *protocol.ProgressAnswer) { a.Cases = nil }},
		"no case":           {"cases", func(a *protocol.ProgressAnswer) { a.Cases = []protocol.Progress{} }},
		"two cases":         {"cases", func(a *protocol.ProgressAnswer) { a.Cases = append(a.Cases, a.Cases[0]) }},
		"101 cases":         {"cases", func(a *protocol.ProgressAnswer) { a.Cases = slices.Repeat(a.Cases, 101) }},
		"another number":    {"cases", func(a *protocol.ProgressAnswer) { a.Cases[0].Number = "A1024" }},
		"another day":       {"cases", func(a *protocol.ProgressAnswer) { a.Cases[0].Day = "2026-11-23" }},
		"odd state":         {"cases.state", func(a *protocol.ProgressAnswer) { a.Cases[0].State = "lost" }},
		"no service":        {"cases.service", func(a *protocol.ProgressAnswer) { a.Cases[0].Service = "" }},
		"reason of another": {"cases.reason", func(a *protocol.ProgressAnswer) { a.Cases[0].State = protocol.ProgressReady }},
		"no time":           {"cases.updated", func(a *protocol.ProgressAnswer) { a.Cases[0].Updated = protocol.Progress{}.Updated }},
		"fewer than none":   {"cases.ahead", func(a *protocol.ProgressAnswer) { a.Cases[0].Ahead = -2 }},
		"a clerk's words":   {"cases.note", func(a *protocol.ProgressAnswer) { a.Cases[0].Note = "n" }},
		"whose it is":       {"cases.organisation", func(a *protocol.ProgressAnswer) { a.Cases[0].Organisation = "o" }},
		"service of no case": {"cases.service", func(a *protocol.ProgressAnswer) {
			a.Cases[0].State, a.Cases[0].Reason = protocol.ProgressNotArrived, ""
		}},
		"a reason without end":  {"cases.reason", func(a *protocol.ProgressAnswer) { a.Cases[0].Reason = strings.Repeat("x", 501) }},
		"a service without end": {"cases.service", func(a *protocol.ProgressAnswer) { a.Cases[0].Service = strings.Repeat("x", 501) }},
	} {
		t.Run(name, func(t *testing.T) {
			a := progressAnswer()
			c.change(a)
			wantInvalid(t, a.Validate(ticketQuery(t)), c.field)
		})
	}
	gone := &protocol.ProgressAnswer{Protocol: protocol.Version, Cases: []protocol.Progress{
		{Number: "A1023", Day: "2026-11-22", State: protocol.ProgressNotArrived, Ahead: -1}}}
	wantInvalid(t, gone.Validate(cardQuery()), "cases.state")
}

// FuzzProgressQuery: whatever is read back says what was written, and asks for one thing.
func FuzzProgressQuery(f *testing.F) {
	for _, seed := range []string{"", "{}", text(f, ticketQuery(f)), text(f, cardQuery()), `{"protocol":1,"kiosk":"K1","handle":"","idNumber":"\u0000"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		q, err := protocol.DecodeProgressQuery(strings.NewReader(string(body)))
		if err != nil {
			var invalid *protocol.Invalid
			if !errors.As(err, &invalid) && !errors.Is(err, protocol.ErrTooLarge) {
				t.Errorf("error %v", err)
			}
			return
		}
		if (q.Handle == "") == (q.IDNumber == "") {
			t.Error("asks for both or for nothing")
		}
		again, err := protocol.DecodeProgressQuery(strings.NewReader(text(t, q)))
		if err != nil || *again != *q {
			t.Errorf("another query came back: %v", err)
		}
	})
}

// FuzzProgressAnswer: an answer to a ticket that is taken tells nothing personal.
func FuzzProgressAnswer(f *testing.F) {
	f.Add([]byte(text(f, progressAnswer())))
	f.Add([]byte(`{"protocol":1,"cases":[{}]}`))
	q := ticketQuery(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		var a protocol.ProgressAnswer
		if json.Unmarshal(body, &a) != nil || a.Validate(q) != nil {
			return
		}
		if len(a.Cases) != 1 || a.Cases[0].Note != "" || a.Cases[0].Organisation != "" || a.Cases[0].Number != "A1023" {
			t.Errorf("took %d cases", len(a.Cases))
		}
	})
}
