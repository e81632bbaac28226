package guide

import (
	"fmt"
	"regexp"
	"slices"

	"hallkiosk/kiosk/visit"
)

// checker looks for whatever in a guide does not fit together.
type checker struct {
	*Guide
	places places
	found  Mistakes
}

// The most entries that a list has; above that the screens could not show them.
const (
	maxServices  = 24
	maxMaterials = 60
	maxNeeds     = 40 // of one service
	maxDrivers   = 30
	maxSeals     = 12
	maxInstall   = 12
	maxClauses   = 30
	maxPoints    = 12 // of one clause
	maxWords     = 30 // of steps, fields, roles and the like
)

func (c *checker) check() {
	// Lists that are too long are not looked into: a hostile one would take ages.
	if !c.lengths() {
		return
	}
	c.facts()
	c.materials()
	c.services()
	c.statement()
	c.install()
	c.drivers()
}

// lengths checks that lists are there and not too long; false where one is.
func (c *checker) lengths() bool {
	good := true
	for _, list := range []struct {
		path              string
		have, least, most int
	}{
		{"services", len(c.Services), 1, maxServices},
		{"materials", len(c.Materials), 1, maxMaterials},
		{"drivers", len(c.Drivers), 0, maxDrivers},
		{"seal_types", len(c.SealTypes), 1, maxSeals},
		{"install.steps", len(c.Install.Steps), 1, maxInstall},
		{"statement.clauses", len(c.Statement.Clauses), 1, maxClauses},
	} {
		switch {
		case list.have > list.most:
			good = c.crowded(list.path, list.have, list.most)
		case list.have < list.least:
			c.bad(list.path, "list-missing")
		}
	}
	for i, s := range c.Services {
		if len(s.Materials) > maxNeeds {
			good = c.crowded(fmt.Sprintf("services[%d].materials", i), len(s.Materials), maxNeeds)
		}
	}
	return good
}

// crowded notes that a list is too long, and returns false.
func (c *checker) crowded(path string, have, most int) bool {
	c.bad(path, "list-long", "have", have, "most", most)
	return false
}

// bad notes a mistake about the value at a path; pairs are the names and values
// of its code.
func (c *checker) bad(path, code string, pairs ...any) {
	at := c.places.at(path)
	list, id, key := c.subject(path)
	if list != "" {
		pairs = append(pairs, list, id)
	}
	c.found = append(c.found, Mistake{File: at.file, Line: at.line, Path: path, Code: code, Values: values(key, pairs...)})
}

var inList = regexp.MustCompile(`^(service|material|driver)s\[(\d+)\]\.?`)

// subject says a path as a clerk would: "service", "open", "title.zh". Where the
// ID is no good, only the path says it.
func (c *checker) subject(path string) (list, id, key string) {
	m := inList.FindStringSubmatch(path)
	if m == nil {
		return "", "", path
	}
	var i int
	fmt.Sscan(m[2], &i)
	id = map[string]func() string{
		"service": func() string { return c.Services[i].ID }, "material": func() string { return c.Materials[i].ID },
		"driver": func() string { return c.Drivers[i].ID },
	}[m[1]]()
	if !idPattern.MatchString(id) {
		return "", "", path
	}
	return m[1], id, path[len(m[0]):]
}

// room is how many characters a text may have, in Chinese and in English.
type room struct{ zh, en int }

// text checks a text that must be there in both languages.
func (c *checker) text(path string, t Text, r room) {
	c.line(path+".zh", t.Zh, r.zh)
	c.line(path+".en", t.En, r.en)
}

// optional checks a text that may be missing in both languages, not in one.
func (c *checker) optional(path string, t Text, r room) {
	if !t.Empty() {
		c.text(path, t, r)
	}
}

// line checks a text in one language.
func (c *checker) line(path, s string, most int) {
	d := visit.CheckText(s, most)
	switch {
	case d == nil:
	case d.Code == visit.CodeMissing:
		c.bad(path, "text-missing")
	case d.Code == visit.CodeTooLong:
		c.bad(path, "text-long", "have", len([]rune(s)), "most", most)
	default:
		c.bad(path, "text-sign", "number", d.At)
	}
}

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// ids checks that every entry of a list has an id of its own; of returns entry i's.
func (c *checker) ids(list string, count int, of func(i int) string) {
	first := map[string]int{}
	for i := range count {
		id, path := of(i), fmt.Sprintf("%s[%d].id", list, i)
		switch j, twice := first[id]; {
		case !idPattern.MatchString(id):
			c.bad(path, "id-shape")
		case twice:
			c.bad(path, "id-twice", "line", c.places.at(fmt.Sprintf("%s[%d].id", list, j)).line)
		default:
			first[id] = i
		}
	}
}

// because checks that what is assumed says why. inherited is where else it may be said.
func (c *checker) because(path string, assumed bool, because, inherited Text) {
	c.optional(path+".because", because, room{200, 600})
	switch {
	case assumed && because.Empty() && inherited.Empty():
		c.bad(path+".because", "because-missing")
	case !assumed && !because.Empty():
		c.bad(path+".because", "because-alone")
	}
}

// each checks a list of known words that must not repeat; code is of a word that
// is not known.
func each[T ~string](c *checker, path, code string, have, known []T) {
	if len(have) > maxWords {
		c.crowded(path, len(have), maxWords)
		return
	}
	for i, x := range have {
		at := fmt.Sprintf("%s[%d]", path, i)
		oneOf(c, at, code, x, known)
		if slices.Contains(known, x) && slices.Index(have, x) < i {
			c.bad(at, "twice", "name", x)
		}
	}
}

// oneOf checks a known word.
func oneOf[T ~string](c *checker, path, code string, have T, known []T) {
	if !slices.Contains(known, have) {
		c.bad(path, code, named(have, known)...)
	}
}

// named are the values of a name that is not known.
func named[T ~string](have T, known []T) []any {
	pairs := []any{"name", string(have)}
	if meant := nearest(have, known); meant != "" {
		pairs = append(pairs, "nearest", meant)
	}
	return pairs
}
