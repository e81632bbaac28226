// Package shelf keeps the guides that a kiosk was given, in a folder, beside
// the one that is built in. A guide is taken whole or not at all; the last one
// taken is in use, also after a restart. Files that are damaged, cut off or
// somebody else's are passed over, and where none is good the built-in guide
// serves: nothing on the shelf can stop the kiosk.
package shelf

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"slices"
	"sync"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/guide"
	"hallkiosk/sync/guidefile"
	"hallkiosk/sync/protocol"
)

// Most is how many guides the shelf keeps, the built-in one not counted.
const Most = 20

// Shelf is the guides of one kiosk. Its methods may be called by any goroutine.
type Shelf struct {
	dir     string
	log     *slog.Logger
	builtin volume
	earlier []volume // built into earlier programs

	put sync.Mutex // held while the folder is changed
	mu  sync.RWMutex
	// volumes are those in the folder, oldest first; the last one is in use.
	volumes []volume
}

// volume is one guide with its place in the order in which they were taken.
type volume struct {
	serial int // 0: built in
	offer  protocol.GuideOffer
	guide  *guide.Guide
}

// Open opens the shelf in dir, which is made where it is not there. The
// built-in guide is the *.toml of a folder of builtin; only a fault in that is
// an error. What is wrong with dir is logged.
func Open(folder string, builtin fs.FS, dir string, log *slog.Logger) (*Shelf, error) {
	_ = os.MkdirAll(dir, 0o700) // where that fails, reading it says why
	s, b, err := look(folder, builtin, dir, log)
	if err != nil {
		return nil, err
	}
	s.keepBuiltin(b)
	return s, nil
}

// Look is Open for whoever only asks: nothing in dir is made or changed.
func Look(folder string, builtin fs.FS, dir string, log *slog.Logger) (*Shelf, error) {
	s, _, err := look(folder, builtin, dir, log)
	return s, err
}

func look(folder string, builtin fs.FS, dir string, log *slog.Logger) (*Shelf, *protocol.GuideBundle, error) {
	b, g, err := guidefile.Read(builtin, folder)
	if err != nil {
		return nil, nil, fmt.Errorf("shelf: built-in guide: %w", err)
	}
	s := &Shelf{dir: dir, log: log, builtin: volume{offer: guidefile.Offer(b), guide: g}}
	s.volumes = s.readAll()
	s.earlier = s.readBuiltin()
	return s, b, nil
}

// BuiltIn reports whether the guide in use is the one that came with the program.
func (s *Shelf) BuiltIn() bool { return s.current().serial == 0 }

// Current returns the guide in use; it never changes in itself.
func (s *Shelf) Current() *guide.Guide { return s.current().guide }

// InUse returns the version of the guide in use.
func (s *Shelf) InUse() string { return s.current().offer.Version }

// Has reports whether the guide of the offer is in use.
func (s *Shelf) Has(o protocol.GuideOffer) bool { return s.current().offer == o }

func (s *Shelf) current() volume {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if len(s.volumes) == 0 {
		return s.builtin
	}
	return s.volumes[len(s.volumes)-1]
}

// Version returns the guide of a version, for what was begun with it.
func (s *Shelf) Version(version string) (*guide.Guide, bool) {
	v, ok := s.find(version)
	return v.guide, ok
}

func (s *Shelf) find(version string) (volume, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, v := range slices.Backward(s.volumes) {
		if v.offer.Version == version {
			return v, true
		}
	}
	if s.builtin.offer.Version == version {
		return s.builtin, true
	}
	for _, v := range s.earlier {
		if v.offer.Version == version {
			return v, true
		}
	}
	return volume{}, false
}

// Put takes a guide into use once it is on the disk; one that was taken before
// is taken up again. Errors: *guidefile.Refused, for which the guide itself is
// to blame, or the disk's. After an error the guide in use is the one of before.
func (s *Shelf) Put(b *protocol.GuideBundle) error {
	s.put.Lock()
	defer s.put.Unlock()
	offer := guidefile.Offer(b)
	if s.Has(offer) {
		return nil
	}
	g, err := guidefile.Parse(b)
	if err != nil {
		return fmt.Errorf("shelf: put: %w", err)
	}
	if known, ok := s.find(offer.Version); ok && known.offer.SHA256 != offer.SHA256 {
		return fmt.Errorf("shelf: put: %w", guidefile.Refuse(protocol.GuideVersionTaken))
	}
	serial, err := s.write(b, offer)
	if err != nil {
		return fmt.Errorf("shelf: put: %w", err)
	}
	s.mu.Lock()
	others := slices.DeleteFunc(slices.Clone(s.volumes), func(v volume) bool { return v.offer == offer })
	s.volumes = append(others, volume{serial: serial, offer: offer, guide: g})
	s.volumes = s.volumes[max(0, len(s.volumes)-Most):]
	keep := map[string]bool{}
	for _, v := range s.volumes {
		keep[fileName(v.serial, v.offer.SHA256)] = true
	}
	s.mu.Unlock()
	s.sweep(keep)
	audit.Log(s.log, audit.GuideTaken, audit.String(audit.KeyGuide, offer.Version))
	return nil
}

// Take is Put for the link to the centre: it parts the mistakes of a guide, if
// any, from what is not the guide's fault.
func (s *Shelf) Take(b *protocol.GuideBundle) (mistakes []protocol.GuideMistake, err error) {
	err = s.Put(b)
	var refused *guidefile.Refused
	if errors.As(err, &refused) {
		return refused.Mistakes, nil
	}
	return nil, err
}

// Versions returns the versions that can be in use, the built-in one too, sorted.
func (s *Shelf) Versions() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := map[string]bool{s.builtin.offer.Version: true}
	for _, v := range s.volumes {
		all[v.offer.Version] = true
	}
	return slices.Sorted(maps.Keys(all))
}
