package screens

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"

	"pgregory.net/rapid"
)

// answer puts a good answer to a field into a visit, as its screen does.
func answerField(c *Context, f visit.Field) {
	v := c.Visit
	switch f {
	case visit.FieldRole:
		if v.Role == "" {
			v.Role = visit.RoleAgent
		}
	case visit.FieldOrganisation:
		v.Organisation.Name = "XX开发有限公司"
	case visit.FieldUSCC:
		v.Organisation.USCC = sampleUSCC()
	case visit.FieldRegistration:
		v.Organisation.Registration = ""
	case visit.FieldOrganisationType:
		if v.Organisation.Type == "" {
			v.Organisation.Type = visit.Enterprise
		}
	case visit.FieldOtherType:
		v.Organisation.OtherType = "合作社"
	case visit.FieldKey:
		if s := c.service(); !slices.Contains(s.Keys, v.Key) {
			v.Key = s.Keys[0]
		}
	case visit.FieldLegalName, visit.FieldLegalID:
		v.Legal = zhang
		if v.Role == visit.RoleAgent && v.Agent.IDNumber == zhang.IDNumber {
			v.Legal = li // agent and legal representative are two people
		}
	case visit.FieldAgentName, visit.FieldAgentID:
		v.Agent = li
		if v.Legal.IDNumber == li.IDNumber {
			v.Agent = zhang
		}
	case visit.FieldMobile:
		v.Contact.Mobile = "15345678901"
	case visit.FieldLandline:
		v.Contact.Landline = "0736-7256731"
	case visit.FieldAddress:
		v.Contact.Address = "柳叶大道1号"
	case visit.FieldEmail:
		v.Contact.Email = ""
	case visit.FieldSealType:
		v.SealType = c.Guide.SealTypes[0].Value
	case visit.FieldCertificates:
		v.Certificates = 1
	case visit.FieldStatement:
		v.StatementAccepted = c.Now
	}
}

// spoil makes the answer to a field a doubtful one; it reports whether there is any.
func spoil(c *Context, f visit.Field) bool {
	v := c.Visit
	bad := map[visit.Field]func(){
		visit.FieldOrganisation: func() { v.Organisation.Name = "" }, visit.FieldUSCC: func() { v.Organisation.USCC = "9" },
		visit.FieldRegistration: func() { v.Organisation.Registration = "9" }, visit.FieldOtherType: func() { v.Organisation.OtherType = "" },
		visit.FieldLegalName: func() { v.Legal.Name = "" }, visit.FieldLegalID: func() { v.Legal.IDNumber = "4" },
		visit.FieldAgentName: func() { v.Agent.Name = "" }, visit.FieldAgentID: func() { v.Agent.IDNumber = "4" },
		visit.FieldMobile: func() { v.Contact.Mobile = "1" }, visit.FieldLandline: func() { v.Contact.Landline = "1" },
		visit.FieldAddress: func() { v.Contact.Address = "" }, visit.FieldEmail: func() { v.Contact.Email = "x" },
		visit.FieldSealType: func() { v.SealType = "" }, visit.FieldCertificates: func() { v.Certificates = 0 },
		visit.FieldStatement: func() { v.StatementAccepted = time.Time{} },
	}
	if bad[f] == nil {
		return false
	}
	bad[f]()
	return true
}

// walkTo goes on from where the flow stands, answering what each place asks, to
// the place of a name, and returns the places on the way.
func walkTo(t fataler, f *flow, c *Context, name string) []string {
	t.Helper()
	var seen []string
	for range 100 {
		if !f.next(c) {
			break
		}
		p := f.place()
		seen = append(seen, p.name)
		if p.name == name {
			return seen
		}
		for _, field := range p.asks {
			if asked(c.Visit, field) {
				answerField(c, field)
			}
		}
	}
	t.Fatalf("the way ends before %s: %v", name, seen)
	return nil
}

type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

func wayContext(g *guide.Guide, s guide.Service, role visit.Role, kind visit.OrganisationType, key visit.KeyState) (*Context, *flow) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, visit.Changde)
	v := visit.New("case", now)
	choose(g, v, s)
	v.Role, v.Organisation.Type, v.Key = role, kind, key
	return &Context{Now: now, Visit: v, Guide: g, Outcome: &Outcome{}}, &flow{places: way(&s), at: -1}
}

// everyCase runs through service × role × kind of organisation × key.
func everyCase(g *guide.Guide, do func(name string, s guide.Service, c *Context, f *flow)) {
	for _, s := range g.Services {
		keys := s.Keys
		if len(keys) == 0 {
			keys = []visit.KeyState{""}
		}
		for _, role := range []visit.Role{visit.RoleAgent, visit.RoleLegal} {
			for _, kind := range visit.OrganisationTypes() {
				for _, k := range keys {
					c, f := wayContext(g, s, role, kind, k)
					do(fmt.Sprintf("%s %s %s %s", s.ID, role, kind, k), s, c, f)
				}
			}
		}
	}
}

// TestNoDeadEnd: in every case the way leads to a number, the review doubts
// nothing, and Back leads home again.
func TestNoDeadEnd(t *testing.T) {
	everyCase(load(t).Guide, func(name string, s guide.Service, c *Context, f *flow) {
		seen := walkTo(t, f, c, "handover")
		if d := c.Visit.Doubts(c.Now); len(d) > 0 {
			t.Errorf("%s: doubts at the end of the way: %v", name, d)
		}
		if slices.Contains(seen, "missing") == s.Urgent {
			t.Errorf("%s: urgent %t, and the way is %v", name, s.Urgent, seen)
		}
		if slices.Contains(seen, "count") {
			t.Errorf("%s: the count holds everybody up", name)
		}
		for range 100 {
			if !f.back(c) {
				break
			}
		}
		if f.at != 0 {
			t.Errorf("%s: Back ends at %s", name, f.place().name)
		}
	})
}

// TestEveryFieldIsCorrectedFromTheReview: what the review doubts leads to a
// place that asks for it, and from there back to the review.
func TestEveryFieldIsCorrectedFromTheReview(t *testing.T) {
	everyCase(load(t).Guide, func(name string, _ guide.Service, c *Context, f *flow) {
		walkTo(t, f, c, "review")
		for _, field := range c.Visit.Fields() {
			spoil(c, field)
			c.Correct(field)
			if !f.back(c) || !slices.Contains(f.place().asks, field) {
				t.Errorf("%s: no place asks for %s", name, field)
				continue
			}
			answerField(c, field)
			if !f.next(c) || f.place().name != "review" {
				t.Errorf("%s: %s leads to %s", name, field, f.place().name)
				f.to("review", c)
			}
		}
	})
}

// TestAnyGuideLeadsSomewhere does the same with services put together by chance.
func TestAnyGuideLeadsSomewhere(t *testing.T) {
	g := load(t).Guide
	rapid.Check(t, func(t *rapid.T) {
		s := g.Services[rapid.IntRange(0, len(g.Services)-1).Draw(t, "service")]
		s.Urgent = rapid.Bool().Draw(t, "urgent")
		s.Fields = rapid.SliceOfDistinct(rapid.SampledFrom(guide.OptionalFields()), func(f visit.Field) visit.Field { return f }).Draw(t, "fields")
		steps := []string{"role", "organisation"}
		s.Keys = nil
		if rapid.Bool().Draw(t, "key") {
			steps = append(steps, "key")
			s.Keys = rapid.SliceOfNDistinct(rapid.SampledFrom(visit.KeyStates()), 1, 3, func(k visit.KeyState) visit.KeyState { return k }).Draw(t, "keys")
		}
		steps = append(steps, "materials")
		steps = append(steps, rapid.Permutation([]string{"card", "licence", "legal", "contact"}).Draw(t, "middle")...)
		if rapid.Bool().Draw(t, "statement") {
			steps = append(steps, "statement")
		}
		s.Steps = append(steps, "review")
		other := *g
		other.Services = []guide.Service{s}
		c, f := wayContext(&other, s, rapid.SampledFrom([]visit.Role{visit.RoleAgent, visit.RoleLegal}).Draw(t, "role"),
			rapid.SampledFrom(visit.OrganisationTypes()).Draw(t, "kind"), "")
		walkTo(t, f, c, "review")
		for range rapid.IntRange(1, 8).Draw(t, "corrections") {
			field := rapid.SampledFrom(c.Visit.Fields()).Draw(t, "field")
			spoil(c, field)
			c.Correct(field)
			if !f.back(c) || !slices.Contains(f.place().asks, field) {
				t.Fatalf("no place asks for %s", field)
			}
			switch field {
			case visit.FieldRole:
				take(c.Visit, rapid.SampledFrom([]visit.Role{visit.RoleAgent, visit.RoleLegal}).Draw(t, "another role"))
			case visit.FieldOrganisationType:
				c.Visit.Organisation.Type = rapid.SampledFrom(visit.OrganisationTypes()).Draw(t, "another kind")
				answerField(c, visit.FieldOtherType)
			case visit.FieldKey:
				c.Visit.Key = rapid.SampledFrom(s.Keys).Draw(t, "another key")
			}
			answerField(c, field)
			walkTo(t, f, c, "review")
			if d := c.Visit.Doubts(c.Now); len(d) > 0 {
				t.Fatalf("at the review again with doubts: %v", d)
			}
		}
		walkTo(t, f, c, "handover")
	})
}

// TestAnotherRoleAsksOnlyForWhatIsNew: a person who turns out to be somebody
// else does not scan the licence again.
func TestAnotherRoleAsksOnlyForWhatIsNew(t *testing.T) {
	g := load(t).Guide
	for _, now := range []visit.Role{visit.RoleLegal, visit.RoleAgent} {
		before := map[visit.Role]visit.Role{visit.RoleLegal: visit.RoleAgent, visit.RoleAgent: visit.RoleLegal}[now]
		c, f := wayContext(g, g.Services[0], before, visit.Enterprise, "")
		walkTo(t, f, c, "review")
		for _, m := range g.Materials {
			c.Visit.Brought[m.ID] = true
		}
		c.Correct(visit.FieldRole)
		f.back(c)
		take(c.Visit, now)
		seen := walkTo(t, f, c, "review")
		want := map[visit.Role][]string{visit.RoleLegal: {"materials", "review"}, visit.RoleAgent: {"materials", "legal", "review"}}[now]
		if !slices.Equal(seen, want) {
			t.Errorf("from %s to %s: %v, want %v", before, now, seen, want)
		}
		if f.back(c); f.place().name != "statement" {
			t.Errorf("Back from the review leads to %s", f.place().name)
		}
	}
}

// TestNextServiceIsShort: with the same data only what the service itself asks
// is asked.
func TestNextServiceIsShort(t *testing.T) {
	g := load(t).Guide
	for id, want := range map[string][]string{
		"open": {"materials", "statement", "review"}, "unlock": {"materials", "review"},
		"reissue": {"key", "materials", "statement", "review"}, "revoke": {"risk", "key", "materials", "review"},
		"freeze": {"risk", "materials", "review"},
	} {
		c, f := wayContext(g, g.Services[0], visit.RoleAgent, visit.Enterprise, "")
		walkTo(t, f, c, "handover")
		s, ok := g.Service(id)
		if !ok {
			t.Fatalf("no service %s", id)
		}
		c.Visit = c.Visit.Again("next", c.Now)
		choose(g, c.Visit, *s)
		for _, m := range g.Materials {
			c.Visit.Brought[m.ID] = true
		}
		f = &flow{places: way(s), at: -1, again: true, passing: true}
		if seen := walkTo(t, f, c, "review"); !slices.Equal(seen, want) {
			t.Errorf("%s: %v, want %v", id, seen, want)
		}
		for _, field := range c.Visit.Fields() {
			c.Correct(field)
			if !f.back(c) || !slices.Contains(f.place().asks, field) {
				t.Errorf("%s: no place asks for %s", id, field)
			}
			answerField(c, field)
			if f.next(c); f.place().name != "review" {
				t.Errorf("%s: %s leads to %s", id, field, f.place().name)
				f.to("review", c)
			}
		}
	}
}
