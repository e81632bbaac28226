package centre_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.uber.org/goleak"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre"
	"hallkiosk/sync/centre/authority"
	"hallkiosk/sync/centre/password"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/protocol"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// opening is when the tests' hall opens.
var opening = time.Date(2026, 11, 22, 9, 0, 0, 0, visit.Changde)

const secret = "good-password-1"

// clock is a clock that a test sets.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// hall is a whole centre behind real TLS, with one kiosk enrolled.
type hall struct {
	t      testing.TB
	clock  *clock
	vouch  *authority.Authority
	centre *centre.Centre
	guide  *guide.Guide
	log    *bytes.Buffer
	api    string // addresses
	staff  string
	plain  string
	host   string // what tickets are signed for; the staff's address
	k1     *kiosk
}

func newHall(t testing.TB, change ...func(*centre.Options)) *hall {
	t.Helper()
	h := &hall{t: t, clock: &clock{at: opening}, log: &bytes.Buffer{}}
	var err error
	if h.vouch, err = authority.Open(filepath.Join(t.TempDir(), "authority"), h.clock.now); err != nil {
		t.Fatal(err)
	}
	if h.guide, err = guide.Load(assets.FS, "guide"); err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	o := centre.Options{
		File: filepath.Join(t.TempDir(), "centre.db"), Assets: assets.FS, Words: words, Now: h.clock.now,
		Log: slog.New(slog.NewTextHandler(&lockedWriter{w: h.log}, nil)), Cost: password.Cost{Memory: 64, Time: 1, Threads: 1},
	}
	for _, c := range change {
		c(&o)
	}
	if h.centre, err = centre.New(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.centre.Close(); err != nil {
			t.Error(err)
		}
	})
	for name, role := range map[string]store.Role{"window7": store.Window, "window8": store.Window, "approver1": store.Approver, "admin1": store.Admin} {
		if err := h.centre.AddAccount(t.Context(), name, secret, role); err != nil {
			t.Fatal(err)
		}
	}
	apiTLS, err := h.vouch.APIConfig([]string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	staffTLS, err := h.vouch.StaffConfig([]string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	h.api = "https://" + serve(t, h.centre.API(), apiTLS)
	h.staff = "https://" + serve(t, h.centre.Staff(), staffTLS)
	h.plain = "http://" + serve(t, h.centre.Staff(), nil)
	h.host = strings.TrimPrefix(h.staff, "https://")
	h.k1 = h.enrol("K1", 1)
	return h
}

type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

func serve(t testing.TB, handler http.Handler, config *tls.Config) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if config != nil {
		l = tls.NewListener(l, config)
	}
	server := &http.Server{Handler: handler, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(l) // always an error: the server was closed
	}()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		<-ended
	})
	return address
}

// kiosk is a kiosk's side of the line.
type kiosk struct {
	h       *hall
	name    string
	digit   int
	private ed25519.PrivateKey
	signed  *x509.Certificate
	client  *http.Client
	serial  int
}

func (h *hall) enrol(name string, digit int) *kiosk {
	h.t.Helper()
	k := h.stranger(name, digit)
	if err := h.centre.Enrol(h.t.Context(), digit, k.signed); err != nil {
		h.t.Fatal(err)
	}
	return k
}

// stranger has a certificate of the authority but is not enrolled.
func (h *hall) stranger(name string, digit int) *kiosk {
	h.t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		h.t.Fatal(err)
	}
	signed, err := h.vouch.SignKiosk(name, public)
	if err != nil {
		h.t.Fatal(err)
	}
	k := &kiosk{h: h, name: name, digit: digit, private: private, signed: signed}
	k.client = h.client(tls.Certificate{Certificate: [][]byte{signed.Raw}, PrivateKey: private})
	return k
}

func (h *hall) client(certificates ...tls.Certificate) *http.Client {
	transport := &http.Transport{TLSClientConfig: &tls.Config{
		RootCAs: h.vouch.Pool(), Certificates: certificates, Time: h.clock.now,
	}}
	h.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: newConforming(h.t, transport)}
}

// idNumber forms a valid ID number from its first 17 digits.
func idNumber(first17 string) string {
	return first17 + string(visit.IDCheckCharacter(first17))
}

// uscc forms a valid code for an enterprise in Changde; the organisation code
// inside is right, or not.
func uscc(right bool) string {
	organisation := "12345678"
	for _, c := range "0123456789X" {
		if (visit.CheckOrganisationCode(organisation+string(c)) == nil) == right && (right || c != 'X') {
			organisation += string(c)
			break
		}
	}
	first := "91430700" + organisation
	return first + string(visit.USCCCheckCharacter(first))
}

// delivery makes the next case of the kiosk, of an agent; change may spoil it
// before the handle is signed.
func (k *kiosk) delivery(change ...func(*protocol.Delivery)) *protocol.Delivery {
	k.h.t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		k.h.t.Fatal(err)
	}
	k.serial++
	now := k.h.clock.now()
	number, err := visit.Number('A', k.digit, k.serial)
	if err != nil {
		k.h.t.Fatal(err)
	}
	d := &protocol.Delivery{
		Protocol: protocol.Version, Kiosk: k.name,
		Ticket: protocol.Ticket{Number: number, Day: visit.Day(now), Issued: now, Service: "open"},
		Application: protocol.Application{
			ID: id.String(), Kiosk: k.name, Service: "open", GuideVersion: k.h.guide.Version, Submitted: now, Role: protocol.RoleAgent,
			Agent:        protocol.Person{Name: "李四", IDNumber: idNumber("43070219900307123"), Source: "card"},
			Legal:        protocol.Person{Name: "张三", IDNumber: idNumber("43070219850101001"), Source: "typed"},
			Organisation: protocol.Organisation{Name: "XX开发有限公司", USCC: uscc(true), Type: "enterprise", Source: "scan"},
			Contact:      protocol.Contact{Landline: "0736-7221234", Mobile: "13800000000", Address: "湖南省常德市武陵区朗州路", Email: "office@example.com"},
			SealType:     "扫描章", StatementVersion: "1", StatementAccepted: now,
		},
	}
	v := &visit.Visit{Service: "open", Role: visit.RoleAgent}
	for i, m := range k.h.guide.Needed(v) {
		d.Application.Materials = append(d.Application.Materials, protocol.Material{Material: m.ID, Brought: i%4 != 3})
	}
	for _, c := range change {
		c(d)
	}
	if d.Ticket.Handle == "" {
		d.Ticket.Handle = k.handle(d)
	}
	return d
}

func (k *kiosk) handle(d *protocol.Delivery) string {
	k.h.t.Helper()
	text, err := protocol.Sign(protocol.Handle{
		Host: k.h.host, Kiosk: k.digit, Day: d.Ticket.Day, Letter: d.Ticket.Number[0], Serial: k.serial, Case: d.Application.ID,
	}, k.private)
	if err != nil {
		k.h.t.Fatal(err)
	}
	return text
}

// answer is what came back, read whole.
type answer struct {
	status int
	header http.Header
	body   string
}

func do(t testing.TB, client *http.Client, r *http.Request) answer {
	t.Helper()
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return answer{status: response.StatusCode, header: response.Header, body: string(body)}
}

func encode(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func request(t testing.TB, method, address string, body []byte) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (h *hall) putRequest(id string, body []byte) *http.Request {
	r := request(h.t, http.MethodPut, h.api+protocol.CasePath(id), body)
	r.Header.Set("Content-Type", protocol.TypeJSON)
	r.Header.Set(protocol.HeaderIdempotencyKey, id)
	return r
}

func (k *kiosk) put(d *protocol.Delivery) answer {
	k.h.t.Helper()
	return do(k.h.t, k.client, k.h.putRequest(d.Application.ID, encode(k.h.t, d)))
}

// deliver delivers a case that must be taken.
func (k *kiosk) deliver(change ...func(*protocol.Delivery)) *protocol.Delivery {
	k.h.t.Helper()
	d := k.delivery(change...)
	if a := k.put(d); a.status != http.StatusCreated {
		k.h.t.Fatalf("a good case was answered %d: %s", a.status, a.body)
	}
	return d
}

func (k *kiosk) beat(b *protocol.Heartbeat) answer {
	k.h.t.Helper()
	r := request(k.h.t, http.MethodPost, k.h.api+protocol.PathHeartbeat, encode(k.h.t, b))
	r.Header.Set("Content-Type", protocol.TypeJSON)
	return do(k.h.t, k.client, r)
}

func (k *kiosk) heartbeat() *protocol.Heartbeat {
	return &protocol.Heartbeat{Protocol: protocol.Version, Kiosk: k.name, Version: "1.0", Sent: k.h.clock.now(), Devices: []protocol.Device{
		{Name: "idcard", State: "ready"}, {Name: "ticketprinter", State: "needs attention", Reason: "paper-out", PaperLow: true},
	}}
}

// person is a browser without a face: cookies, and redirects not followed.
type person struct {
	h      *hall
	client *http.Client
	at     string
}

func (h *hall) person() *person {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	client := h.client()
	client.Jar = jar
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &person{h: h, client: client, at: h.staff}
}

func (h *hall) signedIn(name string) *person {
	h.t.Helper()
	p := h.person()
	if a := p.post("/sign-in", "username", name, "password", secret); a.status != http.StatusSeeOther {
		h.t.Fatalf("sign-in was answered %d", a.status)
	}
	return p
}

func (p *person) get(path string) answer {
	p.h.t.Helper()
	return do(p.h.t, p.client, request(p.h.t, http.MethodGet, p.at+path, nil))
}

func (p *person) postRequest(path string, pairs ...string) *http.Request {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := request(p.h.t, http.MethodPost, p.at+path, []byte(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

func (p *person) post(path string, pairs ...string) answer {
	p.h.t.Helper()
	return do(p.h.t, p.client, p.postRequest(path, pairs...))
}

func (a answer) must(t testing.TB, status int, texts ...string) {
	t.Helper()
	if a.status != status {
		t.Errorf("answered %d, want %d: %.300s", a.status, status, a.body)
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) && !strings.Contains(a.header.Get("Location"), text) {
			t.Errorf("%q is missing in the answer (Location %q)", text, a.header.Get("Location"))
		}
	}
	if strings.Contains(a.body, "⟦") {
		at := strings.Index(a.body, "⟦")
		t.Errorf("a word is missing: %s", a.body[at:min(at+60, len(a.body))])
	}
}

func (a answer) mustNot(t testing.TB, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			t.Errorf("the answer holds %q", text)
		}
	}
}

func (a answer) problem(t testing.TB, status int, code string) {
	t.Helper()
	var p protocol.Problem
	if a.header.Get("Content-Type") != protocol.TypeProblem {
		t.Fatalf("answered %d as %q: %.200s", a.status, a.header.Get("Content-Type"), a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		t.Fatal(err)
	}
	if a.status != status || p.Status != status || p.Code != code {
		t.Errorf("answered %d %s, want %d %s", a.status, fmt.Sprintf("%d %s %s", p.Status, p.Code, p.Detail), status, code)
	}
}
