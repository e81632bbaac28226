package keydesk_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.uber.org/goleak"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/kiosk/keydesk"
	"hallkiosk/screens"
	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const rightPIN = "246810"

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// rig is a desk between a key and a centre that do as they should until told
// otherwise.
type rig struct {
	t    *testing.T
	desk *keydesk.Desk
	log  *bytes.Buffer

	mu       sync.Mutex
	now      time.Time
	port     ukey.Port
	trust    *certificate.Trust
	own      certtest.Issued
	asked    int   // times that the key was asked to sign
	pin      error // what the key says instead
	forge    func(signature []byte) []byte
	change   func(c *protocol.Challenge) // of what the centre sends
	given    map[string]protocol.Challenge
	taken    map[string]protocol.Proof
	away     error // what the centre says instead
	receipt  func(*protocol.KeyReceipt)
	recorded []keydesk.Evidence
	full     bool // the disk takes nothing
	printed  []screens.Receipt
	woken    chan struct{}
	chimed   int
	kiosk    ed25519.PublicKey
}

// hall is a key and whom it is checked against.
type hall struct {
	own   certtest.Issued
	trust *certificate.Trust
}

func newHall(t *testing.T, algorithm certtest.Algorithm) hall {
	t.Helper()
	ca, err := certtest.New(t.TempDir(), certtest.Options{Algorithm: certtest.ECDSA})
	must(t, err)
	issued, err := ca.Issue(certtest.Request{Algorithm: algorithm})
	must(t, err)
	trust, err := certificate.NewTrust([][]byte{ca.DER}, nil)
	must(t, err)
	return hall{issued, trust}
}

func newRig(t *testing.T, algorithm certtest.Algorithm) *rig { return newHall(t, algorithm).rig(t) }

func (h hall) rig(t *testing.T) *rig {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	r := &rig{
		t: t, log: &bytes.Buffer{}, now: start, trust: h.trust, own: h.own, kiosk: public, woken: make(chan struct{}, 100),
		given: map[string]protocol.Challenge{}, taken: map[string]protocol.Proof{},
	}
	r.plug(h.own.DER)
	r.desk = keydesk.New(keydesk.Options{
		Ring: r, Centre: (*centre)(r), Signer: private, Now: r.clock,
		Trust: func() *certificate.Trust { r.mu.Lock(); defer r.mu.Unlock(); return r.trust },
		Record: func(_ context.Context, e keydesk.Evidence) error {
			if r.full {
				return errors.New("disk full")
			}
			r.recorded = append(r.recorded, e)
			return nil
		},
		Print: func(_ context.Context, receipt screens.Receipt) error {
			r.printed = append(r.printed, receipt)
			return nil
		},
		Wake:  func() { r.woken <- struct{}{} },
		Chime: func() { r.chimed++ },
		Log:   slog.New(slog.NewTextHandler(&locked{r: r}, nil)),
	})
	return r
}

// locked writes the log one line at a time.
type locked struct{ r *rig }

func (l *locked) Write(p []byte) (int, error) {
	l.r.mu.Lock()
	defer l.r.mu.Unlock()
	return l.r.log.Write(p)
}

func (r *rig) clock() time.Time { r.mu.Lock(); defer r.mu.Unlock(); return r.now }

func (r *rig) pass(d time.Duration) { r.mu.Lock(); defer r.mu.Unlock(); r.now = r.now.Add(d) }

func (r *rig) logged() string { r.mu.Lock(); defer r.mu.Unlock(); return r.log.String() }

func (r *rig) plug(ders ...[]byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	k := ukey.Key{ID: "k1", Module: "m", Model: "XX3000", PIN: ukey.PINReady, Tries: 6}
	for _, der := range ders {
		k.Certificates = append(k.Certificates, ukey.Certificate{DER: der, HasKey: true})
	}
	r.port = ukey.Port{Keys: []ukey.Key{k}}
}

func (r *rig) pull() { r.mu.Lock(); defer r.mu.Unlock(); r.port = ukey.Port{} }

// Port, Sign and ChangePIN make the rig a ring.
func (r *rig) Port() ukey.Port { r.mu.Lock(); defer r.mu.Unlock(); return r.port }

func (r *rig) Sign(ctx context.Context, key string, der []byte, pin *ukey.PIN, message []byte) ([]byte, error) {
	r.asked++
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case r.Port().Empty() || key != "k1":
		return nil, devices.ErrGone
	case r.pin != nil:
		return nil, r.pin
	case string(pin.Bytes()) != rightPIN:
		return nil, &ukey.PINError{State: ukey.PINLow, Tries: 5}
	case !bytes.Equal(der, r.own.DER):
		return nil, ukey.ErrNoPrivateKey
	}
	signature, err := r.own.Key.Sign(message)
	if r.forge != nil {
		signature = r.forge(signature)
	}
	return signature, err
}

func (r *rig) ChangePIN(_ context.Context, _ string, old, _ *ukey.PIN) error {
	if r.pin != nil {
		return r.pin
	}
	if string(old.Bytes()) != rightPIN {
		return &ukey.PINError{State: ukey.PINLast, Tries: 1}
	}
	return nil
}

// centre is the rig as the uplink.
type centre rig

func (c *centre) Challenge(_ context.Context, q protocol.ChallengeQuery) (protocol.Challenge, error) {
	if c.away != nil {
		return protocol.Challenge{}, c.away
	}
	own, err := certificate.Parse(q.Certificate)
	if err != nil {
		return protocol.Challenge{}, &uplink.QueryError{Code: protocol.CodeCertificate}
	}
	out := protocol.Challenge{
		Protocol: protocol.Version, ID: uuid.Must(uuid.NewV7()).String(), Purpose: q.Purpose, Account: q.Account, Serial: own.SerialHex(),
		Nonce: rand.Text(), Issued: (*rig)(c).clock(), Expires: (*rig)(c).clock().Add(protocol.ChallengeFor),
	}
	lines := []string{"事项：绑定账号", "证书序列号：" + out.Serial, "随机数：" + out.Nonce}
	if q.Account != "" {
		lines = append(lines, "账号："+q.Account)
	}
	out.Text = strings.Join(lines, "\n")
	if c.change != nil {
		c.change(&out)
	}
	c.given[out.ID] = out
	return out, nil
}

func (c *centre) Prove(_ context.Context, p protocol.Proof) (protocol.KeyReceipt, error) {
	if c.away != nil {
		return protocol.KeyReceipt{}, c.away
	}
	asked, ok := c.given[p.Challenge]
	own, err := certificate.Parse(c.own.DER)
	if err != nil {
		return protocol.KeyReceipt{}, err
	}
	if before, twice := c.taken[p.Challenge]; twice && !bytes.Equal(before.Signature, p.Signature) {
		return protocol.KeyReceipt{}, &uplink.QueryError{Code: protocol.CodeUsed}
	}
	if !ok || own.Verify([]byte(asked.Text), p.Signature) != nil || !ed25519.Verify(c.kiosk, protocol.Witnessed(asked.Text, p.Signature), p.Witness) {
		return protocol.KeyReceipt{}, &uplink.QueryError{Code: protocol.CodeSignature}
	}
	c.taken[p.Challenge] = p
	out := protocol.KeyReceipt{
		Protocol: protocol.Version, Number: fmt.Sprintf("BD20261123-%04d", len(c.taken)), Purpose: asked.Purpose, Account: asked.Account,
		Organisation: own.Organisation, Serial: asked.Serial, At: (*rig)(c).clock(),
	}
	if c.receipt != nil {
		c.receipt(&out)
	}
	return out, nil
}

// typed is a PIN as a person typed it.
func typed(text string) *ukey.PIN {
	var p ukey.PIN
	for i := range len(text) {
		p.Add(text[i])
	}
	return &p
}

// challenge asks for one to bind to an account.
func (r *rig) challenge() screens.Challenge {
	r.t.Helper()
	c, err := r.desk.Challenge(r.t.Context(), screens.ChallengeQuery{Purpose: screens.PurposeBind, Account: "xxkf_2026", Certificate: r.own.DER})
	must(r.t, err)
	return c
}
