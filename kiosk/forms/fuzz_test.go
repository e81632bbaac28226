package forms_test

import (
	"bytes"
	"errors"
	"testing"
	"unicode"

	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/visit"
)

// FuzzRender puts any text into one field or, at 0, into all: the forms hold
// all of it or say that they cannot.
func FuzzRender(f *testing.F) {
	for i, text := range []string{"", "张三", "\x00\xff", "一\n二\u2028三", "\u202eabc", "a\u0301\u0301", "李　　　四  五", "\U0010ffff", "'f'f'f'f"} {
		f.Add(text, uint8(i))
	}
	f.Fuzz(func(t *testing.T, text string, field uint8) {
		c := sample(t, visit.RoleAgent)
		c.Application.Organisation.Type = visit.OtherType
		fields := fieldsOf(c.Application)
		for i, at := range fields {
			if n := int(field) % (len(fields) + 1); n == 0 || n == i+1 {
				*at = text
			}
		}
		var b bytes.Buffer
		err := forms.RenderCopy(&b, c, visit.PaperAnnex11)
		if errors.Is(err, forms.ErrOverflow) && b.Len() == 0 {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if !plain(text) {
			return // other scripts do not read back in the order in which they were written
		}
		if m := lacking(pagesOf(t, b.Bytes())[0], values(c)); m != nil {
			t.Errorf("values %v are missing", m)
		}
	})
}

// plain reports whether a text is of Han characters, letters, digits and blanks.
func plain(text string) bool {
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) && (r > '~' || r < ' ') {
			return false
		}
	}
	return true
}
