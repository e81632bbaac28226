package guide_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

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
					named = named || m.File == file && m.Line == line && strings.Contains(m.What, s.want)
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
}

func spoiltFiles() []spoil {
	return []spoil{
		{name: "unknown key", file: "guide.toml", old: `version =`, new: "verison = \"1\"\nversion =", want: `unknown key "verison" (did you mean "version"?)`},
		{name: "unknown key in a material", file: "materials.toml", old: `sealed = true`, new: `seeled = true`, want: `unknown key "seeled" in materials[1] (did you mean "sealed"?)`},
		{name: "unknown key in a text", file: "materials.toml", old: `en = "Business licence"`, new: `eng = "Business licence"`, want: `unknown key "eng" in materials[1].title (did you mean "en"?)`, more: true},
		{name: "unknown key in an inline table", file: "services.toml", old: `{ id = "agent-id" }`, new: `{ id = "agent-id", wen = {} }`, want: `did you mean "when"?`},
		{name: "key in capitals", file: "guide.toml", old: `project =`, new: `Project =`, want: `unknown key "Project" (did you mean "project"?)`, more: true},
		{name: "unknown key like no other", file: "services.toml", old: `urgent = true`, new: `zzzzzzzzzz = true`, want: `unknown key "zzzzzzzzzz" in services[5]`, more: true},
		{name: "number for a text", file: "guide.toml", old: `version = "`, new: `version = 7 # "`, want: "version: a text in quotes is needed, not a number"},
		{name: "text for a number", file: "materials.toml", old: `copies = 1`, new: `copies = "1"`, want: "materials[1].copies: a whole number is needed, not a text"},
		{name: "fraction for a number", file: "materials.toml", old: `copies = 1`, new: `copies = 1.5`, want: "a whole number is needed, not a number"},
		{name: "text for yes or no", file: "services.toml", old: `urgent = true`, new: `urgent = "true"`, want: "true or false is needed, not a text"},
		{name: "text for a list", file: "services.toml", old: `fields = ["email", "seal-type", "certificates"]`, new: `fields = "email"`, want: "a list is needed, not a text"},
		{name: "list for a text", file: "services.toml", old: `letter = "A"`, new: `letter = ["A"]`, want: "a text in quotes is needed, not a list"},
		{name: "text for both languages", file: "guide.toml", old: "[binding]", new: "[support.help]\nbinding = \"x\"\n[bindings]", at: "[support.help]", want: `unknown key "help" in support`, more: true},
		{name: "one bracket", file: "guide.toml", old: "[[seal_types]]", new: "[seal_types]", at: "[seal_types]", want: "[[seal_types]], with two brackets"},
		{name: "date", file: "guide.toml", old: `project = "`, new: `project = 2026-11-22 # "`, want: "not a date or time"},
		{name: "number that is too large", file: "materials.toml", old: `copies = 1`, new: `copies = 99999999999999999999`, want: "too large"},
		{name: "no TOML", file: "services.toml", new: "\n]][[", at: "]][[", want: ""},
		{name: "quote left open", file: "materials.toml", old: `en = "Business licence"`, new: `en = "Business licence`, want: ""},
		{name: "key twice", file: "guide.toml", old: `version =`, new: "version = \"1\"\nversion =", at: "version = \"20", want: "already defined"},
		{name: "key in two files", file: "statement.toml", new: "\n[[materials]]\nid = \"x\"\n", at: "[[materials]]", want: `"materials" stands in materials.toml:12, too`},
		{name: "no UTF-8", file: "guide.toml", old: `常德市住房和城乡建设局诚信认证平台`, new: "\xb3\xa3\xb5\xc2", want: "UTF-8"},
		{name: "zero byte", file: "guide.toml", old: `常德市住房和城乡建设局诚信认证平台`, new: "a\x00", want: "zero byte"},
	}
}

func spoiltFacts() []spoil {
	return []spoil{
		{name: "no version", file: "guide.toml", old: `version = "`, new: `# "`, at: "^# The notice", want: "version: a version is needed"},
		{name: "version with a slash", file: "guide.toml", old: `version = "`, new: `version = "../`, want: "version: a version is needed"},
		{name: "no project", file: "guide.toml", old: `project = `, new: `#`, at: "^# The notice", want: "project: is missing"},
		{name: "no English", file: "guide.toml", after: "[bureau]", old: "en = ", new: "# ", at: "^[bureau]", want: "bureau.en: is missing"},
		{name: "blank Chinese", file: "guide.toml", after: "[place.windows]", old: `zh = "7、8号窗口"`, new: `zh = "　 "`, want: "place.windows.zh: is missing"},
		{name: "text of two lines", file: "guide.toml", after: "[place.windows]", old: `zh = "`, new: `zh = "7\n`, want: "place.windows.zh: character 2 cannot be seen"},
		{name: "invisible character", file: "guide.toml", after: "[title]", old: `zh = "`, new: "zh = \"\u200b", want: "title.zh: character 1 cannot be seen"},
		{name: "text that is too long", file: "guide.toml", after: "[title]", old: `zh = "`, new: `zh = "` + strings.Repeat("长", 25), want: "title.zh: has 33 characters; there is room for 30"},
		{name: "no binding", file: "guide.toml", old: "[binding]", new: "[install.antivirus]", at: "[install", want: `"install" stands in drivers.toml`},
		{name: "no contact", file: "guide.toml", old: `contact = "`, new: `#"`, at: "^[place]", want: "place.contact: is missing"},
		{name: "phone", file: "guide.toml", old: `phone = "1`, new: `phone = "9`, want: "place.phone: a telephone number is needed"},
		{name: "hotline", file: "guide.toml", old: `hotline = "400-6682666"`, new: `hotline = "call us"`, want: "support.hotline: a telephone number"},
		{name: "driver's phone", file: "guide.toml", after: "[support.driver]", old: `phone = "1`, new: `phone = "1x`, want: "support.driver.phone"},
		{name: "QQ", file: "guide.toml", old: `qq = "4006682666"`, new: `qq = "400-6682666"`, want: "support.qq: a QQ number"},
		{name: "website", file: "guide.toml", old: `"http://www.hunca.com.cn"`, new: `"javascript:alert(1)"`, want: "support.website: an address is needed"},
		{name: "website without a host", file: "guide.toml", old: `"http://www.hunca.com.cn"`, new: `"http://"`, want: "support.website: an address is needed"},
		{name: "website with a password", file: "guide.toml", old: `"http://www.hunca.com.cn"`, new: `"http://a:b@www.hunca.com.cn"`, want: "support.website: an address is needed"},
		{name: "empty seal type", file: "guide.toml", old: `value = "扫描章"`, new: `value = ""`, want: "seal_types[0].value: is missing"},
		{name: "no seal types", file: "guide.toml", old: "[[seal_types]]\nvalue = \"扫描章\"\n\n[seal_types.title]", new: "seal_types = []\n[place.more]", want: "unknown key", more: true},
	}
}

func spoiltMaterials() []spoil {
	return []spoil{
		{name: "no translation of a title", file: "materials.toml", after: `id = "business-licence"`, old: "en =", new: "#", at: "^[materials.title]", want: `material "business-licence", title.en: is missing`},
		{name: "no why", file: "materials.toml", after: `id = "legal-id"`, old: "[materials.why]", new: "[materials.note]", at: `^[[materials]]`, want: `material "legal-id", why.zh: is missing`, more: true},
		{name: "where in Chinese only", file: "materials.toml", after: `id = "legal-id"`, old: "[materials.where]\nzh = \"请向法定代表人本人取；证件遗失请到公安派出所补领\"\nen = ", new: "[materials.where]\nzh = \"家里\"\n# ", at: "[materials.where]", want: "where.en: is missing"},
		{name: "id twice", file: "materials.toml", old: `id = "agent-id"`, new: `id = "legal-id"`, want: `material "legal-id", id: the same id stands in line `, more: true},
		{name: "no id", file: "materials.toml", old: `id = "agent-id"`, new: `id = ""`, want: "an id is needed", more: true},
		{name: "id in Chinese", file: "materials.toml", old: `id = "agent-id"`, new: `id = "经办人"`, want: "an id is needed", more: true},
		{name: "unknown role", file: "materials.toml", old: `roles = ["agent"]`, new: `roles = ["agnet"]`, want: `unknown role "agnet" (did you mean "agent"?)`, more: true},
		{name: "unknown type", file: "materials.toml", old: `"enterprise", "public-institution"`, new: `"circus"`, want: `unknown organisation type "circus"`},
		{name: "unknown key state", file: "materials.toml", after: "[materials.when]", old: `roles = ["agent"]`, new: "roles = [\"agent\"]\nkeys = [\"lst\"]", at: "keys", want: `unknown key "lst" (did you mean "lost"?)`, more: true},
		{name: "empty condition", file: "materials.toml", old: `organisation_types = ["enterprise", "other"]`, new: `organisation_types = []`, want: "an empty list can never hold"},
		{name: "role twice", file: "materials.toml", old: `roles = ["agent"]`, new: `roles = ["agent", "agent"]`, want: `"agent" stands twice`},
		{name: "unknown form", file: "materials.toml", old: `form = "附件4"`, new: `form = "附件5"`, want: `unknown form "附件5" (did you mean "附件1"?)`},
		{name: "many copies", file: "materials.toml", old: `copies = 1`, new: `copies = 10`, want: "copies: 0 to 9"},
		{name: "fewer than none", file: "materials.toml", old: `copies = 1`, new: `copies = -1`, want: "copies: 0 to 9"},
		{name: "no copy to seal", file: "materials.toml", old: `copies = 1`, new: ``, at: "sealed", want: "sealed: there is no copy"},
		{name: "no copy of both sides", file: "materials.toml", after: `id = "legal-id"`, old: "copies = 1\nsealed = true\n", new: "", at: "both_sides", want: "both_sides: there is no copy"},
		{name: "nothing to bring", file: "materials.toml", after: `id = "bank-permit"`, old: `original = true`, new: `original = false`, at: "^[[materials]]", want: "says what to bring"},
		{name: "original of a form", file: "materials.toml", old: `form = "附件4"`, new: "form = \"附件4\"\noriginal = true", at: "original", want: "this is printed here"},
		{name: "copies of a form", file: "materials.toml", old: `form = "附件4"`, new: "form = \"附件4\"\ncopies = 3", at: "copies", want: "this is printed here"},
		{name: "form that concerns some", file: "materials.toml", old: `form = "附件4"`, new: "form = \"附件4\"\nconcerns = { zh = \"有的\", en = \"some\" }", at: "concerns", want: "this is printed here"},
		{name: "assumed without why", file: "materials.toml", after: `id = "bank-permit"`, old: `original = true`, new: "original = true\nassumed = true", at: "^[[materials]]", want: "because: is missing"},
		{name: "why without assumed", file: "materials.toml", after: `id = "ukey"`, old: "assumed = true\n", new: "", at: "[materials.because]", want: "assumed = true is missing"},
		{name: "because in Chinese only", file: "materials.toml", after: `id = "ukey"`, old: "en = \"Extending", new: "# \"", at: "^[materials.because]", want: "because.en: is missing"},
	}
}

func spoiltServices() []spoil {
	steps := `steps = ["role", "organisation", "materials", "card", "licence", "legal", "contact", "statement", "review"]`
	return []spoil{
		{name: "id twice", file: "services.toml", old: `id = "renew"`, new: `id = "open"`, want: `service "open", id: the same id`},
		{name: "letter of two", file: "services.toml", old: `letter = "A"`, new: `letter = "AB"`, want: "letter: one capital letter"},
		{name: "small letter", file: "services.toml", old: `letter = "A"`, new: `letter = "a"`, want: "letter: one capital letter"},
		{name: "no letter", file: "services.toml", old: `letter = "A"`, new: ``, at: "^[[services]]", want: "letter: one capital letter"},
		{name: "letter of urgent ones", file: "services.toml", after: `id = "enable"`, old: `letter = "C"`, new: `letter = "J"`, want: `J is the letter of "freeze", too`},
		{name: "title that is too long", file: "services.toml", old: `en = "New certificate"`, new: `en = "` + strings.Repeat("New ", 20) + `certificate"`, want: "title.en: has 91 characters; there is room for 60"},
		{name: "unknown step", file: "services.toml", old: `"materials", `, new: `"materails", `, want: `unknown step "materails" (did you mean "materials"?)`},
		{name: "no steps", file: "services.toml", old: steps, new: "steps = []", want: `step "role" is missing`, more: true},
		{name: "step that is needed", file: "services.toml", old: `"contact", `, new: "", want: `step "contact" is missing`},
		{name: "step twice", file: "services.toml", old: `"card", `, new: `"card", "card", `, want: `"card" stands twice`},
		{name: "review not last", file: "services.toml", old: `"statement", "review"]`, new: `"review", "statement"]`, want: `step "review" must be the last`},
		{name: "materials before the role", file: "services.toml", old: `"role", "organisation", "materials"`, new: `"organisation", "materials", "role"`, want: `step "materials" must come after "role"`},
		{name: "materials before the organisation", file: "services.toml", old: `"organisation", "materials"`, new: `"materials", "organisation"`, want: `step "materials" must come after "organisation"`},
		{name: "materials before the key", file: "services.toml", old: `"key", "materials"`, new: `"materials", "key"`, want: `step "materials" must come after "key"`},
		{name: "legal before the card", file: "services.toml", old: `"card", "licence", "legal"`, new: `"legal", "licence", "card"`, want: `step "legal" must come after "card"`},
		{name: "no risk text", file: "services.toml", old: "[services.risk]", new: "[services.because]", at: "[services.because]", want: ""},
		{name: "risk in Chinese only", file: "services.toml", after: "[services.risk]", old: "en =", new: "#", at: "^[services.risk]", want: "risk.en: is missing"},
		{name: "risk that nobody reads", file: "services.toml", old: `"risk", `, new: "", at: "[services.risk]", want: "nobody reads it"},
		{name: "urgent without risk", file: "services.toml", old: `letter = "A"`, new: "letter = \"K\"\nurgent = true", at: "steps", want: `step "risk" is missing`},
		{name: "key step without answers", file: "services.toml", old: `keys = ["lost", "broken"]`, new: "", at: "^[[services]]", want: "has no answers to offer", more: true},
		{name: "key step with no answers", file: "services.toml", old: `keys = ["lost", "broken"]`, new: "keys = []", want: "has no answers to offer", more: true},
		{name: "answers without key step", file: "services.toml", after: `id = "open"`, old: `clauses =`, new: "keys = [\"lost\"]\nclauses =", want: `the step "key" is missing`},
		{name: "unknown answer", file: "services.toml", old: `keys = ["lost", "broken"]`, new: `keys = ["lost", "broken", "stolen"]`, want: `unknown key "stolen"`},
		{name: "unknown field", file: "services.toml", old: `"seal-type", `, new: `"sealtype", `, want: `unknown field "sealtype" (did you mean "seal-type"?)`},
		{name: "field that is not optional", file: "services.toml", old: `"seal-type", `, new: `"mobile", `, want: `unknown field "mobile"`},
		{name: "clause 16", file: "services.toml", old: "clauses = [8, ", new: "clauses = [16, ", want: "the statement has no clause 16; it has 15"},
		{name: "clause 0", file: "services.toml", old: "clauses = [8, ", new: "clauses = [0, ", want: "no clause 0"},
		{name: "clause twice", file: "services.toml", old: "clauses = [8, ", new: "clauses = [9, ", want: "clause 9 stands twice"},
		{name: "unknown box", file: "services.toml", old: `form_box = "开通"`, new: `form_box = "开桶"`, want: `unknown box of 附件1 "开桶" (did you mean "开通"?)`},
		{name: "box of the other form", file: "services.toml", old: `power_box = "新办"`, new: `power_box = "开通"`, want: `unknown box of 附件3 "开通"`},
		{name: "box and words", file: "services.toml", old: `form_box = "开通"`, new: "form_box = \"开通\"\nform_words = \"新开\"", at: "form_words", want: "not both"},
		{name: "words for a box", file: "services.toml", old: `form_box = "开通"`, new: `form_words = "开通"`, want: `附件1 has a box "开通": tick it by form_box`},
		{name: "long words", file: "services.toml", old: `form_words = "解锁"`, new: `form_words = "我想请你们帮我把锁打开吧"`, want: "form_words: has 12 characters"},
		{name: "nothing on 附件1", file: "services.toml", old: `form_box = "开通"`, new: "", at: "^[[services]]", want: "附件1 would not say"},
		{name: "nothing on 附件3", file: "services.toml", old: `power_box = "新办"`, new: "", at: "^[[services]]", want: "附件3 would not say"},
		{name: "assumed without why", file: "services.toml", after: `id = "open"`, old: `letter = "A"`, new: "letter = \"A\"\nassumed = true", at: "^[[services]]", want: "because: is missing"},
	}
}

func spoiltNeeds() []spoil {
	return []spoil{
		{name: "unknown material", file: "services.toml", old: `"bank-permit"`, new: `"bank-pemrit"`, want: `service "open", materials[6].id: unknown material "bank-pemrit" (did you mean "bank-permit"?)`},
		{name: "material twice", file: "services.toml", old: `"bank-permit"`, new: `"safety-permit"`, want: `"safety-permit" stands twice`},
		{name: "material that was renamed", file: "materials.toml", old: `id = "loss-statement"`, new: `id = "lost-statement"`, other: other{"services.toml", `id = "reissue"`, `"loss-statement"`}, want: `unknown material "loss-statement" (did you mean "lost-statement"?)`},
		{name: "empty list of keys", file: "services.toml", old: `keys = ["broken"] }`, new: `keys = [] }`, want: "an empty list can never hold"},
		{name: "key that is not offered", file: "services.toml", old: `keys = ["broken"] }`, new: `keys = ["present"] }`, want: `can never hold: the service does not offer "present"`},
		{name: "key where nobody asks", file: "services.toml", after: `id = "renew"`, old: `{ id = "ukey", `, new: `{ id = "ukey", when = { keys = ["present"] }, `, want: "the service never asks about it"},
		{name: "role that the material excludes", file: "services.toml", old: `{ id = "agent-id" }`, new: `{ id = "agent-id", when = { roles = ["legal"] } }`, want: `can never hold: material "agent-id" is for [agent] only`},
		{name: "type that the material excludes", file: "services.toml", old: `{ id = "safety-permit" }`, new: `{ id = "safety-permit", when = { organisation_types = ["government", "trade-union"] } }`, want: `can never hold: material "safety-permit" is for`},
		{name: "material for keys that are not offered", file: "materials.toml", after: `id = "loss-statement"`, old: "[materials.because]", new: "[materials.when]\nkeys = [\"present\"]\n[materials.because]", other: other{"services.toml", `id = "reissue"`, `"loss-statement"`}, want: `can never hold: material "loss-statement" is for [present] only`},
		{name: "need assumed without why", file: "services.toml", old: `{ id = "agent-id" }`, new: `{ id = "agent-id", assumed = true }`, want: "because: is missing"},
		{name: "no form for some types", file: "services.toml", after: `id = "freeze"`, old: `{ id = "application-form" }`, new: `{ id = "application-form", when = { organisation_types = ["enterprise"] } }`, at: "^materials = [", want: "no form is printed, role legal, organisation type government"},
		{name: "no form at all", file: "services.toml", after: `id = "freeze"`, old: `{ id = "application-form" },`, new: ``, at: "^materials = [", want: "no form is printed, role legal, organisation type enterprise"},
		{name: "no materials", file: "services.toml", after: `id = "freeze"`, old: "materials = [\n", new: "materials = []\nclauses2 = [\n", want: "no form is printed", more: true},
		{name: "附件3 for the legal representative", file: "materials.toml", after: `id = "power-of-attorney"`, old: "[materials.when]\nroles = [\"agent\"]", new: "", other: other{"services.toml", `id = "open"`, `{ id = "power-of-attorney" }`}, want: "附件3 names an agent", more: true},
		{name: "附件2 without the step", file: "services.toml", old: `"contact", "statement", "review"`, new: `"contact", "review"`, want: `附件2 is printed, but the step "statement" is missing`},
		{name: "the step without 附件2", file: "services.toml", old: "  { id = \"statement\" }, ", new: "  ", at: "^steps = ", want: "the statement is accepted, but 附件2 is not printed"},
		{name: "附件2 for agents only", file: "services.toml", old: "{ id = \"statement\" }", new: "{ id = \"statement\", when = { roles = [\"agent\"] } }", at: "^steps = ", want: "附件2 is not printed, role legal"},
		{name: "a form twice", file: "materials.toml", old: `form = "附件4"`, new: `form = "附件2"`, other: other{"services.toml", `id = "open"`, `{ id = "approval-form" }`}, want: "附件2 would be printed twice, role agent", more: true},
	}
}

func spoiltRest() []spoil {
	return []spoil{
		{name: "statement without version", file: "statement.toml", old: `version = "`, new: `# "`, at: "^[statement]", want: "statement.version: a version is needed"},
		{name: "clause in Chinese only", file: "statement.toml", old: `en = "Where all or part`, new: `# "`, at: "^[statement.clauses.text]", want: "statement.clauses[4].text.en: is missing"},
		{name: "point in Chinese only", file: "statement.toml", old: `en = "untrue materials`, new: `# "`, at: "^[[statement.clauses.points]]", want: "statement.clauses[11].points[0].en: is missing"},
		{name: "clause that is too long", file: "statement.toml", after: "[statement.clauses.text]", old: `zh = "`, new: `zh = "` + strings.Repeat("长", 400), want: "there is room for 400"},
		{name: "statement that is too long", file: "statement.toml", new: strings.Repeat("[[statement.clauses]]\ntext = { zh = \""+strings.Repeat("长", 129)+"\", en = \"long\" }\n", 15), at: "", want: "附件2 has room for 50", other: other{"statement.toml", "", "[statement]"}},
		{name: "unknown shape", file: "drivers.toml", old: `shape = "swivel"`, new: `shape = "swivle"`, want: `driver "longmai", shape: unknown shape "swivle" (did you mean "swivel"?)`},
		{name: "driver's id twice", file: "drivers.toml", old: `id = "longmai"`, new: `id = "feitian"`, want: "the same id stands in line"},
		{name: "driver's look in Chinese only", file: "drivers.toml", after: "[drivers.look]", old: "en =", new: "#", at: "^[drivers.look]", want: "look.en: is missing"},
		{name: "USB ID", file: "drivers.toml", after: `id = "feitian"`, old: `"096E:0309"`, new: `"096E0309"`, want: "usb[0]: a vendor's and a product's number"},
		{name: "USB ID in small letters", file: "drivers.toml", after: `id = "feitian"`, old: `"096E:0309"`, new: `"096e:0309"`, want: "write the letters as capitals: 096E:0309"},
		{name: "USB ID of two models", file: "drivers.toml", old: `"055C:DB08"`, new: `"096E:0401"`, want: `096E:0401 stands for "feitian", too`},
		{name: "driver's URL", file: "drivers.toml", old: `shape = "cap"`, new: "shape = \"cap\"\nurl = \"ftp://www.hunca.com.cn/a.exe\"", at: "url", want: "url: an address is needed"},
		{name: "driver's checksum", file: "drivers.toml", old: `shape = "cap"`, new: "shape = \"cap\"\nsha256 = \"abc\"", at: "sha256", want: "64 hexadecimal digits"},
		{name: "driver's size", file: "drivers.toml", old: `shape = "cap"`, new: "shape = \"cap\"\nsize = -1", at: "size", want: "size: bytes"},
		{name: "driver's version", file: "drivers.toml", old: `shape = "cap"`, new: "shape = \"cap\"\nversion = \"1\\u0000\"", at: "version", want: "cannot be seen"},
		{name: "driver assumed without why", file: "drivers.toml", after: `id = "longmai"`, old: "[drivers.because]", new: "[drivers.look2]", want: "unknown key", more: true},
		{name: "download centre", file: "drivers.toml", old: `centre = "http://www.hunca.com.cn"`, new: `centre = "www.hunca.com.cn"`, want: "install.centre: an address is needed"},
		{name: "no antivirus note", file: "drivers.toml", old: "[install.antivirus]", new: "[install.virus]", want: "unknown key", more: true},
	}
}
