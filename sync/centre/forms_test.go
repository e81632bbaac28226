package centre_test

import (
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre"
	"hallkiosk/sync/centre/papers"
	"hallkiosk/sync/protocol"
)

// broken draws nothing once fails is set.
type broken struct {
	papers.Forms
	fails *bool
}

func (b broken) All(w io.Writer, a *visit.Application, t visit.Ticket, g *guide.Guide) error {
	if *b.fails {
		return io.ErrUnexpectedEOF
	}
	return b.Forms.All(w, a, t, g)
}

// formsHall is a hall whose centre draws forms, and the path of an agent's case there.
func formsHall(t *testing.T, forms centre.Forms) (h *hall, path string) {
	t.Helper()
	h = newHall(t, func(o *centre.Options) { o.Forms = forms })
	d := h.k1.deliver(func(d *protocol.Delivery) { d.Application.StatementVersion = h.guide.Statement.Version })
	return h, "/case/" + d.Application.ID
}

// pdfText is what stands on the pages of an answer.
func pdfText(t *testing.T, a answer) string {
	t.Helper()
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/pdf" {
		t.Fatalf("%d, %s", a.status, a.header.Get("Content-Type"))
	}
	cmd := exec.Command("pdftotext", "-raw", "-", "-")
	cmd.Stdin = strings.NewReader(a.body)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestForms(t *testing.T) {
	fails := false
	h, path := formsHall(t, broken{fails: &fails})
	p := h.signedIn("window7")
	p.get(path).must(t, 200, path+"/forms.pdf", path+"/forms/annex1-2.pdf")
	all := pdfText(t, p.get(path+"/forms.pdf"))
	for _, want := range []string{"A1001", "张三", "第1页/共6页", "第6页/共6页"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not on the forms", want)
		}
	}
	fails = true
	a := p.get(path + "/forms.pdf")
	a.must(t, http.StatusInternalServerError, "没有完成")
	a.mustNot(t, "unexpected EOF")
}

func TestOneCopy(t *testing.T) {
	h, path := formsHall(t, papers.Forms{})
	p := h.signedIn("approver1")
	text := pdfText(t, p.get(path+"/forms/annex1-2.pdf"))
	if !strings.Contains(text, "第2页/共6页") || strings.Contains(text, "第1页/") || strings.Contains(text, "补打") {
		t.Errorf("the second copy says\n%s", text)
	}
	for _, none := range []string{"/forms/annex9.pdf", "/forms/annex1-2", "/forms/ticket.pdf", "/forms/.pdf", "/reprints/1.pdf", "/reprints/0.pdf", "/reprints/x"} {
		p.get(path+none).must(t, http.StatusNotFound)
	}
}

func TestReprint(t *testing.T) {
	h, path := formsHall(t, papers.Forms{})
	window, approver := h.signedIn("window7"), h.signedIn("approver1")
	for _, form := range [][]string{{}, {"paper", "annex2"}, {"reason", "jam"}, {"paper", "annex2", "reason", "because"}} {
		window.post(path+"/reprint", form...).must(t, http.StatusUnprocessableEntity, "请选哪一张、为什么补打")
	}
	window.post(path+"/reprint", "paper", "annex9", "reason", "jam").must(t, http.StatusBadRequest)
	window.get(path).mustNot(t, "/reprints/")

	h.clock.pass(20 * time.Minute)
	window.post(path+"/reprint", "paper", "annex1-3", "reason", "jam").must(t, http.StatusSeeOther, path+"#forms")
	approver.post(path+"/reprint", "paper", "annex2", "reason", "lost").must(t, http.StatusSeeOther)
	approver.get(path).must(t, 200, path+"/reprints/1.pdf", path+"/reprints/2.pdf", "附件1 第三联", "卡纸，没有打全", "window7", "approver1")
	text := pdfText(t, approver.get(path+"/reprints/1.pdf"))
	if !strings.Contains(text, "补打：2026年11月22日 09:20") || !strings.Contains(text, "第3页/共6页") {
		t.Errorf("the reprint says\n%s", text)
	}
	h.clock.pass(20 * time.Minute) // opened later, it bears the time it was asked for
	if again := pdfText(t, window.get(path+"/reprints/1.pdf")); again != text {
		t.Errorf("later it says\n%s", again)
	}
	if !strings.Contains(h.log.String(), "form.reprinted") || strings.Contains(h.log.String(), "张三") {
		t.Errorf("the log says %s", h.log.String())
	}
	h.signedIn("admin1").post(path+"/reprint", "paper", "annex2", "reason", "jam").must(t, http.StatusForbidden)
}
