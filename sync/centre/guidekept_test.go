package centre_test

import (
	"testing"
	"testing/fstest"

	"hallkiosk/sync/centre"
	"hallkiosk/sync/centre/papers"
	"hallkiosk/sync/protocol"
)

// TestCaseOutlivesItsProgram: a case that was submitted under the guide of the
// program before is still drawn by it, when the next program brings another
// statement.
func TestCaseOutlivesItsProgram(t *testing.T) {
	before := changedGuide(t, "before", `version = "2026-11-22.1"`, `version = "2019.1"`)
	var file string
	h := newHall(t, func(o *centre.Options) {
		file, o.Forms = o.File, papers.Forms{}
		o.Assets = fstest.MapFS{}
		for name, text := range before.Files {
			o.Assets.(fstest.MapFS)["guide/"+name] = &fstest.MapFile{Data: []byte(text)}
		}
	})
	d := h.k1.deliver(func(d *protocol.Delivery) {
		d.Application.GuideVersion, d.Application.StatementVersion = "before", "2019.1"
	})
	path := "/case/" + d.Application.ID
	h.signedIn("window7").get(path+"/forms.pdf").must(t, 200)
	later := newHall(t, func(o *centre.Options) { o.File, o.Forms = copyOf(t, file), papers.Forms{} })
	p := later.signedIn("window7")
	p.get(path).mustNot(t, "另一个版本")
	p.get(path+"/forms.pdf").must(t, 200)
}
