package forms_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/visit"
)

// papers are the papers of a case in printing order.
func papers(c forms.Case) (all []visit.Paper) {
	for _, copy := range forms.Copies(c) {
		all = append(all, copy.Paper)
	}
	return all
}

// renderCopy draws one copy and returns its pages' texts.
func renderCopy(t testing.TB, c forms.Case, p visit.Paper) []string {
	t.Helper()
	var b bytes.Buffer
	if err := forms.RenderCopy(&b, c, p); err != nil {
		t.Fatal(err)
	}
	return pagesOf(t, b.Bytes())
}

func TestCopies(t *testing.T) {
	annex1 := []visit.Paper{visit.PaperAnnex11, visit.PaperAnnex12, visit.PaperAnnex13}
	with := func(more ...visit.Paper) []visit.Paper { return append(slices.Clone(annex1), more...) }
	for _, tt := range []struct {
		service string
		role    visit.Role
		want    []visit.Paper
	}{
		{"open", visit.RoleAgent, with(visit.PaperAnnex2, visit.PaperAnnex3, visit.PaperAnnex4)},
		{"open", visit.RoleLegal, with(visit.PaperAnnex2, visit.PaperAnnex4)},
		{"unlock", visit.RoleAgent, with(visit.PaperAnnex3)},
		{"freeze", visit.RoleLegal, annex1},
		{"enable", visit.RoleAgent, with(visit.PaperAnnex3, visit.PaperAnnex4)},
	} {
		if got := papers(sampleOf(t, tt.service, tt.role)); !slices.Equal(got, tt.want) {
			t.Errorf("%s, %s: %v, want %v", tt.service, tt.role, got, tt.want)
		}
	}
}

// TestCopiesFollowTheMaterials: what is printed is what the application lists,
// in the order of the forms, and nothing that the person need not have.
func TestCopiesFollowTheMaterials(t *testing.T) {
	c := sample(t, visit.RoleAgent)
	slices.Reverse(c.Application.Materials)
	want := papers(sample(t, visit.RoleAgent))
	if got := papers(c); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for i := range c.Application.Materials {
		if m := &c.Application.Materials[i]; m.Material == "statement" {
			m.Exempt = true
		}
	}
	if got := papers(c); slices.Contains(got, visit.PaperAnnex2) || len(got) != len(want)-1 {
		t.Errorf("got %v", got)
	}
	c.Application.Materials = nil
	if got := papers(c); got != nil {
		t.Errorf("got %v without materials", got)
	}
	if got := forms.Copies(forms.Case{}); got != nil {
		t.Errorf("got %v without a case", got)
	}
}

// TestEachCopyIsItsPage: a copy printed alone is the whole document's page.
func TestEachCopyIsItsPage(t *testing.T) {
	c := sample(t, visit.RoleAgent)
	pages := pagesOf(t, render(t, c))
	for i, p := range papers(c) {
		texts := renderCopy(t, c, p)
		if len(texts) != 1 || texts[0] != pages[i] {
			t.Errorf("%s: %d pages; or another text than page %d of the whole", p, len(texts), i+1)
		}
	}
}

func TestNoSuchCopy(t *testing.T) {
	var b bytes.Buffer
	for _, p := range []visit.Paper{visit.PaperAnnex3, visit.PaperTicket, visit.PaperForms, "", "annex9"} {
		if err := forms.RenderCopy(&b, sample(t, visit.RoleLegal), p); !errors.Is(err, forms.ErrNoCopy) {
			t.Errorf("%q: got %v", p, err)
		}
	}
	c := sample(t, visit.RoleLegal)
	c.Application.Materials = nil
	if err := forms.Render(&b, c); !errors.Is(err, forms.ErrNoCopy) {
		t.Errorf("nothing to print: got %v", err)
	}
	if b.Len() > 0 {
		t.Error("something was written")
	}
}

func TestReprintIsMarked(t *testing.T) {
	c := sample(t, visit.RoleAgent)
	c.Application.Agent.PrivateUse = true
	if strings.Contains(strings.Join(pagesOf(t, render(t, c)), ""), "补打") {
		t.Error("a first print says that it is another")
	}
	c.Reprint = time.Date(2026, 11, 23, 17, 5, 0, 0, time.UTC)
	for i, text := range pagesOf(t, render(t, c)) {
		for _, want := range []string{"补打：2026年11月24日01:05", "姓名含证件专用字"} {
			if !strings.Contains(text, want) {
				t.Errorf("page %d lacks %q", i+1, want)
			}
		}
	}
}
