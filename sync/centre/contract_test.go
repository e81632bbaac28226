package centre_test

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/outbox"
	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
	"hallkiosk/sync/uplink/uplinktest"
)

// tls is how the kiosk shows itself to the centre.
func (k *kiosk) tls() *tls.Config {
	return &tls.Config{
		RootCAs: k.h.vouch.Pool(), Time: k.h.clock.now,
		Certificates: []tls.Certificate{{Certificate: [][]byte{k.signed.Raw}, PrivateKey: k.private}},
	}
}

func TestContract(t *testing.T) {
	h := newHall(t)
	uplinktest.Contract(t, uplinktest.Target{
		BaseURL: h.api, TLS: h.k1.tls(), Kiosk: h.k1.name,
		Delivery: func() *protocol.Delivery { return h.k1.delivery() },
		Publish: func(t *testing.T) *protocol.GuideBundle {
			b := changedGuide(t, "contract-1")
			h.publish(b)
			return b
		},
		NewKey: func(t *testing.T) uplinktest.Key {
			key := h.trusted().of(company, uscc(true))
			return uplinktest.Key{Certificate: key.DER, Sign: func(t *testing.T, text string) []byte { return key.sign(t, text) }}
		},
	})
}

// application is what a visit would have submitted, in the domain's words.
func (k *kiosk) application() *visit.Application {
	a := k.delivery().Application
	return &visit.Application{
		ID: a.ID, Kiosk: a.Kiosk, Service: a.Service, GuideVersion: a.GuideVersion, Submitted: a.Submitted, Role: visit.RoleLegal,
		Legal:        visit.Person{Name: a.Legal.Name, IDNumber: a.Legal.IDNumber},
		Organisation: visit.Organisation{Name: a.Organisation.Name, USCC: a.Organisation.USCC, Type: visit.Enterprise},
		Contact:      visit.Contact(a.Contact), SealType: a.SealType,
		StatementVersion: a.StatementVersion, StatementAccepted: a.StatementAccepted,
	}
}

// TestFromOutboxToCentre walks a case the whole way with the real parts: the
// kiosk's store, the uplink, TLS and the centre's database.
func TestFromOutboxToCentre(t *testing.T) {
	h := newHall(t)
	ctx := t.Context()
	store, err := outbox.Open(ctx, outbox.Options{Path: filepath.Join(t.TempDir(), "outbox.db"), Key: [32]byte{7},
		Kiosk: "K1", Digit: 1, Signer: h.k1.private, Centre: "centre.test", Now: h.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	a := h.k1.application()
	ticket, err := store.Submit(ctx, a, 'A', nil)
	if err != nil {
		t.Fatal(err)
	}
	parcel, _, err := store.Next(ctx)
	if err != nil {
		t.Fatal(err)
	}

	news := make(chan protocol.News, 10)
	link, err := uplink.New(uplink.Options{Store: store, BaseURL: h.api, TLS: h.k1.tls(), Kiosk: "K1", Version: "1.0",
		Heartbeat: 20 * time.Millisecond, News: func(n protocol.News) {
			select {
			case news <- n:
			default:
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(ctx)
	ended := make(chan error)
	go func() { ended <- link.Run(running) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	until := func(what string, done func(protocol.News) bool) {
		t.Helper()
		deadline := time.After(20 * time.Second)
		for {
			select {
			case n := <-news:
				if done(n) {
					return
				}
			case <-deadline:
				t.Fatalf("never %s; link %+v", what, link.Status())
			}
		}
	}
	until("counted in the queue", func(n protocol.News) bool { return n.Queue["A"] == 1 })

	// The centre has these very bytes, and the handle is genuine to it.
	if again := do(t, h.k1.client, h.putRequest(a.ID, parcel.Body)); again.status != http.StatusOK {
		t.Errorf("the same case again is answered %d: %s", again.status, again.body)
	}
	var d protocol.Delivery
	if err := json.Unmarshal(parcel.Body, &d); err != nil {
		t.Fatal(err)
	}
	handle, err := protocol.ParseHandle(ticket.Handle)
	if err != nil || !handle.Genuine(h.k1.private.Public().(ed25519.PublicKey)) || d.Ticket.Handle != ticket.Handle {
		t.Errorf("handle %+v, %v", handle, err)
	}

	// The visit still runs: the forms can be printed. Once it is over, nothing is left.
	if _, err := store.Application(ctx, a.ID); err != nil {
		t.Error(err)
	}
	if err := store.Release(ctx, a.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Application(ctx, a.ID); !errors.Is(err, visit.ErrErased) {
		t.Errorf("after the visit: %v", err)
	}

	// One unfinished number per person, until the window finishes the case.
	second := h.k1.application()
	var waiting *visit.AlreadyWaitingError
	if _, err := store.Submit(ctx, second, 'A', nil); !errors.As(err, &waiting) || waiting.Ticket.Number != ticket.Number {
		t.Fatalf("error %v", err)
	}
	window := h.signedIn("window7")
	window.post("/scan", "ticket", ticket.Handle).must(t, http.StatusSeeOther)
	window.post("/case/"+a.ID+"/finish", "incomplete", "yes").must(t, http.StatusSeeOther)
	until("told that the case is finished", func(n protocol.News) bool { return len(n.Finished) == 1 && n.Finished[0] == a.ID })
	if _, err := store.Submit(ctx, second, 'A', nil); err != nil {
		t.Errorf("after the window finished: %v", err)
	}
}
