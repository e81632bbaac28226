package centre_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"hallkiosk/sync/protocol"
)

// slowBody says when it is first read, and then comes no further until let go.
type slowBody struct {
	read  chan<- struct{}
	letGo <-chan struct{}
}

func (b slowBody) Read([]byte) (int, error) {
	b.read <- struct{}{}
	<-b.letGo
	return 0, io.ErrUnexpectedEOF
}

// TestTooManyAtOnce: with all places taken by slow lines, a kiosk is asked to
// come again, and is served once there is room.
func TestTooManyAtOnce(t *testing.T) {
	h := newHall(t)
	read, letGo, done := make(chan struct{}), make(chan struct{}), make(chan int)
	for range 32 {
		r := h.putRequest(h.k1.delivery().Application.ID, nil)
		r.Body = io.NopCloser(slowBody{read: read, letGo: letGo})
		r.TLS = &tls.ConnectionState{
			PeerCertificates: []*x509.Certificate{h.k1.signed}, VerifiedChains: [][]*x509.Certificate{{h.k1.signed}},
		}
		go func() {
			w := httptest.NewRecorder()
			h.centre.API().ServeHTTP(w, r)
			done <- w.Code
		}()
	}
	for range 32 {
		<-read
	}
	busy := h.k1.beat(h.k1.heartbeat())
	busy.problem(t, http.StatusTooManyRequests, protocol.CodeBusy)
	if busy.header.Get(protocol.HeaderRetryAfter) == "" {
		t.Error("nobody says when to come again")
	}
	close(letGo)
	for range 32 {
		if status := <-done; status != http.StatusServiceUnavailable {
			t.Errorf("a body that broke off is answered %d", status)
		}
	}
	h.k1.beat(h.k1.heartbeat()).must(t, http.StatusOK)
}
