package screens

import (
	"unicode/utf8"

	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// longest is the most that any field takes in, far above every rule's limit: a
// long text is kept and answered with its rule's message, never cut.
const longest = 500

// entry is one line of a form.
type entry struct {
	field  visit.Field
	layout ui.Layout
	value  *string
	normal func(string) string
	// typed is called when a person has changed the value.
	typed func()
}

// form is a list of entries, of which one at a time may be edited. What is
// typed goes into the visit at once, so that nothing is lost on the way.
type form struct {
	entries  []entry
	editing  int // index + 1; 0: none
	keyboard *ui.Keyboard
	refused  bool // the last text was longer than any field takes
	// checked: the person has asked to go on, so that empty fields are told.
	checked bool
	touched map[visit.Field]bool
}

func fieldID(f visit.Field) string { return "field." + string(f) }

// update takes in touches and text; it reports whether it used the tap.
func (m *form) update(c *Context) bool {
	if m.editing == 0 {
		for i := range m.entries {
			if c.Tapped(fieldID(m.entries[i].field)) {
				m.edit(c, i)
				return true
			}
		}
		return false
	}
	e := &m.entries[m.editing-1]
	m.typeText(c)
	if c.Tapped("back") {
		m.close(c)
		return true
	}
	_, done := m.keyboard.Tap(c.Input.Tap)
	m.keep(e)
	if done {
		m.advance(c)
	}
	return c.Input.Tap != ""
}

func (m *form) typeText(c *Context) {
	if c.Input.Erase {
		m.keyboard.Tap("key.backspace")
		m.refused = false
	}
	if c.Input.Text == "" {
		return
	}
	n := utf8.RuneCountInString(m.keyboard.Text()) + utf8.RuneCountInString(c.Input.Text)
	m.refused = n > longest
	if !m.refused {
		// As it is, also with characters that the keys do not have: the check
		// says what is wrong with them.
		m.keyboard.SetText(m.keyboard.Text() + c.Input.Text)
	}
}

// keep stores what the keyboard holds.
func (m *form) keep(e *entry) {
	if text := m.keyboard.Text(); text != *e.value {
		*e.value = text
		m.refused = false
		if e.typed != nil {
			e.typed()
		}
	}
}

func (m *form) edit(c *Context, i int) {
	e := &m.entries[i]
	m.editing, m.refused = i+1, false
	m.keyboard = ui.NewKeyboard(e.layout, *e.value, c.Platform.Pinyin)
	m.keyboard.Max = longest
}

// close ends the editing of a field and brings its text into normal form.
func (m *form) close(c *Context) {
	e := &m.entries[m.editing-1]
	m.keep(e)
	*e.value = e.normal(*e.value)
	if m.touched == nil {
		m.touched = map[visit.Field]bool{}
	}
	m.touched[e.field] = true
	m.editing, m.keyboard, m.refused = 0, nil, false
	if c.Platform.Pinyin != nil {
		c.Platform.Pinyin.Reset()
	}
}

// advance closes the field and opens the next empty one after it, unless the
// field itself is still doubtful: then its message stays in sight.
func (m *form) advance(c *Context) {
	at := m.editing - 1
	m.close(c)
	if c.Visit.Check(m.entries[at].field, c.Now) != nil {
		return
	}
	for i := at + 1; i < len(m.entries); i++ {
		if *m.entries[i].value == "" && c.Visit.Check(m.entries[i].field, c.Now) != nil {
			m.edit(c, i)
			return
		}
	}
}

// good reports whether every entry passes its check. From then on empty fields
// are told too.
func (m *form) good(c *Context) bool {
	m.checked = true
	for _, e := range m.entries {
		*e.value = e.normal(*e.value)
		if c.Visit.Check(e.field, c.Now) != nil {
			return false
		}
	}
	return true
}

// page lays out the form's page: while a field is edited, the keyboard, whose
// own key ends the editing.
func (m *form) page(c *Context, f *ui.Frame, p ui.Page) *ui.Body {
	if m.editing == 0 {
		return c.page(f, p)
	}
	e := m.entries[m.editing-1]
	m.keyboard.Label = c.T("field." + string(e.field))
	m.keyboard.Hint = c.T("hint." + string(e.field))
	m.keyboard.Error = ""
	if d := c.Visit.Check(e.field, c.Now); m.refused {
		m.keyboard.Error = c.T("doubt.refused", "limit", longest)
	} else if d != nil && (d.Code == visit.CodeTooLong || d.Code == visit.CodeControl) {
		m.keyboard.Error = doubtText(c, d)
	}
	title := m.keyboard.Label
	if c.Look.LowReach {
		title = "" // it stands beside the text as well, and room is short
	}
	return c.page(f, ui.Page{
		Title: title, Back: c.back(), Tools: p.Tools, Pager: p.Pager, Keyboard: m.keyboard,
	})
}

// fields shows the form's lines.
func (m *form) fields(c *Context, b *ui.Body) {
	for _, e := range m.entries {
		line := ui.Field{
			ID: fieldID(e.field), Label: c.T("field." + string(e.field)),
			Value: *e.value, Hint: c.T("hint." + string(e.field)),
		}
		d := c.Visit.Check(e.field, c.Now)
		if d != nil && (m.checked || m.touched[e.field] || *e.value != "") && (m.checked || d.Code != visit.CodeMissing) {
			line.Error = doubtText(c, d)
		}
		b.Field(line)
	}
}

// doubtText says what is doubtful and how to put it right. A field may have
// words of its own for a code.
func doubtText(c *Context, d *visit.Doubt) string {
	key := "doubt." + string(d.Code)
	if own := key + "-" + string(d.Field); c.words.Has(own) {
		key = own
	}
	if d.Code == visit.CodeCheckCharacter && d.Want == "" {
		key = "doubt.character"
	}
	return c.T(key, "at", d.At, "want", d.Want, "limit", d.Limit)
}
