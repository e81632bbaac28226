package forms_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// boxesOf are what each shipped service ticks or writes, by hand from the
// notice: a box in brackets is none of the form's, so its words are written in.
var boxesOf = map[string]struct{ form, power string }{
	"open":     {"开通", "新办"},
	"renew":    {"延期", "延期"},
	"update":   {"更新", "更新"},
	"reissue":  {"重发", "补办"},
	"unlock":   {"[解锁]", "解锁"},
	"freeze":   {"冻结", "[冻结]"},
	"unfreeze": {"解冻", "[解冻]"},
	"revoke":   {"废除", "[废除]"},
	"enable":   {"[应用申请]", "应用申请"},
}

// TestBoxesOfServices: for each service and number of certificates the right
// box is ticked and no other, in each copy.
func TestBoxesOfServices(t *testing.T) {
	services := shippedGuide(t).Services
	if len(services) != len(boxesOf) {
		t.Errorf("%d services are shipped, %d are checked", len(services), len(boxesOf))
	}
	for _, s := range services {
		t.Run(s.ID, func(t *testing.T) {
			t.Parallel()
			want, ok := boxesOf[s.ID]
			if !ok {
				t.Fatal("no boxes to expect")
			}
			for _, certificates := range []int{1, 2, visit.MaxCertificates} {
				c := sampleOf(t, s.ID, visit.RoleAgent)
				c.Application.Certificates = certificates
				texts := pagesOf(t, render(t, c))
				for i, p := range papers(c) {
					switch p {
					case visit.PaperAnnex11, visit.PaperAnnex12, visit.PaperAnnex13:
						checkFormBoxes(t, texts[i], want.form)
					case visit.PaperAnnex3:
						checkPowerBoxes(t, texts[i], want.power, certificates)
					}
				}
			}
		})
	}
}

// checkFormBoxes reads the boxes of 申请业务类型 on a page of 附件1.
func checkFormBoxes(t *testing.T, text, want string) {
	t.Helper()
	for _, box := range guide.FormBoxes() {
		if n := strings.Count(text, tick(box == want)+box); n != 1 {
			t.Errorf("附件1: %s%s stands there %d times", tick(box == want), box, n)
		}
	}
	ticks := 2 // and the type of organisation
	if words, written := brackets(want); written {
		ticks = 1
		if n := strings.Count(text, words); n != 1 {
			t.Errorf("附件1: %s is written in %d times", words, n)
		}
	}
	if n := strings.Count(text, "☑"); n != ticks {
		t.Errorf("附件1: %d boxes are ticked, want %d", n, ticks)
	}
}

// checkPowerBoxes reads the list of 附件3.
func checkPowerBoxes(t *testing.T, text, want string, certificates int) {
	t.Helper()
	const business = "单位/个人CA数字证书及电子签章"
	ticks := 1
	for _, box := range guide.PowerBoxes() {
		line := tick(box == want) + business + box + "张"
		if box == want {
			line = fmt.Sprintf("☑%s%s%d张", business, box, certificates)
		}
		if !strings.Contains(text, line) {
			t.Errorf("附件3 lacks %s", line)
		}
	}
	if words, written := brackets(want); written {
		ticks = 0
		if line := fmt.Sprintf("单位CA数字证书及电子签章%s%d张注：", words, certificates); !strings.Contains(text, line) {
			t.Errorf("附件3 lacks %s", line)
		}
	}
	if n := strings.Count(text, "☑"); n != ticks {
		t.Errorf("附件3: %d boxes are ticked, want %d", n, ticks)
	}
}

func tick(on bool) string { return map[bool]string{true: "☑", false: "☐"}[on] }

// brackets takes words out of their brackets.
func brackets(s string) (words string, written bool) {
	words, written = strings.CutPrefix(s, "[")
	return strings.TrimSuffix(words, "]"), written
}

// TestNotAskedStaysEmpty: a service without statement and seal prints no word
// of either, and is not refused for it.
func TestNotAskedStaysEmpty(t *testing.T) {
	c := sampleOf(t, "freeze", visit.RoleAgent)
	if a := c.Application; a.StatementVersion != "" || a.SealType != "" {
		t.Fatal("the sample was asked for more than its service asks")
	}
	if slices.Contains(papers(c), visit.PaperAnnex2) {
		t.Error("附件2 is printed")
	}
	for i, text := range pagesOf(t, render(t, c))[:3] {
		if strings.Contains(text, "扫描章") || !strings.Contains(text, "印章类型") {
			t.Errorf("copy %d: a seal that nobody asked for", i+1)
		}
	}
}

// TestLongWords: words written in are shown whole, however long, next to the
// longest names, or refused.
func TestLongWords(t *testing.T) {
	for _, n := range []int{1, 7, 8, 9, 10, 60, 150} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			c := sampleOf(t, "freeze", visit.RoleAgent)
			a := c.Application
			a.Certificates = visit.MaxCertificates
			a.Organisation.Name = strings.Repeat("龘", visit.MaxUnit)
			a.Legal.Name, a.Agent.Name = strings.Repeat("龘", visit.MaxName), strings.Repeat("靐", visit.MaxName)
			a.Contact.Address = strings.Repeat("龘", visit.MaxAddress)
			words := strings.Repeat("暂", n-1) + "末"
			s, _ := c.Guide.Service("freeze")
			s.FormBox, s.FormWords, s.PowerWords = "", words, words
			texts := pagesOf(t, render(t, c))
			for _, text := range texts[:3] {
				if !strings.Contains(text, words) {
					t.Error("附件1 lacks the words")
				}
			}
			if !strings.Contains(texts[3], words+"99张") {
				t.Error("附件3 lacks the words")
			}
		})
	}
}

// TestCasesRefused: what would leave a form without a business, or give nobody
// power, is not printed.
func TestCasesRefused(t *testing.T) {
	service := func(c *forms.Case) *guide.Service { s, _ := c.Guide.Service(c.Application.Service); return s }
	for name, spoil := range map[string]func(*forms.Case){
		"neither box nor words, 附件1": func(c *forms.Case) { service(c).FormBox = "" },
		"neither box nor words, 附件3": func(c *forms.Case) { service(c).PowerWords = "" },
		"no certificate":             func(c *forms.Case) { c.Application.Certificates = 0 },
		"a hundred certificates":     func(c *forms.Case) { c.Application.Certificates = visit.MaxCertificates + 1 },
		"附件3 without agent":          func(c *forms.Case) { c.Application.Role = visit.RoleLegal },
		"a material of no guide":     func(c *forms.Case) { c.Application.Materials[0].Material = "elsewhere" },
	} {
		t.Run(name, func(t *testing.T) {
			c := sampleOf(t, "freeze", visit.RoleAgent)
			spoil(&c)
			for _, p := range papers(sampleOf(t, "freeze", visit.RoleAgent)) {
				var b bytes.Buffer
				if err := forms.RenderCopy(&b, c, p); err == nil || b.Len() > 0 || len(err.Error()) > 200 {
					t.Errorf("%s: got %v", p, err)
				}
			}
		})
	}
}
