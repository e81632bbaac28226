package desk_test

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/pageprinter/pageprintersim"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
	"hallkiosk/kiosk/desk"
	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/slip"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/outbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, visit.Changde)

// counter is a desk with everything real behind it: the store on disk, the
// drivers, the rendering. Only the printers' mechanics are simulated.
type counter struct {
	*desk.Desk
	opts   desk.Opts
	store  *outbox.Store
	path   string
	paper  *ticketprintersim.Printer
	cable  *memory.Cable
	plug   *watched
	office *pageprintersim.Printer
	driver *ticketDriver
	nudged int
	log    bytes.Buffer
}

// only is the one guide that the kiosk has had.
type only struct{ g *guide.Guide }

func (o only) Current() *guide.Guide { return o.g }

func (o only) Version(v string) (*guide.Guide, bool) { return o.g, v == o.g.Version }

// open sets up a counter with both printers ready.
func open(t *testing.T) *counter {
	t.Helper()
	c := &counter{path: filepath.Join(t.TempDir(), "kiosk.db")}
	g, err := guide.Load(assets.FS, "guide")
	must(t, err)
	words, err := i18n.Load(assets.FS, "i18n")
	must(t, err)
	c.plugTicketPrinter(t)
	c.office, err = pageprintersim.Start(t.TempDir())
	must(t, err)
	t.Cleanup(func() { must(t, c.office.Close()) })
	office, err := pageprinter.New(c.office.URL, &pageprinter.Opts{Poll: 10 * time.Millisecond})
	must(t, err)
	t.Cleanup(func() { must(t, office.Close()) })
	c.opts = desk.Opts{
		Kiosk: "K1", Guides: only{g}, Tickets: c.driver, Forms: formsDriver{office},
		Slip: func(g *guide.Guide, t visit.Ticket, needed []guide.Material) ticketprinter.Slip {
			return slip.Layout{Guide: g, Words: words}.Compose(t, needed)
		},
		Papers: func(g *guide.Guide, a *visit.Application) (list []visit.Paper) {
			for _, c := range forms.Copies(forms.Case{Application: a, Guide: g}) {
				list = append(list, c.Paper)
			}
			return list
		},
		RenderCopy: func(w io.Writer, g *guide.Guide, a *visit.Application, t visit.Ticket, p visit.Paper) error {
			return forms.RenderCopy(w, forms.Case{Application: a, Ticket: t, Guide: g}, p)
		},
		Ahead: func(letter byte) int { return int(letter-'A') + 4 },
		Nudge: func() { c.nudged++ },
		Log:   slog.New(slog.NewJSONHandler(&c.log, nil)), Now: func() time.Time { return noon },
	}
	c.openStore(t)
	t.Cleanup(func() { c.discretion(t) })
	return c
}

// openStore opens the store, as a kiosk does that starts, and makes a desk on it.
func (c *counter) openStore(t *testing.T) {
	t.Helper()
	var err error
	c.store, err = outbox.Open(t.Context(), outbox.Options{
		Path: c.path, Key: [32]byte{1, 2, 3}, Kiosk: "K1", Digit: 1, Centre: "CENTRE.EXAMPLE",
		Signer: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), Now: func() time.Time { return noon },
	})
	must(t, err)
	store := c.store
	t.Cleanup(func() { store.Close() })
	c.opts.Store = c.store
	c.Desk = desk.New(c.opts)
}

// discretion holds the log to its promise: it names nobody.
func (c *counter) discretion(t *testing.T) {
	v := filled(1)
	for _, secret := range []string{v.Agent.Name, v.Agent.IDNumber, v.Legal.Name, v.Legal.IDNumber, v.Organisation.Name, v.Contact.Mobile} {
		if strings.Contains(c.log.String(), secret) {
			t.Error("the log holds personal data")
		}
	}
}

func caseID(n int) string { return fmt.Sprintf("019a9f00-0000-7000-8000-%012x", n) }

// idNumber makes a valid number for person n.
func idNumber(n int) string {
	s := "430702" + "19900101" + fmt.Sprintf("%03d", n)
	return s + string(visit.IDCheckCharacter(s))
}

// filled is visit n, of agent n, all but the statement's version.
func filled(n int) *visit.Visit {
	v := visit.New(caseID(n), noon.Add(-5*time.Minute))
	uscc := "91430700MA4L00001"
	v.Service, v.Role = "open", visit.RoleAgent
	v.Agent = visit.Person{Name: "李四", IDNumber: idNumber(n), Source: visit.SourceCard}
	v.Legal = visit.Person{Name: "张三", IDNumber: idNumber(n + 500), Source: visit.SourceTyped}
	v.Organisation = visit.Organisation{Name: "XX开发有限公司", USCC: uscc + string(visit.USCCCheckCharacter(uscc)), Type: visit.Enterprise, Source: visit.SourceScan}
	v.Contact = visit.Contact{Landline: "0736-7123456", Mobile: "13812345678", Address: "常德市朗州路1号", Email: "agent@unit.example"}
	v.SealType, v.StatementAccepted = "扫描章", noon.Add(-time.Minute)
	return v
}

// visit is visit n, finished.
func (c *counter) visit(n int) *visit.Visit {
	v := filled(n)
	g := c.opts.Guides.Current()
	service, _ := g.Service(v.Service)
	v.GuideVersion, v.StatementVersion, v.Asks = g.Version, g.Statement.Version, service.Asks()
	return v
}

// submit hands visit n in.
func (c *counter) submit(t *testing.T, n int) visit.Ticket {
	t.Helper()
	ticket, err := c.Submit(t.Context(), c.visit(n))
	must(t, err)
	return ticket
}

// six are the forms of an agent's case, in the order of printing.
func six() []string {
	var names []string
	for _, p := range visit.FormPapers() {
		names = append(names, string(p))
	}
	return names
}

// from is what is left to print from the n-th of the six on, counted from 1,
// which is in doubt.
func from(n int) []string {
	left := six()[n-1:]
	left[0] += "?"
	return left
}

// and puts the ticket before the forms.
func and(ticket string, forms []string) []string { return append([]string{ticket}, forms...) }

// owes checks what the ledger says is still to be settled, by the papers' names,
// with "?" behind where the paper may be out.
func (c *counter) owes(t *testing.T, want ...string) {
	t.Helper()
	list, err := c.Unsettled(t.Context())
	must(t, err)
	var got []string
	for _, u := range list {
		text := string(u.Paper)
		if u.Begun {
			text += "?"
		}
		got = append(got, text)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("unsettled %v, want %v", got, want)
	}
}

// tickets checks how many tickets are on paper, and gives the last.
func (c *counter) tickets(t *testing.T, want int) ticketprintersim.Ticket {
	t.Helper()
	all := c.paper.Tickets()
	if len(all) != want {
		t.Fatalf("%d tickets came out, want %d", len(all), want)
	}
	if want == 0 {
		return ticketprintersim.Ticket{}
	}
	return all[want-1]
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eventually waits until ok holds.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(20 * time.Second); !ok(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain: ", what)
		}
	}
}
