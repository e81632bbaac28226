package guidefile_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/guidefile"
	"hallkiosk/sync/protocol"
)

func words(t testing.TB) *i18n.Words {
	t.Helper()
	w, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// everyCode is what words are needed for, with the values that they may have.
func everyCode() []guide.MistakeCode {
	all := guide.MistakeCodes()
	for _, code := range protocol.GuideCodes() {
		all = append(all, guide.MistakeCode{Code: code})
	}
	return all
}

var hole = regexp.MustCompile(`\{([a-zA-Z]+)\}`)

// TestEveryCodeHasWords holds words and codes together: none is without the
// other, and the words have a hole for each value and no more.
func TestEveryCodeHasWords(t *testing.T) {
	w := words(t)
	known := map[string]bool{}
	for _, c := range everyCode() {
		key := "mistake." + c.Code
		if known[key] {
			t.Errorf("two codes %s", c.Code)
		}
		known[key] = true
		if !w.Has(key) {
			t.Errorf("%s has no words", c.Code)
			continue
		}
		for _, language := range i18n.Languages() {
			var holes []string
			for _, m := range hole.FindAllStringSubmatch(w.Text(language, key), -1) {
				holes = append(holes, m[1])
			}
			slices.Sort(holes)
			if want := slices.Sorted(slices.Values(c.Values)); !slices.Equal(holes, want) {
				t.Errorf("%s has holes for %v in %s, want %v", c.Code, holes, language, want)
			}
		}
	}
	cases := map[string]bool{}
	for _, word := range caseWords() {
		cases["mistake-case."+word] = true
		if !w.Has("mistake-case." + word) {
			t.Errorf("%q of a case has no words", word)
		}
	}
	for _, key := range w.Keys() {
		if strings.HasPrefix(key, "mistake.") && !known[key] || strings.HasPrefix(key, "mistake-case.") && !cases[key] {
			t.Errorf("%s is of no code", key)
		}
	}
}

// caseWords are what a value "case" is made of.
func caseWords() []string {
	all := []string{string(visit.RoleAgent), string(visit.RoleLegal)}
	for _, organisation := range visit.OrganisationTypes() {
		all = append(all, string(organisation))
	}
	for _, state := range visit.KeyStates() {
		all = append(all, string(state))
	}
	return all
}

// TestEveryCodeTravels: what the check says, the protocol carries as it is.
func TestEveryCodeTravels(t *testing.T) {
	for _, c := range everyCode() {
		m := protocol.GuideMistake{File: "services.toml", Line: 1, Code: c.Code, Values: map[string]string{}}
		for _, name := range slices.Concat(c.Values, guide.PlaceValues()[2:]) { // of service, material and driver there is one
			m.Values[name] = strings.Repeat("长", 100)
		}
		if !m.Clip().Equal(m) {
			t.Errorf("%s does not travel whole: %+v", c.Code, m.Clip())
		}
	}
}

func TestSaid(t *testing.T) {
	w := words(t)
	for name, c := range map[string]struct {
		m      protocol.GuideMistake
		zh, en string
	}{
		"misspelt": {protocol.GuideMistake{Code: "unknown-material", Values: map[string]string{"name": "horoscope", "nearest": "microscope", "service": "open", "key": "materials[6].id"}},
			"业务“open” materials 第 7 项 id：没有叫“horoscope”的资料；是不是“microscope”？",
			"service “open” materials no. 7 id: there is no material called “horoscope”; did you mean “microscope”?"},
		"of a whole entry": {protocol.GuideMistake{Code: "nothing-to-bring", Values: map[string]string{"material": "ukey"}},
			"资料“ukey”：没有写要带什么：原件、复印件或说明，至少写一样", "material “ukey”: what to bring is missing: an original, a copy or a note at least"},
		"of a list in a list": {protocol.GuideMistake{Code: "text-missing", Values: map[string]string{"key": "statement.clauses[11].points[0].en"}},
			"statement.clauses 第 12 项 points 第 1 项 en：还没有写", "statement.clauses no. 12 points no. 1 en: is missing"},
		"a case": {protocol.GuideMistake{Code: "form-none", Values: map[string]string{"case": "legal trade-union lost", "service": "revoke", "key": "materials"}},
			"业务“revoke” materials：有一种情况不会打印任何表：法定代表人本人来办、社会团体/工会、U-KEY丢了",
			"service “revoke” materials: there is a case in which no form is printed: the legal representative comes, social organisation or trade union, the U-KEY is lost"},
		"of no place":    {protocol.GuideMistake{Code: protocol.GuideChecksum}, "内容与公布的不一致", "It differs from what was published"},
		"a strange case": {protocol.GuideMistake{Code: "form-none", Values: map[string]string{"case": "robot"}}, "有一种情况不会打印任何表：robot", "there is a case in which no form is printed: robot"},
		"a newer code":   {protocol.GuideMistake{Code: "wrong-colour", Values: map[string]string{"name": "红"}}, `wrong-colour name="红"`, `wrong-colour name="红"`},
		"a hole for a value": {protocol.GuideMistake{Code: "twice", Values: map[string]string{"name": "{name}", "key": "{said}"}},
			"{said}：“{name}”写了两次", "{said}: “{name}” stands twice"},
		"values missing": {protocol.GuideMistake{Code: "twice"}, "“{name}”写了两次", "“{name}” stands twice"},
		"an endless list": {protocol.GuideMistake{Code: "text-missing", Values: map[string]string{"key": "a[99999999999999999999].b"}},
			"a[99999999999999999999].b：还没有写", "a[99999999999999999999].b: is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := guidefile.Said(w, "zh", c.m); got != c.zh {
				t.Errorf("got %s\nwant %s", got, c.zh)
			}
			if got := guidefile.Said(w, "en", c.m); got != c.en {
				t.Errorf("got %s\nwant %s", got, c.en)
			}
		})
	}
}

func TestLines(t *testing.T) {
	mistakes := []protocol.GuideMistake{
		{File: "a.toml", Line: 3, Code: "letter"}, {File: "a.toml", Code: "file-kind"}, {Code: "files-none"},
		{File: "b\x1b[31m.toml", Line: 1, Code: "wrong-colour"}, {Code: "letter"}, {Code: "letter"},
	}
	want := []string{
		"dir/a.toml:3: 要写一个大写字母，A 到 Z / one capital letter is needed, A to Z",
		"dir/a.toml: 这不是文本文件 / this is no text file",
		"这里没有 .toml 文件 / there is no .toml file here",
		"dir/b\uFFFD[31m.toml:1: wrong-colour",
		"还有 2 处 / and 2 more",
	}
	if got := guidefile.Lines(words(t), "dir/", mistakes, 4); !slices.Equal(got, want) {
		t.Errorf("got %s", strings.Join(got, "\n"))
	}
	if got := guidefile.Lines(words(t), "", mistakes[:1], 4); len(got) != 1 || !strings.HasPrefix(got[0], "a.toml:3: ") {
		t.Errorf("without a folder: %q", got)
	}
}

// What the loader takes fits into one body of the protocol.
func TestTheLargestGuideTravels(t *testing.T) {
	b := read(t)
	size := 0
	for _, text := range b.Files {
		size += len(text)
	}
	b.Files["z.toml"] = strings.Repeat("#\t\"\\\n", (guide.MaxTotal-size)/5)
	if _, err := guidefile.Parse(b); err != nil {
		t.Fatal(err)
	}
	if _, err := guidefile.Encode(b); err != nil {
		t.Error(err)
	}
}
