package certificate

import (
	"cmp"
	"slices"
	"time"
)

// List is a revocation list of a Trust: the last of an authority, and of a part
// of its certificates where it has a list for each.
type List struct {
	Authority string    // the subject of its certificate
	Made      time.Time // thisUpdate
	Next      time.Time // nextUpdate; zero: none is announced
	Entries   int
}

// Overdue reports whether the list can no longer say that a certificate is good:
// the next was due, or it does not say when it will be (RFC 5280, 5.1.2.5, demands it).
func (l List) Overdue(now time.Time) bool { return !now.Before(l.Next) }

// Authorities is how many authorities are trusted.
func (t *Trust) Authorities() int {
	if t == nil {
		return 0
	}
	count := 0
	for _, same := range t.bySubject {
		count += len(same)
	}
	return count
}

// Lists are the revocation lists that count, by their authorities' names.
func (t *Trust) Lists() []List {
	if t == nil {
		return nil
	}
	var all []List
	for a, lists := range t.lists {
		for _, l := range lists {
			all = append(all, List{Authority: a.Subject, Made: l.made, Next: l.next, Entries: len(l.entries)})
		}
	}
	slices.SortFunc(all, func(a, b List) int {
		return cmp.Or(cmp.Compare(a.Authority, b.Authority), a.Next.Compare(b.Next), a.Made.Compare(b.Made))
	})
	return all
}

// Overdue names the authorities that have a list that is overdue, each once.
func (t *Trust) Overdue(now time.Time) []string {
	var names []string
	for _, l := range t.Lists() {
		if l.Overdue(now) {
			names = append(names, l.Authority)
		}
	}
	return slices.Compact(names)
}
