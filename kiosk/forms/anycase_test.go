package forms_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// anyID draws a valid number of a citizen.
func anyID(t *rapid.T, label string) string {
	region := rapid.SampledFrom([]string{"110105", "430102", "430702", "650101"}).Draw(t, label+" region")
	day := submitted.AddDate(0, 0, -rapid.IntRange(1, 40000).Draw(t, label+" days"))
	first := region + day.Format("20060102") + rapid.StringMatching(`[0-9]{3}`).Draw(t, label+" serial")
	return first + string(visit.IDCheckCharacter(first))
}

func anyUSCC(t *rapid.T) string {
	rest := rapid.StringOfN(rapid.RuneFrom([]rune("0123456789ABCDEFGHJKLMNPQRTUWXY")), 9, 9, -1).Draw(t, "uscc")
	first := "91430700" + rest
	return first + string(visit.USCCCheckCharacter(first))
}

// anyWords draws a text that passes visit.CheckText.
func anyWords(t *rapid.T, label string, max int) string {
	char := rapid.OneOf(
		rapid.RuneFrom([]rune("张李王龘䶮㛃𬭊𰻝𠮷𪚥·（）—《》、")), rapid.RuneFrom([]rune("azAZ09.-_'&<")), rapid.RuneFrom([]rune{'　', ' '}))
	return rapid.StringOfN(char, 1, max, -1).Filter(func(s string) bool { return visit.CheckText(s, max) == nil }).Draw(t, label)
}

// anyVisit draws a visit that may be submitted, of any service.
func anyVisit(t *rapid.T, g *guide.Guide) *visit.Visit {
	s := &g.Services[rapid.IntRange(0, len(g.Services)-1).Draw(t, "service")]
	v := visit.New(sampleCase, submitted)
	v.GuideVersion, v.Service, v.Asks = g.Version, s.ID, s.Asks()
	v.Role = rapid.SampledFrom([]visit.Role{visit.RoleAgent, visit.RoleLegal}).Draw(t, "role")
	if len(s.Keys) > 0 {
		v.Key = rapid.SampledFrom(s.Keys).Draw(t, "key")
	}
	v.Certificates = rapid.IntRange(1, visit.MaxCertificates).Draw(t, "certificates")
	v.Legal = visit.Person{Name: anyWords(t, "legal", visit.MaxName), IDNumber: anyID(t, "legal")}
	v.Agent = visit.Person{Name: anyWords(t, "agent", visit.MaxName), IDNumber: anyID(t, "agent")}
	for v.Agent.IDNumber == v.Legal.IDNumber { // they are two people
		v.Agent.IDNumber = anyID(t, "agent")
	}
	v.Organisation = visit.Organisation{
		Name: anyWords(t, "organisation", visit.MaxUnit), USCC: anyUSCC(t),
		Registration: rapid.SampledFrom([]string{"", "430524600099555"}).Draw(t, "registration"),
		Type:         rapid.SampledFrom(visit.OrganisationTypes()).Draw(t, "type"),
	}
	if v.Organisation.Type == visit.OtherType {
		v.Organisation.OtherType = anyWords(t, "other type", visit.MaxOther)
	}
	v.Contact = visit.Contact{
		Landline: rapid.SampledFrom([]string{"0736-7123456", "0736-71234567-123456", "400-6682666"}).Draw(t, "landline"),
		Mobile:   rapid.StringMatching(`1[3-9][0-9]{9}`).Draw(t, "mobile"),
		Address:  anyWords(t, "address", visit.MaxAddress),
		Email:    rapid.StringMatching(`([a-z]{1,30}@[a-z]{1,60}\.[a-z]{1,60}\.com)?`).Draw(t, "email"),
	}
	v.SealType = anyWords(t, "seal", visit.MaxOther)
	v.StatementVersion, v.StatementAccepted = g.Statement.Version, submitted
	return v
}

// belongs are the values that stand on each of the case's forms.
func belongs(c forms.Case) map[string][]string {
	a := c.Application
	h := a.Handling()
	return map[string][]string{
		"附件1": values(c),
		"附件2": {c.Guide.Statement.Version},
		"附件3": {a.Organisation.Name, a.Agent.Name, a.Agent.IDNumber, a.Legal.IDNumber, fmt.Sprintf("%d张", a.Certificates)},
		"附件4": {a.Organisation.Name, a.Organisation.USCC, a.Organisation.OtherType, a.Legal.Name, a.Legal.IDNumber,
			h.Name, h.IDNumber, a.Contact.Landline, a.Contact.Mobile, a.Contact.Address},
	}
}

// TestEveryValueOfAnyCase: whatever the service and whoever comes, each copy
// bears every value that belongs to it, and who is not of the case is on none.
func TestEveryValueOfAnyCase(t *testing.T) {
	g := shippedGuide(t)
	rapid.Check(t, func(rt *rapid.T) {
		v := anyVisit(rt, g)
		c := applied(t, g, v)
		var b bytes.Buffer
		if err := forms.Render(&b, c); err != nil {
			rt.Fatal(err) // what the checks let pass always fits
		}
		texts, want := pagesOf(t, b.Bytes()), belongs(c)
		copies := forms.Copies(c)
		if len(texts) != len(copies) {
			rt.Fatalf("%d pages of %d copies", len(texts), len(copies))
		}
		for i, copy := range copies {
			if m := lacking(texts[i], want[copy.Form]); m != nil {
				rt.Fatalf("%s lacks values %v", copy.Paper, m)
			}
			if v.Role == visit.RoleLegal && strings.Contains(texts[i], v.Agent.IDNumber) {
				rt.Fatalf("%s names somebody who does not act", copy.Paper)
			}
		}
	})
}

// TestBlanksAndOverhangs: what once passed for too wide fits: blanks where a
// line ends, and a letter that reaches over its own width there.
func TestBlanksAndOverhangs(t *testing.T) {
	for name, spoil := range map[string]func(*visit.Application){
		"a run of blanks":    func(a *visit.Application) { a.Organisation.OtherType = "李\u3000&李𪚥𬭊Z\u3000\u3000\u3000李" },
		"blanks to the edge": func(a *visit.Application) { a.Organisation.OtherType = "李䶮䶮 李 𪚥_ 王 za 𰻝龘）a" },
		"a pad at the edge":  func(a *visit.Application) { a.Organisation.OtherType = "张A\u3000》（ A&、·.'" },
		"an f at the edge":   func(a *visit.Application) { a.Contact.Email = "ybogvyzehgr@fcgvsmawafedoghfdevgc.a.com" },
	} {
		t.Run(name, func(t *testing.T) {
			c := sample(t, visit.RoleAgent)
			c.Application.Organisation.Type = visit.OtherType
			c.Application.Organisation.OtherType = "合作社"
			spoil(c.Application)
			if m := lacking(pagesOf(t, render(t, c))[0], values(c)); m != nil {
				t.Errorf("values %v are missing", m)
			}
		})
	}
}
