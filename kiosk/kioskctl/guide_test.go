package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/guide"
)

var readme = flag.Bool("readme", false, "write the guide's table into README.md")

func TestGuide(t *testing.T) {
	if r := ctl(t, nil, "guide"); r.exit != 0 || !strings.Contains(r.out, "开通") || r.err != "" {
		t.Errorf("the built-in guide: %+v", r)
	}
	if r := ctl(t, nil, "guide", "../../assets/guide"); r.exit != 0 || !strings.Contains(r.out, "version 20") {
		t.Errorf("the guide in a folder: %+v", r)
	}
	broken := filepath.Dir(file(t, "services.toml", []byte("[[services]]\nid = 'open'\nletter = 'AB'\n")))
	for name, folder := range map[string]string{"broken": broken, "empty": t.TempDir(), "missing": filepath.Join(broken, "none")} {
		if r := ctl(t, nil, "guide", folder); r.exit != 1 || r.out != "" || !strings.HasPrefix(r.err, "kioskctl: ") {
			t.Errorf("%s folder: %+v", name, r)
		}
	}
}

func TestGuideCheck(t *testing.T) {
	for _, args := range [][]string{{"-check"}, {"-check", "../../assets/guide"}, {"../../assets/guide", "-check"}, {"../../assets/guide", "--check"}} {
		if r := ctl(t, nil, append([]string{"guide"}, args...)...); r != (result{0, "good\n", ""}) {
			t.Errorf("%q: %+v", args, r)
		}
	}
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS("../../assets/guide")))
	name := filepath.Join(dir, "services.toml")
	text, err := os.ReadFile(name)
	must(t, err)
	spoilt := bytes.Replace(text, []byte(`id = "bank-permit"`), []byte(`id = "bankpermit"`), 1)
	spoilt = bytes.Replace(spoilt, []byte(`letter = "A"`), []byte(`letter = "a"`), 1)
	must(t, os.WriteFile(name, spoilt, 0o600))
	line := func(what string) int {
		return 1 + bytes.Count(spoilt[:bytes.Index(spoilt, []byte(what))], []byte("\n"))
	}
	want := fmt.Sprintf("%s:%d: 业务“open” letter：要写一个大写字母，A 到 Z / service “open” letter: one capital letter is needed, A to Z\n"+
		"%s:%d: 业务“open” materials 第 7 项 id：没有叫“bankpermit”的资料；是不是“bank-permit”？ / "+
		"service “open” materials no. 7 id: there is no material called “bankpermit”; did you mean “bank-permit”?\n",
		name, line(`letter = "a"`), name, line(`"bankpermit"`))
	for _, args := range [][]string{{"-check", dir}, {dir, "-check"}} {
		if r := ctl(t, nil, append([]string{"guide"}, args...)...); r != (result{1, want, ""}) {
			t.Errorf("%q: got %+v\nwant %s", args, r, want)
		}
	}
	must(t, os.WriteFile(name, bytes.Repeat([]byte("x\n"), 1), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "z.toml"), []byte(many(150)), 0o600))
	if r := ctl(t, nil, "guide", "-check", dir); r.exit != 1 || !strings.HasSuffix(r.out, "\n还有 51 处 / and 51 more\n") || strings.Count(r.out, "\n") != 101 {
		t.Errorf("many mistakes: exit %d, %d lines", r.exit, strings.Count(r.out, "\n"))
	}
	if r := ctl(t, nil, "guide", "-check", filepath.Join(dir, "none")); r.exit != 1 || r.out != "" || !strings.HasPrefix(r.err, "kioskctl: guide: load: ") {
		t.Errorf("a folder that is not there: %+v", r)
	}
	if r := ctl(t, nil, "guide", "-check", "-table"); r.exit != 2 {
		t.Errorf("two wishes at once: %+v", r)
	}
}

// many is a file with so many mistakes.
func many(count int) string {
	var b strings.Builder
	for i := range count {
		fmt.Fprintf(&b, "nonsense%d = 1\n", i)
	}
	return b.String()
}

// TestGuideAssumptions holds the list against the data: everything assumed is
// there once, numbered, in both languages, and nothing else.
func TestGuideAssumptions(t *testing.T) {
	r := ctl(t, nil, "guide", "-assumptions")
	if r.exit != 0 || r.err != "" || strings.Contains(r.out, "⟦") {
		t.Fatalf("%+v", r)
	}
	g, err := guide.Load(assets.FS, "guide")
	must(t, err)
	entries, needs := 0, 0
	for _, s := range g.Services {
		assumed := s.Assumed
		for _, n := range s.Materials {
			if n.Assumed {
				needs, assumed = needs+1, true
			}
		}
		if !s.RemediesBecause.Empty() {
			assumed = true
			present(t, r.out, s.RemediesBecause.Zh, s.RemediesBecause.En)
		}
		if assumed {
			entries++
			present(t, r.out, "业务："+s.Title.Zh+" / Service: "+s.Title.En, s.Because.Zh, s.Because.En)
		}
	}
	for _, m := range g.Materials {
		if m.Assumed {
			entries++
			present(t, r.out, "资料："+m.Title.Zh+" / Material: "+m.Title.En, m.Because.Zh, m.Because.En, m.Concerns.Zh, m.Concerns.En)
		}
	}
	for _, d := range g.Drivers {
		if d.Assumed {
			entries++
			present(t, r.out, "U-KEY驱动："+d.Name.Zh+" / U-KEY driver: "+d.Name.En, d.Because.Zh, d.Because.En)
		}
	}
	have := regexp.MustCompile(`(?m)^(\d+)\. `).FindAllStringSubmatch(r.out, -1)
	if len(have) != entries || entries == 0 {
		t.Errorf("%d entries, want %d", len(have), entries)
	}
	for i, m := range have {
		if m[1] != fmt.Sprint(i+1) {
			t.Errorf("entry %d has the number %s", i+1, m[1])
		}
	}
	if have := len(regexp.MustCompile(`(?m)^   \d+\.\d+ .+ / asks for `).FindAllString(r.out, -1)); have != needs {
		t.Errorf("%d materials of services, want %d", have, needs)
	}
	present(t, r.out, "引到这项业务：证书快到期、证书已过期", "a U-KEY that is plugged in leads here when: the certificate expires soon; the certificate has expired")
	present(t, r.out, "要“U-KEY遗失说明”（U-KEY丢了） / asks for “Statement of the loss” (the U-KEY is lost)")
}

func present(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			t.Errorf("the list does not hold %q", w)
		}
	}
}

func TestNothingAssumed(t *testing.T) {
	words, err := i18n.Load(assets.FS, "i18n")
	must(t, err)
	want := "办事指南 1：没有要确认的\nGuide 1: nothing to confirm\n"
	if got := assumptions(&guide.Guide{Version: "1", Services: []guide.Service{{ID: "open"}}}, words); got != want {
		t.Errorf("got %q", got)
	}
}

// TestReadmeHoldsTheTable compares the README's table with the guide.
func TestReadmeHoldsTheTable(t *testing.T) {
	const name = "../../README.md"
	text, err := os.ReadFile(name)
	must(t, err)
	marks := regexp.MustCompile(`(?s)(<!-- guide table: begin[^\n]*-->\n)(.*?)(<!-- guide table: end -->)`)
	m := marks.FindSubmatchIndex(text)
	if m == nil {
		t.Fatal("README.md has lost the marks of the guide's table")
	}
	r := ctl(t, nil, "guide", "-table")
	want := "\n" + r.out + "\n"
	if *readme {
		must(t, os.WriteFile(name, []byte(string(text[:m[4]])+want+string(text[m[5]:])), 0o644))
		return
	}
	if got := string(text[m[4]:m[5]]); got != want {
		t.Errorf("README.md's table is not the guide's; renew it with: go test ./kiosk/kioskctl -run Readme -readme")
	}
}
