package centre_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/sync/protocol"
)

// events returns the lines of one event in the hall's log.
func (h *hall) events(e audit.Event) (lines []string) {
	for line := range strings.Lines(h.log.String()) {
		if strings.Contains(line, " event="+string(e)+" ") || strings.Contains(line, " event="+string(e)+"\n") {
			lines = append(lines, line)
		}
	}
	return lines
}

// logged checks that the log holds an event so many times, each line with these texts.
func (h *hall) logged(e audit.Event, times int, texts ...string) {
	h.t.Helper()
	lines := h.events(e)
	if len(lines) != times {
		h.t.Errorf("%s: %d lines, want %d: %s", e, len(lines), times, lines)
	}
	for _, line := range lines {
		for _, text := range texts {
			if !strings.Contains(line, text) {
				h.t.Errorf("%q is missing in %s", text, line)
			}
		}
	}
}

func TestCasesAreLogged(t *testing.T) {
	h := newHall(t)
	first, second := h.k1.deliver(), h.k1.deliver()
	h.k1.put(first).must(t, 200)
	h.logged(audit.CaseReceived, 3, "kiosk=K1", "status=20")
	one, two := "case="+first.Application.ID, "case="+second.Application.ID
	p := h.signedIn("window7")
	h.logged(audit.SignInGood, 1, "role=window", "account=")
	p.post("/scan", "ticket", first.Ticket.Handle).must(t, 303)
	p.post("/scan", "ticket", first.Ticket.Handle).must(t, 303) // open already
	h.logged(audit.CaseOpened, 1, one)
	material := first.Application.Materials[0].Material
	p.post("/case/"+first.Application.ID+"/tick", "material", material, "seen", "yes").must(t, 303)
	h.logged(audit.MaterialTicked, 1, one, "material="+material, "done=true")
	p.post("/case/"+first.Application.ID+"/finish", "incomplete", "yes").must(t, 303)
	p.post("/case/"+first.Application.ID+"/finish", "incomplete", "yes").must(t, 409)
	h.logged(audit.CaseFinished, 1, one)
	p.post("/case/"+second.Application.ID+"/open").must(t, 303)
	p.post("/case/"+second.Application.ID+"/send-back", "reason", "seal", "note", "张三").must(t, 303)
	h.logged(audit.CaseSentBack, 1, two)
	p.post("/case/"+second.Application.ID+"/resume").must(t, 303)
	h.logged(audit.CaseOpened, 3)
	p.post("/scan", "ticket", "HTTPS://X/T/A").must(t, 422)
	h.logged(audit.HandleRefused, 1, "reason=length", "account=")
	p.post("/sign-out").must(t, 303)
	h.logged(audit.SignedOut, 1, "account=")
	for _, personal := range []string{"张三", "李四", "window7", first.Application.Agent.IDNumber, "redacted", "outside the catalogue"} {
		if strings.Contains(h.log.String(), personal) {
			t.Errorf("the log holds %q: %s", personal, h.log.String())
		}
	}
}

func TestForgedDeliveryIsLogged(t *testing.T) {
	h := newHall(t)
	forger := *h.enrol("K2", 2)
	d := h.k1.delivery()
	forger.digit, forger.serial = 1, h.k1.serial
	d.Ticket.Handle = forger.handle(d)
	h.k1.put(d).problem(t, 400, protocol.CodeInvalid)
	h.logged(audit.HandleRefused, 1, "reason=signature", "kiosk=K1")
	h.logged(audit.CaseReceived, 0)
}

// TestSignInsAreLogged: what is typed for a name may be a password, and stays out.
func TestSignInsAreLogged(t *testing.T) {
	h := newHall(t)
	if err := h.centre.SetDisabled(t.Context(), "window8", true); err != nil {
		t.Fatal(err)
	}
	p := h.person()
	p.post("/sign-in", "username", "window8", "password", secret).must(t, 401)
	h.logged(audit.SignInFailed, 1, "reason=disabled", "account=")
	for range 5 {
		p.post("/sign-in", "username", "my-password", "password", secret).must(t, 401)
	}
	if lines := h.events(audit.SignInFailed); len(lines) != 6 || slices.ContainsFunc(lines[1:], func(l string) bool { return !strings.Contains(l, "reason=unknown") || strings.Contains(l, "account=") }) {
		t.Errorf("unknown accounts: %s", lines)
	}
	for range 3 { // told once for each wait
		p.post("/sign-in", "username", "my-password", "password", secret).must(t, 429)
	}
	h.logged(audit.SignInLocked, 1, "wait=")
	h.clock.pass(31 * time.Second)
	p.post("/sign-in", "username", "my-password", "password", secret).must(t, 401)
	p.post("/sign-in", "username", "my-password", "password", secret).must(t, 429)
	h.logged(audit.SignInLocked, 2, "wait=")
	p.post("/sign-in", "username", "window7", "password", "my-password").must(t, 401)
	if lines := h.events(audit.SignInFailed); !strings.Contains(lines[len(lines)-1], "reason=password account=") {
		t.Errorf("a wrong password: %s", lines[len(lines)-1])
	}
	h.logged(audit.SignInGood, 0)
	if strings.Contains(h.log.String(), "my-password") {
		t.Error("the log holds what was typed")
	}
}

// TestFailuresAreLogged: with the database gone every request fails inside.
func TestFailuresAreLogged(t *testing.T) {
	h := newHall(t)
	d := h.k1.delivery()
	p := h.signedIn("window7")
	if err := h.centre.Close(); err != nil {
		t.Fatal(err)
	}
	p.get("/case/"+d.Application.ID).must(t, 500)
	h.logged(audit.RequestFailed, 1, `route="GET /case/{id}"`, "error=")
	h.k1.put(d).problem(t, 500, protocol.CodeFault)
	if lines := h.events(audit.RequestFailed); len(lines) != 2 || !strings.Contains(lines[1], `route="PUT /api/v1/cases/{id}"`) {
		t.Errorf("log %s", lines)
	}
}
