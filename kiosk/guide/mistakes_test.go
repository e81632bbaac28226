package guide_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"hallkiosk/kiosk/guide"
)

// spoil is one change to the shipped files and the mistake that it makes.
type spoil struct {
	name, file string
	after, old string // the first old after the first after is replaced; no old: new is appended
	new        string
	at         string // what stands in the mistake's line, at or after the change; "": the change itself; "^x": before it
	want       string // what the mistake says
	other      other  // where the mistake is, if not where the change is
	more       bool   // other mistakes follow from it
}

// other is a place: the first at after the first after.
type other struct{ file, after, at string }

// spoilt returns the shipped files with one change, and the line of its mistake.
func (s spoil) spoilt(t *testing.T, files map[string][]byte) (spoilt map[string][]byte, file string, line int) {
	t.Helper()
	text, ok := files[s.file]
	if !ok {
		t.Fatalf("there is no %s: the test is out of date", s.file)
	}
	old := string(text)
	from := strings.Index(old, s.after)
	if from < 0 {
		t.Fatalf("%q is not in %s: the test is out of date", s.after, s.file)
	}
	begin := len(old)
	if s.old != "" {
		if begin = strings.Index(old[from:], s.old); begin < 0 {
			t.Fatalf("%q is not in %s: the test is out of date", s.old, s.file)
		}
		begin += from
	}
	changed := old[:begin] + s.new + old[begin+len(s.old):]
	where := begin
	switch before, above := strings.CutPrefix(s.at, "^"); {
	case above:
		where = strings.LastIndex(changed[:begin], before)
	case s.at != "":
		where = begin + strings.Index(changed[begin:], s.at)
	}
	if where < 0 {
		t.Fatalf("%q is not in the spoilt file: the test is out of date", s.at)
	}
	out := maps.Clone(files)
	out[s.file] = []byte(changed)
	if o := s.other; o.file != "" {
		text := string(out[o.file])
		after := strings.Index(text, o.after)
		at := strings.Index(text[max(after, 0):], o.at)
		if after < 0 || at < 0 {
			t.Fatalf("%+v is not there: the test is out of date", o)
		}
		return out, o.file, 1 + strings.Count(text[:after+at], "\n")
	}
	return out, s.file, 1 + strings.Count(changed[:where], "\n")
}

func TestEveryMistakeIsNamedWithItsLine(t *testing.T) {
	files := shipped(t)
	seen := codes{}
	for _, group := range [][]spoil{spoiltFiles(), spoiltFacts(), spoiltMaterials(), spoiltServices(), spoiltNeeds(), spoiltRest()} {
		for _, s := range group {
			t.Run(s.name, func(t *testing.T) {
				spoilt, file, line := s.spoilt(t, files)
				g, err := guide.Parse(spoilt)
				var found guide.Mistakes
				if !errors.As(err, &found) || g != nil {
					t.Fatalf("guide %v, %v", g != nil, err)
				}
				named := false
				for _, m := range found {
					seen.add(t, m)
					named = named || m.File == file && m.Line == line && strings.Contains(m.What(), s.want)
				}
				if !named || len(found) > 1 && !s.more {
					t.Errorf("want %s:%d with %q, got\n%v", file, line, s.want, err)
				}
				if first := fmt.Sprintf("%s:%d: ", found[0].File, found[0].Line); found[0].Line > 0 && !strings.HasPrefix(err.Error(), first) {
					t.Errorf("the error does not begin with %q: %v", first, err)
				}
			})
		}
	}
	// These are made by TestLoadRefusesWhatIsNoFolderOfTexts and others there.
	for _, code := range []string{"files-none", "files-many", "files-large", "file-large", "file-kind", "file-name", "parts-many"} {
		seen[code] = true
	}
	for _, c := range guide.MistakeCodes() {
		if !seen[c.Code] {
			t.Errorf("no spoilt guide has the mistake %s", c.Code)
		}
	}
}

// codes are those of mistakes that were found.
type codes map[string]bool

// add checks a mistake against the catalogue: its code is there, and has the
// values that it says, besides those of its place.
func (c codes) add(t interface {
	Helper()
	Errorf(string, ...any)
}, m guide.Mistake) {
	t.Helper()
	c[m.Code] = true
	var have []string
	for name, value := range m.Values {
		if !slices.Contains(guide.PlaceValues(), name) {
			have = append(have, name)
		}
		if n := utf8.RuneCountInString(value); n > 100 || visible(value) != value {
			t.Errorf("%s: %s has %d characters, or such as cannot be seen", m.What(), name, n)
		}
	}
	slices.Sort(have)
	for _, known := range guide.MistakeCodes() {
		if known.Code == m.Code {
			if want := slices.Sorted(slices.Values(known.Values)); !slices.Equal(have, want) {
				t.Errorf("%s has the values %v, want %v", m.What(), have, want)
			}
			return
		}
	}
	t.Errorf("%s is not in the catalogue", m.What())
}

// visible leaves out what no terminal shows.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
}

func spoiltFiles() []spoil {
	return []spoil{
		{name: "unknown key", file: "guide.toml", old: `version =`, new: "verison = \"1\"\nversion =", want: `unknown-key name="verison" nearest="version"`},
		{name: "unknown key in a material", file: "materials.toml", old: `sealed = true`, new: `seeled = true`, want: `unknown-key key="materials[1]" name="seeled" nearest="sealed"`},
		{name: "unknown key in a text", file: "materials.toml", old: `en = "Business licence"`, new: `eng = "Business licence"`, want: `unknown-key key="materials[1].title" name="eng" nearest="en"`, more: true},
		{name: "unknown key in an inline table", file: "services.toml", old: `{ id = "agent-id" }`, new: `{ id = "agent-id", wen = {} }`, want: `unknown-key key="services[0].materials[3]" name="wen" nearest="when"`},
		{name: "key in capitals", file: "guide.toml", old: `project =`, new: `Project =`, want: `unknown-key name="Project" nearest="project"`, more: true},
		{name: "unknown key like no other", file: "services.toml", old: `urgent = true`, new: `zzzzzzzzzz = true`, want: `unknown-key key="services[5]" name="zzzzzzzzzz"`, more: true},
		{name: "number for a text", file: "guide.toml", old: `version = "`, new: `version = 7 # "`, want: `kind-text key="version"`},
		{name: "text for a number", file: "materials.toml", old: `copies = 1`, new: `copies = "1"`, want: `kind-number key="materials[1].copies"`},
		{name: "fraction for a number", file: "materials.toml", old: `copies = 1`, new: `copies = 1.5`, want: `kind-number key="materials[1].copies"`},
		{name: "text for yes or no", file: "services.toml", old: `urgent = true`, new: `urgent = "true"`, want: `kind-bool key="services[5].urgent"`},
		{name: "text for a list", file: "services.toml", old: `fields = ["email", "seal-type", "certificates"]`, new: `fields = "email"`, want: `kind-list key="services[0].fields"`},
		{name: "list for a text", file: "services.toml", old: `letter = "A"`, new: `letter = ["A"]`, want: `kind-text key="services[0].letter"`},
		{name: "text for both languages", file: "guide.toml", old: "[binding]", new: "[support.help]\nbinding = \"x\"\n[bindings]", at: "[support.help]", want: `unknown-key key="support" name="help"`, more: true},
		{name: "text for a table", file: "services.toml", old: `{ id = "agent-id" }`, new: `"agent-id"`, want: `kind-table key="services[0].materials[3]"`},
		{name: "invisible characters in a name", file: "services.toml", old: `"materials", `, new: `"\u202E\u001B[31m\u200B", "materials", `, want: "name=\"\uFFFD\uFFFD[31m\uFFFD\""},
		{name: "name that is too long", file: "services.toml", old: `"materials", `, new: `"` + strings.Repeat("长", 101) + `", "materials", `, want: `name="` + strings.Repeat("长", 99) + `…"`},
		{name: "one bracket", file: "guide.toml", old: "[[seal_types]]", new: "[seal_types]", at: "[seal_types]", want: `kind-tables key="seal_types" name="[[seal_types]]"`},
		{name: "date", file: "guide.toml", old: `project = "`, new: `project = 2026-11-22 # "`, want: `kind-text key="project"`},
		{name: "number that is too large", file: "materials.toml", old: `copies = 1`, new: `copies = 99999999999999999999`, want: "syntax-number"},
		{name: "no TOML", file: "services.toml", new: "\n]][[", at: "]][[", want: `syntax said="`},
		{name: "quote left open", file: "materials.toml", old: `en = "Business licence"`, new: `en = "Business licence`, want: `syntax said="`},
		{name: "key twice", file: "guide.toml", old: `version =`, new: "version = \"1\"\nversion =", at: "version = \"20", want: `syntax-twice said="key version is already defined"`},
		{name: "key in two files", file: "statement.toml", new: "\n[[materials]]\nid = \"x\"\n", at: "[[materials]]", want: `table-in-two file="materials.toml" line="13" name="materials"`},
		{name: "no UTF-8", file: "guide.toml", old: `常德市住房和城乡建设局诚信认证平台`, new: "\xb3\xa3\xb5\xc2", want: "file-encoding"},
		{name: "zero byte", file: "guide.toml", old: `常德市住房和城乡建设局诚信认证平台`, new: "a\x00", want: "file-zero"},
	}
}

func spoiltFacts() []spoil {
	return []spoil{
		{name: "no version", file: "guide.toml", old: `version = "`, new: `# "`, at: "^# The notice", want: `version key="version"`},
		{name: "version with a slash", file: "guide.toml", old: `version = "`, new: `version = "../`, want: `version key="version"`},
		{name: "no project", file: "guide.toml", old: `project = `, new: `#`, at: "^# The notice", want: `text-missing key="project"`},
		{name: "no English", file: "guide.toml", after: "[bureau]", old: "en = ", new: "# ", at: "^[bureau]", want: `text-missing key="bureau.en"`},
		{name: "blank Chinese", file: "guide.toml", after: "[place.windows]", old: `zh = "7、8号窗口"`, new: `zh = "　 "`, want: `text-missing key="place.windows.zh"`},
		{name: "text of two lines", file: "guide.toml", after: "[place.windows]", old: `zh = "`, new: `zh = "7\n`, want: `text-sign key="place.windows.zh" number="2"`},
		{name: "invisible character", file: "guide.toml", after: "[title]", old: `zh = "`, new: "zh = \"\u200b", want: `text-sign key="title.zh" number="1"`},
		{name: "text that is too long", file: "guide.toml", after: "[title]", old: `zh = "`, new: `zh = "` + strings.Repeat("长", 25), want: `text-long have="33" key="title.zh" most="30"`},
		{name: "no binding", file: "guide.toml", old: "[binding]", new: "[install.antivirus]", at: "[install", want: `table-in-two file="drivers.toml" line="8" name="install"`},
		{name: "no contact", file: "guide.toml", old: `contact = "`, new: `#"`, at: "^[place]", want: `text-missing key="place.contact"`},
		{name: "phone", file: "guide.toml", old: `phone = "1`, new: `phone = "9`, want: `phone key="place.phone"`},
		{name: "hotline", file: "guide.toml", old: `hotline = "400-6682666"`, new: `hotline = "call us"`, want: `phone key="support.hotline"`},
		{name: "driver's phone", file: "guide.toml", after: "[support.driver]", old: `phone = "1`, new: `phone = "1x`, want: `phone key="support.driver.phone"`},
		{name: "QQ", file: "guide.toml", old: `qq = "4006682666"`, new: `qq = "400-6682666"`, want: `qq key="support.qq"`},
		{name: "website", file: "guide.toml", old: `"http://www.hunca.com.cn"`, new: `"javascript:alert(1)"`, want: `url key="support.website"`},
		{name: "website without a host", file: "guide.toml", old: `"http://www.hunca.com.cn"`, new: `"http://"`, want: `url key="support.website"`},
		{name: "website with a password", file: "guide.toml", old: `"http://www.hunca.com.cn"`, new: `"http://a:b@www.hunca.com.cn"`, want: `url key="support.website"`},
		{name: "empty seal type", file: "guide.toml", old: `value = "扫描章"`, new: `value = ""`, want: `text-missing key="seal_types[0].value"`},
		{name: "no seal types", file: "guide.toml", old: "[[seal_types]]\nvalue = \"扫描章\"\n\n[seal_types.title]", new: "seal_types = []\n[place.more]", want: `unknown-key key="binding" name="seal_types"`, more: true},
	}
}

func spoiltMaterials() []spoil {
	return []spoil{
		{name: "no translation of a title", file: "materials.toml", after: `id = "business-licence"`, old: "en =", new: "#", at: "^[materials.title]", want: `text-missing key="title.en" material="business-licence"`},
		{name: "no why", file: "materials.toml", after: `id = "legal-id"`, old: "[materials.why]", new: "[materials.note]", at: `^[[materials]]`, want: `text-missing key="why.zh" material="legal-id"`, more: true},
		{name: "where in Chinese only", file: "materials.toml", after: `id = "legal-id"`, old: "[materials.where]\nzh = \"请向法定代表人本人取；证件遗失请到公安派出所补领\"\nen = ", new: "[materials.where]\nzh = \"家里\"\n# ", at: "[materials.where]", want: `text-missing key="where.en" material="legal-id"`},
		{name: "id twice", file: "materials.toml", old: `id = "agent-id"`, new: `id = "legal-id"`, want: `id-twice key="id" line="`, more: true},
		{name: "no id", file: "materials.toml", old: `id = "agent-id"`, new: `id = ""`, want: `id-shape key="materials[3].id"`, more: true},
		{name: "id in Chinese", file: "materials.toml", old: `id = "agent-id"`, new: `id = "经办人"`, want: `id-shape key="materials[3].id"`, more: true},
		{name: "unknown role", file: "materials.toml", old: `roles = ["agent"]`, new: `roles = ["agnet"]`, want: `unknown-role key="when.roles[0]" material="agent-id" name="agnet" nearest="agent"`, more: true},
		{name: "unknown type", file: "materials.toml", old: `"enterprise", "public-institution"`, new: `"circus"`, want: `unknown-type key="when.organisation_types[0]" material="qualification" name="circus"`},
		{name: "unknown key state", file: "materials.toml", after: "[materials.when]", old: `roles = ["agent"]`, new: "roles = [\"agent\"]\nkeys = [\"lst\"]", at: "keys", want: `unknown-state key="when.keys[0]" material="agent-id" name="lst" nearest="lost"`, more: true},
		{name: "empty condition", file: "materials.toml", old: `organisation_types = ["enterprise", "other"]`, new: `organisation_types = []`, want: `when-empty key="when.organisation_types" material="business-licence"`},
		{name: "role twice", file: "materials.toml", old: `roles = ["agent"]`, new: `roles = ["agent", "agent"]`, want: `twice key="when.roles[1]" material="agent-id" name="agent"`},
		{name: "unknown form", file: "materials.toml", old: `form = "附件4"`, new: `form = "附件5"`, want: `unknown-form key="form" material="approval-form" name="附件5" nearest="附件1"`},
		{name: "many copies", file: "materials.toml", old: `copies = 1`, new: `copies = 10`, want: `copies key="copies" material="business-licence"`},
		{name: "fewer than none", file: "materials.toml", old: `copies = 1`, new: `copies = -1`, want: `copies key="copies" material="business-licence"`},
		{name: "no copy to seal", file: "materials.toml", old: `copies = 1`, new: ``, at: "sealed", want: `copies-to-seal key="sealed" material="business-licence"`},
		{name: "no copy of both sides", file: "materials.toml", after: `id = "legal-id"`, old: "copies = 1\nsealed = true\n", new: "", at: "both_sides", want: `copies-of-sides key="both_sides" material="legal-id"`},
		{name: "nothing to bring", file: "materials.toml", after: `id = "bank-permit"`, old: `original = true`, new: `original = false`, at: "^[[materials]]", want: `nothing-to-bring material="bank-permit"`},
		{name: "original of a form", file: "materials.toml", old: `form = "附件4"`, new: "form = \"附件4\"\noriginal = true", at: "original", want: `printed-here key="original" material="approval-form"`},
		{name: "copies of a form", file: "materials.toml", old: `form = "附件4"`, new: "form = \"附件4\"\ncopies = 3", at: "copies", want: `printed-here key="copies" material="approval-form"`},
		{name: "rare form", file: "materials.toml", old: `form = "附件4"`, new: "form = \"附件4\"\nrare = true", at: "rare", want: `printed-here key="rare" material="approval-form"`},
		{name: "rare, but for everybody", file: "materials.toml", after: `id = "bank-permit"`, old: "original = true\n", new: "original = true\nrare = true\n", at: "rare", want: `rare-alone key="rare" material="bank-permit"`},
		{name: "form that concerns some", file: "materials.toml", old: `form = "附件4"`, new: "form = \"附件4\"\nconcerns = { zh = \"有的\", en = \"some\" }", at: "concerns", want: `printed-here key="concerns" material="approval-form"`},
		{name: "assumed without why", file: "materials.toml", after: `id = "bank-permit"`, old: `original = true`, new: "original = true\nassumed = true", at: "^[[materials]]", want: `because-missing key="because" material="bank-permit"`},
		{name: "why without assumed", file: "materials.toml", after: `id = "ukey"`, old: "assumed = true\n", new: "", at: "[materials.because]", want: `because-alone key="because" material="ukey"`},
		{name: "because in Chinese only", file: "materials.toml", after: `id = "ukey"`, old: "en = \"Extending", new: "# \"", at: "^[materials.because]", want: `text-missing key="because.en" material="ukey"`},
	}
}

func spoiltServices() []spoil {
	steps := `steps = ["role", "organisation", "materials", "card", "licence", "legal", "contact", "statement", "review"]`
	return []spoil{
		{name: "id twice", file: "services.toml", old: `id = "renew"`, new: `id = "open"`, want: `id-twice key="id" line="`},
		{name: "letter of two", file: "services.toml", old: `letter = "A"`, new: `letter = "AB"`, want: `letter key="letter" service="open"`},
		{name: "small letter", file: "services.toml", old: `letter = "A"`, new: `letter = "a"`, want: `letter key="letter" service="open"`},
		{name: "no letter", file: "services.toml", old: `letter = "A"`, new: ``, at: "^[[services]]", want: `letter key="letter" service="open"`},
		{name: "letter of urgent ones", file: "services.toml", after: `id = "enable"`, old: `letter = "C"`, new: `letter = "J"`, want: `letter-shared key="letter" letter="J" name="freeze" service="enable"`},
		{name: "title that is too long", file: "services.toml", old: `en = "New certificate"`, new: `en = "` + strings.Repeat("New ", 20) + `certificate"`, want: `text-long have="91" key="title.en" most="60" service="open"`},
		{name: "unknown step", file: "services.toml", old: `"materials", `, new: `"materails", `, want: `unknown-step key="steps[2]" name="materails" nearest="materials" service="open"`},
		{name: "no steps", file: "services.toml", old: steps, new: "steps = []", want: `step-missing key="steps" name="role" service="open"`, more: true},
		{name: "step that is needed", file: "services.toml", old: `"contact", `, new: "", want: `step-missing key="steps" name="contact" service="open"`},
		{name: "step twice", file: "services.toml", old: `"card", `, new: `"card", "card", `, want: `twice key="steps[4]" name="card" service="open"`},
		{name: "review not last", file: "services.toml", old: `"statement", "review"]`, new: `"review", "statement"]`, want: `step-last key="steps[7]" name="review" service="open"`},
		{name: "materials before the role", file: "services.toml", old: `"role", "organisation", "materials"`, new: `"organisation", "materials", "role"`, want: `step-order first="role" key="steps[1]" second="materials" service="open"`},
		{name: "materials before the organisation", file: "services.toml", old: `"organisation", "materials"`, new: `"materials", "organisation"`, want: `step-order first="organisation" key="steps[1]" second="materials" service="open"`},
		{name: "materials before the key", file: "services.toml", old: `"key", "materials"`, new: `"materials", "key"`, want: `step-order first="key" key="steps[2]" second="materials" service="reissue"`},
		{name: "legal before the card", file: "services.toml", old: `"card", "licence", "legal"`, new: `"legal", "licence", "card"`, want: `step-order first="card" key="steps[3]" second="legal" service="open"`},
		{name: "no risk text", file: "services.toml", old: "[services.risk]", new: "[services.because]", at: "[services.because]", want: `syntax-twice said="table because already exists"`},
		{name: "risk in Chinese only", file: "services.toml", after: "[services.risk]", old: "en =", new: "#", at: "^[services.risk]", want: `text-missing key="risk.en" service="freeze"`},
		{name: "risk that nobody reads", file: "services.toml", old: `"risk", `, new: "", at: "[services.risk]", want: `risk-unread key="risk" service="freeze"`},
		{name: "urgent without risk", file: "services.toml", old: `letter = "A"`, new: "letter = \"K\"\nurgent = true", at: "steps", want: `risk-missing key="steps" service="open"`},
		{name: "key step without answers", file: "services.toml", old: `keys = ["lost", "broken"]`, new: "", at: "^[[services]]", want: `keys-missing key="keys" service="reissue"`, more: true},
		{name: "key step with no answers", file: "services.toml", old: `keys = ["lost", "broken"]`, new: "keys = []", want: `keys-missing key="keys" service="reissue"`, more: true},
		{name: "answers without key step", file: "services.toml", after: `id = "open"`, old: `clauses =`, new: "keys = [\"lost\"]\nclauses =", want: `keys-unasked key="keys" service="open"`},
		{name: "unknown answer", file: "services.toml", old: `keys = ["lost", "broken"]`, new: `keys = ["lost", "broken", "stolen"]`, want: `unknown-state key="keys[2]" name="stolen" service="reissue"`},
		{name: "unknown condition", file: "services.toml", old: `remedies = ["expiring"`, new: `remedies = ["expirng"`, want: `unknown-condition key="remedies[0]" name="expirng" nearest="expiring" service="renew"`},
		{name: "remedy for what is good", file: "services.toml", old: `remedies = ["expiring"`, new: `remedies = ["good"`, want: `unknown-condition key="remedies[0]" name="good"`},
		{name: "condition twice", file: "services.toml", old: `remedies = ["expiring"`, new: `remedies = ["expired"`, at: `"expired"]`, want: `twice key="remedies[1]" name="expired" service="renew"`},
		{name: "why of no remedies", file: "services.toml", old: `remedies = ["expiring", "expired"]`, new: "", at: "[services.remedies_because]", want: `remedies-missing key="remedies_because" service="renew"`},
		{name: "why of remedies in Chinese only", file: "services.toml", after: "[services.remedies_because]", old: "en =", new: "#", at: "^[services.remedies_because]", want: `text-missing key="remedies_because.en" service="open"`},
		{name: "unknown field", file: "services.toml", old: `"seal-type", `, new: `"sealtype", `, want: `unknown-field key="fields[1]" name="sealtype" nearest="seal-type" service="open"`},
		{name: "field that is not optional", file: "services.toml", old: `"seal-type", `, new: `"mobile", `, want: `unknown-field key="fields[1]" name="mobile" service="open"`},
		{name: "clause 16", file: "services.toml", old: "clauses = [8, ", new: "clauses = [16, ", want: `unknown-clause have="15" key="clauses[0]" number="16" service="open"`},
		{name: "clause 0", file: "services.toml", old: "clauses = [8, ", new: "clauses = [0, ", want: `unknown-clause have="15" key="clauses[0]" number="0" service="open"`},
		{name: "clause twice", file: "services.toml", old: "clauses = [8, ", new: "clauses = [9, ", want: `twice key="clauses[1]" name="9" service="open"`},
		{name: "unknown box", file: "services.toml", old: `form_box = "开通"`, new: `form_box = "开桶"`, want: `unknown-form-box key="form_box" name="开桶" nearest="开通" service="open"`},
		{name: "box of the other form", file: "services.toml", old: `power_box = "新办"`, new: `power_box = "开通"`, want: `unknown-power-box key="power_box" name="开通" service="open"`},
		{name: "box and words", file: "services.toml", old: `form_box = "开通"`, new: "form_box = \"开通\"\nform_words = \"新开\"", at: "form_words", want: `box-and-words form="附件1" key="form_words" service="open"`},
		{name: "words for a box", file: "services.toml", old: `form_box = "开通"`, new: `form_words = "开通"`, want: `box-as-words box="form_box" form="附件1" key="form_words" name="开通" service="open"`},
		{name: "long words", file: "services.toml", old: `form_words = "解锁"`, new: `form_words = "我想请你们帮我把锁打开吧"`, want: `text-long have="12" key="form_words" most="10" service="unlock"`},
		{name: "nothing on 附件1", file: "services.toml", old: `form_box = "开通"`, new: "", at: "^[[services]]", want: `form-blank box="form_box" form="附件1" key="form_box" service="open" words="form_words"`},
		{name: "nothing on 附件3", file: "services.toml", old: `power_box = "新办"`, new: "", at: "^[[services]]", want: `form-blank box="power_box" form="附件3" key="power_box" service="open" words="power_words"`},
		{name: "assumed without why", file: "services.toml", after: `id = "open"`, old: `letter = "A"`, new: "letter = \"A\"\nassumed = true", at: "^[[services]]", want: `because-missing key="because" service="open"`},
	}
}

func spoiltNeeds() []spoil {
	return []spoil{
		{name: "unknown material", file: "services.toml", old: `"bank-permit"`, new: `"bank-pemrit"`, want: `unknown-material key="materials[6].id" name="bank-pemrit" nearest="bank-permit" service="open"`},
		{name: "material twice", file: "services.toml", old: `"bank-permit"`, new: `"safety-permit"`, want: `twice key="materials[6].id" name="safety-permit" service="open"`},
		{name: "material that was renamed", file: "materials.toml", old: `id = "loss-statement"`, new: `id = "lost-statement"`, other: other{"services.toml", `id = "reissue"`, `"loss-statement"`}, want: `unknown-material key="materials[5].id" name="loss-statement" nearest="lost-statement" service="reissue"`},
		{name: "empty list of keys", file: "services.toml", old: `keys = ["broken"] }`, new: `keys = [] }`, want: `when-empty key="materials[4].when.keys" service="reissue"`},
		{name: "key that is not offered", file: "services.toml", old: `keys = ["broken"] }`, new: `keys = ["present"] }`, want: `when-not-offered key="materials[4].when.keys[0]" name="present" service="reissue"`},
		{name: "key where nobody asks", file: "services.toml", after: `id = "renew"`, old: `{ id = "ukey", `, new: `{ id = "ukey", when = { keys = ["present"] }, `, want: `when-not-asked key="materials[4].when.keys" service="renew"`},
		{name: "role that the material excludes", file: "services.toml", old: `{ id = "agent-id" }`, new: `{ id = "agent-id", when = { roles = ["legal"] } }`, want: `when-excluded key="materials[3].when.roles" name="agent-id" only="agent" service="open"`},
		{name: "type that the material excludes", file: "services.toml", old: `{ id = "safety-permit" }`, new: `{ id = "safety-permit", when = { organisation_types = ["government", "trade-union"] } }`, want: `when-excluded key="materials[5].when.organisation_types" name="safety-permit" only="enterprise, other" service="open"`},
		{name: "material for keys that are not offered", file: "materials.toml", after: `id = "loss-statement"`, old: "[materials.because]", new: "[materials.when]\nkeys = [\"present\"]\n[materials.because]", other: other{"services.toml", `id = "reissue"`, `"loss-statement"`}, want: `when-excluded key="materials[5].when.keys" name="loss-statement" only="present" service="reissue"`},
		{name: "need assumed without why", file: "services.toml", old: `{ id = "agent-id" }`, new: `{ id = "agent-id", assumed = true }`, want: `because-missing key="materials[3].because" service="open"`},
		{name: "no form for some types", file: "services.toml", after: `id = "freeze"`, old: `{ id = "application-form" }`, new: `{ id = "application-form", when = { organisation_types = ["enterprise"] } }`, at: "^materials = [", want: `form-none case="legal government" key="materials" service="freeze"`},
		{name: "no form at all", file: "services.toml", after: `id = "freeze"`, old: `{ id = "application-form" },`, new: ``, at: "^materials = [", want: `form-none case="legal enterprise" key="materials" service="freeze"`},
		{name: "no materials", file: "services.toml", after: `id = "freeze"`, old: "materials = [\n", new: "materials = []\nclauses2 = [\n", want: `form-none case="agent enterprise" key="materials" service="freeze"`, more: true},
		{name: "附件3 for the legal representative", file: "materials.toml", after: `id = "power-of-attorney"`, old: "[materials.when]\nroles = [\"agent\"]", new: "", other: other{"services.toml", `id = "open"`, `{ id = "power-of-attorney" }`}, want: `form-legal key="materials[8]" service="open"`, more: true},
		{name: "附件2 without the step", file: "services.toml", old: `"contact", "statement", "review"`, new: `"contact", "review"`, want: `statement-unasked key="steps" service="open"`},
		{name: "the step without 附件2", file: "services.toml", old: "  { id = \"statement\" }, ", new: "  ", at: "^steps = ", want: `statement-unprinted case="agent enterprise" key="steps" service="open"`},
		{name: "附件2 for agents only", file: "services.toml", old: "{ id = \"statement\" }", new: "{ id = \"statement\", when = { roles = [\"agent\"] } }", at: "^steps = ", want: `statement-unprinted case="legal enterprise" key="steps" service="open"`},
		{name: "a form twice", file: "materials.toml", old: `form = "附件4"`, new: `form = "附件2"`, other: other{"services.toml", `id = "open"`, `{ id = "approval-form" }`}, want: `form-twice case="agent enterprise" form="附件2" key="materials[9]" service="open"`, more: true},
	}
}

func spoiltRest() []spoil {
	return []spoil{
		{name: "statement without version", file: "statement.toml", old: `version = "`, new: `# "`, at: "^[statement]", want: `version key="statement.version"`},
		{name: "clause in Chinese only", file: "statement.toml", old: `en = "Where all or part`, new: `# "`, at: "^[statement.clauses.text]", want: `text-missing key="statement.clauses[4].text.en"`},
		{name: "point in Chinese only", file: "statement.toml", old: `en = "untrue materials`, new: `# "`, at: "^[[statement.clauses.points]]", want: `text-missing key="statement.clauses[11].points[0].en"`},
		{name: "clause that is too long", file: "statement.toml", after: "[statement.clauses.text]", old: `zh = "`, new: `zh = "` + strings.Repeat("长", 400), want: `text-long have="515" key="statement.clauses[0].text.zh" most="400"`},
		{name: "statement that is too long", file: "statement.toml", new: strings.Repeat("[[statement.clauses]]\ntext = { zh = \""+strings.Repeat("长", 129)+"\", en = \"long\" }\n", 15), at: "", want: `statement-long each="64" have="80" key="statement" most="50"`, other: other{"statement.toml", "", "[statement]"}},
		{name: "seal types that are too many", file: "guide.toml", new: strings.Repeat("[[seal_types]]\nvalue = \"章\"\ntitle = { zh = \"章\", en = \"seal\" }\n", 12), want: `list-long have="13" key="seal_types" most="12"`, other: other{"guide.toml", "", "[[seal_types]]"}},
		{name: "unknown shape", file: "drivers.toml", old: `shape = "swivel"`, new: `shape = "swivle"`, want: `unknown-shape driver="longmai" key="shape" name="swivle" nearest="swivel"`},
		{name: "driver's id twice", file: "drivers.toml", old: `id = "longmai"`, new: `id = "feitian"`, want: `id-twice driver="feitian" key="id" line="`},
		{name: "driver's look in Chinese only", file: "drivers.toml", after: "[drivers.look]", old: "en =", new: "#", at: "^[drivers.look]", want: `text-missing driver="feitian" key="look.en"`},
		{name: "USB ID", file: "drivers.toml", after: `id = "feitian"`, old: `"096E:0309"`, new: `"096E0309"`, want: `usb driver="feitian" key="usb[0]"`},
		{name: "USB ID in small letters", file: "drivers.toml", after: `id = "feitian"`, old: `"096E:0309"`, new: `"096e:0309"`, want: `usb-capitals driver="feitian" key="usb[0]" right="096E:0309"`},
		{name: "USB ID of two models", file: "drivers.toml", old: `"055C:DB08"`, new: `"096E:0401"`, want: `usb-twice driver="longmai" key="usb[0]" name="096E:0401" other="feitian"`},
		{name: "driver's URL", file: "drivers.toml", old: `shape = "cap"`, new: "shape = \"cap\"\nurl = \"ftp://www.hunca.com.cn/a.exe\"", at: "url", want: `url driver="feitian" key="url"`},
		{name: "driver's checksum", file: "drivers.toml", old: `shape = "cap"`, new: "shape = \"cap\"\nsha256 = \"abc\"", at: "sha256", want: `driver-checksum driver="feitian" key="sha256"`},
		{name: "driver's size", file: "drivers.toml", old: `shape = "cap"`, new: "shape = \"cap\"\nsize = -1", at: "size", want: `driver-size driver="feitian" key="size" most="2"`},
		{name: "driver's version", file: "drivers.toml", old: `shape = "cap"`, new: "shape = \"cap\"\nversion = \"1\\u0000\"", at: "version", want: `text-sign driver="feitian" key="version" number="2"`},
		{name: "driver assumed without why", file: "drivers.toml", after: `id = "longmai"`, old: "[drivers.because]", new: "[drivers.look2]", want: `unknown-key key="drivers[1]" name="look2" nearest="look"`, more: true},
		{name: "download centre", file: "drivers.toml", old: `centre = "http://www.hunca.com.cn"`, new: `centre = "www.hunca.com.cn"`, want: `url key="install.centre"`},
		{name: "no antivirus note", file: "drivers.toml", old: "[install.antivirus]", new: "[install.virus]", want: `unknown-key key="install" name="virus"`, more: true},
	}
}
