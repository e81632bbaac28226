package guide_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

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
	if len(g.Materials) != 10 {
		t.Errorf("materials: %d, the notice has 10", len(g.Materials))
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
	if !ok || s.Letter != "A" || s.FormBox != "开通" || s.Power != "新办" {
		t.Fatalf("service open: %+v", s)
	}
	if !slices.Equal(s.Steps, guide.Steps()) {
		t.Errorf("steps: %v", s.Steps)
	}
	printed := map[string]bool{"application-form": true, "statement": true, "power-of-attorney": true, "approval-form": true}
	for _, m := range g.Materials {
		if m.Printed != printed[m.ID] {
			t.Errorf("%s: printed %v", m.ID, m.Printed)
		}
	}
}

func TestNeededAndMissing(t *testing.T) {
	everyone := []string{"application-form", "business-licence", "legal-id", "agent-id", "qualification",
		"safety-permit", "bank-permit", "statement", "power-of-attorney", "approval-form"}
	alone := []string{"application-form", "business-licence", "legal-id", "qualification",
		"safety-permit", "bank-permit", "statement", "approval-form"}
	tests := []struct {
		name    string
		service string
		role    visit.Role
		brought []string
		needed  []string
		missing []string
	}{
		{"agent with nothing", "open", visit.RoleAgent, nil, everyone,
			[]string{"business-licence", "legal-id", "agent-id", "qualification", "safety-permit", "bank-permit"}},
		{"legal representative with nothing", "open", visit.RoleLegal, nil, alone,
			[]string{"business-licence", "legal-id", "qualification", "safety-permit", "bank-permit"}},
		{"role not said yet: errs on asking", "open", "", nil, everyone,
			[]string{"business-licence", "legal-id", "agent-id", "qualification", "safety-permit", "bank-permit"}},
		{"agent with some", "open", visit.RoleAgent, []string{"legal-id", "bank-permit", "agent-id"}, everyone,
			[]string{"business-licence", "qualification", "safety-permit"}},
		{"legal representative with all", "open", visit.RoleLegal,
			[]string{"business-licence", "legal-id", "qualification", "safety-permit", "bank-permit"}, alone, nil},
		{"unknown service", "nonsense", visit.RoleAgent, nil, nil, nil},
	}
	g := load(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := &visit.Visit{Service: tt.service, Role: tt.role, Brought: map[string]bool{}}
			for _, m := range tt.brought {
				v.Brought[m] = true
			}
			if got := ids(g.Needed(v)); !slices.Equal(got, tt.needed) {
				t.Errorf("needed %v, want %v", got, tt.needed)
			}
			if got := ids(g.Missing(v)); !slices.Equal(got, tt.missing) {
				t.Errorf("missing %v, want %v", got, tt.missing)
			}
		})
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

// real returns the shipped files, to be spoilt one at a time.
func real(t *testing.T) fstest.MapFS {
	t.Helper()
	names, err := fs.Glob(assets.FS, "guide/*.toml")
	if err != nil || len(names) == 0 {
		t.Fatal("no guide", err)
	}
	files := fstest.MapFS{}
	for _, name := range names {
		text, err := fs.ReadFile(assets.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct {
		name           string
		file, old, new string // old replaced by new once; no old: new is appended
		want           string
	}{
		{"unknown key", "guide.toml", `version =`, "verison = \"1\"\nversion =", `unknown key "verison"`},
		{"unknown key in a material", "materials.toml", `printed = true`, `prnted = true`, "unknown key"},
		{"no version", "guide.toml", `version = "2026-11-22.1"`, "", "version is missing"},
		{"no project", "guide.toml", `project = `, `#`, "project is missing"},
		{"missing translation of a title", "materials.toml", `en = "Business licence"`, "", `"business-licence".title`},
		{"missing why", "materials.toml", "[materials.why]\n", "[materials.wherefore]\n", "unknown key"},
		{"duplicate material", "materials.toml", `id = "agent-id"`, `id = "legal-id"`, `"legal-id": an id of its own`},
		{"material without id", "materials.toml", `id = "agent-id"`, `id = ""`, "an id of its own"},
		{"unknown role", "materials.toml", `roles = ["agent"]`, `roles = ["cousin"]`, `unknown role "cousin"`},
		{"unknown type", "materials.toml", `roles = ["agent"]`, `organisation_types = ["circus"]`, `unknown organisation type "circus"`},
		{"unknown step", "services.toml", `"role", `, `"dance", `, `unknown step "dance"`},
		{"no steps", "services.toml", `steps = ["role", "materials", "card", "licence", "legal", "organisation", "contact", "statement", "review"]`, "steps = []", `step "role" is missing`},
		{"a field without its step", "services.toml", `"contact", `, "", `step "contact" is missing`},
		{"unknown material", "services.toml", `"bank-permit"`, `"horoscope"`, `unknown material "horoscope"`},
		{"letter of two", "services.toml", `letter = "A"`, `letter = "AB"`, "letter must be one of A to Z"},
		{"letter in lower case", "services.toml", `letter = "A"`, `letter = "a"`, "letter must be one of A to Z"},
		{"duplicate service", "services.toml", "", "\n[[services]]\nid = \"open\"\n", `services[1] "open": an id of its own`},
		{"clause without translation", "statement.toml", `en = "Where all or part`, `# = "Where all or part`, "statement.clauses[4]"},
		{"point without translation", "statement.toml", `en = "untrue materials`, `# = "untrue materials`, "statement.clauses[11].points[0]"},
		{"statement without version", "statement.toml", `version = "2026-11-22.1"`, "", "statement: version"},
		{"no seal type", "guide.toml", "[[seal_types]]\nvalue = \"扫描章\"\n\n[seal_types.title]", "[nothing]", "unknown key"},
		{"empty seal type", "guide.toml", `value = "扫描章"`, `value = ""`, "seal_types[0].value"},
		{"wrong type", "guide.toml", `version = "2026-11-22.1"`, "version = 7", "incompatible types"},
		{"not TOML", "guide.toml", "", "\n]][[", "guide.toml"},
		{"a key in two files", "statement.toml", "", "\n[[materials]]\nid = \"x\"\n", `"materials" stands in guide/materials.toml too`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := real(t)
			name := "guide/" + tt.file
			text := string(files[name].Data)
			spoilt := text + tt.new
			if tt.old != "" {
				spoilt = strings.Replace(text, tt.old, tt.new, 1)
			}
			if spoilt == text {
				t.Fatal("nothing was spoilt: the test is out of date")
			}
			files[name] = &fstest.MapFile{Data: []byte(spoilt)}
			_, err := guide.Load(files, "guide")
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := guide.Load(fstest.MapFS{}, "guide"); err == nil {
		t.Error("an empty folder was loaded")
	}
}

func TestLoadFromAFolderOnDisk(t *testing.T) {
	folder, err := fs.Sub(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	if g, err := guide.Load(folder, "."); err != nil || g.Version != load(t).Version {
		t.Errorf("%v, %v", g, err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte("version = \"1\""))
	f.Add([]byte("[[services]]\nid = \"open\"\n[[services]]\n"))
	f.Add([]byte("[statement]\nclauses = [{}]"))
	f.Add([]byte("\x00\xff"))
	f.Fuzz(func(t *testing.T, text []byte) {
		g, err := guide.Load(fstest.MapFS{"guide/a.toml": {Data: text}}, "guide")
		if (g == nil) == (err == nil) {
			t.Fatalf("guide %v with error %v", g, err)
		}
	})
}
