// Package checklist says in words what to bring, alike for the screen, the
// paper slip and the centre's pages.
package checklist

import (
	"strconv"
	"strings"

	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/guide"
)

// Detail says in which form a material is wanted, and what else to know of it:
// "原件；复印件（正反面）加盖公章，一式一份". language is "zh" or "en".
func Detail(words *i18n.Words, language string, m guide.Material) string {
	say := func(key string, values ...any) string { return words.Text(language, "checklist."+key, values...) }
	var parts []string
	if m.Original {
		parts = append(parts, say("original"))
	}
	if m.Copies > 0 {
		key := "copy"
		if m.BothSides {
			key += "-both"
		}
		if m.Sealed {
			key += "-sealed"
		}
		count := "checklist.count-" + strconv.Itoa(m.Copies)
		if !words.Has(count) {
			count = "checklist.count-n"
		}
		parts = append(parts, say(key, "count", words.Text(language, count, "count", m.Copies)))
	}
	form, note := strings.Join(parts, say("join")), m.Note.In(language)
	if form == "" || note == "" {
		return form + note
	}
	return form + say("join-note") + note
}
