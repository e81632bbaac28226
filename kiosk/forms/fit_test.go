package forms_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/visit"
)

// TestLongestValues fills every field with as much as the checks let pass.
func TestLongestValues(t *testing.T) {
	for name, char := range map[string]string{"wide": "龘", "rare": "𪚥", "narrow": "w", "words": "ab 好"} {
		t.Run(name, func(t *testing.T) {
			c := sample(t, visit.RoleAgent)
			a := c.Application
			long := func(n int) string { return string([]rune(strings.Repeat(char, n))[:n-1]) + "末" }
			a.Legal.Name, a.Agent.Name = long(visit.MaxName), long(visit.MaxName)
			a.Organisation.Name, a.Contact.Address = long(visit.MaxUnit), long(visit.MaxAddress)
			a.Organisation.Type, a.Organisation.OtherType = visit.OtherType, long(visit.MaxOther)
			a.SealType = long(visit.MaxOther)
			a.Contact.Email = strings.Repeat("w", 64) + "@" + strings.Repeat("w", 185) + ".com"
			a.Contact.Landline = "0736-71234567-123456"
			texts := pagesOf(t, render(t, c))
			for i := range 3 {
				if m := lacking(texts[i], values(c)); m != nil {
					t.Errorf("copy %d lacks values %v", i+1, m)
				}
			}
		})
	}
}

// fieldsOf returns every text that a person fills in.
func fieldsOf(a *visit.Application) []*string {
	return []*string{
		&a.Organisation.Name, &a.Organisation.USCC, &a.Organisation.Registration, &a.Organisation.OtherType,
		&a.Legal.Name, &a.Legal.IDNumber, &a.Agent.Name, &a.Agent.IDNumber,
		&a.Contact.Landline, &a.Contact.Mobile, &a.Contact.Address, &a.Contact.Email, &a.SealType,
	}
}

// TestFiveHundredCharacters: longer than any check lets pass, and still shown
// whole; only an ID number of that length has no line to stand on in 附件3.
func TestFiveHundredCharacters(t *testing.T) {
	for i := range fieldsOf(&visit.Application{}) {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			c := sample(t, visit.RoleAgent)
			c.Application.Organisation.Type = visit.OtherType
			*fieldsOf(c.Application)[i] = strings.Repeat("长", 499) + "末"
			var b bytes.Buffer
			err := forms.Render(&b, c)
			if *fieldsOf(c.Application)[i] == c.Application.Legal.IDNumber {
				if !errors.Is(err, forms.ErrOverflow) || b.Len() > 0 {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			texts := pagesOf(t, b.Bytes())
			for copy := range 3 {
				if m := lacking(texts[copy], values(c)); m != nil {
					t.Errorf("copy %d lacks values %v", copy+1, m)
				}
			}
		})
	}
}

// TestHostile: what the checks refuse upstream must not break the forms either.
func TestHostile(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "NUL": "a\x00b", "not UTF-8": "a\xff\xfe\xc0b", "controls": "\x01\x1b[31m\x7f\u0085",
		"surrogate": "\xed\xa0\x80", "right to left": "\u202e三张\u2066", "newlines": "一\n二\r三\u2028四\u2029五",
		"marks": "a" + strings.Repeat("\u0301", 200), "markup": "<b>&amp;</b>", "beyond": "\U0010ffff\U000f0000", "tab": "\t\t",
		"selectors": "葛\U000e0100", "hebrew": "שלום 123", "tibetan": "བཀྲ་ཤིས", "joiner": "ل\u200dا",
	} {
		t.Run(name, func(t *testing.T) {
			c := sample(t, visit.RoleAgent)
			for _, f := range fieldsOf(c.Application) {
				*f = text
			}
			var b bytes.Buffer
			err := forms.Render(&b, c)
			if err != nil && !errors.Is(err, forms.ErrOverflow) {
				t.Fatal(err)
			}
			if err == nil && !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) {
				t.Error("no PDF")
			}
		})
	}
}

// TestAnyText: whatever stands in the fields, the forms hold all of it or say
// that they cannot.
func TestAnyText(t *testing.T) {
	c := sample(t, visit.RoleAgent)
	rapid.Check(t, func(rt *rapid.T) {
		a := *c.Application
		a.Organisation.Type = visit.OtherType
		char := rapid.OneOf(
			rapid.RuneFrom([]rune("张李王龘䶮㛃𬭊𰻝𠮷𪚥·（）—")), rapid.RuneFrom([]rune("azAZ09@.-_'")), rapid.RuneFrom([]rune{'　', ' '}))
		for i, f := range fieldsOf(&a) {
			*f = rapid.StringOfN(char, 0, 120, -1).Draw(rt, fmt.Sprint(i))
		}
		drawn := forms.Case{Application: &a, Ticket: c.Ticket, Guide: c.Guide}
		var b bytes.Buffer
		switch err := forms.Render(&b, drawn); {
		case errors.Is(err, forms.ErrOverflow):
			return
		case err != nil:
			rt.Fatal(err)
		}
		for i, text := range pagesOf(t, b.Bytes())[:3] {
			if m := lacking(text, values(drawn)); m != nil {
				rt.Fatalf("copy %d lacks values %v", i+1, m)
			}
		}
	})
}
