package screens

import (
	"context"
	"errors"
	"fmt"
	"image"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/scanner"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// hall is a kiosk and a person before it. The far sides of the small interfaces
// are plain values that a test sets; time is synctest's.
type hall struct {
	t       testing.TB
	app     *App
	frame   *ui.Frame
	reader  *reader
	scanner *codes
	desk    *desk
	tickets devices.Status
	forms   devices.Status
	keeper  *keeper
	keys    *port
}

// reader hands out what is laid on it.
type reader struct {
	status  devices.Status
	laid    chan answer[idcard.Card]
	present bool
	lying   *idcard.Card // stays on the reader, which reads it as often as it is asked
	reads   int          // of the card lying there
	fresh   bool         // what lies there was not read yet
	silent  bool         // does not say whether a card lies there
}

type answer[T any] struct {
	value T
	err   error
}

func (r *reader) Read(ctx context.Context) (idcard.Card, error) {
	if r.lying != nil {
		r.reads++
		return *r.lying, nil
	}
	return wait(ctx, r.laid)
}

func (r *reader) Present(ctx context.Context) (bool, error) {
	if r.silent {
		<-ctx.Done()
		return false, ctx.Err()
	}
	return r.present || r.lying != nil, nil
}

// Fresh: what lies there is new for as long as fresh says.
func (r *reader) Fresh(context.Context) (bool, error) { return r.fresh, nil }

func (r *reader) Status() devices.Status { return r.status }

type codes struct {
	status devices.Status
	shown  chan answer[scanner.Scan]
}

func (s *codes) Scan(ctx context.Context) (scanner.Scan, error) { return wait(ctx, s.shown) }
func (s *codes) Status() devices.Status                         { return s.status }

func wait[T any](ctx context.Context, ch chan answer[T]) (T, error) {
	select {
	case a := <-ch:
		return a.value, a.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

// desk keeps what it is given in memory. gates, where set, hold a paper back
// until something is sent.
type desk struct {
	ready                   error
	refuse                  error
	submitted               []*visit.Visit
	mu                      sync.Mutex // of printed, settled and toWindow
	printed                 []string
	reprinted               []visit.Unsettled
	settled                 []visit.Unsettled
	left                    []string
	unsettled               []visit.Unsettled
	ticketFails, formsFails error
	leaveFails              int                         // so often, then it goes well
	ticketWork              func(context.Context) error // instead of printing the ticket
	formsGate               chan error
	formsStatus             devices.Status
	formsNews               chan CopyProgress // told while the gate is shut
	toWindow                []string          // cases whose forms the window prints
}

// out notes a paper; ticket and forms come out side by side.
func (d *desk) out(paper string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.printed = append(d.printed, paper)
}

func (d *desk) Ready(context.Context) error { return d.ready }

func (d *desk) Submit(_ context.Context, v *visit.Visit) (visit.Ticket, error) {
	if d.refuse != nil {
		return visit.Ticket{}, d.refuse
	}
	if _, err := v.Apply("K1", nil, time.Now()); err != nil {
		return visit.Ticket{}, err
	}
	d.submitted = append(d.submitted, v)
	return visit.Ticket{Case: v.ID, Number: fmt.Sprintf("A1%03d", len(d.submitted)), Handle: "HTTPS://HALL.EXAMPLE/T/ABCDEFGH", Ahead: 2}, nil
}

func (d *desk) PrintTicket(ctx context.Context, id string) error {
	if d.ticketWork != nil {
		return d.ticketWork(ctx)
	}
	if d.ticketFails != nil {
		return d.ticketFails
	}
	d.out("ticket")
	return nil
}

func (d *desk) PrintForms(ctx context.Context, id string, progress func(CopyProgress)) error {
	if d.formsStatus.Reason != "" {
		progress(CopyProgress{Paper: visit.PaperAnnex11, Copy: 1, Of: 6, Status: d.formsStatus})
	}
	for d.formsGate != nil {
		select {
		case err := <-d.formsGate:
			return err
		case p := <-d.formsNews:
			progress(p)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if d.formsFails != nil {
		return d.formsFails
	}
	d.out("forms")
	return nil
}

func (d *desk) LeaveForms(_ context.Context, id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.toWindow = append(d.toWindow, id)
	return nil
}

func (d *desk) Unsettled(context.Context) ([]visit.Unsettled, error) { return d.unsettled, nil }

func (d *desk) Reprint(_ context.Context, u visit.Unsettled, _ func(CopyProgress)) error {
	d.reprinted = append(d.reprinted, u)
	return nil
}

func (d *desk) Settle(_ context.Context, u visit.Unsettled) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.settled = append(d.settled, u)
	return nil
}

func (d *desk) Leave(_ context.Context, id string) error {
	d.mu.Lock() // each case of a visit is told of by a job of its own
	defer d.mu.Unlock()
	d.left = append(d.left, id)
	if d.leaveFails > 0 {
		d.leaveFails--
		return errors.New("disk busy")
	}
	return nil
}

var panel = image.Pt(1080, 1920)

// inHall runs a test before a kiosk on which everything works. set may change
// that before the kiosk starts.
func inHall(t *testing.T, set func(*hall), visit func(*hall)) {
	g := load(t)
	synctest.Test(t, func(t *testing.T) {
		h := newHall(t, g)
		defer synctest.Wait()
		defer h.app.Close()
		if set != nil {
			set(h)
		}
		h.tick(Events{})
		h.wait(time.Second)
		visit(h)
	})
}

func newHall(t testing.TB, g Gallery) *hall {
	ready := devices.Status{State: devices.Ready}
	h := &hall{t: t, tickets: ready, forms: ready,
		reader:  &reader{status: ready, laid: make(chan answer[idcard.Card])},
		scanner: &codes{status: ready, shown: make(chan answer[scanner.Scan])},
		desk:    &desk{},
		keeper:  &keeper{pin: "720451", set: true},
		keys:    &port{},
	}
	n := 0
	h.app = NewApp(context.Background(), Config{
		Guides: func() *guide.Guide { return g.Guide }, Words: g.Words, Fonts: g.Fonts, Timing: DefaultTiming(),
		NewID: func() string { n++; return fmt.Sprintf("case-%d", n) },
		Platform: Platform{
			Cards: h.reader, Scans: h.scanner, Desk: h.desk,
			TicketPrinter: func() devices.Status { return h.tickets },
			FormPrinter:   func() devices.Status { return h.forms },
			Technician:    h.keeper,
			Keys:          h.keys,
		},
	})
	return h
}

func (h *hall) tick(e Events) {
	e.Now, e.Size = time.Now(), panel
	h.frame, _ = h.app.Tick(e)
	synctest.Wait() // the jobs it began rest before the test goes on
}

// wait lets time pass, ticking twice a second.
func (h *hall) wait(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		time.Sleep(500 * time.Millisecond)
		synctest.Wait()
		h.tick(Events{})
	}
}

// settle lets jobs end and their answers be seen, almost without time passing.
func (h *hall) settle() {
	for range 4 {
		synctest.Wait()
		h.tick(Events{})
	}
}

// tap touches what bears a label, or what has it as its ID.
func (h *hall) tap(label string) {
	h.t.Helper()
	h.settle()
	for _, e := range h.frame.Elements() {
		if e.Live() && (e.ID == label || e.Label == label) {
			at := image.Pt((e.Box.Min.X+e.Box.Max.X)/2, (e.Box.Min.Y+e.Box.Max.Y)/2)
			time.Sleep(EchoTime) // nobody reads a page faster
			h.tick(Events{Touches: []Touch{{Press, at}, {Release, at}}})
			h.settle()
			return
		}
	}
	h.t.Fatalf("nothing to touch is called %q; the screen shows %q", label, h.frame.Texts())
}

func (h *hall) see(texts ...string) {
	h.t.Helper()
	h.settle()
	for _, text := range texts {
		if !h.frame.Contains(text) {
			h.t.Fatalf("the screen does not show %q but %q", text, h.frame.Texts())
		}
	}
}

func (h *hall) notSee(texts ...string) {
	h.t.Helper()
	h.settle()
	for _, text := range texts {
		if h.frame.Contains(text) {
			h.t.Fatalf("the screen shows %q: %q", text, h.frame.Texts())
		}
	}
}

// write fills in a line of a form with a keyboard of keys.
func (h *hall) write(field visit.Field, text string) {
	h.t.Helper()
	if _, ok := h.frame.Find("key.done"); !ok || !h.editing(field) {
		if ok {
			h.tap("back")
		}
		h.tap(fieldID(field))
	}
	h.tap("key.clear")
	h.tick(Events{Text: text})
	h.tap("key.done")
}

func (h *hall) editing(field visit.Field) bool {
	return h.frame.Contains(h.app.cfg.Words.Text("zh", "field."+string(field)))
}

// lay puts a card on the reader.
func (h *hall) lay(c idcard.Card) { h.t.Helper(); h.give(answer[idcard.Card]{value: c}) }

// misread makes the reading of a card end with an error.
func (h *hall) misread(err error) { h.t.Helper(); h.give(answer[idcard.Card]{err: err}) }

func (h *hall) give(a answer[idcard.Card]) {
	h.t.Helper()
	h.wait(time.Second) // a reader rests between two readings
	select {
	case h.reader.laid <- a:
	default:
		h.t.Fatal("nobody reads the card reader")
	}
	h.settle()
}

func (h *hall) scan(text string) {
	h.t.Helper()
	h.wait(time.Second)
	select {
	case h.scanner.shown <- answer[scanner.Scan]{value: scanner.Scan{Text: text}}:
	default:
		h.t.Fatal("nobody waits for a code")
	}
	h.settle()
}

// card is the ID card of a sample person.
func card(p visit.Person) idcard.Card {
	return idcard.Card{Kind: idcard.Resident, Name: p.Name, Number: p.IDNumber, ValidTo: idcard.Date{LongTerm: true}}
}

var (
	zhang = samplePerson("张三", "43070119670324051")
	li    = samplePerson("李四", "43070219850612123")
)

func licenceText() string {
	return "名称：XX开发有限公司；统一社会信用代码：" + sampleUSCC()
}

// readOn touches Next until the page is read.
func (h *hall) readOn(words ...string) {
	h.t.Helper()
	for range 20 {
		h.settle()
		e, ok := h.frame.Find("next")
		if !ok || !slicesContains(words, e.Label) {
			return
		}
		h.tap("next")
	}
	h.t.Fatal("the page has no end")
}

func slicesContains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// toMaterials goes from home to the list of materials, for a new certificate or
// another service that begins alike.
func (h *hall) toMaterials(role string, service ...string) {
	h.t.Helper()
	h.tap(append(service, "新办证书（开通）")[0])
	h.tap(role)
	h.see("您的单位是哪一种？")
	h.tap("企业")
	h.see("您带了哪些资料？")
}

func (h *hall) fillContact() {
	h.t.Helper()
	h.see("怎样联系您的单位？")
	h.write(visit.FieldMobile, "153 4567 8901")
	h.write(visit.FieldLandline, "0736-7256731")
	h.write(visit.FieldAddress, "湖南省常德市武陵区柳叶大道1号")
	h.see("怎样联系您的单位？")
}

// toCard goes as far as the first card.
func (h *hall) toCard() {
	h.t.Helper()
	h.toMaterials("我是经办人")
	h.tap("全都带了")
	h.readOn("往下看")
	h.tap("下一步")
	h.see("请把身份证放在读卡区")
}

// toReview goes the whole way of an agent up to the review.
func (h *hall) toReview() {
	h.t.Helper()
	h.toCard()
	h.lay(card(li))
	h.see("李四")
	h.tap("正确，下一步")
	h.scan(licenceText())
	h.see("XX开发有限公司", sampleUSCC())
	h.tap("正确，下一步")
	h.see("请放法定代表人的身份证")
	h.lay(card(zhang))
	h.tap("正确，下一步")
	h.fillContact()
	h.tap("下一步")
	h.readOn("往下看")
	h.tap("我已看完，同意")
	h.see("请再核对一遍")
}

func (h *hall) toTicket() {
	h.t.Helper()
	h.toReview()
	h.readOn("往下看")
	h.tap("都对，取号")
	h.see("A1001")
}

// everything is all that can be read on the screen.
func (h *hall) everything() string { return strings.Join(h.frame.Texts(), "\n") }
