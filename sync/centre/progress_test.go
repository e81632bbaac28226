package centre_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hallkiosk/sync/centre"
	"hallkiosk/sync/protocol"
)

// ask asks after progress; the answer may be a problem.
func (k *kiosk) ask(q protocol.ProgressQuery) answer {
	k.h.t.Helper()
	q.Protocol, q.Kiosk = protocol.Version, k.name
	r := request(k.h.t, http.MethodPost, k.h.api+protocol.PathProgress, encode(k.h.t, q))
	r.Header.Set("Content-Type", protocol.TypeJSON)
	return do(k.h.t, k.client, r)
}

// told asks what must be answered as the protocol says. Time passes first, so
// that no test of something else asks too often.
func (k *kiosk) told(t testing.TB, q protocol.ProgressQuery) ([]protocol.Progress, answer) {
	t.Helper()
	k.h.clock.pass(5 * time.Second)
	a := k.ask(q)
	var p protocol.ProgressAnswer
	if a.status != http.StatusOK || json.Unmarshal([]byte(a.body), &p) != nil || p.Validate(&q) != nil {
		t.Fatalf("answered %d: %.200s", a.status, a.body)
	}
	return p.Cases, a
}

// of makes a delivery one of another service of the guide, with what that asks.
func of(t testing.TB, h *hall, service string) func(*protocol.Delivery) {
	t.Helper()
	s, ok := h.guide.Service(service)
	if !ok {
		t.Fatalf("no service %s", service)
	}
	return func(d *protocol.Delivery) {
		a := &d.Application
		a.Service, d.Ticket.Service = service, service
		d.Ticket.Number = s.Letter + d.Ticket.Number[1:]
		asks := s.Asks()
		if !slices.Contains(asks, "seal-type") {
			a.SealType = ""
		}
		if !slices.Contains(asks, "statement") {
			a.StatementVersion, a.StatementAccepted = "", time.Time{}
		}
		if slices.Contains(asks, "key") {
			a.Key = string(s.Keys[0])
		}
		a.Materials = nil
		for _, n := range s.Materials {
			a.Materials = append(a.Materials, protocol.Material{Material: n.ID})
		}
	}
}

// TestProgressOfOneCase walks a case through every state.
func TestProgressOfOneCase(t *testing.T) {
	h := newHall(t)
	window := h.signedIn("window7")
	first, d := h.k1.deliver(), h.k1.delivery()
	path := "/case/" + d.Application.ID
	const note = "请补盖公章后再来"
	state := func(want string, change func(*protocol.Progress)) {
		t.Helper()
		bearer, _ := h.k1.told(t, protocol.ProgressQuery{Handle: d.Ticket.Handle})
		expected := protocol.Progress{Number: d.Ticket.Number, Day: d.Ticket.Day, Service: "open", State: want, Ahead: -1}
		if change != nil {
			change(&expected)
		}
		got := bearer[0]
		if want == protocol.ProgressNotArrived != got.Updated.IsZero() || got.Updated.After(h.clock.now()) {
			t.Errorf("%s since %v", want, got.Updated)
		}
		got.Updated = time.Time{}
		if got != expected {
			t.Errorf("the ticket's bearer is told %+v, want %+v", got, expected)
		}
		if want == protocol.ProgressNotArrived {
			return
		}
		for _, number := range []string{d.Application.Agent.IDNumber, strings.ToLower(d.Application.Legal.IDNumber)} {
			mine, _ := h.k1.told(t, protocol.ProgressQuery{IDNumber: number})
			at := slices.IndexFunc(mine, func(p protocol.Progress) bool { return p.Number == d.Ticket.Number && p.Day == d.Ticket.Day })
			if at < 0 {
				t.Fatal("the person is not told of the case")
			}
			mine[at].Updated = time.Time{}
			expected.Organisation = "XX开发有限公司"
			if want == protocol.ProgressSentBack {
				expected.Note = note
			}
			if mine[at] != expected {
				t.Errorf("the person is told %+v, want %+v", mine[at], expected)
			}
		}
	}
	ahead := func(n int) func(*protocol.Progress) { return func(p *protocol.Progress) { p.Ahead = n } }
	none := func(p *protocol.Progress) { p.Service = "" }

	state(protocol.ProgressNotArrived, none)
	h.k1.put(d).must(t, 201)
	state(protocol.ProgressWaiting, ahead(1))
	window.post("/case/"+first.Application.ID+"/open").must(t, 303)
	state(protocol.ProgressWaiting, ahead(0))
	window.post(path+"/open").must(t, 303)
	state(protocol.ProgressAtWindow, nil)
	window.post(path+"/send-back", "reason", "seal", "note", note).must(t, 303)
	state(protocol.ProgressSentBack, func(p *protocol.Progress) { p.Reason = "seal" })
	h.clock.pass(24 * time.Hour)
	window = h.signedIn("window7")
	approver := h.signedIn("approver1")
	state(protocol.ProgressSentBack, func(p *protocol.Progress) { p.Reason = "seal" })
	window.post(path+"/resume").must(t, 303)
	state(protocol.ProgressAtWindow, nil)
	approver.post(path+"/approve").must(t, 303)
	state(protocol.ProgressApproved, nil)
	window.post(path+"/finish", "incomplete", "yes").must(t, 303)
	state(protocol.ProgressReady, nil)

	// Nobody called this one, and its day is over.
	d = h.k1.deliver()
	h.clock.pass(24 * time.Hour)
	state(protocol.ProgressReceived, nil)
}

// TestProgressOfAPerson: of 180 days, the newest first, and of nobody else.
func TestProgressOfAPerson(t *testing.T) {
	h := newHall(t)
	who := idNumber("43070219900307129")
	mine := func(d *protocol.Delivery) { d.Application.Agent.IDNumber = who }
	old := h.k1.deliver(mine)
	h.clock.pass(179 * 24 * time.Hour)
	later := h.k1.deliver(mine)
	h.k1.deliver() // another agent's
	told, _ := h.k1.told(t, protocol.ProgressQuery{IDNumber: who})
	if len(told) != 2 || told[0].Number != later.Ticket.Number || told[1].Day != old.Ticket.Day {
		t.Errorf("told %+v", told)
	}
	h.clock.pass(2 * 24 * time.Hour)
	if told, _ = h.k1.told(t, protocol.ProgressQuery{IDNumber: who}); len(told) != 1 || told[0].Number != later.Ticket.Number {
		t.Errorf("two days later told %+v", told)
	}
	if told, _ = h.k1.told(t, protocol.ProgressQuery{IDNumber: idNumber("11010119800101123")}); len(told) != 0 {
		t.Errorf("somebody without a case is told %+v", told)
	}
	// At another kiosk it is the same.
	k2 := h.enrol("K2", 2)
	if told, _ = k2.told(t, protocol.ProgressQuery{IDNumber: who}); len(told) != 1 {
		t.Errorf("at the other kiosk told %+v", told)
	}
	if strings.Contains(h.log.String(), who) || strings.Contains(h.log.String(), who[:17]) || !strings.Contains(h.log.String(), "progress.asked") {
		t.Error("the log holds the number, or not that somebody asked")
	}
}

func TestProgressRefused(t *testing.T) {
	h := newHall(t)
	d := h.k1.deliver()
	other := newHall(t)
	handle := d.Ticket.Handle
	for name, c := range map[string]struct{ handle, code string }{
		"another hall's":   {other.k1.delivery().Ticket.Handle, "signature"},
		"no kiosk of ours": {h.stranger("K9", 9).delivery().Ticket.Handle, "no-such-kiosk"},
		"cut":              {handle[:len(handle)-1], "length"},
		"a payment code":   {"wxp://f2f0example", "not-a-handle"},
	} {
		t.Run(name, func(t *testing.T) {
			a := h.k1.ask(protocol.ProgressQuery{Handle: c.handle})
			a.problem(t, 422, protocol.CodeNotGenuine)
			a.must(t, 422, `"detail":"`+c.code+`"`)
		})
	}
	number := d.Application.Agent.IDNumber
	for name, wrong := range map[string]string{"typed wrongly": number[:17] + "Y", "short": number[:5], "SQL": "' OR 1=1 --", "not UTF-8": "\xff"} {
		t.Run(name, func(t *testing.T) {
			a := h.k1.ask(protocol.ProgressQuery{IDNumber: wrong})
			a.problem(t, 400, protocol.CodeInvalid)
			a.mustNot(t, wrong)
		})
	}
	if strings.Contains(h.log.String(), number[:17]) || strings.Contains(h.log.String(), "wxp:") {
		t.Error("the log says what was asked")
	}
}

// TestKioskAsksTooOften: one kiosk that tries number after number is slowed
// down, and the other is not.
func TestKioskAsksTooOften(t *testing.T) {
	h := newHall(t)
	k2 := h.enrol("K2", 2)
	q := protocol.ProgressQuery{IDNumber: idNumber("11010119800101123")}
	good := 0
	for range 30 {
		if h.k1.ask(q).status == 200 {
			good++
		}
	}
	if good != 20 {
		t.Errorf("%d answered at once", good)
	}
	a := h.k1.ask(q)
	a.problem(t, 429, protocol.CodeBusy)
	k2.ask(q).must(t, 200)
	h.k1.beat(h.k1.heartbeat()).must(t, 200) // nothing else is held up
	h.clock.pass(5 * time.Second)
	h.k1.ask(q).must(t, 200)
	h.k1.ask(q).must(t, 429)
	h.clock.pass(-time.Hour) // a clock that was set back gives nothing
	h.k1.ask(q).must(t, 429)
	h.clock.pass(2 * time.Hour)
	for range 20 {
		h.k1.ask(q).must(t, 200)
	}
	h.k1.ask(q).must(t, 429)
}

// TestNobodySeesMoreThanTheTicket: whatever became of a case, whoever has only
// its ticket, or the public pages, is told nothing of whose it is, nor a clerk's words.
func TestNobodySeesMoreThanTheTicket(t *testing.T) {
	h := newHall(t)
	window, approver := h.signedIn("window7"), h.signedIn("approver1")
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		mark := fmt.Sprintf("记号%d", run) // stands in every text of the case
		d := h.k1.deliver(of(h.t, h, rapid.SampledFrom(h.guide.Services).Draw(t, "service").ID), func(d *protocol.Delivery) {
			a := &d.Application
			a.Agent.Name, a.Legal.Name, a.Organisation.Name = "李"+mark, "张"+mark, mark+"公司"
			a.Contact.Address = mark + "路"
			if rapid.Bool().Draw(t, "in person") {
				a.Role, a.Agent = protocol.RoleLegal, protocol.Person{}
			}
		})
		a := d.Application
		secrets := []string{"记号", "李", "张三", a.Legal.IDNumber, a.Organisation.USCC, "7221234", "13800000000", "office@example.com", "window7", "approver1", a.ID, "XX开发"}
		if a.Role == protocol.RoleAgent {
			secrets = append(secrets, a.Agent.IDNumber)
		}
		path := "/case/" + a.ID
		for range rapid.IntRange(0, 6).Draw(t, "deeds") {
			switch rapid.IntRange(0, 5).Draw(t, "deed") {
			case 0:
				window.post(path + "/open")
			case 1:
				window.post(path+"/send-back", "reason", rapid.SampledFrom([]string{"seal", "missing", "person"}).Draw(t, "reason"), "note", mark)
			case 2:
				window.post(path + "/resume")
			case 3:
				window.post(path+"/finish", "incomplete", "yes")
			case 4:
				approver.post(path + "/approve")
			case 5:
				h.clock.pass(24 * time.Hour)
				window, approver = h.signedIn("window7"), h.signedIn("approver1")
			}
			_, told := h.k1.told(h.t, protocol.ProgressQuery{Handle: d.Ticket.Handle})
			told.mustNot(h.t, secrets...)
			page := h.person().get("/T/" + code(d))
			page.must(h.t, 200, d.Ticket.Number)
			page.mustNot(h.t, secrets...)
		}
	})
	log := h.log.String()
	for _, secret := range []string{"记号", "window7", "approver1"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// TestCasesOfBeforeAreFound: a database from before people were noted.
func TestCasesOfBeforeAreFound(t *testing.T) {
	file := ""
	h := newHall(t, func(o *centre.Options) { file = o.File })
	d := h.k1.deliver()
	forget(t, file)
	q := protocol.ProgressQuery{IDNumber: d.Application.Legal.IDNumber}
	if told, _ := h.k1.told(t, q); len(told) != 0 {
		t.Fatal("nothing was forgotten")
	}
	later := newHall(t, func(o *centre.Options) { o.File = copyOf(t, file) })
	if told, _ := later.k1.told(t, q); len(told) != 1 || told[0].Number != d.Ticket.Number {
		t.Errorf("after the next start told %+v", told)
	}
}
