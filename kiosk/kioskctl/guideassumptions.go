package main

import (
	"fmt"
	"slices"
	"strings"

	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// confirming writes the numbered list of what a guide assumes.
type confirming struct {
	words *i18n.Words
	out   strings.Builder
	count int
}

// assumptions lists, in Chinese and English, what the guide assumes beyond the
// notice: in which case, and why.
func assumptions(g *guide.Guide, words *i18n.Words) string {
	c := confirming{words: words}
	for _, s := range g.Services {
		c.service(g, &s)
	}
	for _, m := range g.Materials {
		if m.Assumed {
			c.entry("material", m.Title)
			c.both("   ", "case", "case", func(language string) string { return c.when(language, m.When) })
			if !m.Concerns.Empty() {
				c.both("   ", "concerns", "text", m.Concerns.In)
			}
			c.because("   ", m.Because)
		}
	}
	for _, d := range g.Drivers {
		if d.Assumed {
			c.entry("driver", d.Name)
			c.because("   ", d.Because)
		}
	}
	heading := "title"
	if c.count == 0 {
		heading = "none"
	}
	list := c.out.String()
	c.out.Reset()
	c.both("", heading, "version", func(string) string { return g.Version })
	return c.out.String() + list
}

// service lists a service with those of its materials that are assumed.
func (c *confirming) service(g *guide.Guide, s *guide.Service) {
	needs := slices.DeleteFunc(slices.Clone(s.Materials), func(n guide.Need) bool { return !n.Assumed })
	if !s.Assumed && len(needs) == 0 && s.RemediesBecause.Empty() {
		return
	}
	c.entry("service", s.Title)
	c.because("   ", s.Because)
	if !s.RemediesBecause.Empty() {
		c.both("   ", "remedy", "text", func(language string) string { return c.remedies(language, s.Remedies) })
		c.because("   ", s.RemediesBecause)
	}
	for i, n := range needs {
		m, ok := g.Material(n.ID)
		if !ok {
			continue
		}
		say := func(language string) string {
			return c.words.Text(language, "guidelist.need", "title", m.Title.In(language), "case", c.when(language, n.When, m.When))
		}
		fmt.Fprintf(&c.out, "   %d.%d %s / %s\n", c.count, i+1, say("zh"), say("en"))
		c.because("       ", n.Because)
	}
}

// entry begins one numbered thing.
func (c *confirming) entry(kind string, title guide.Text) {
	c.count++
	say := func(language string) string {
		return c.words.Text(language, "guidelist."+kind, "title", title.In(language))
	}
	fmt.Fprintf(&c.out, "\n%d. %s / %s\n", c.count, say("zh"), say("en"))
}

// because says why, where something says it.
func (c *confirming) because(indent string, why guide.Text) {
	if !why.Empty() {
		c.both(indent, "because", "text", why.In)
	}
}

// both writes a line in each language; name is the value in it that is filled in.
func (c *confirming) both(indent, key, name string, value func(language string) string) {
	for _, language := range i18n.Languages() {
		fmt.Fprintf(&c.out, "%s%s\n", indent, c.words.Text(language, "guidelist."+key, name, value(language)))
	}
}

// when says in words the case in which all conditions hold.
func (c *confirming) when(language string, all ...guide.Condition) string {
	word := func(key string) string { return c.words.Text(language, key) }
	var parts []string
	for _, when := range all {
		for _, part := range [][]string{
			keyed(when.Roles, "guidelist.role-"), keyed(when.Types, "type."), keyed(when.Keys, "guidelist.key-"),
		} {
			var said []string
			for _, key := range part {
				said = append(said, word(key))
			}
			if text := strings.Join(said, word("guidelist.or")); text != "" && !slices.Contains(parts, text) {
				parts = append(parts, text)
			}
		}
	}
	if len(parts) == 0 {
		return word("guidelist.always")
	}
	return strings.Join(parts, word("guidelist.and"))
}

// remedies says in words what of a U-KEY leads to a service.
func (c *confirming) remedies(language string, conditions []visit.KeyCondition) string {
	var said []string
	for _, key := range keyed(conditions, "guidelist.condition-") {
		said = append(said, c.words.Text(language, key))
	}
	return strings.Join(said, c.words.Text(language, "guidelist.also"))
}

// keyed makes keys of words out of values.
func keyed[T ~string](values []T, prefix string) []string {
	var keys []string
	for _, v := range values {
		keys = append(keys, prefix+string(v))
	}
	return keys
}
