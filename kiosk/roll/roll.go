// Package roll estimates how many tickets the ticket printer's roll still
// gives: it adds up the paper that slips take, and begins again with each new
// roll. What the printer's own sensors say goes before the estimate.
package roll

import (
	"fmt"
	"sync"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/notebook"
)

const (
	// firstTypical is how long a ticket is taken to be before one was printed, in millimetres.
	firstTypical = 180
	// weight of the tickets before in the length of a typical one: it follows
	// a change within ten or so.
	weight = 10
	// nearEnd is what is left, in millimetres, when a sensor first reports it: those of
	// Epson and SPRT are set to a few turns around the core.
	nearEnd = 3000
)

// Options are what a Roll needs.
type Options struct {
	File   string // where the use of paper is kept
	Metres int    // length of a new roll; 0: nobody knows, and nothing is estimated
	Now    func() time.Time
}

// Roll is the roll that is in the printer. It may be used by any goroutine.
type Roll struct {
	o    Options
	file notebook.File[use]

	mu   sync.Mutex
	seen sight // as the file says
}

// use is what is kept.
type use struct {
	Since   time.Time `json:"since,omitzero"` // the roll was put in; zero: nobody knows when
	Used    int       `json:"used"`           // of the roll, in millimetres
	Typical int       `json:"typical"`        // length of a ticket, in millimetres; 0: none was printed
	sight
}

// Open reads what is kept; a damaged file counts as none.
func Open(o Options) *Roll {
	r := &Roll{o: o, file: notebook.At[use](o.File)}
	kept, err := r.file.Read()
	if err == nil {
		r.seen = kept.sight
	}
	return r
}

// Used notes that a slip took so much paper, in millimetres. A slip that may
// have been printed counts as well: too little paper left disappoints nobody.
func (r *Roll) Used(length int) error {
	_, err := r.file.Change(func(u *use) {
		u.Used += length
		if u.Typical == 0 {
			u.Typical = length
		} else {
			u.Typical += (length - u.Typical) / weight
		}
	})
	return wrap("used", err)
}

// New notes that a new roll was put in.
func (r *Roll) New() error {
	_, err := r.file.Change(func(u *use) { u.Since, u.Used, u.sight = r.o.Now(), 0, sight{} })
	if err == nil {
		r.mu.Lock()
		r.seen = sight{}
		r.mu.Unlock()
	}
	return wrap("new", err)
}

// Saw takes in how the printer stands, as often as anybody looks, and notes a new
// roll where it was surely changed: see sight.after. Whoever puts one in early,
// before the sensor has said anything, tells it (New).
func (r *Roll) Saw(s devices.Status) error {
	r.mu.Lock()
	now, changed := r.seen.after(s)
	same := now == r.seen
	r.mu.Unlock()
	switch {
	case changed:
		return r.New()
	case same:
		return nil
	}
	_, err := r.file.Change(func(u *use) { u.sight = now })
	if err == nil {
		r.mu.Lock()
		r.seen = now
		r.mu.Unlock()
	}
	return wrap("saw", err)
}

// Left estimates how many tickets the roll still gives, given how the printer
// stands; known is false before the first new roll that was seen, or where the
// length of a roll is not known.
func (r *Roll) Left(s devices.Status) (tickets int, known bool) {
	if s.Reason == devices.ReasonPaperOut {
		return 0, true
	}
	u, err := r.file.Read()
	if err != nil {
		return 0, false
	}
	typical := u.Typical
	if typical <= 0 {
		typical = firstTypical
	}
	left, known := max(r.o.Metres*1000-u.Used, 0), !u.Since.IsZero() && r.o.Metres > 0
	if s.Reason == devices.ReasonPaperLow {
		if !known {
			left = nearEnd
		}
		left, known = min(left, nearEnd), true
	}
	if !known {
		return 0, false
	}
	return left / typical, true
}

func wrap(place string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("roll: %s: %w", place, err)
}
