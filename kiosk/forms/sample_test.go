package forms_test

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"os"

	"hallkiosk/assets"
	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

const sampleCase = "019ab3c4-5d6e-7f80-9123-456789abcdef"

// submitted is after midnight in the hall, still the day before elsewhere.
var submitted = time.Date(2026, 11, 22, 17, 30, 0, 0, time.UTC)

func shippedGuide(t testing.TB) *guide.Guide {
	t.Helper()
	g, err := guide.Load(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// sample is a case of the service "open".
func sample(t testing.TB, role visit.Role) forms.Case {
	t.Helper()
	return sampleOf(t, "open", role)
}

// sampleOf is a case of a service, as its visit produces it.
func sampleOf(t testing.TB, service string, role visit.Role) forms.Case {
	t.Helper()
	g := shippedGuide(t)
	s, ok := g.Service(service)
	if !ok {
		t.Fatalf("no service %q", service)
	}
	v := visit.New(sampleCase, submitted)
	v.GuideVersion, v.Service, v.Asks, v.Role = g.Version, service, s.Asks(), role
	if len(s.Keys) > 0 {
		v.Key = s.Keys[0]
	}
	v.Legal = visit.Person{Name: "张三", IDNumber: "430102199003072114"}
	if role == visit.RoleAgent {
		v.Agent = visit.Person{Name: "李四", IDNumber: "44052418800101001" + string(visit.IDCheckCharacter("44052418800101001"))}
	}
	v.Organisation = visit.Organisation{
		Name: "XX开发有限公司", USCC: "91430100MA4L16JQ9D", Registration: "430524600099555", Type: visit.Enterprise,
	}
	v.Contact = visit.Contact{
		Landline: "0736-7123456", Mobile: "13812345678", Address: "湖南省常德市武陵区朗州路1号", Email: "zhangsan@example.com",
	}
	v.SealType, v.StatementVersion, v.StatementAccepted = "扫描章", g.Statement.Version, submitted
	return applied(t, g, v)
}

// applied submits a visit and gives it a number.
func applied(t testing.TB, g *guide.Guide, v *visit.Visit) forms.Case {
	t.Helper()
	var needed []string
	for _, m := range g.Listed(v) {
		needed = append(needed, m.ID)
	}
	a, err := v.Apply("k1", needed, submitted)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := g.Service(v.Service)
	number, err := visit.Number(s.Letter[0], 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	return forms.Case{
		Application: a, Guide: g,
		Ticket: visit.Ticket{Case: a.ID, Service: a.Service, Number: number, Day: visit.Day(submitted), Issued: submitted, Ahead: -1},
	}
}

func render(t testing.TB, c forms.Case) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := forms.Render(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// save writes the document to a file of its own and returns its path.
func save(t testing.TB, pdf []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "forms.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// run runs a tool and returns what it prints.
func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

// pagesOf returns the text of every page, without any blanks and underscores.
func pagesOf(t testing.TB, pdf []byte) []string {
	t.Helper()
	text := run(t, "pdftotext", "-raw", "-enc", "UTF-8", save(t, pdf), "-")
	pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	for i, p := range pages {
		pages[i] = squeeze(p)
	}
	return pages
}

func squeeze(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return strings.ContainsRune(" \t\n\r\v\f\u3000\u00a0_", r)
	}), "")
}
