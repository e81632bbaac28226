package slip_test

import (
	"strings"
	"testing"
	"time"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/checklist"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/slip"
	"hallkiosk/kiosk/visit"
)

func compose(t *testing.T, ahead int) (ticketprinter.Slip, string) {
	t.Helper()
	g, err := guide.Load(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	v := visit.New("", time.Time{})
	v.Service, v.Role = "open", visit.RoleAgent
	issued := time.Date(2026, 11, 22, 1, 5, 0, 0, time.UTC)
	s := slip.Layout{Guide: g, Words: words}.Compose(visit.Ticket{
		Service: "open", Number: "A1001", Day: "2026-11-22", Issued: issued, Handle: "HTTPS://CENTRE.EXAMPLE/T/ABC", Ahead: ahead,
	}, g.Needed(v))
	var text strings.Builder
	for _, item := range s {
		if l, ok := item.(ticketprinter.Line); ok {
			text.WriteString(l.Text + "\n")
		}
	}
	return s, text.String()
}

func TestTicketSaysWhatApersonNeeds(t *testing.T) {
	s, text := compose(t, 3)
	for _, want := range []string{"A1001", "前面还有 3 人", "7、8号窗口", "营业执照", "授权委托书", "表格请盖公章、签名", "2026-11-22 09:05"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	var code string
	for _, item := range s {
		if qr, ok := item.(ticketprinter.QR); ok {
			code = qr.Data
		}
	}
	if code != "HTTPS://CENTRE.EXAMPLE/T/ABC" {
		t.Errorf("QR code holds %q", code)
	}
	if _, ok := s[len(s)-1].(ticketprinter.Cut); !ok {
		t.Error("the ticket is not cut")
	}
	if strings.Contains(text, "⟦") || strings.Contains(text, "{") {
		t.Errorf("a word is missing in\n%s", text)
	}
}

func TestNobodyAheadIsSaidInWords(t *testing.T) {
	if _, text := compose(t, 0); !strings.Contains(text, "前面没有人") || strings.Contains(text, "0 人") {
		t.Errorf("got\n%s", text)
	}
}

func TestUnknownQueueIsNotShown(t *testing.T) {
	if _, text := compose(t, -1); strings.Contains(text, "前面") || strings.Contains(text, "before you") {
		t.Errorf("the ticket speaks of a queue that nobody knows:\n%s", text)
	}
}

// list lays out the list of somebody who brought some materials.
func list(t *testing.T, change func(*visit.Visit)) (ticketprinter.Slip, string) {
	t.Helper()
	g, err := guide.Load(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	v := visit.New("", time.Time{})
	v.Service, v.Role, v.Organisation.Type = "open", visit.RoleAgent, visit.Enterprise
	v.Legal = visit.Person{Name: "张三", IDNumber: "id-of-legal"}
	v.Organisation.Name = "XX开发有限公司"
	change(v)
	s := slip.Layout{Guide: g, Words: words}.List(v, checklist.URL("centre.example:8443", v, g.Missing(v), "zh"))
	var text strings.Builder
	for _, item := range s {
		switch i := item.(type) {
		case ticketprinter.Line:
			text.WriteString(i.Text + "\n")
		case ticketprinter.QR:
			text.WriteString("QR " + i.Data + "\n")
		}
	}
	return s, text.String()
}

func TestListToTakeAlong(t *testing.T) {
	s, text := list(t, func(v *visit.Visit) {
		v.Brought["business-licence"], v.Brought["legal-id"] = true, true
		v.Exempt["safety-permit"] = true
	})
	missing, rest, ok := strings.Cut(text, "其他要带的")
	if !ok {
		t.Fatalf("nothing else to bring in\n%s", text)
	}
	for _, want := range []string{"所需资料清单", "新办证书（开通）", "还缺这些", "经办人身份证", "原件；复印件（正反面）加盖公章，一式一份", "哪里有", "银行开户许可证"} {
		if !strings.Contains(missing, want) {
			t.Errorf("%q is not among what is missing in\n%s", want, text)
		}
	}
	for _, want := range []string{"营业执照", "原件；复印件加盖公章，一式一份", "授权委托书", "7、8号窗口", "王俊轩", "400-6682666", "QR https://centre.example:8443/list?s=open&r=agent&t=enterprise&m=agent-id,"} {
		if !strings.Contains(rest, want) {
			t.Errorf("%q is missing in\n%s", want, rest)
		}
	}
	for _, wrong := range []string{"安全生产许可证", "张三", "id-of", "XX开发", "⟦", "{"} {
		if strings.Contains(text, wrong) {
			t.Errorf("%q stands in\n%s", wrong, text)
		}
	}
	if _, ok := s[len(s)-1].(ticketprinter.Cut); !ok {
		t.Error("the list is not cut")
	}
}

func TestListOfEveryService(t *testing.T) {
	for _, id := range []string{"open", "renew", "update", "reissue", "unlock", "freeze", "unfreeze", "revoke", "enable"} {
		_, text := list(t, func(v *visit.Visit) { v.Service = id })
		if !strings.Contains(text, "还缺这些") || strings.Contains(text, "其他要带的") || strings.ContainsAny(text, "⟦{") {
			t.Errorf("%s:\n%s", id, text)
		}
		_, text = list(t, func(v *visit.Visit) {
			v.Service = id
			for _, m := range []string{"business-licence", "legal-id", "agent-id", "qualification", "safety-permit", "bank-permit", "ukey", "loss-statement", "change-proof", "dissolution-proof"} {
				v.Brought[m] = true
			}
		})
		if strings.Contains(text, "还缺这些") || !strings.Contains(text, "营业执照") {
			t.Errorf("%s with everything:\n%s", id, text)
		}
	}
}
