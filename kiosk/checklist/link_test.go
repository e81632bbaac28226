package checklist_test

import (
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hallkiosk/assets"
	"hallkiosk/kiosk/checklist"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

func load(t testing.TB) *guide.Guide {
	t.Helper()
	g, err := guide.Load(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func ids(ms []guide.Material) (list []string) {
	for _, m := range ms {
		list = append(list, m.ID)
	}
	return list
}

// drawVisit is any visit that a person may have got to, with everything
// personal filled in.
func drawVisit(t *rapid.T, g *guide.Guide) *visit.Visit {
	v := visit.New("019ab3c4-5d6e-7f80-9123-456789abcdef", time.Unix(0, 0))
	v.Service = rapid.SampledFrom(g.Services).Draw(t, "service").ID
	v.Role = rapid.SampledFrom([]visit.Role{"", visit.RoleLegal, visit.RoleAgent}).Draw(t, "role")
	v.Organisation.Type = rapid.SampledFrom(append(visit.OrganisationTypes(), "")).Draw(t, "type")
	v.Key = rapid.SampledFrom(append(visit.KeyStates(), "")).Draw(t, "key")
	for _, m := range g.Listed(v) {
		switch rapid.IntRange(0, 2).Draw(t, m.ID) {
		case 0:
			v.Brought[m.ID] = true
		case 1:
			v.Exempt[m.ID] = !m.Concerns.Empty()
		}
	}
	v.Legal, v.Agent = visit.Person{Name: "张三", IDNumber: "id-of-legal"}, visit.Person{Name: "李四", IDNumber: "id-of-agent"}
	v.Organisation.Name, v.Organisation.USCC = "XX开发有限公司", "code-of-it"
	v.Contact = visit.Contact{Landline: "0736-7123456", Mobile: "13812345678", Address: "朗州路1号", Email: "a@b.example"}
	return v
}

// TestThereAndBack: the page shows just what the kiosk showed, in the same case,
// and the address says nothing of whose it is.
func TestThereAndBack(t *testing.T) {
	g := load(t)
	rapid.Check(t, func(t *rapid.T) {
		v := drawVisit(t, g)
		language := rapid.SampledFrom([]string{"zh", "en"}).Draw(t, "language")
		missing := g.Missing(v)
		address := checklist.URL("centre.example:8443", v, missing, language)
		plain, err := url.PathUnescape(address)
		if err != nil {
			t.Fatal(err)
		}
		for _, personal := range []string{"张三", "李四", "XX开发", "id-of", "code-of", "7123456", "13812345678", "朗州", "@", v.ID} {
			if strings.Contains(plain, personal) {
				t.Fatalf("the address holds %q", personal)
			}
		}
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" || u.Host != "centre.example:8443" || u.Path != checklist.Path || len(address) > 300 {
			t.Fatalf("address %s, %v", address, err)
		}
		got, in, err := checklist.Parse(u.Query(), g)
		if err != nil || in != language {
			t.Fatalf("%s: language %q, %v", address, in, err)
		}
		if !reflect.DeepEqual(ids(g.Needed(got)), ids(g.Needed(v))) || !reflect.DeepEqual(ids(g.Missing(got)), ids(missing)) {
			t.Fatalf("%s: needs %v, lacks %v", address, ids(g.Needed(got)), ids(g.Missing(got)))
		}
		if again := checklist.URL("centre.example:8443", got, g.Missing(got), language); again != address {
			t.Fatalf("%s comes back as %s", address, again)
		}
	})
}

func TestHTTPSPortIsLeftOut(t *testing.T) {
	if a := checklist.URL("centre.example:443", &visit.Visit{Service: "open"}, nil, "zh"); a != "https://centre.example/list?s=open&l=zh" {
		t.Error(a)
	}
}

func TestOtherAddressesAreRefused(t *testing.T) {
	g := load(t)
	for name, query := range map[string]string{
		"nothing":                          "",
		"no service":                       "r=agent",
		"unknown service":                  "s=marry",
		"service twice":                    "s=open&s=open",
		"unknown role":                     "s=open&r=queen",
		"unknown type":                     "s=open&t=circus",
		"unknown key":                      "s=open&k=golden",
		"unknown language":                 "s=open&l=fr",
		"unknown material":                 "s=open&m=horoscope",
		"a material that is printed":       "s=open&m=application-form",
		"a material twice":                 "s=open&m=legal-id,legal-id",
		"an empty material":                "s=open&m=legal-id,",
		"a material of another case":       "s=open&r=legal&m=agent-id",
		"exempt from what concerns all":    "s=open&x=legal-id",
		"exempt from what is not asked":    "s=freeze&x=qualification",
		"exempt from it, and lacking it":   "s=open&x=qualification&m=qualification",
		"script":                           "s=%3Cscript%3Ealert(1)%3C/script%3E",
		"a name instead of a service":      "s=%E5%BC%A0%E4%B8%89",
		"a list without end":               "s=open&m=" + strings.Repeat("legal-id,", 1000),
		"not UTF-8":                        "s=%ff%fe",
		"a byte that is none":              "s=open%00",
		"a service in capitals":            "S=open",
		"blanks":                           "s=%20open",
		"a material in another's language": "s=open&m=%E8%90%A5%E4%B8%9A%E6%89%A7%E7%85%A7",
	} {
		t.Run(name, func(t *testing.T) {
			values, err := url.ParseQuery(query)
			if err != nil {
				t.Fatal(err)
			}
			if v, _, err := checklist.Parse(values, g); !errors.Is(err, checklist.ErrLink) || v != nil {
				t.Errorf("took it: %v", err)
			}
		})
	}
	values := url.Values{"s": {"open"}, "from": {"scan", "again"}}
	if _, _, err := checklist.Parse(values, g); err != nil {
		t.Errorf("what a program added: %v", err)
	}
}

// FuzzParse: whatever is taken is a case of the guide, and comes back as it was.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "s=open", "s=open&r=agent&t=enterprise&m=legal-id,agent-id&x=qualification&l=en", "s=reissue&k=lost", "s=;&%", "s=open&m=,"} {
		f.Add(seed)
	}
	g := load(f)
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		v, language, err := checklist.Parse(values, g)
		if err != nil {
			if !errors.Is(err, checklist.ErrLink) || err.Error() != checklist.ErrLink.Error() {
				t.Errorf("error %v", err)
			}
			return
		}
		u, err := url.Parse(checklist.URL("x", v, g.Missing(v), language))
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := checklist.Parse(u.Query(), g)
		if err != nil || !reflect.DeepEqual(again, v) {
			t.Errorf("%q comes back otherwise: %v", query, err)
		}
	})
}

// TestLongestAddress: as many materials as a service may have, with the longest
// IDs that there are.
func TestLongestAddress(t *testing.T) {
	g := &guide.Guide{Services: []guide.Service{{ID: "open"}}}
	for i := range 40 {
		id := strings.Repeat("m", 38) + string(rune('a'+i/10)) + string(rune('0'+i%10))
		g.Materials = append(g.Materials, guide.Material{ID: id})
		g.Services[0].Materials = append(g.Services[0].Materials, guide.Need{ID: id})
	}
	v := &visit.Visit{Service: "open"}
	u, err := url.Parse(checklist.Address(v, g.Missing(v), "zh"))
	if err != nil {
		t.Fatal(err)
	}
	back, _, err := checklist.Parse(u.Query(), g)
	if err != nil || len(g.Missing(back)) != 40 {
		t.Errorf("error %v", err)
	}
}
