package centre

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/protocol"
)

// Why the trust is not changed, beside the errors of package certificate.
var (
	// ErrTrustFile: it is neither an authority's certificate nor a revocation list.
	ErrTrustFile = errors.New("centre: neither a certificate of an authority nor a revocation list")
	// ErrTrustSize: all together is more than kiosks take.
	ErrTrustSize = errors.New("centre: more authorities and revocation lists than kiosks take")
	// ErrTrustAmbiguous: the beginning of a checksum that several have.
	ErrTrustAmbiguous = errors.New("centre: several begin so")
)

// trusted is whom the certificates of U-KEYs are checked against.
type trusted struct {
	wire  *protocol.Trust // as the kiosks get it
	check *certificate.Trust
	sums  []string // of its files, in their order
}

// trusts keep it read. Another program, such as centred on the command line, may
// change it; that is seen within guideAge.
type trusts struct {
	mu      sync.Mutex
	current *trusted
	asked   time.Time // when the database was last asked
}

// trust is whom certificates are checked against now; where what is kept cannot
// be used, the last that could.
func (c *Centre) trust(ctx context.Context) (*trusted, error) {
	c.trusts.mu.Lock()
	defer c.trusts.mu.Unlock()
	if c.trusts.current != nil && time.Since(c.trusts.asked) < guideAge {
		return c.trusts.current, nil
	}
	sums, err := c.store.TrustSums(ctx)
	if err != nil {
		return nil, err
	}
	if c.trusts.current == nil || !slices.Equal(c.trusts.current.sums, sums) {
		if err := c.readTrust(ctx); err != nil {
			return nil, err
		}
	}
	c.trusts.asked = time.Now()
	return c.trusts.current, nil
}

func (c *Centre) readTrust(ctx context.Context) error {
	files, err := c.store.Trust(ctx)
	if err != nil {
		return err
	}
	next, err := newTrusted(files)
	if err == nil {
		c.trusts.current = next
		return nil
	}
	audit.Log(c.log, audit.TrustSkipped, audit.Error(err))
	if c.trusts.current == nil {
		c.trusts.current, err = newTrusted(nil)
		return err
	}
	return nil
}

// changed makes the next who asks look into the database.
func (t *trusts) changed() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asked = time.Time{}
}

func newTrusted(files []store.TrustFile) (*trusted, error) {
	t := &trusted{wire: &protocol.Trust{Protocol: protocol.Version, Authorities: [][]byte{}, Revocations: [][]byte{}}}
	for _, f := range files {
		t.sums = append(t.sums, f.SHA256)
		if f.Kind == store.TrustAuthority {
			t.wire.Authorities = append(t.wire.Authorities, f.DER)
		} else {
			t.wire.Revocations = append(t.wire.Revocations, f.DER)
		}
	}
	t.wire.Version = t.wire.Sum()
	if t.wire.Validate() != nil {
		return nil, ErrTrustSize
	}
	var err error
	t.check, err = certificate.NewTrust(t.wire.Authorities, t.wire.Revocations)
	return t, err
}

func sumOf(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// trustPatience is how long a kiosk may take to fetch it; no kiosk waits longer.
const trustPatience = 5 * time.Minute

// serveTrust gives a kiosk whom it checks U-KEYs against.
func (c *Centre) serveTrust(w http.ResponseWriter, r *http.Request, _ sender) error {
	t, err := c.trust(r.Context())
	if err != nil {
		return err
	}
	// Long lists take longer on a slow line than any other answer may; where the
	// deadline cannot be moved, that one stands.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(trustPatience))
	writeJSON(w, http.StatusOK, protocol.TypeJSON, t.wire)
	return nil
}

// TrustEntry is one authority or revocation list, for people.
type TrustEntry struct {
	SHA256 string
	List   bool      // a revocation list
	Name   string    // the authority's
	From   time.Time // the certificate begins, the list was made
	Until  time.Time // the certificate ends, the next list is due; zero: not said
	Count  int       // revoked certificates on the list
	Added  time.Time
}

// TrustEntries returns whom certificates are checked against, authorities first.
func (c *Centre) TrustEntries(ctx context.Context) ([]TrustEntry, error) {
	files, err := c.store.Trust(ctx)
	if err != nil {
		return nil, err
	}
	var all []TrustEntry
	for _, f := range files {
		e := describeTrust(f)
		e.SHA256, e.Added = f.SHA256, f.Added
		all = append(all, e)
	}
	return all, nil
}

// AddTrust adds the authorities and revocation lists of some files, each in DER
// or as PEM, all or nothing: together with those of before they must all verify.
// A list takes the place of an older one of the same authority. It returns what
// was added.
func (c *Centre) AddTrust(ctx context.Context, files [][]byte) ([]TrustEntry, error) {
	var add []store.TrustFile
	var added []TrustEntry
	for i, data := range files {
		found, err := readTrustFile(data)
		if err != nil {
			return nil, fmt.Errorf("file %d: %w", i+1, err)
		}
		add = append(add, found...)
	}
	known, err := c.store.Trust(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range add {
		e := describeTrust(f)
		e.SHA256, e.Added = f.SHA256, c.now()
		added = append(added, e)
	}
	return added, c.changeTrust(ctx, add, replaced(known, add))
}

// RemoveTrust takes away those whose checksums begin so. What stays must still
// verify: an authority goes together with its lists. store.ErrUnknown where
// there is none, ErrTrustAmbiguous where there are several.
func (c *Centre) RemoveTrust(ctx context.Context, beginnings []string) error {
	known, err := c.store.TrustSums(ctx)
	if err != nil {
		return err
	}
	var remove []string
	for _, b := range beginnings {
		found := ""
		for _, sum := range known {
			if !strings.HasPrefix(sum, strings.ToLower(b)) {
				continue
			}
			if found != "" {
				return fmt.Errorf("%s: %w", b, ErrTrustAmbiguous)
			}
			found = sum
		}
		if found == "" || b == "" {
			return fmt.Errorf("%s: %w", b, store.ErrUnknown)
		}
		if !slices.Contains(remove, found) {
			remove = append(remove, found)
		}
	}
	return c.changeTrust(ctx, nil, remove)
}

func (c *Centre) changeTrust(ctx context.Context, add []store.TrustFile, remove []string) error {
	err := c.store.ChangeTrust(ctx, add, remove, store.By{At: c.now()}, func(all []store.TrustFile) error {
		_, err := newTrusted(all)
		return err
	})
	if err != nil {
		return err
	}
	c.trusts.changed()
	audit.Log(c.log, audit.TrustChanged, audit.Int(audit.KeyCount, len(add)+len(remove)))
	return nil
}
