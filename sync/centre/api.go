package centre

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/casefile"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/protocol"
)

const (
	apiAtOnce  = 32 // requests; the rest are asked to come again
	retryAfter = "5"
)

// sender is the kiosk whose certificate a request bears.
type sender struct {
	name  string
	digit int
}

type apiHandler func(w http.ResponseWriter, r *http.Request, from sender) error

func (c *Centre) newAPI() http.Handler {
	mux := http.NewServeMux()
	slots := make(chan struct{}, apiAtOnce)
	serve := func(method string, limit int64, h apiHandler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			select {
			case slots <- struct{}{}:
				defer func() { <-slots }()
			default:
				c.fail(w, r, problem(http.StatusTooManyRequests, protocol.CodeBusy, "The centre is busy"))
				return
			}
			if err := c.serveAPI(w, r, method, limit, h); err != nil {
				c.fail(w, r, err)
			}
		}
	}
	mux.Handle(protocol.PathCases+"{id}", serve(http.MethodPut, protocol.MaxDelivery, c.deliver))
	mux.Handle(protocol.PathGuide, serve(http.MethodGet, 0, c.serveGuide))
	mux.Handle(protocol.PathHeartbeat, serve(http.MethodPost, protocol.MaxHeartbeat, c.heartbeat))
	mux.Handle(protocol.PathProgress, serve(http.MethodPost, protocol.MaxProgress, c.progress))
	mux.Handle(protocol.PathChallenges, serve(http.MethodPost, protocol.MaxKeyQuery, c.challenge))
	mux.Handle(protocol.PathProofs, serve(http.MethodPost, protocol.MaxProof, c.prove))
	mux.Handle(protocol.PathTrust, serve(http.MethodGet, 0, c.serveTrust))
	mux.Handle(protocol.PathReadiness, serve(http.MethodPost, protocol.MaxReadiness, c.readiness))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		c.fail(w, r, problem(http.StatusNotFound, protocol.CodeNotFound, "No such address"))
	})
	return mux
}

// serveAPI does what every request of a kiosk needs: who asks, how, and with
// how much.
func (c *Centre) serveAPI(w http.ResponseWriter, r *http.Request, method string, limit int64, h apiHandler) error {
	from, err := c.sender(r)
	if err != nil {
		return err
	}
	if r.Method != method {
		w.Header().Set("Allow", method)
		return problem(http.StatusMethodNotAllowed, protocol.CodeMethod, "The address takes "+method)
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); limit > 0 && (err != nil || kind != protocol.TypeJSON) {
		return problem(http.StatusUnsupportedMediaType, protocol.CodeMediaType, "The body must be application/json")
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	return h(w, r, from)
}

// sender finds the kiosk of the client certificate, which TLS has verified.
func (c *Centre) sender(r *http.Request) (sender, error) {
	if r.TLS == nil || len(r.TLS.VerifiedChains) == 0 {
		return sender{}, problem(http.StatusUnauthorized, protocol.CodeNoCertificate, "A kiosk shows its certificate")
	}
	certificate := r.TLS.PeerCertificates[0]
	name, digit, revoked, err := c.store.CertificateOwner(r.Context(), certificate.SerialNumber.String())
	switch {
	case errors.Is(err, store.ErrUnknown), err == nil && name != certificate.Subject.CommonName:
		return sender{}, problem(http.StatusForbidden, protocol.CodeUnknownKiosk, "The certificate is no registered kiosk's")
	case err != nil:
		return sender{}, err
	case revoked:
		return sender{}, problem(http.StatusForbidden, protocol.CodeRevoked, "The kiosk was taken out of service")
	}
	return sender{name: name, digit: digit}, nil
}

// deliver takes a case.
func (c *Centre) deliver(w http.ResponseWriter, r *http.Request, from sender) error {
	id := r.PathValue("id")
	if !protocol.ValidCase(id) || r.Header.Get(protocol.HeaderIdempotencyKey) != id {
		return problem(http.StatusBadRequest, protocol.CodeInvalid, "The address and Idempotency-Key must both be the case's ID")
	}
	body, err := readBody(r)
	if err != nil {
		return err
	}
	d, err := protocol.DecodeDelivery(bytes.NewReader(body))
	if err != nil {
		return err
	}
	if d.Kiosk != from.name {
		return problem(http.StatusForbidden, protocol.CodeOtherKiosk, "The body names another kiosk than the certificate")
	}
	if d.Application.ID != id {
		return &protocol.Invalid{Field: "application.id"}
	}
	if err := c.checkDelivery(r.Context(), d, from); err != nil {
		return err
	}
	now, application := c.now(), casefile.Application(d)
	received, created, err := c.store.Deliver(r.Context(), store.Case{
		ID: id, Kiosk: from.name, Number: d.Ticket.Number, Day: d.Ticket.Day, Service: d.Application.Service,
		Issued: d.Ticket.Issued, Received: now, Urgent: c.urgent(application), Payload: body,
	}, peopleOf(application)...)
	if err != nil {
		return err
	}
	if err := c.store.Heard(r.Context(), from.name, now, nil); err != nil {
		// The case is kept; only the note of when the kiosk was heard is not.
		audit.Log(c.log, audit.StoreFailed, audit.Error(err))
	}
	status := http.StatusOK
	if created {
		status = http.StatusCreated
	}
	audit.Log(c.log, audit.CaseReceived, audit.String(audit.KeyCase, id), audit.String(audit.KeyKiosk, from.name), audit.Int(audit.KeyStatus, status))
	writeJSON(w, status, protocol.TypeJSON, protocol.Receipt{Protocol: protocol.Version, Case: id, Received: received})
	return nil
}

// heartbeat hears how a kiosk is and tells it how the hall is.
func (c *Centre) heartbeat(w http.ResponseWriter, r *http.Request, from sender) error {
	body, err := readBody(r)
	if err != nil {
		return err
	}
	h, err := protocol.DecodeHeartbeat(bytes.NewReader(body))
	if err != nil {
		return err
	}
	if h.Kiosk != from.name {
		return problem(http.StatusForbidden, protocol.CodeOtherKiosk, "The body names another kiosk than the certificate")
	}
	now := c.now()
	if err := c.store.Heard(r.Context(), from.name, now, body); err != nil {
		return err
	}
	day := visit.Day(now)
	queue, err := c.store.Queue(r.Context(), day)
	if err != nil {
		return err
	}
	for _, s := range c.guide().Services {
		queue[s.Letter] += 0 // a service for which nobody waits is told too
	}
	ended, err := c.store.Ended(r.Context(), from.name, day)
	if err != nil {
		return err
	}
	if ended == nil {
		ended = []string{}
	}
	offer, err := c.offer(r.Context())
	if err != nil {
		return err
	}
	trust, err := c.trust(r.Context())
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, protocol.TypeJSON, protocol.News{
		Protocol: protocol.Version, Now: now, Queue: queue, Finished: ended, Guide: offer, Trust: trust.wire.Version,
	})
	return nil
}

// readBody reads a whole body. A body that breaks off is the line's fault, not
// the case's: the kiosk is asked to come again.
func readBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, protocol.ErrTooLarge
	case err != nil:
		return nil, problem(http.StatusServiceUnavailable, protocol.CodeUnavailable, "The body broke off")
	}
	return body, nil
}

func writeJSON(w http.ResponseWriter, status int, kind string, body any) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// A kiosk that is gone by now asks again.
	_ = json.NewEncoder(w).Encode(body)
}
