package centre_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"hallkiosk/sync/centre"
	"hallkiosk/sync/protocol"
)

// FuzzDelivery: whatever a kiosk sends is taken, or refused with a problem
// that blames the body; nothing fails inside.
func FuzzDelivery(f *testing.F) {
	h := newHall(f)
	good := h.k1.delivery()
	text := string(encode(f, good))
	id := good.Application.ID
	for _, seed := range []string{"", "{}", "null", text, text[:len(text)/2], strings.Replace(text, `"open"`, `"\u0000"`, 1), strings.Replace(text, "张", "\xff", 1)} {
		f.Add([]byte(seed))
	}
	chain := []*x509.Certificate{h.k1.signed}
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequest(http.MethodPut, protocol.CasePath(id), bytes.NewReader(body))
		r.Header.Set("Content-Type", protocol.TypeJSON)
		r.Header.Set(protocol.HeaderIdempotencyKey, id)
		r.TLS = &tls.ConnectionState{PeerCertificates: chain, VerifiedChains: [][]*x509.Certificate{chain}}
		w := httptest.NewRecorder()
		h.centre.API().ServeHTTP(w, r)
		switch w.Code {
		case 200, 201, 400, 403, 409, 413:
		default:
			t.Errorf("answered %d: %s", w.Code, w.Body)
		}
	})
}

// FuzzScan: whatever a scanner types leads to a case or to a page that says
// why not; only the ticket itself, or its number, leads to the case.
func FuzzScan(f *testing.F) {
	h := newHall(f)
	d := h.k1.deliver()
	cookie := h.signedIn("window7").client.Jar.Cookies(mustURL(f, h.staff))[0]
	for _, seed := range []string{"", "A1001", "a1001", "A1002", d.Ticket.Handle, strings.ToLower(d.Ticket.Handle), d.Ticket.Handle + "A", "\xff", "<b>", "https://x/t/" + code(d)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := httptest.NewRequest(http.MethodPost, "/scan", strings.NewReader(url.Values{"ticket": {text}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.TLS = &tls.ConnectionState{}
		r.AddCookie(cookie)
		w := httptest.NewRecorder()
		h.centre.Staff().ServeHTTP(w, r)
		switch w.Code {
		case http.StatusSeeOther:
			to := w.Header().Get("Location")
			meant := strings.ToUpper(centre.CleanScan(text))
			if strings.HasPrefix(to, "/case/") && meant != d.Ticket.Number && meant != d.Ticket.Handle && meant != "HTTP"+d.Ticket.Handle[len("HTTPS"):] {
				t.Errorf("%q leads to %s", text, to)
			}
		case http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
		default:
			t.Errorf("%q is answered %d", text, w.Code)
		}
	})
}

func mustURL(t testing.TB, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
