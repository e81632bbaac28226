package centre_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/sync/centre"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/protocol"
)

func newsOf(t *testing.T, a answer) (n protocol.News) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), &n); err != nil || a.status != 200 {
		t.Fatalf("answered %d: %v", a.status, err)
	}
	return n
}

// fetched is what the kiosk gets, which must be whole.
func (k *kiosk) fetched() *protocol.Trust {
	k.h.t.Helper()
	a := do(k.h.t, k.client, request(k.h.t, http.MethodGet, k.h.api+protocol.PathTrust, nil))
	t, err := protocol.DecodeTrust(strings.NewReader(a.body))
	if err != nil || a.status != 200 {
		k.h.t.Fatalf("answered %d: %v", a.status, err)
	}
	return t
}

func TestTrustReachesTheKiosks(t *testing.T) {
	h := newHall(t)
	none := h.k1.fetched()
	if len(none.Authorities)+len(none.Revocations) != 0 || newsOf(t, h.k1.beat(h.k1.heartbeat())).Trust != none.Version {
		t.Errorf("begins with %+v", none)
	}
	a := authorityOf(t, certtest.SM2)
	h.trust(a.PEM, a.crl(certtest.List{}))
	first := h.k1.fetched()
	if len(first.Authorities) != 1 || len(first.Revocations) != 1 || newsOf(t, h.k1.beat(h.k1.heartbeat())).Trust != first.Version {
		t.Errorf("got %d and %d", len(first.Authorities), len(first.Revocations))
	}
	h.trust(a.DER) // again is no fault, and no change
	if h.k1.fetched().Version != first.Version {
		t.Error("the same is another version")
	}
	// A newer list takes the place of the older.
	h.trust(a.crl(certtest.List{This: opening}))
	if next := h.k1.fetched(); len(next.Revocations) != 1 || next.Version == first.Version {
		t.Errorf("%d lists", len(next.Revocations))
	}
	entries, err := h.centre.TrustEntries(t.Context())
	if err != nil || len(entries) != 2 || entries[0].List || !strings.Contains(entries[0].Name, "湖南") || !entries[1].List || !entries[1].From.Equal(opening) {
		t.Errorf("entries %+v, %v", entries, err)
	}
	// An authority goes together with its lists.
	if err := h.centre.RemoveTrust(t.Context(), []string{entries[0].SHA256}); !errors.Is(err, certificate.ErrListIssuer) {
		t.Errorf("error %v", err)
	}
	if err := h.centre.RemoveTrust(t.Context(), []string{entries[0].SHA256[:12], strings.ToUpper(entries[1].SHA256[:12])}); err != nil {
		t.Error(err)
	}
	if h.k1.fetched().Version != none.Version {
		t.Error("something stays")
	}
	for _, b := range []string{"", "00", entries[0].SHA256} {
		if err := h.centre.RemoveTrust(t.Context(), []string{b}); !errors.Is(err, store.ErrUnknown) {
			t.Errorf("%q: %v", b, err)
		}
	}
}

func TestTrustThatIsRefused(t *testing.T) {
	h := newHall(t)
	a := h.trusted()
	before := h.k1.fetched().Version
	stranger, err := certtest.New(t.TempDir(), certtest.Options{Algorithm: certtest.ECDSA})
	if err != nil {
		t.Fatal(err)
	}
	key := a.of(company, uscc(true))
	strangers := ca{t, stranger}.crl(certtest.List{})
	forged := a.crl(certtest.List{})
	forged[len(forged)-1] ^= 1
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"nothing":                 {nil, centre.ErrTrustFile},
		"text":                    {[]byte("certificate"), centre.ErrTrustFile},
		"a sequence":              {[]byte{0x30, 3, 2, 1, 1}, centre.ErrTrustFile},
		"a company's certificate": {key.DER, centre.ErrTrustFile},
		"the same as PEM":         {key.PEM, centre.ErrTrustFile},
		"half an authority":       {stranger.DER[:300], centre.ErrTrustFile},
		"a stranger's list":       {strangers, certificate.ErrListIssuer},
		"a forged list":           {forged, certificate.ErrListIssuer},
	} {
		t.Run(name, func(t *testing.T) {
			// With it nothing else is taken either.
			if _, err := h.centre.AddTrust(t.Context(), [][]byte{c.file}); !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
			if _, err := h.centre.AddTrust(t.Context(), [][]byte{authorityOf(t, certtest.RSA).DER, c.file}); err == nil {
				t.Error("taken beside another")
			}
			if h.k1.fetched().Version != before {
				t.Error("something changed")
			}
		})
	}
	h.trust(strangers, stranger.DER) // together they fit, in any order
}

// TestTrustOfAnotherProgram: what centred on the command line changes is seen by
// the running centre.
func TestTrustOfAnotherProgram(t *testing.T) {
	var o centre.Options
	h := newHall(t, func(made *centre.Options) { o = *made })
	key := authorityOf(t, certtest.SM2).of(company, uscc(true))
	h.k1.challenge(key, "account-1").problem(t, 422, protocol.CodeUntrusted)
	other, err := centre.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.AddTrust(t.Context(), [][]byte{authorityOf(t, certtest.SM2).DER}); err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); len(h.k1.fetched().Authorities) == 0; {
		if time.Now().After(end) {
			t.Fatal("never seen")
		}
	}
	h.k1.challenge(key, "account-1").must(t, 201)
}
