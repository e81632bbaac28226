package forms_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/visit"
)

// rare are characters of names on ID cards that many fonts and PDF writers lose.
const rare = "䶮㛃𬭊𰻝𠮷𪚥"

// notice returns the texts of an annex as the notice has them, testdata being
// copied from it without the sample's values, blanks and boxes.
func notice(t *testing.T, annex string) []string {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("testdata/annex%s.txt", strings.TrimPrefix(annex, "附件")))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func TestEveryWordOfTheNotice(t *testing.T) {
	for _, role := range []visit.Role{visit.RoleAgent, visit.RoleLegal} {
		c := sample(t, role)
		texts := pagesOf(t, render(t, c))
		for i, page := range forms.Copies(c) {
			for _, want := range notice(t, page.Form) {
				if !strings.Contains(texts[i], want) {
					t.Errorf("%s, page %d: %q is missing", role, i+1, want)
				}
			}
		}
	}
}

func TestPages(t *testing.T) {
	for _, tt := range []struct {
		role visit.Role
		want []string
	}{
		{visit.RoleAgent, []string{"附件1", "附件1", "附件1", "附件2", "附件3", "附件4"}},
		{visit.RoleLegal, []string{"附件1", "附件1", "附件1", "附件2", "附件4"}},
	} {
		c := sample(t, tt.role)
		pages := forms.Copies(c)
		texts := pagesOf(t, render(t, c))
		info := run(t, "pdfinfo", save(t, render(t, c)))
		if !strings.Contains(squeeze(info), fmt.Sprintf("Pages:%d", len(tt.want))) || !strings.Contains(info, "A4") {
			t.Errorf("%s: %s", tt.role, info)
		}
		if len(pages) != len(tt.want) || len(texts) != len(tt.want) {
			t.Fatalf("%s: %d pages described, %d drawn, want %d", tt.role, len(pages), len(texts), len(tt.want))
		}
		for i, want := range tt.want {
			p := pages[i]
			if p.Form != want {
				t.Errorf("%s: page %d is %s, want %s", tt.role, i+1, p.Form, want)
			}
			version := c.Guide.Version
			if want == "附件2" {
				version = c.Guide.Statement.Version
			}
			foot := []string{want, p.Title, "A1001", "版本：" + version, fmt.Sprintf("第%d页/共%d页", i+1, len(tt.want))}
			if p.Copies > 1 {
				foot = append(foot, squeeze(p.Keeper), fmt.Sprintf("第%d联/共3联", p.Copy))
			}
			for _, w := range foot {
				if !strings.Contains(texts[i], w) {
					t.Errorf("%s: page %d lacks %q", tt.role, i+1, w)
				}
			}
		}
	}
}

// values are what the applicant gave, all of which 附件1 shows.
func values(c forms.Case) []string {
	a := c.Application
	h := a.Handling()
	return []string{
		a.Organisation.Name, a.Organisation.USCC, a.Organisation.Registration, a.Organisation.OtherType,
		a.Legal.Name, a.Legal.IDNumber, h.Name, h.IDNumber,
		a.Contact.Landline, a.Contact.Mobile, a.Contact.Address, a.Contact.Email, a.SealType,
	}
}

// lacking returns the indices of the values that a page's text does not hold.
func lacking(text string, values []string) (missing []int) {
	for i, v := range values {
		if !strings.Contains(text, squeeze(v)) {
			missing = append(missing, i)
		}
	}
	return missing
}

func TestValuesOnEveryCopy(t *testing.T) {
	c := sample(t, visit.RoleAgent)
	c.Application.Legal.Name = "张" + rare
	c.Application.Agent.Name = "阿卜杜拉·" + rare
	c.Application.Organisation.Name = rare + "开发有限公司"
	c.Application.Organisation.Type, c.Application.Organisation.OtherType = visit.OtherType, "合作社"+rare
	pdf := render(t, c)
	texts := pagesOf(t, pdf)
	for i := range 3 {
		if m := lacking(texts[i], values(c)); m != nil {
			t.Errorf("附件1, copy %d lacks values %v", i+1, m)
		}
		if !strings.Contains(texts[i], "2026年11月23日") {
			t.Errorf("附件1, copy %d: the hall's day is missing", i+1)
		}
	}
	a := c.Application
	power := []string{a.Organisation.Name, a.Agent.Name, a.Agent.IDNumber, a.Legal.IDNumber, "☑单位/个人CA数字证书及电子签章新办1张", "☐单位/个人CA数字证书及电子签章更新张"}
	if m := lacking(texts[4], power); m != nil {
		t.Errorf("附件3 lacks %v", m)
	}
	approval := []string{a.Organisation.Name, a.Organisation.USCC, a.Organisation.OtherType, a.Legal.Name, a.Legal.IDNumber,
		a.Agent.Name, a.Agent.IDNumber, a.Contact.Landline, a.Contact.Mobile, a.Contact.Address, "申请日期：2026年11月23日", "审批日期：年月日"}
	if m := lacking(texts[5], approval); m != nil {
		t.Errorf("附件4 lacks %v", m)
	}
	for _, line := range strings.Split(strings.TrimSpace(run(t, "pdffonts", save(t, pdf))), "\n")[2:] {
		// name type encoding emb sub uni object
		f := strings.Fields(line)
		if n := len(f); n < 6 || f[n-5] != "yes" || f[n-3] != "yes" {
			t.Errorf("a font is not embedded or has no Unicode: %s", line)
		}
	}
}

func TestBoxes(t *testing.T) {
	names := []string{"企业", "机关", "事业单位法人", "民间组织", "工会", "其他："}
	for i, kind := range visit.OrganisationTypes() {
		c := sample(t, visit.RoleLegal)
		c.Application.Organisation.Type = kind
		texts := pagesOf(t, render(t, c))
		for _, page := range []int{0, 1, 2, 4} {
			for j, name := range names {
				box := map[bool]string{true: "☑", false: "☐"}[i == j]
				if !strings.Contains(texts[page], box+name) {
					t.Errorf("%s, page %d: want %s%s", kind, page+1, box, name)
				}
			}
		}
		for _, want := range []string{"☑开通", "☐冻结", "☐解冻", "☐废除", "☐重发", "☐更新", "☐延期"} {
			if !strings.Contains(texts[0], want) {
				t.Errorf("附件1: want %s", want)
			}
		}
	}
}

func TestNothingElse(t *testing.T) {
	c := sample(t, visit.RoleAgent)
	pdf := render(t, c)
	for range 2 {
		if !bytes.Equal(pdf, render(t, c)) {
			t.Fatal("the same case gave other bytes")
		}
	}
	info := run(t, "pdfinfo", "-isodates", save(t, pdf))
	if !strings.Contains(info, "2026-11-22T17:30") && !strings.Contains(info, "2026-11-23T01:30") {
		t.Errorf("created: %s", info)
	}
	for _, v := range values(c) {
		if v != "" && strings.Contains(info, v) {
			t.Error("the file's information holds something personal")
		}
	}
}

func TestPrivateUseIsPointedOut(t *testing.T) {
	c := sample(t, visit.RoleAgent)
	const remark = "姓名含证件专用字，以证件原件为准。"
	if strings.Contains(pagesOf(t, render(t, c))[0], remark) {
		t.Error("remark without reason")
	}
	c.Application.Agent.Name, c.Application.Agent.PrivateUse = "李\ue863", true
	for i, text := range pagesOf(t, render(t, c)) {
		if !strings.Contains(text, remark) {
			t.Errorf("page %d: no remark", i+1)
		}
	}
}

func TestRefuses(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*forms.Case)
		is    error
	}{
		{"no application", func(c *forms.Case) { c.Application = nil }, nil},
		{"no guide", func(c *forms.Case) { c.Guide = nil }, nil},
		{"another case's ticket", func(c *forms.Case) { c.Ticket.Case = "019ab3c4-0000-7000-8000-000000000000" }, nil},
		{"unknown service", func(c *forms.Case) { c.Application.Service = "dance" }, nil},
		{"box that 附件1 has not", func(c *forms.Case) { c.Guide.Services[0].FormBox = "跳舞" }, nil},
		{"box that 附件3 has not", func(c *forms.Case) { c.Guide.Services[0].PowerBox = "跳舞" }, nil},
		{"statement of another version", func(c *forms.Case) { c.Application.StatementVersion = "1" }, forms.ErrStatementVersion},
		{"statement of a book", func(c *forms.Case) {
			c.Guide.Statement.Clauses[0].Text.Zh = strings.Repeat("责任", 5000)
		}, forms.ErrOverflow},
		{"address of a book", func(c *forms.Case) { c.Application.Contact.Address = strings.Repeat("路", 20000) }, forms.ErrOverflow},
		{"project of a book", func(c *forms.Case) { c.Guide.Project = strings.Repeat("项目", 5000) }, forms.ErrOverflow},
		{"hotline of a book", func(c *forms.Case) { c.Guide.Support.Hotline = strings.Repeat("4", 500) }, forms.ErrOverflow},
		{"ticket of a book", func(c *forms.Case) { c.Ticket.Number = strings.Repeat("A", 500) }, forms.ErrOverflow},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := sample(t, visit.RoleAgent)
			tt.spoil(&c)
			var b bytes.Buffer
			err := forms.Render(&b, c)
			if err == nil || tt.is != nil && !errors.Is(err, tt.is) {
				t.Fatalf("got %v, want %v", err, tt.is)
			}
			if b.Len() > 0 {
				t.Error("half a document was written")
			}
			if len(err.Error()) > 200 || strings.Contains(err.Error(), "张三") {
				t.Error("the error says too much")
			}
		})
	}
}

type brokenWriter struct{}

var errBroken = errors.New("broken")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestWriterFails(t *testing.T) {
	if err := forms.Render(brokenWriter{}, sample(t, visit.RoleLegal)); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

func TestManyAtOnce(t *testing.T) {
	c := sample(t, visit.RoleAgent)
	want := render(t, c)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			var b bytes.Buffer
			if err := forms.Render(&b, c); err != nil || !bytes.Equal(b.Bytes(), want) {
				t.Errorf("another document beside others: %v", err)
			}
		})
	}
	wait.Wait()
}

func TestAnotherService(t *testing.T) {
	c := sampleOf(t, "renew", visit.RoleAgent)
	texts := pagesOf(t, render(t, c))
	if !strings.Contains(texts[0], "☑延期") || !strings.Contains(texts[0], "☐开通") || !strings.Contains(texts[4], "☑单位/个人CA数字证书及电子签章延期1张") {
		t.Error("another service's boxes")
	}
}
