package forms_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"

	"hallkiosk/assets"
	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// fullGuide is the shipped guide with every text that forms bear as long as the
// guide's check lets it be. 附件2 has room for 50 lines of 64 characters: points
// are how many of them are points.
func fullGuide(t *testing.T, points int) *guide.Guide {
	t.Helper()
	names, err := fs.Glob(assets.FS, "guide/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[path.Base(name)], err = fs.ReadFile(assets.FS, name); err != nil {
			t.Fatal(err)
		}
	}
	long := func(n int) string { return strings.Repeat("龘", n) }
	for _, change := range [][3]string{
		{"guide.toml", `version = "`, strings.Repeat("W", 8)}, // and what follows
		{"guide.toml", `project = "`, long(28)},
		{"guide.toml", "[support.company]\nzh = \"", long(13)},
		{"guide.toml", `website = "http://`, strings.Repeat("w", 12) + "."},
	} {
		text := string(files[change[0]])
		spoilt := strings.Replace(text, change[1], change[1]+change[2], 1)
		if spoilt == text {
			t.Fatalf("%q is not in %s: the test is out of date", change[1], change[0])
		}
		files[change[0]] = []byte(spoilt)
	}
	files["guide.toml"] = bytes.Replace(files["guide.toml"], []byte(`"400-6682666"`), []byte(`"0736-71234567-123456"`), 1)
	files["services.toml"] = bytes.ReplaceAll(files["services.toml"], []byte(`form_words = "解锁"`), []byte(`form_words = "`+long(10)+`"`))
	files["services.toml"] = bytes.ReplaceAll(files["services.toml"], []byte(`power_words = "冻结"`), []byte(`power_words = "`+long(10)+`"`))

	text := func(name string, n int) string {
		return fmt.Sprintf("[statement.%s]\nzh = %q\nen = \"x\"\n", name, long(n))
	}
	b := "[statement]\nversion = \"1\"\n" + text("title", 40) + text("preface", 4*64) + text("closing", 64)
	left := 50 - 5 - points
	for i := range 15 {
		own := left / (15 - i)
		left -= own
		b += "[[statement.clauses]]\n" + text("clauses.text", own*64)
		for j := 0; j < 12 && points > 0; j, points = j+1, points-1 {
			b += fmt.Sprintf("[[statement.clauses.points]]\nzh = %q\nen = \"x\"\n", long(64))
		}
	}
	files["statement.toml"] = []byte(b)
	g, err := guide.Parse(files)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestTheFullestGuideIsPrinted: what the guide's check lets pass has room on the
// forms, whatever the person wrote: no clerk's edit may stop the printing.
func TestTheFullestGuideIsPrinted(t *testing.T) {
	for _, points := range []int{0, 12, 30} {
		g := fullGuide(t, points)
		for _, service := range []string{"open", "unlock", "freeze"} {
			t.Run(fmt.Sprint(service, points), func(t *testing.T) {
				c := sampleOf(t, service, visit.RoleAgent)
				c.Guide = g
				c.Application.GuideVersion = g.Version
				if c.Application.StatementVersion != "" {
					c.Application.StatementVersion = g.Statement.Version
				}
				c.Application.Legal.Name, c.Application.Agent.Name = strings.Repeat("龘", visit.MaxName), strings.Repeat("龘", visit.MaxName)
				c.Application.Organisation.Name = strings.Repeat("龘", visit.MaxUnit)
				var b bytes.Buffer
				if err := forms.Render(&b, c); err != nil {
					t.Error(err)
				}
			})
		}
	}
}
