package enquiry

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hallkiosk/kiosk/visit"
	"hallkiosk/screens"
	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
)

const host = "ZJ.HALL.EXAMPLE"

// secret stands for an ID number.
const secret = "XYZZY"

const caseID = "0193a6c4-7b1e-7c3a-9f00-0123456789ab"

// centre answers as it was told and keeps what it was asked.
type centre struct {
	asked []protocol.ProgressQuery
	cases []protocol.Progress
	err   error
}

func (c *centre) Progress(_ context.Context, q protocol.ProgressQuery) ([]protocol.Progress, error) {
	c.asked = append(c.asked, q)
	return c.cases, c.err
}

// memory is a kiosk's store with at most one case.
type memory struct {
	ticket *visit.Ticket
	owes   bool
}

func (m memory) Ticket(_ context.Context, id string) (visit.Ticket, error) {
	if m.ticket == nil || m.ticket.Case != id {
		return visit.Ticket{}, visit.ErrUnknownCase
	}
	return *m.ticket, nil
}

func (m memory) Owes(_ context.Context, id string) (bool, error) {
	if m.ticket == nil || m.ticket.Case != id {
		return false, visit.ErrUnknownCase
	}
	return m.owes, nil
}

func key(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(rune(seed)), ed25519.SeedSize)))
}

func newDesk(c *centre, m memory) *Desk {
	return &Desk{Centre: c, Store: m, Digit: 1, Key: key('a').Public().(ed25519.PublicKey), Host: host}
}

// ticket signs the handle of a kiosk's ticket.
func ticket(t testing.TB, of string, kiosk int, with ed25519.PrivateKey) string {
	t.Helper()
	text, err := protocol.Sign(protocol.Handle{Host: of, Kiosk: kiosk, Day: "2026-11-23", Letter: 'A', Serial: 7, Case: caseID}, with)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func known(owes bool) memory {
	return memory{ticket: &visit.Ticket{Case: caseID, Service: "open", Number: "A1007", Day: "2026-11-23"}, owes: owes}
}

var errAway = &uplink.QueryError{Code: "unreachable"}

// TestTicket goes through what a ticket may be and what the centre may say.
func TestTicket(t *testing.T) {
	own, others := ticket(t, host, 1, key('a')), ticket(t, host, 2, key('b'))
	at := func(state string) []protocol.Progress {
		return []protocol.Progress{{Number: "A1007", Day: "2026-11-23", Service: "open", State: state, Ahead: -1, Note: "secret", Organisation: "secret"}}
	}
	arrives := []protocol.Progress{{Number: "A1007", Day: "2026-11-23", State: protocol.ProgressNotArrived, Ahead: -1}}
	for _, test := range []struct {
		name   string
		text   string
		centre centre
		memory memory
		state  screens.CaseState // "" where err is wanted
		alone  bool
		err    error
		silent bool // the centre must not be asked
	}{
		{name: "waiting", text: own, centre: centre{cases: at(protocol.ProgressWaiting)}, state: screens.CaseWaiting},
		{name: "small letters", text: strings.ToLower(own) + "\r\n", centre: centre{cases: at(protocol.ProgressReady)}, state: screens.CaseReady},
		{name: "another kiosk's", text: others, centre: centre{cases: at(protocol.ProgressSentBack)}, state: screens.CaseSentBack},
		{name: "away, owed", text: own, centre: centre{err: errAway}, memory: known(true), state: screens.CaseOnItsWay, alone: true},
		{name: "away, delivered", text: own, centre: centre{err: errAway}, memory: known(false), state: screens.CaseHere, alone: true},
		{name: "away, forgotten", text: own, centre: centre{err: errAway}, state: screens.CaseHere, alone: true},
		{name: "away, another kiosk's", text: others, centre: centre{err: errAway}, memory: known(true), err: screens.ErrCentreAway},
		{name: "nonsense counts as away", text: own, centre: centre{err: errors.New("nonsense")}, memory: known(false), state: screens.CaseHere, alone: true},
		{name: "not arrived, owed here", text: own, centre: centre{cases: arrives}, memory: known(true), state: screens.CaseOnItsWay},
		{name: "not arrived, not owed", text: own, centre: centre{cases: arrives}, memory: known(false), state: screens.CaseNotArrived},
		{name: "not arrived, another kiosk's", text: others, centre: centre{cases: arrives}, memory: known(true), state: screens.CaseNotArrived},
		{name: "forged, own digit", text: ticket(t, host, 1, key('b')), err: screens.ErrForged, silent: true},
		{name: "forged, the centre says so", text: others, centre: centre{err: &uplink.QueryError{Code: protocol.CodeNotGenuine}}, err: screens.ErrForged},
		{name: "another hall's", text: ticket(t, "OTHER.EXAMPLE", 1, key('a')), err: screens.ErrNotTicket, silent: true},
		{name: "cut off", text: own[:len(own)-9], err: screens.ErrForged, silent: true},
		{name: "spoilt", text: own[:len(own)-9] + "!" + own[len(own)-8:], err: screens.ErrForged, silent: true},
		{name: "a licence", text: "名称：XX开发有限公司", err: screens.ErrNotTicket, silent: true},
		{name: "empty but for blanks", text: "  ", err: screens.ErrNotTicket, silent: true},
		{name: "busy", text: own, centre: centre{err: &uplink.QueryError{Code: protocol.CodeBusy}}, memory: known(true), err: screens.ErrCentreBusy},
		{name: "an unknown state", text: others, centre: centre{cases: at("newer")}, err: screens.ErrCentreAway},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer, err := newDesk(&test.centre, test.memory).Progress(t.Context(), screens.ProgressQuery{Ticket: test.text})
			if !errors.Is(err, test.err) || (err == nil) != (test.err == nil) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			if test.silent != (len(test.centre.asked) == 0) {
				t.Errorf("the centre was asked %d times", len(test.centre.asked))
			}
			if err != nil {
				return
			}
			if len(answer.Cases) != 1 || answer.Cases[0].State != test.state || answer.Alone != test.alone {
				t.Fatalf("answer %+v, want %s, alone %v", answer, test.state, test.alone)
			}
			p := answer.Cases[0]
			if p.Number != "A1007" || p.Day != "2026-11-23" {
				t.Errorf("of another ticket: %+v", p)
			}
			if p.Note != "" || p.Organisation != "" {
				t.Errorf("who has only the ticket is told %+v", p)
			}
		})
	}
}

func TestCard(t *testing.T) {
	all := []protocol.Progress{
		{Number: "B1002", Day: "2026-11-23", Service: "renew", State: protocol.ProgressSentBack, Reason: "seal", Note: "盖清楚", Organisation: "XX开发有限公司", Updated: time.Unix(1, 0), Ahead: -1},
		{Number: "A1001", Day: "2026-11-20", Service: "open", State: protocol.ProgressReady, Organisation: "XX开发有限公司", Ahead: -1},
	}
	c := &centre{cases: all}
	answer, err := newDesk(c, memory{}).Progress(t.Context(), screens.ProgressQuery{IDNumber: secret})
	if err != nil || len(answer.Cases) != 2 || answer.Alone {
		t.Fatalf("answer %+v, %v", answer, err)
	}
	want := screens.CaseProgress{Number: "B1002", Day: "2026-11-23", Service: "renew", State: screens.CaseSentBack, Reason: "seal", Note: "盖清楚",
		Organisation: "XX开发有限公司", Updated: time.Unix(1, 0), Ahead: -1}
	if answer.Cases[0] != want {
		t.Errorf("case %+v, want %+v", answer.Cases[0], want)
	}
	if len(c.asked) != 1 || c.asked[0].IDNumber != secret || c.asked[0].Handle != "" {
		t.Errorf("the centre was asked %d times, or otherwise", len(c.asked))
	}
	for _, test := range []struct{ centre, want error }{
		{errAway, screens.ErrCentreAway},
		{&uplink.QueryError{Code: protocol.CodeInvalid}, screens.ErrCardNumber},
		{&uplink.QueryError{Code: protocol.CodeBusy}, screens.ErrCentreBusy},
	} {
		_, err := newDesk(&centre{err: test.centre}, known(true)).Progress(t.Context(), screens.ProgressQuery{IDNumber: secret})
		if !errors.Is(err, test.want) || strings.Contains(fmt.Sprint(err), secret) {
			t.Errorf("error %v, want %v", err, test.want)
		}
	}
}

// TestLeft: whoever leaves meanwhile is not told that the centre is away.
func TestLeft(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := newDesk(&centre{err: context.Canceled}, known(true)).Progress(ctx, screens.ProgressQuery{Ticket: ticket(t, host, 1, key('a'))})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestAnyCode shows that no code brings the desk down, and that only genuine
// tickets reach the centre under this kiosk's own digit.
func TestAnyCode(t *testing.T) {
	own := ticket(t, host, 1, key('a'))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.Map(rapid.IntRange(0, len(own)-1), func(i int) string {
			return own[:i] + rapid.StringMatching(`[A-Z0-9]`).Draw(t, "character") + own[i+1:]
		})).Draw(t, "code")
		c := &centre{err: errAway}
		answer, err := newDesk(c, memory{}).Progress(t.Context(), screens.ProgressQuery{Ticket: text + " "})
		if err == nil && strings.TrimSpace(text) != own {
			h, e := protocol.ParseHandle(text)
			if e != nil || !h.Genuine(key('a').Public().(ed25519.PublicKey)) {
				t.Fatalf("%q was answered with %+v", text, answer)
			}
		}
	})
}

// TestEveryState holds the two lists of states together.
func TestEveryState(t *testing.T) {
	for _, s := range protocol.ProgressStates() {
		if _, ok := states()[s]; !ok {
			t.Errorf("the centre's state %q means nothing to the screens", s)
		}
	}
}
