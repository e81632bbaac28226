package uplinktest

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
)

// Target is a running centre with a registered kiosk.
type Target struct {
	BaseURL string      // "https://127.0.0.1:8443"
	TLS     *tls.Config // trusts the centre, with the kiosk's certificate
	Kiosk   string      // as in the certificate
	// Delivery makes a good delivery of that kiosk, another case each time.
	Delivery func() *protocol.Delivery
	// Publish makes the centre offer a guide and returns it; nil: the centre has none.
	Publish func(t *testing.T) *protocol.GuideBundle
	// NewKey makes a U-KEY whose certificate the centre takes; nil: it takes none.
	NewKey func(t *testing.T) Key
}

// Contract checks that a centre behaves as openapi.yaml says: every answer it
// gives must be described there, for the address, the method and the status.
func Contract(t *testing.T, target Target) {
	c := &contract{Target: target, document: load(t)}
	t.Run("a case is kept once", c.keptOnce)
	t.Run("cases that are refused", c.refused)
	t.Run("progress of a ticket", c.ticketProgress)
	t.Run("progress of a person", c.personProgress)
	t.Run("questions that are refused", c.progressRefused)
	t.Run("heartbeat", c.heartbeat)
	t.Run("readiness", c.readiness)
	t.Run("guide", c.guide)
	t.Run("U-KEYs", c.keys)
	t.Run("trust", c.trust)
	t.Run("addresses that are none", c.elsewhere)
	t.Run("without a certificate", c.stranger)
}

type contract struct {
	Target
	document *document
}

// reply is what the centre answered.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (c *contract) client(t *testing.T, config *tls.Config) *http.Client {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: config.Clone(), DisableKeepAlives: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (c *contract) request(t *testing.T, method, path string, body []byte) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, c.BaseURL+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", protocol.TypeJSON)
	return r
}

// send sends a request and holds the answer to the description.
func (c *contract) send(t *testing.T, r *http.Request) reply {
	t.Helper()
	resp, err := c.client(t, c.TLS).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, protocol.MaxTrust))
	if err != nil {
		t.Fatal(err)
	}
	a := reply{status: resp.StatusCode, header: resp.Header, body: body}
	c.document.hold(t, r, a)
	return a
}

func (c *contract) put(t *testing.T, d *protocol.Delivery, change func(*http.Request)) reply {
	t.Helper()
	r := c.request(t, http.MethodPut, protocol.CasePath(d.Application.ID), encode(t, d))
	r.Header.Set(protocol.HeaderIdempotencyKey, d.Application.ID)
	if change != nil {
		change(r)
	}
	return c.send(t, r)
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (c *contract) keptOnce(t *testing.T) {
	d := c.Delivery()
	var first, second protocol.Receipt
	c.put(t, d, nil).want(t, http.StatusCreated, &first)
	c.put(t, d, nil).want(t, http.StatusOK, &second)
	if first.Case != d.Application.ID || !second.Received.Equal(first.Received) || second.Case != first.Case {
		t.Errorf("receipts %+v and %+v", first, second)
	}
	other := *d
	other.Application.SealType += "x"
	c.put(t, &other, nil).problem(t, http.StatusConflict, protocol.CodeDiffers)
	c.put(t, d, nil).want(t, http.StatusOK, &second) // the first is untouched
}

func (c *contract) refused(t *testing.T) {
	tests := []struct {
		name    string
		status  int
		code    string
		deliver func(*protocol.Delivery)
		request func(*http.Request)
	}{
		{"no idempotency key", 400, protocol.CodeInvalid, nil, func(r *http.Request) { r.Header.Del(protocol.HeaderIdempotencyKey) }},
		{"another idempotency key", 400, protocol.CodeInvalid, nil, func(r *http.Request) {
			r.Header.Set(protocol.HeaderIdempotencyKey, "019a9f00-0000-7000-8000-000000000000")
		}},
		{"another version", 400, protocol.CodeInvalid, func(d *protocol.Delivery) { d.Protocol++ }, nil},
		{"no name", 400, protocol.CodeInvalid, func(d *protocol.Delivery) { d.Application.Legal.Name = "" }, nil},
		{"a text too long", 400, protocol.CodeInvalid, func(d *protocol.Delivery) {
			d.Application.Contact.Address = strings.Repeat("长", 501)
		}, nil},
		{"a number that is not the handle's", 400, protocol.CodeInvalid, func(d *protocol.Delivery) { d.Ticket.Number = "Z0999" }, nil},
		{"a handle nobody signed", 400, protocol.CodeInvalid, func(d *protocol.Delivery) {
			d.Ticket.Handle = forge(d.Ticket.Handle)
		}, nil},
		{"not JSON", 400, protocol.CodeInvalid, nil, setBody("<html>")},
		{"nothing", 400, protocol.CodeInvalid, nil, setBody("")},
		{"another kiosk", 403, protocol.CodeOtherKiosk, func(d *protocol.Delivery) {
			d.Kiosk += "x"
			d.Application.Kiosk = d.Kiosk
		}, nil},
		{"too large", 413, protocol.CodeTooLarge, nil, setBody(strings.Repeat(" ", protocol.MaxDelivery+1))},
		{"another type", 415, protocol.CodeMediaType, nil, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := c.Delivery()
			name := d.Application.Legal.Name
			if test.deliver != nil {
				test.deliver(d)
			}
			a := c.put(t, d, test.request)
			a.problem(t, test.status, test.code)
			if name != "" && bytes.Contains(a.body, []byte(name)) {
				t.Error("the problem names a person")
			}
		})
	}
}

func setBody(s string) func(*http.Request) {
	return func(r *http.Request) {
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(s)), int64(len(s))
		r.GetBody = nil
	}
}

func (c *contract) heartbeat(t *testing.T) {
	good := protocol.Heartbeat{Protocol: protocol.Version, Kiosk: c.Kiosk, Version: "1.0", Sent: time.Now(),
		Devices: []protocol.Device{{Name: "ticket-printer", State: "ready", PaperLow: true}}}
	beat := func(h protocol.Heartbeat) reply {
		return c.send(t, c.request(t, http.MethodPost, protocol.PathHeartbeat, encode(t, h)))
	}
	var news protocol.News
	beat(good).want(t, http.StatusOK, &news)
	if news.Protocol != protocol.Version || news.Now.IsZero() || news.Queue == nil || news.Finished == nil {
		t.Errorf("news %+v", news)
	}
	other, wrong := good, good
	other.Kiosk += "x"
	beat(other).problem(t, http.StatusForbidden, protocol.CodeOtherKiosk)
	wrong.Owed = -1
	beat(wrong).problem(t, http.StatusBadRequest, protocol.CodeInvalid)
	large := c.request(t, http.MethodPost, protocol.PathHeartbeat, bytes.Repeat([]byte(" "), protocol.MaxHeartbeat+1))
	c.send(t, large).problem(t, http.StatusRequestEntityTooLarge, protocol.CodeTooLarge)
	plain := c.request(t, http.MethodPost, protocol.PathHeartbeat, encode(t, good))
	plain.Header.Set("Content-Type", "text/plain")
	c.send(t, plain).problem(t, http.StatusUnsupportedMediaType, protocol.CodeMediaType)
}

func (c *contract) elsewhere(t *testing.T) {
	c.send(t, c.request(t, http.MethodGet, "/api/v2/cases", nil)).problem(t, http.StatusNotFound, protocol.CodeNotFound)
	c.send(t, c.request(t, http.MethodDelete, protocol.PathHeartbeat, nil)).problem(t, http.StatusMethodNotAllowed, protocol.CodeMethod)
}

// stranger must be turned away, by TLS or by an answer.
func (c *contract) stranger(t *testing.T) {
	config := c.TLS.Clone()
	config.Certificates, config.GetClientCertificate = nil, nil
	d := c.Delivery()
	r := c.request(t, http.MethodPut, protocol.CasePath(d.Application.ID), encode(t, d))
	r.Header.Set(protocol.HeaderIdempotencyKey, d.Application.ID)
	resp, err := c.client(t, config).Do(r)
	if err == nil {
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("status %d", resp.StatusCode)
		}
	}
	c.put(t, d, nil).want(t, http.StatusCreated, &protocol.Receipt{}) // nothing had been kept
}

// want checks the status and reads the body.
func (a reply) want(t *testing.T, status int, into any) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	if err := json.Unmarshal(a.body, into); err != nil {
		t.Fatal(err)
	}
}

func (a reply) problem(t *testing.T, status int, code string) {
	t.Helper()
	var p protocol.Problem
	a.want(t, status, &p)
	if p.Code != code || p.Status != status {
		t.Errorf("problem %+v, want %d %s", p, status, code)
	}
}
