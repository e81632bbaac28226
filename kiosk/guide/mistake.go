package guide

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Mistake is one thing in a guide's files that cannot be right.
type Mistake struct {
	File string // "services.toml"; "" where it is of no one file
	Line int    // from 1; 0 where it is of no one line
	Path string // "services[3].title.en", counted from 0; "" where it is of no one value
	What string // in English, whole without Path
}

// String says the mistake as compilers do: "services.toml:12: what".
func (m Mistake) String() string {
	switch {
	case m.File == "":
		return m.What
	case m.Line == 0:
		return m.File + ": " + m.What
	}
	return fmt.Sprintf("%s:%d: %s", m.File, m.Line, m.What)
}

// Mistakes are all that is wrong with a guide, by file and line. It is the error
// of Parse, and of Load where the files could be read.
type Mistakes []Mistake

// MaxListed is how many mistakes Mistakes.Error lists.
const MaxListed = 100

// Error lists the mistakes, one a line, MaxListed at most.
func (m Mistakes) Error() string {
	var b strings.Builder
	for i, one := range m {
		if i == MaxListed {
			fmt.Fprintf(&b, "\nand %d more", len(m)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(one.String())
	}
	return b.String()
}

// err returns the mistakes, sorted, each once, as an error; nil where there are none.
func (m Mistakes) err() error {
	if len(m) == 0 {
		return nil
	}
	slices.SortStableFunc(m, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return slices.CompactFunc(m, func(a, b Mistake) bool { return a == b })
}
