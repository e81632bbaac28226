package certificate

import (
	"bytes"
	"errors"
	"fmt"
	"time"
)

// Chain says whether it is known who issued a certificate.
type Chain string

// The answers.
const (
	ChainKnown   Chain = "known"
	ChainUnknown Chain = "unknown"
)

// Revocation says whether a certificate was revoked.
type Revocation string

// The answers.
const (
	Good              Revocation = "good"
	Revoked           Revocation = "revoked" // for good
	Frozen            Revocation = "frozen"  // on hold for a time
	RevocationUnknown Revocation = "unknown"
)

// Standing is what the centre's authorities and lists say of a certificate.
type Standing struct {
	Chain Chain
	// Hunan: it is a Hunan CA's, by the names on its chain. Where the chain is
	// not known, by the name alone, unless an authority of that name is
	// configured and did not sign it.
	Hunan      bool
	Revocation Revocation
	Since      time.Time // when it was revoked or frozen
}

// Why a trust cannot be made of what the centre sent.
var (
	// ErrNoAuthority: a certificate that may not issue others.
	ErrNoAuthority error = &fault{code: "trust-authority", text: "certificate is no authority's"}
	// ErrListIssuer: a revocation list that none of the authorities signed.
	ErrListIssuer error = &fault{code: "trust-list", text: "revocation list is of none of the authorities"}
)

// maxAuthorities is how many authorities and lists each a trust may have.
const maxAuthorities = 256

// Trust is whom certificates are checked against: the authorities that the
// centre chose and their revocation lists. It does not change, and a nil one
// knows nothing.
type Trust struct {
	bySubject map[string][]*Certificate
	lists     map[*Certificate][]*list // by who signed them, one for each scope
}

// NewTrust makes a trust of authorities' certificates and revocation lists, each
// in DER. It takes all or nothing: what cannot be read or believed is an error
// that says which one, so that what was known before can be kept.
func NewTrust(authorities, revocations [][]byte) (*Trust, error) {
	if len(authorities) > maxAuthorities || len(revocations) > maxAuthorities {
		return nil, fmt.Errorf("certificate: trust: %w", ErrTooLarge)
	}
	t := &Trust{bySubject: map[string][]*Certificate{}, lists: map[*Certificate][]*list{}}
	for i, data := range authorities {
		c, err := Parse(data)
		if err == nil && !c.mayIssue() {
			err = ErrNoAuthority
		}
		if err != nil {
			return nil, fmt.Errorf("certificate: trust: authority %d: %w", i, err)
		}
		t.add(c)
	}
	for i, data := range revocations {
		l, err := readList(data)
		if err == nil {
			err = t.take(l)
		}
		if err != nil {
			return nil, fmt.Errorf("certificate: trust: list %d: %w", i, err)
		}
	}
	return t, nil
}

// Knows reports whether it holds any authority: without one it can say of no
// certificate that its issuer is not trusted.
func (t *Trust) Knows() bool { return t != nil && len(t.bySubject) > 0 }

func (t *Trust) add(c *Certificate) {
	key := c.subject.key()
	for _, known := range t.bySubject[key] {
		if bytes.Equal(known.Raw, c.Raw) {
			return
		}
	}
	t.bySubject[key] = append(t.bySubject[key], c)
}

// take keeps a list for whoever signed it. Of two for the same certificates the
// later one counts: what is no longer on hold is not on it.
func (t *Trust) take(l *list) error {
	found := false
	for _, a := range t.bySubject[l.issuer.key()] {
		if !a.keyUsage.allows(listSign) || !fits(a, l.issuerKeyID) || !a.signed(l.tbs, l.signature) {
			continue
		}
		found = true
		t.keep(a, l)
	}
	if !found {
		return ErrListIssuer
	}
	// Believed: what refers to the list's megabytes is not needed again.
	l.issuer, l.issuerKeyID, l.tbs, l.signature = name{}, nil, nil, signature{}
	return nil
}

func (t *Trust) keep(a *Certificate, l *list) {
	for i, old := range t.lists[a] {
		if old.rawScope == l.rawScope {
			if l.made.After(old.made) {
				t.lists[a][i] = l
			}
			return
		}
	}
	t.lists[a] = append(t.lists[a], l)
}

// mayIssue reports whether the certificate is an authority's.
func (c *Certificate) mayIssue() bool {
	return c.Authority && c.keyUsage.allows(certSign) && !c.unknownCritical
}

// fits reports whether the authority's key is the one that was named, if both say.
func fits(a *Certificate, keyID []byte) bool {
	return len(keyID) == 0 || len(a.keyID) == 0 || bytes.Equal(a.keyID, keyID)
}

// maxChain is how many authorities may stand over a certificate.
const maxChain = 6

// Check says how c stands at now.
func (t *Trust) Check(c *Certificate, now time.Time) Standing {
	s := Standing{Chain: ChainUnknown, Revocation: RevocationUnknown, Hunan: isHunan(c.issuer)}
	if t == nil {
		return s
	}
	// Who issued a certificate that has ended is asked for when it ended: the
	// authority may have ended too since.
	at := now
	if at.After(c.NotAfter) {
		at = c.NotAfter
	}
	if at.Before(c.NotBefore) {
		at = c.NotBefore
	}
	chain, err := (&search{Trust: t, at: at}).chain(c, 0)
	switch {
	case errors.Is(err, errForged):
		s.Hunan = false
		return s
	case err != nil:
		return s
	}
	s.Chain = ChainKnown
	for _, a := range chain {
		s.Hunan = s.Hunan || isHunan(a.subject)
	}
	s.Revocation, s.Since = t.revocation(c, chain[0], now)
	for i, a := range chain[:len(chain)-1] {
		// An authority that was revoked takes along what it issued.
		if r, since := t.revocation(a, chain[i+1], now); (r == Revoked || r == Frozen) && s.Revocation != Revoked {
			s.Revocation, s.Since = r, since
		}
	}
	return s
}

var (
	errForged  = errors.New("an authority of that name did not sign it")
	errUnknown = errors.New("no authority of that name")
	errEnded   = errors.New("the authority that signed it may not have, then")
)

// maxChecks is how many signatures a search for a chain checks at most: cheap
// certificates of the same names must not make it long.
const maxChecks = 64

// search looks for the authorities over one certificate as of a time.
type search struct {
	*Trust
	at     time.Time
	checks int
}

// chain returns the authorities over c, the next one first, up to one that the
// centre configured and no other over it. under is how many authorities stand
// between c and the certificate in question.
func (s *search) chain(c *Certificate, under int) ([]*Certificate, error) {
	why := errUnknown
	if under == maxChain {
		return nil, why
	}
	for _, a := range s.bySubject[c.issuer.key()] {
		if !fits(a, c.issuerKeyID) || !a.couldSign(c.signature) {
			continue // another key of the same authority, or nobody can tell
		}
		if s.checks++; s.checks > maxChecks {
			return nil, errUnknown
		}
		if !a.signed(c.tbs, c.signature) {
			if under == 0 && why == errUnknown {
				why = errForged
			}
			continue
		}
		why = errEnded
		if !a.ValidAt(s.at) || a.pathLen >= 0 && under > a.pathLen {
			continue
		}
		if over := a.issuer.key(); over == a.subject.key() || len(s.bySubject[over]) == 0 {
			return []*Certificate{a}, nil
		}
		if over, err := s.chain(a, under+1); err == nil {
			return append([]*Certificate{a}, over...), nil
		}
	}
	return nil, why
}

// revocation is what the issuer's lists say of c at now. A list that is overdue
// or not yet made, or that leaves out what has ended, cannot say that a
// certificate is good; that one is revoked it can.
func (t *Trust) revocation(c, issuer *Certificate, now time.Time) (Revocation, time.Time) {
	found, since := RevocationUnknown, time.Time{}
	for _, l := range t.lists[issuer] {
		e, listed := l.entries[string(c.Serial.Bytes())]
		switch {
		case listed && !e.held:
			return Revoked, e.moment()
		case listed:
			found, since = Frozen, e.moment()
		case found == RevocationUnknown && l.scope.covers(c) && l.speaksAt(now) && !now.After(c.NotAfter):
			found = Good
		}
	}
	return found, since
}

// speaksAt reports whether the list is the one for that time.
func (l *list) speaksAt(now time.Time) bool { return !now.Before(l.made) && now.Before(l.next) }
