package centre

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"sync"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/guide"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/guidefile"
	"hallkiosk/sync/protocol"
)

// guideAge is how long the pages may go on with a guide after another program,
// such as centred on the command line, has published the next.
const guideAge = time.Second

// guides are the guide that is built in and those that were published since.
type guides struct {
	store   *store.Store
	bundle  *protocol.GuideBundle // built in
	builtin *guide.Guide

	mu      sync.Mutex
	known   map[string]*guide.Guide // by version; nil: published, but not a good guide
	current *guide.Guide            // what the pages go by
	asked   time.Time               // when the database was last asked
}

func newGuides(s *store.Store, bundle *protocol.GuideBundle, builtin *guide.Guide) *guides {
	return &guides{store: s, bundle: bundle, builtin: builtin, current: builtin, known: map[string]*guide.Guide{}}
}

// guide is the guide that the pages go by: the one offered to the kiosks, or,
// where that cannot be read, the last good one.
func (c *Centre) guide() *guide.Guide {
	g := c.guides
	g.mu.Lock()
	defer g.mu.Unlock()
	if time.Since(g.asked) < guideAge {
		return g.current
	}
	g.asked = time.Now()
	version, _, err := g.store.OfferedGuide(context.Background())
	if errors.Is(err, store.ErrUnknown) {
		return g.current
	}
	if err == nil {
		var next *guide.Guide
		if next, err = g.load(version); next != nil {
			g.current = next
		}
	}
	if err != nil {
		audit.Log(c.log, audit.GuideSkipped, audit.String(audit.KeyGuide, version), audit.Error(err))
	}
	return g.current
}

// load reads a published guide, or the built-in one, once. It returns nil for
// one that is no good, and why at the first time.
func (g *guides) load(version string) (*guide.Guide, error) {
	if known, ok := g.known[version]; ok {
		return known, nil
	}
	stored, err := g.store.Guide(context.Background(), version)
	if errors.Is(err, store.ErrUnknown) {
		if version == g.builtin.Version {
			return g.builtin, nil
		}
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	g.known[version] = nil
	b, err := protocol.DecodeGuide(bytes.NewReader(stored.Files))
	if err != nil {
		return nil, err
	}
	one, err := guidefile.Parse(b)
	if err != nil {
		return nil, err
	}
	g.known[version] = one
	return one, nil
}

// guideOf is the guide that a case was submitted under; where this centre never
// had it (known is false), that of the pages.
func (c *Centre) guideOf(version string) (g *guide.Guide, known bool) {
	c.guides.mu.Lock()
	found, err := c.guides.load(version)
	c.guides.mu.Unlock()
	if err != nil {
		audit.Log(c.log, audit.GuideSkipped, audit.String(audit.KeyGuide, version), audit.Error(err))
	}
	if found == nil {
		return c.guide(), false
	}
	return found, true
}

// changed makes the pages ask the database at once.
func (g *guides) changed() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked = time.Time{}
}

// PublishGuide validates the *.toml of a folder as one guide, keeps it, and
// offers it to every kiosk. Errors: *guidefile.Refused with every mistake.
func (c *Centre) PublishGuide(ctx context.Context, folder fs.FS) (version string, err error) {
	b, _, err := guidefile.Read(folder, ".")
	if err != nil {
		return "", err
	}
	if b.Version == c.guides.builtin.Version && b.Sum() != c.guides.bundle.Sum() {
		return "", guidefile.Refuse(protocol.GuideVersionTaken)
	}
	return b.Version, c.publish(ctx, b)
}

// keepBuiltin keeps the built-in guide beside the published ones: when the next
// program brings another, the cases submitted under this one are still read,
// drawn and decided by it.
func (c *Centre) keepBuiltin(ctx context.Context) error {
	b := c.guides.bundle
	files, err := guidefile.Encode(b)
	if err != nil {
		return err
	}
	return c.store.KeepGuide(ctx, store.Guide{Version: b.Version, SHA256: b.Sum(), Files: files}, c.now())
}

func (c *Centre) publish(ctx context.Context, b *protocol.GuideBundle) error {
	files, err := guidefile.Encode(b)
	if err != nil {
		return err
	}
	err = c.store.PublishGuide(ctx, store.Guide{Version: b.Version, SHA256: b.Sum(), Files: files}, store.By{At: c.now()})
	if errors.Is(err, store.ErrDiffers) {
		return guidefile.Refuse(protocol.GuideVersionTaken)
	}
	return c.published(b.Version, err)
}

// RollBackGuide offers an older guide again: a published one or the built-in
// one. store.ErrUnknown where there is none of that version.
func (c *Centre) RollBackGuide(ctx context.Context, version string) error {
	err := c.store.OfferGuide(ctx, version, store.By{At: c.now()})
	return c.published(version, err)
}

func (c *Centre) published(version string, err error) error {
	if err != nil {
		return err
	}
	c.guides.changed()
	audit.Log(c.log, audit.GuidePublished, audit.String(audit.KeyGuide, version))
	return nil
}

// Guides returns the published guides, the one on offer first; where none is,
// each kiosk goes by the one that is built in, whose version is builtin.
func (c *Centre) Guides(ctx context.Context) (published []store.Guide, builtin string, err error) {
	published, err = c.store.Guides(ctx)
	return published, c.guides.builtin.Version, err
}

// offer is what the news say of guides.
func (c *Centre) offer(ctx context.Context) (protocol.GuideOffer, error) {
	version, sum, err := c.store.OfferedGuide(ctx)
	if errors.Is(err, store.ErrUnknown) {
		return protocol.GuideOffer{}, nil
	}
	return protocol.GuideOffer{Version: version, SHA256: sum}, err
}

// serveGuide gives a kiosk a guide that was published.
func (c *Centre) serveGuide(w http.ResponseWriter, r *http.Request, _ sender) error {
	version := r.URL.Query().Get("version")
	if !protocol.ValidGuideVersion(version) {
		return &protocol.Invalid{Field: "version"}
	}
	g, err := c.store.Guide(r.Context(), version)
	if errors.Is(err, store.ErrUnknown) {
		return problem(http.StatusNotFound, protocol.CodeNotFound, "No such guide")
	}
	if err != nil {
		return fmt.Errorf("centre: guide: %w", err)
	}
	w.Header().Set("Content-Type", protocol.TypeJSON)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(g.Files) // a kiosk that is gone asks again
	return nil
}
