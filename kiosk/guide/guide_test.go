package guide_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"hallkiosk/assets"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

func load(t *testing.T) *guide.Guide {
	t.Helper()
	g, err := guide.Load(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func ids(materials []guide.Material) []string {
	var out []string
	for _, m := range materials {
		out = append(out, m.ID)
	}
	return out
}

func TestGuideHoldsTheNotice(t *testing.T) {
	g := load(t)
	want := []string{"open", "renew", "update", "reissue", "unlock", "freeze", "unfreeze", "revoke", "enable"}
	var have []string
	for _, s := range g.Services {
		have = append(have, s.ID)
	}
	if slices.Sort(want); !slices.Equal(slices.Sorted(slices.Values(have)), want) {
		t.Errorf("services %v, want %v", have, want)
	}
	if len(g.Statement.Clauses) != 15 {
		t.Errorf("clauses: %d, 附件2 has 15", len(g.Statement.Clauses))
	}
	for i, c := range g.Statement.Clauses {
		if want := map[int]int{11: 5}[i]; len(c.Points) != want {
			t.Errorf("clause %d: %d points, want %d", i+1, len(c.Points), want)
		}
	}
	s, ok := g.Service("open")
	if !ok || s.Letter != "A" || s.FormBox != "开通" || s.PowerBox != "新办" || s.Assumed || s.Urgent {
		t.Fatalf("service open: %+v", s)
	}
	forms := map[string]string{"application-form": "附件1", "statement": "附件2", "power-of-attorney": "附件3", "approval-form": "附件4"}
	for _, m := range g.Materials {
		if m.Form != forms[m.ID] || m.Printed() != (forms[m.ID] != "") {
			t.Errorf("%s: form %q", m.ID, m.Form)
		}
	}
	// Clause 10 leaves no time for papers; nothing else may jump the queue.
	for _, s := range g.Services {
		if urgent := s.ID == "freeze" || s.ID == "revoke"; s.Urgent != urgent || (s.Letter == "J") != urgent {
			t.Errorf("%s: letter %s, urgent %v", s.ID, s.Letter, s.Urgent)
		}
	}
	for id, letter := range map[string]string{"renew": "B", "update": "B", "reissue": "B", "unlock": "C", "unfreeze": "C", "enable": "C"} {
		if s, _ := g.Service(id); s.Letter != letter {
			t.Errorf("%s: letter %s, want %s", id, s.Letter, letter)
		}
	}
}

func TestNeededAndMissing(t *testing.T) {
	everyone := []string{"application-form", "business-licence", "legal-id", "agent-id", "qualification",
		"safety-permit", "bank-permit", "statement", "power-of-attorney", "approval-form"}
	alone := []string{"application-form", "business-licence", "legal-id", "qualification",
		"safety-permit", "bank-permit", "statement", "approval-form"}
	tests := []struct {
		name            string
		visit           visit.Visit
		brought, exempt []string
		needed, missing []string
	}{
		{"agent with nothing", visit.Visit{Service: "open", Role: visit.RoleAgent}, nil, nil, everyone,
			[]string{"business-licence", "legal-id", "agent-id", "qualification", "safety-permit", "bank-permit"}},
		{"legal representative with nothing", visit.Visit{Service: "open", Role: visit.RoleLegal}, nil, nil, alone,
			[]string{"business-licence", "legal-id", "qualification", "safety-permit", "bank-permit"}},
		{"role not said yet: errs on asking", visit.Visit{Service: "open"}, nil, nil, everyone,
			[]string{"business-licence", "legal-id", "agent-id", "qualification", "safety-permit", "bank-permit"}},
		{"agent with some", visit.Visit{Service: "open", Role: visit.RoleAgent}, []string{"legal-id", "bank-permit", "agent-id"}, nil, everyone,
			[]string{"business-licence", "qualification", "safety-permit"}},
		{"legal representative with all", visit.Visit{Service: "open", Role: visit.RoleLegal},
			[]string{"business-licence", "legal-id", "qualification", "safety-permit", "bank-permit"}, nil, alone, nil},
		{"a permit that does not concern the firm", visit.Visit{Service: "open", Role: visit.RoleLegal},
			[]string{"business-licence", "legal-id"}, []string{"qualification", "safety-permit"},
			[]string{"application-form", "business-licence", "legal-id", "bank-permit", "statement", "approval-form"}, []string{"bank-permit"}},
		{"a government body holds neither licence nor permits", visit.Visit{Service: "open", Role: visit.RoleLegal, Organisation: visit.Organisation{Type: visit.GovernmentBody}}, nil, nil,
			[]string{"application-form", "legal-id", "bank-permit", "statement", "approval-form", "credit-code-certificate"},
			[]string{"legal-id", "bank-permit", "credit-code-certificate"}},
		{"revoking after loss asks for no key", visit.Visit{Service: "revoke", Role: visit.RoleLegal, Key: visit.KeyLost}, nil, nil,
			[]string{"application-form", "business-licence", "legal-id", "dissolution-proof"}, []string{"business-licence", "legal-id", "dissolution-proof"}},
		{"revoking with the key", visit.Visit{Service: "revoke", Role: visit.RoleLegal, Key: visit.KeyPresent}, []string{"ukey"}, []string{"dissolution-proof"},
			[]string{"application-form", "business-licence", "legal-id", "ukey"}, []string{"business-licence", "legal-id"}},
		{"a new key for a broken one", visit.Visit{Service: "reissue", Role: visit.RoleLegal, Key: visit.KeyBroken}, nil, nil,
			[]string{"application-form", "business-licence", "legal-id", "ukey", "statement", "approval-form"}, []string{"business-licence", "legal-id", "ukey"}},
		{"unknown service", visit.Visit{Service: "nonsense", Role: visit.RoleAgent}, nil, nil, nil, nil},
	}
	g := load(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := &tt.visit
			if v.Organisation.Type == "" {
				v.Organisation.Type = visit.Enterprise
			}
			v.Brought, v.Exempt = set(tt.brought), set(tt.exempt)
			if got := ids(g.Needed(v)); !slices.Equal(got, tt.needed) {
				t.Errorf("needed %v, want %v", got, tt.needed)
			}
			if got := ids(g.Missing(v)); !slices.Equal(got, tt.missing) {
				t.Errorf("missing %v, want %v", got, tt.missing)
			}
		})
	}
}

// TestPutAside: what few need is put aside once, unless the person has said of it
// whether it concerns them; what concerns some organisations is not.
func TestPutAside(t *testing.T) {
	g := load(t)
	for _, tt := range []struct {
		name, service string
		exempt        map[string]bool
		brought       []string
		want          map[string]bool
	}{
		{"nothing said", "revoke", nil, nil, map[string]bool{"dissolution-proof": true}},
		{"said to concern them", "revoke", map[string]bool{"dissolution-proof": false}, nil, map[string]bool{"dissolution-proof": false}},
		{"brought", "update", nil, []string{"change-proof"}, map[string]bool{}},
		{"of no service", "none", nil, nil, map[string]bool{}},
		{"permits that many hold", "open", nil, nil, map[string]bool{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := visit.New("", time.Time{})
			v.Service, v.Brought = tt.service, set(tt.brought)
			maps.Copy(v.Exempt, tt.exempt)
			for range 2 {
				if g.PutAside(v); !maps.Equal(v.Exempt, tt.want) {
					t.Errorf("put aside %v, want %v", v.Exempt, tt.want)
				}
			}
		})
	}
}

func set(ids []string) map[string]bool {
	m := map[string]bool{}
	for _, id := range ids {
		m[id] = true
	}
	return m
}

func TestAsks(t *testing.T) {
	g := load(t)
	for id, want := range map[string][]visit.Field{
		"open":    {visit.FieldCertificates, visit.FieldEmail, visit.FieldSealType, visit.FieldStatement},
		"reissue": {visit.FieldCertificates, visit.FieldEmail, visit.FieldKey, visit.FieldSealType, visit.FieldStatement},
		"unlock":  {visit.FieldCertificates, visit.FieldEmail},
	} {
		if s, ok := g.Service(id); !ok || !slices.Equal(s.Asks(), want) {
			t.Errorf("%s asks %v, want %v", id, s.Asks(), want)
		}
	}
}

func TestConditionByType(t *testing.T) {
	c := guide.Condition{Types: []visit.OrganisationType{visit.Enterprise}}
	for _, tt := range []struct {
		have visit.OrganisationType
		want bool
	}{{visit.Enterprise, true}, {visit.TradeUnion, false}, {"", true}} {
		v := &visit.Visit{Organisation: visit.Organisation{Type: tt.have}}
		if got := c.Holds(v); got != tt.want {
			t.Errorf("%q: %v", tt.have, got)
		}
	}
}

func TestTextIn(t *testing.T) {
	both, one := guide.Text{Zh: "开通", En: "Open"}, guide.Text{Zh: "开通"}
	if both.In("en") != "Open" || both.In("zh") != "开通" || one.In("en") != "开通" || both.In("") != "开通" {
		t.Error("a text in the wrong language")
	}
}
