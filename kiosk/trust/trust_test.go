package trust_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
	"hallkiosk/kiosk/notebook"
	"hallkiosk/kiosk/trust"
	"hallkiosk/sync/protocol"
)

var now = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// centre is an authority and a certificate of its.
type centre struct {
	*certtest.Authority
	key *certificate.Certificate
}

func newCentre(t *testing.T) centre {
	t.Helper()
	a, err := certtest.New(t.TempDir(), certtest.Options{Algorithm: certtest.ECDSA})
	if err != nil {
		t.Fatal(err)
	}
	issued, err := a.Issue(certtest.Request{})
	if err != nil {
		t.Fatal(err)
	}
	key, err := certificate.Parse(issued.DER)
	if err != nil {
		t.Fatal(err)
	}
	return centre{a, key}
}

// trusts is what a centre sends that has the authority and its list of those
// that it revoked.
func (c centre) trusts(t *testing.T, revoked ...certtest.Revoked) protocol.Trust {
	t.Helper()
	list, err := c.CRL(revoked)
	if err != nil {
		t.Fatal(err)
	}
	out := protocol.Trust{Protocol: protocol.Version, Authorities: [][]byte{c.DER}, Revocations: [][]byte{list}}
	out.Version = out.Sum()
	return out
}

func TestWhatIsPutOutlivesTheProgram(t *testing.T) {
	c, path := newCentre(t), filepath.Join(t.TempDir(), "trust.json")
	h := open(t, path)
	if h.Version() != "" || h.Current() != nil || h.Current().Check(c.key, now).Chain != certificate.ChainUnknown {
		t.Fatal("it knows something from the first")
	}
	first := c.trusts(t)
	if err := h.Put(first); err != nil {
		t.Fatal(err)
	}
	second := c.trusts(t, certtest.Revoked{Serial: c.key.SerialHex(), Reason: certtest.KeyCompromise, At: now.AddDate(0, 0, -1)})
	for _, step := range []struct {
		sent protocol.Trust
		want certificate.Revocation
	}{{first, certificate.Good}, {second, certificate.Revoked}} {
		if err := h.Put(step.sent); err != nil {
			t.Fatal(err)
		}
		for name, holder := range map[string]*trust.Holder{"at once": h, "after a restart": open(t, path)} {
			s := holder.Current().Check(c.key, now)
			if holder.Version() != step.sent.Version || s.Chain != certificate.ChainKnown || s.Revocation != step.want {
				t.Errorf("%s: version %q, %+v; want %s", name, holder.Version(), s, step.want)
			}
		}
	}
}

func TestTheLastGoodOneStays(t *testing.T) {
	c, path := newCentre(t), filepath.Join(t.TempDir(), "trust.json")
	h, good := open(t, path), c.trusts(t)
	if err := h.Put(good); err != nil {
		t.Fatal(err)
	}
	stranger := newCentre(t)
	edit := func(change func(*protocol.Trust)) protocol.Trust {
		bad := c.trusts(t)
		change(&bad)
		return bad
	}
	for name, bad := range map[string]protocol.Trust{
		"nothing":                 {},
		"a version of its own":    edit(func(b *protocol.Trust) { b.Version = stranger.trusts(t).Version }),
		"a company's certificate": edit(func(b *protocol.Trust) { b.Authorities[0] = c.key.Raw; b.Version = b.Sum() }),
		"another one's list":      edit(func(b *protocol.Trust) { b.Revocations = stranger.trusts(t).Revocations; b.Version = b.Sum() }),
		"half a list":             edit(func(b *protocol.Trust) { b.Revocations[0] = b.Revocations[0][:40]; b.Version = b.Sum() }),
	} {
		err := h.Put(bad)
		if err == nil {
			t.Errorf("%s was taken", name)
		}
		if bad.Validate() == nil && !errors.Is(err, trust.ErrUnbelievable) {
			t.Errorf("%s: %v", name, err)
		}
		for _, holder := range []*trust.Holder{h, open(t, path)} {
			if holder.Version() != good.Version || holder.Current().Check(c.key, now).Revocation != certificate.Good {
				t.Errorf("%s: the good one is gone", name)
			}
		}
	}
	// A folder that is gone stands for a disk that takes nothing.
	if err := os.RemoveAll(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	if err := h.Put(stranger.trusts(t)); err == nil || h.Version() != good.Version {
		t.Errorf("not kept, and yet in use: %v", err)
	}
}

func TestDamagedFileKnowsNothingAndIsReplaced(t *testing.T) {
	c := newCentre(t)
	for name, text := range map[string]string{
		"no JSON": `{"protocol"`, "half a trust": `{"protocol":1,"version":"` + c.trusts(t).Version + `"}`,
	} {
		path := filepath.Join(t.TempDir(), "trust.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		h, err := trust.Open(path)
		if err == nil || h == nil || h.Version() != "" || h.Current() != nil {
			t.Fatalf("%s: %v, %v", name, h, err)
		}
		if err := h.Put(c.trusts(t)); err != nil || open(t, path).Version() == "" {
			t.Errorf("%s: not replaced: %v", name, err)
		}
	}
}

// TestLargestIsKept: what the protocol lets pass, the file holds.
func TestLargestIsKept(t *testing.T) {
	file := notebook.Large[protocol.Trust](filepath.Join(t.TempDir(), "trust.json"), protocol.MaxTrust+1)
	large := protocol.Trust{Protocol: protocol.Version, Authorities: [][]byte{make([]byte, protocol.MaxTrustContents)}, Revocations: [][]byte{}}
	large.Version = large.Sum()
	if err := large.Validate(); err != nil {
		t.Fatal(err)
	}
	if _, err := file.Change(func(kept *protocol.Trust) { *kept = large }); err != nil {
		t.Fatal(err)
	}
	if kept, err := file.Read(); err != nil || kept.Version != large.Version {
		t.Errorf("not read again: %v", err)
	}
}

func open(t *testing.T, path string) *trust.Holder {
	t.Helper()
	h, err := trust.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return h
}
