package guide

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Mistake is one thing in a guide's files that cannot be right. It holds no
// words: those that a clerk reads stand in assets/i18n, by Code.
type Mistake struct {
	File string // "services.toml"; "" where it is of no one file
	Line int    // from 1; 0 where it is of no one line
	Path string // "services[3].title.en", counted from 0; "" where it is of no one value
	Code string // one of MistakeCodes
	// Values are what the code's words have holes for, and where the mistake is
	// (see PlaceValues): short texts without invisible characters.
	Values map[string]string
}

// What says the mistake for logs and errors: `unknown-role key="when" name="x"`.
func (m Mistake) What() string {
	var b strings.Builder
	b.WriteString(m.Code)
	for _, name := range slices.Sorted(maps.Keys(m.Values)) {
		fmt.Fprintf(&b, " %s=%q", name, m.Values[name])
	}
	return b.String()
}

// String says the mistake as compilers do: "services.toml:12: what".
func (m Mistake) String() string { return m.Where() + m.What() }

// Where is the place as compilers write it: "services.toml:12: ", "services.toml: " or "".
func (m Mistake) Where() string {
	switch {
	case m.File == "":
		return ""
	case m.Line == 0:
		return visible(m.File) + ": "
	}
	return fmt.Sprintf("%s:%d: ", visible(m.File), m.Line)
}

func (m Mistake) equal(other Mistake) bool {
	return m.File == other.File && m.Line == other.Line && m.Path == other.Path && m.Code == other.Code && maps.Equal(m.Values, other.Values)
}

// maxValue is how many characters of a value are kept; what is longer was
// hardly typed by a clerk.
const maxValue = 100

// values makes a map of pairs of a name and a value, beside the key that they
// are of, if any.
func values(key string, pairs ...any) map[string]string {
	all := map[string]string{}
	if key != "" {
		all["key"] = shown(key)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		all[fmt.Sprint(pairs[i])] = shown(fmt.Sprint(pairs[i+1]))
	}
	return all
}

// shown is a text that may be anything, cut short.
func shown(s string) string {
	s = visible(s)
	if r := []rune(s); len(r) > maxValue {
		return string(r[:maxValue-1]) + "…"
	}
	return s
}

// visible is a text fit for a terminal: what cannot be seen becomes U+FFFD.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
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
	return slices.CompactFunc(m, Mistake.equal)
}
