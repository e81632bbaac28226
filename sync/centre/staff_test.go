package centre_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
)

func TestSignIn(t *testing.T) {
	h := newHall(t)
	for name, pairs := range map[string][]string{
		"wrong password":  {"username", "window7", "password", "wrong-password"},
		"unknown account": {"username", "nobody", "password", secret},
		"nothing":         {},
		"huge":            {"username", strings.Repeat("x", 40_000), "password", secret},
		"not UTF-8":       {"username", "\xff\xfe", "password", "\xff"},
		"SQL":             {"username", "' OR 1=1 --", "password", "' OR 1=1 --"},
	} {
		t.Run(name, func(t *testing.T) {
			p := h.person()
			p.post("/sign-in", pairs...).must(t, 401, "用户名或密码不对")
			p.get("/").must(t, 303, "/sign-in")
		})
	}
	t.Run("a body too large", func(t *testing.T) {
		h.person().post("/sign-in", "username", strings.Repeat("x", 100_000)).must(t, 413)
	})
	t.Run("disabled", func(t *testing.T) {
		p := h.signedIn("window8")
		if err := h.centre.SetDisabled(t.Context(), "window8", true); err != nil {
			t.Fatal(err)
		}
		p.get("/").must(t, 303, "/sign-in")
		h.person().post("/sign-in", "username", "window8", "password", secret).must(t, 401)
	})
	t.Run("another password ends the session", func(t *testing.T) {
		p := h.signedIn("approver1")
		if err := h.centre.SetPassword(t.Context(), "approver1", "another-password"); err != nil {
			t.Fatal(err)
		}
		p.get("/").must(t, 303, "/sign-in")
	})
}

func TestSessionCookie(t *testing.T) {
	h := newHall(t)
	for scheme, at := range map[string]string{"https": h.staff, "http": h.plain} {
		p := h.person()
		p.at = at
		a := p.post("/sign-in", "username", "window7", "password", secret)
		a.must(t, 303)
		cookie := a.header.Get("Set-Cookie")
		for _, part := range []string{"HttpOnly", "SameSite=Strict", "Path=/"} {
			if !strings.Contains(cookie, part) {
				t.Errorf("%s: the cookie lacks %s", scheme, part)
			}
		}
		if strings.Contains(cookie, "Secure") != (scheme == "https") || strings.HasPrefix(cookie, "__Host-") != (scheme == "https") {
			t.Errorf("%s: cookie with %q", scheme, cookie[strings.Index(cookie, ";"):])
		}
		p.get("/").must(t, 200)
		p.post("/sign-out").must(t, 303)
		// The cookie of a session that ended is worth nothing.
		r := request(t, "GET", at+"/", nil)
		r.Header.Set("Cookie", strings.SplitN(cookie, ";", 2)[0])
		do(t, p.client, r).must(t, 303, "/sign-in")
	}
}

func TestSessionsEnd(t *testing.T) {
	h := newHall(t)
	p := h.signedIn("window7")
	h.clock.pass(29 * time.Minute)
	p.get("/").must(t, 200)
	h.clock.pass(29 * time.Minute)
	p.get("/today").must(t, 200) // asked by the page itself: no use
	h.clock.pass(2 * time.Minute)
	p.get("/today").must(t, 401)
	p.get("/").must(t, 303, "/sign-in")
	p = h.signedIn("window7")
	for range 12 * 3 {
		h.clock.pass(20 * time.Minute)
		p.get("/")
	}
	h.clock.pass(time.Second)
	p.get("/").must(t, 303, "/sign-in")
}

func TestGuessingIsSlowedDown(t *testing.T) {
	h := newHall(t)
	p := h.person()
	for range 5 {
		p.post("/sign-in", "username", "window7", "password", "wrong-password").must(t, 401)
	}
	// Not even the right password, in any spelling of the name; an unknown account the same.
	p.post("/sign-in", "username", "window7", "password", secret).must(t, 429, "秒后再试")
	p.post("/sign-in", "username", " WINDOW7 ", "password", secret).must(t, 429)
	for i := range 6 {
		a := p.post("/sign-in", "username", "nobody", "password", secret)
		if want := map[bool]int{true: 401, false: 429}[i < 5]; a.status != want {
			t.Errorf("try %d of an unknown account: %d", i, a.status)
		}
	}
	// Others at the same address still get in.
	h.signedIn("window8")
	h.clock.pass(31 * time.Second)
	h.signedIn("window7")
	// From one address, over many accounts.
	blocked := 0
	for i := range 40 {
		if p.post("/sign-in", "username", fmt.Sprintf("guess%d", i), "password", secret).status == 429 {
			blocked++
		}
	}
	if blocked < 10 {
		t.Errorf("40 accounts tried from one address, %d refused", blocked)
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	h := newHall(t)
	d := h.k1.deliver()
	p := h.signedIn("window7")
	for name, headers := range map[string]map[string]string{
		"cross-site":   {"Sec-Fetch-Site": "cross-site"},
		"same-site":    {"Sec-Fetch-Site": "same-site"},
		"other origin": {"Origin": "https://evil.example"},
		"null origin":  {"Origin": "null"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"/scan", "/sign-in", "/sign-out", "/language", "/case/" + d.Application.ID + "/open"} {
				r := p.postRequest(path, "ticket", "A1001", "to", "en")
				r.Header.Del("Sec-Fetch-Site")
				for k, v := range headers {
					r.Header.Set(k, v)
				}
				do(t, p.client, r).must(t, 403, "来自别的网站")
			}
		})
	}
	p.get("/today").must(t, 200, `state waiting`)
}

func TestRoles(t *testing.T) {
	h := newHall(t)
	d := h.k1.deliver()
	one := "/case/" + d.Application.ID
	type call struct{ method, path string }
	want := map[call][4]int{ // nobody, window, approver, admin
		{"GET", "/"}:                       {303, 200, 200, 303},
		{"GET", "/kiosks"}:                 {303, 200, 200, 200},
		{"GET", "/today"}:                  {401, 200, 200, 403},
		{"GET", one}:                       {303, 200, 200, 403},
		{"GET", one + "/forms.pdf"}:        {303, 404, 404, 403},
		{"GET", one + "/forms/annex2.pdf"}: {303, 404, 404, 403},
		{"GET", one + "/reprints/1.pdf"}:   {303, 404, 404, 403},
		{"POST", one + "/reprint"}:         {303, 422, 422, 403},
		{"POST", "/scan"}:                  {303, 303, 303, 403},
		{"POST", one + "/tick"}:            {303, 400, 403, 403},
		{"POST", one + "/finish"}:          {303, 422, 403, 403},
		{"POST", one + "/send-back"}:       {303, 422, 403, 403},
		{"POST", one + "/resume"}:          {303, 409, 403, 403},
		{"POST", one + "/approve"}:         {303, 403, 303, 403},
		{"POST", "/case/x/approve"}:        {303, 403, 404, 403},
		{"POST", one + "/open"}:            {303, 409, 403, 403},
		{"GET", "/case/nonsense"}:          {303, 404, 404, 403},
		{"GET", "/nothing"}:                {404, 404, 404, 404},
		{"DELETE", one}:                    {404, 404, 404, 404},
		{"GET", "/static/"}:                {404, 404, 404, 404},
		{"GET", "/static/../pages"}:        {404, 404, 404, 404},
		{"GET", "/pages/layout.html"}:      {404, 404, 404, 404},
		{"GET", "/static/centre.css"}:      {200, 200, 200, 200},
		{"GET", "/T/NONSENSE"}:             {404, 404, 404, 404},
		{"GET", "/case/" + one + "/.."}:    {404, 404, 404, 404},
	}
	h.signedIn("window7").post("/scan", "ticket", "A1001").must(t, 303) // opened: "open" is no longer possible
	people := [4]*person{h.person(), h.signedIn("window7"), h.signedIn("approver1"), h.signedIn("admin1")}
	for c, statuses := range want {
		for i, status := range statuses {
			var a answer
			if c.method == "POST" {
				a = people[i].post(c.path)
			} else {
				a = do(t, people[i].client, request(t, c.method, people[i].at+c.path, nil))
			}
			if a.status != status && !(status == 404 && (a.status == 307 || a.status == 301)) {
				t.Errorf("%s %s by person %d: %d, want %d", c.method, c.path, i, a.status, status)
			}
		}
	}
	people[1].get("/today").must(t, 200, "state open")
}

func TestScan(t *testing.T) {
	h := newHall(t)
	p := h.signedIn("window7")
	d := h.k1.deliver()
	handle := d.Ticket.Handle
	other := newHall(t)
	for name, c := range map[string]struct {
		text string
		code string
	}{
		"a payment code":   {"wxp://f2f0example", "not-a-handle"},
		"a licence":        {"https://example.com/licence?id=1", "not-a-handle"},
		"script":           {"<script>alert(1)</script>", "not-a-handle"},
		"7 KB":             {strings.Repeat("长", 2400), "length"},
		"cut":              {handle[:len(handle)-1], "length"},
		"longer":           {handle + "A", "length"},
		"another hall's":   {other.k1.delivery().Ticket.Handle, "signature"},
		"no kiosk of ours": {h.stranger("K9", 9).delivery().Ticket.Handle, "no-such-kiosk"},
		"not base32":       {handle[:len(handle)-1] + "1", "character"},
	} {
		t.Run(name, func(t *testing.T) {
			a := p.post("/scan", "ticket", c.text)
			a.must(t, 422, "不是本大厅的号票", "<code>"+c.code+"</code>")
			a.mustNot(t, "<script>alert")
		})
	}
	t.Run("one character changed", func(t *testing.T) {
		for i := range handle {
			changed := []byte(handle)
			if changed[i]++; changed[i] > 'Z' || changed[i] == '8' {
				changed[i] = 'A'
			}
			p.post("/scan", "ticket", string(changed)).must(t, 422, "不是本大厅的号票")
		}
	})
	t.Run("nothing", func(t *testing.T) { p.post("/scan", "ticket", " ").must(t, 303, "/") })
	t.Run("a number that is not there", func(t *testing.T) {
		p.post("/scan", "ticket", "a1999").must(t, 404, "今天没有收到号码 A1999")
	})
	p.get("/today").must(t, 200, "state waiting") // nothing of that opened the case
	for name, text := range map[string]string{
		"as printed": handle, "lower case": strings.ToLower(handle), "with blanks": " " + handle + "\r\n", "number": "A1001", "small number": "a1001",
		"through an input method": strings.NewReplacer(":", "：", "/", "、").Replace(handle),
	} {
		t.Run(name, func(t *testing.T) {
			p.post("/scan", "ticket", text).must(t, 303, "/case/"+d.Application.ID)
		})
	}
}

func TestTicketWhoseCaseHasNotArrived(t *testing.T) {
	h := newHall(t)
	h.k1.beat(h.k1.heartbeat()).must(t, 200)
	h.clock.pass(2 * time.Minute)
	p := h.signedIn("window7")
	d := h.k1.delivery()
	p.post("/scan", "ticket", d.Ticket.Handle).must(t, 200, "号票是真的", "A1001", "K1", "2026-11-22 09:00", "正在发送")
	h.person().get("/T/"+code(d)).must(t, 200, "A1001", "已取号")
	h.clock.pass(time.Hour)
	p = h.signedIn("window7")
	p.post("/scan", "ticket", d.Ticket.Handle).must(t, 200, "联系不上", "2026-11-22 09:00")
	p.get("/").must(t, 200, "没有联系")
	h.k1.put(d).must(t, 201)
	p.post("/scan", "ticket", d.Ticket.Handle).must(t, 303, "/case/"+d.Application.ID)
}

// code is what stands in the address of a ticket's page.
func code(d *protocol.Delivery) string {
	return d.Ticket.Handle[strings.Index(d.Ticket.Handle, "/T/")+3:]
}

func TestSameTicketTwice(t *testing.T) {
	h := newHall(t)
	d := h.k1.deliver()
	one, two := h.signedIn("window7"), h.signedIn("window8")
	page := "/case/" + d.Application.ID
	first := one.post("/scan", "ticket", d.Ticket.Handle)
	if first.header.Get("Location") != page {
		t.Errorf("first scan leads to %q", first.header.Get("Location"))
	}
	h.clock.pass(3 * time.Minute)
	two.post("/scan", "ticket", d.Ticket.Handle).must(t, 303, page+"?again=1")
	two.get(page+"?again=1").must(t, 200, "已经扫过", "window7", "2026-11-22 09:00")
	one.post(page+"/finish", "incomplete", "yes").must(t, 303, page)
	two.post("/scan", "ticket", d.Ticket.Handle).must(t, 303, page+"?again=1")
	a := two.get(page + "?again=1")
	a.must(t, 200, "已办结", "申请已办结", "资料未全部核对")
	a.mustNot(t, "/send-back", "/tick")
	// Whatever a page that was left open still sends.
	two.post(page+"/finish", "incomplete", "yes").must(t, 409, "已经变了")
	two.post(page+"/send-back", "reason", "seal").must(t, 409)
	two.post(page+"/tick", "material", d.Application.Materials[0].Material, "seen", "yes").must(t, 409)
	two.post(page+"/resume").must(t, 409)
}

func TestCaseAtTheWindow(t *testing.T) {
	h := newHall(t)
	d := h.k1.deliver(func(d *protocol.Delivery) {
		d.Application.Organisation.USCC = uscc(false)
		d.Application.Legal.Name = "张\ue123"
	})
	p := h.signedIn("window7")
	page := "/case/" + d.Application.ID
	p.get(page).must(t, 200, "XX开发有限公司", d.Application.Organisation.USCC, "第 9–17 位", "含有电脑里没有的字", "李四",
		d.Application.Agent.IDNumber, "读身份证", "扫营业执照", "0736-7221234", "13800000000", "朗州路", "扫描章", "申请人说没带", "开始办理")
	p.post(page+"/tick", "material", d.Application.Materials[0].Material, "seen", "yes").must(t, 409)
	p.post(page+"/open").must(t, 303, page)
	p.post(page+"/tick", "material", "no-such-material", "seen", "yes").must(t, 400)
	p.post(page+"/tick", "material", d.Application.Materials[0].Material, "seen", "perhaps").must(t, 400)
	for _, m := range d.Application.Materials {
		p.post(page+"/tick", "material", m.Material, "seen", "yes").must(t, 303, page+"#material-")
	}
	last := d.Application.Materials[0].Material
	p.post(page+"/tick", "material", last, "seen", "no").must(t, 303)
	p.post(page+"/finish").must(t, 422, "还有 1 项资料没有核对")
	p.post(page+"/send-back").must(t, 422, "请选择退回原因")
	p.post(page+"/send-back", "reason", "other", "note", " ").must(t, 422, "请写明退回原因")
	p.post(page+"/send-back", "reason", "other", "note", strings.Repeat("长", 201)).must(t, 422, "最多 200 个字")
	p.post(page+"/send-back", "reason", "other", "note", "a\x07b").must(t, 422)
	p.post(page+"/send-back", "reason", "copy", "note", "请补<b>执照</b>复印件").must(t, 303, page)
	p.get(page).must(t, 200, "已退回", "缺复印件", "请补&lt;b&gt;执照&lt;/b&gt;复印件", "继续办理")
	p.post(page+"/resume").must(t, 303, page)
	p.post(page+"/tick", "material", last, "seen", "yes").must(t, 303)
	p.get(page).must(t, 200, "全部核对完", "window7")
	p.post(page+"/finish").must(t, 303, page)
	p.get(page).must(t, 200, "已办结")
	// The rest of the list stays, and says so.
	p.get("/").must(t, 200, "今日已结", "A1001")
	h.clock.pass(24 * time.Hour)
	p = h.signedIn("window7")
	p.get(page).must(t, 200, "这是 2026-11-22 的号票")
	p.post("/scan", "ticket", "A1001").must(t, 404)
	p.post("/scan", "ticket", d.Ticket.Handle).must(t, 303, page)
}

// TestSamePersonTwice: two kiosks know nothing of each other; the window sees
// that somebody took a number at both.
func TestSamePersonTwice(t *testing.T) {
	h := newHall(t)
	k2 := h.enrol("K2", 2)
	agent := func(first17 string) func(*protocol.Delivery) {
		return func(d *protocol.Delivery) { d.Application.Agent.IDNumber = idNumber(first17) }
	}
	const one, other = "43070219900307127", "43070219900307128"
	first, second := h.k1.deliver(agent(one)), k2.deliver(agent(one))
	stranger := h.k1.deliver(agent(other))
	renewal := k2.deliver(agent(one), func(d *protocol.Delivery) { d.Application.Service, d.Ticket.Service = "renew", "renew" })
	p := h.signedIn("window7")
	page := func(d *protocol.Delivery) answer { return p.get("/case/" + d.Application.ID) }
	const said = "还有一份同样业务的申请没有办完"
	page(first).must(t, 200, said, "号码 "+second.Ticket.Number+"，自助机 K2", `href="/case/`+second.Application.ID)
	page(second).must(t, 200, said, "号码 "+first.Ticket.Number+"，自助机 K1")
	page(second).mustNot(t, stranger.Ticket.Number, renewal.Ticket.Number)
	for _, d := range []*protocol.Delivery{stranger, renewal} {
		page(d).mustNot(t, said)
	}
	p.post("/case/"+second.Application.ID+"/open").must(t, 303)
	page(first).must(t, 200, said) // open is not finished
	p.post("/case/"+second.Application.ID+"/finish", "incomplete", "yes").must(t, 303)
	page(first).mustNot(t, said)
	page(second).must(t, 200, said)
	h.clock.pass(24 * time.Hour)
	h.signedIn("window7").get("/case/"+second.Application.ID).mustNot(t, said)
}

func TestLegalRepresentativeInPerson(t *testing.T) {
	h := newHall(t)
	d := h.k1.deliver(func(d *protocol.Delivery) {
		d.Application.Role, d.Application.Agent = protocol.RoleLegal, protocol.Person{}
		d.Application.Organisation.Type, d.Application.Organisation.OtherType = "other", "合作社"
		d.Application.Contact.Email = ""
	})
	a := h.signedIn("approver1").get("/case/" + d.Application.ID)
	a.must(t, 200, "法定代表人本人", "其他 · 合作社", "未填")
	a.mustNot(t, "<h3>经办人</h3>", "开始办理")
}

func TestWaitingPageHoldsNothingPersonal(t *testing.T) {
	h := newHall(t)
	first, second := h.k1.deliver(), h.k1.deliver()
	personal := []string{"张三", "李四", "XX开发", first.Application.Legal.IDNumber, "13800000000", "朗州路1", "window7"}
	check := func(d *protocol.Delivery, texts ...string) {
		t.Helper()
		for _, prefix := range []string{"/T/", "/t/"} {
			path := prefix + code(d)
			if prefix == "/t/" {
				path = strings.ToLower(path)
			}
			a := h.person().get(path)
			a.must(t, 200, append(texts, d.Ticket.Number, h.guide.Place.Windows.Zh)...)
			a.mustNot(t, personal...)
			a.mustNot(t, "本机打印") // a phone prints nothing
		}
	}
	m, _ := h.guide.Material(first.Application.Materials[1].Material)
	check(first, "下一个就是您", m.Title.Zh, "原件；复印件加盖公章，一式一份", "取号的自助机已为您打印好")
	check(second, "前面还有 1 人")
	p := h.signedIn("window7")
	p.get("/T/"+code(first)).must(t, 303, "/case/"+first.Application.ID)
	h.signedIn("admin1").get("/T/"+code(first)).must(t, 200, "您的号码")
	p.post("/scan", "ticket", first.Ticket.Handle).must(t, 303)
	check(first, "窗口正在为您办理")
	check(second, "下一个就是您")
	p.post("/case/"+first.Application.ID+"/send-back", "reason", "seal", "note", "window7: 张三").must(t, 303)
	check(first, "已退回")
	r := request(t, "GET", h.staff+"/T/"+code(second), nil)
	r.Header.Set("Accept-Language", "en-GB,en;q=0.9")
	do(t, h.person().client, r).must(t, 200, "You are next", "The kiosk that gave you the number printed it", `lang="en"`)
	h.clock.pass(24 * time.Hour)
	check(second, "已经过了")
	check(first, "已退回") // what came of it, not "take a new number"
	h.person().get("/T/"+code(first)).mustNot(t, "已经过了")
	later := h.signedIn("window7")
	later.post("/case/"+first.Application.ID+"/resume").must(t, 303)
	later.post("/case/"+first.Application.ID+"/finish", "incomplete", "yes").must(t, 303)
	check(first, "已办结")
	h.person().get("/T/"+code(first)).mustNot(t, "已经过了")
}

// TestTicketAtAnotherHost: the phone's page is shown at the host that was
// signed, however a browser spells it, and at no other; the scan box reads the
// whole text and needs no host of its own.
func TestTicketAtAnotherHost(t *testing.T) {
	h := newHall(t)
	h.host = "centre.example:8443"
	d := h.k1.deliver()
	ask := func(host string) answer {
		r := request(t, "GET", h.staff+"/T/"+code(d), nil)
		r.Host = host
		return do(t, h.person().client, r)
	}
	for _, host := range []string{"centre.example:8443", "CENTRE.EXAMPLE:8443", "Centre.example:8443"} {
		ask(host).must(t, 200, "A1001")
	}
	for _, host := range []string{"", "centre.example", "centre.example:844", "centre.examplf:8443", "x", "[::1]:8443", "centre.example:8443/t/a", "%"} {
		a := ask(host)
		if a.status == 400 && strings.HasPrefix(a.header.Get("Content-Type"), "text/plain") {
			continue // refused before any page is asked
		}
		a.must(t, 404, "不是本大厅的号票")
		a.mustNot(t, "A1001")
	}
	h.signedIn("window7").post("/scan", "ticket", d.Ticket.Handle).must(t, 303, "/case/"+d.Application.ID)
}

func TestHeadersAndLanguage(t *testing.T) {
	h := newHall(t)
	p := h.signedIn("window7")
	a := p.get("/")
	for header, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "X-Frame-Options": "DENY",
	} {
		if !strings.Contains(a.header.Get(header), want) {
			t.Errorf("%s is %q", header, a.header.Get(header))
		}
	}
	for _, risky := range []string{"unsafe", "*", "data:"} {
		if strings.Contains(a.header.Get("Content-Security-Policy"), risky) {
			t.Errorf("the policy allows %s", risky)
		}
	}
	a.mustNot(t, "<style", "style=", "onclick", "javascript:")
	p.post("/language", "to", "en", "back", "//evil.example").must(t, 303, "/")
	p.post("/language", "to", "xx").must(t, 400)
	p.get("/").must(t, 200, "Waiting and in progress")
	p.get("/kiosks").must(t, 200, "Certificate valid until")
	for _, next := range []string{"//evil.example", `/\evil.example`, "https://evil.example"} {
		a := h.person().post("/sign-in", "username", "window7", "password", secret, "next", next)
		if a.header.Get("Location") != "/" {
			t.Errorf("next %q leads to %q", next, a.header.Get("Location"))
		}
	}
}

func TestKioskPage(t *testing.T) {
	h := newHall(t)
	p := h.signedIn("admin1")
	p.get("/kiosks").must(t, 200, "K1", "从未", "没有联系")
	b := h.k1.heartbeat()
	b.DeadLetters = 2
	b.Devices[0].Name = "<b>reader</b>"
	b.Devices = append(b.Devices, protocol.Device{Name: protocol.DeviceTicketPrinter, State: "ready", TicketsLeft: new(31)})
	h.k1.beat(b).must(t, 200)
	a := p.get("/kiosks")
	a.must(t, 200, "在线", "需要处理", "缺纸", "纸快用完", "没有被接收", "&lt;b&gt;reader", "约剩 31 张号票")
	a.mustNot(t, "<b>reader")
	h.signedIn("window7").get("/").must(t, 200, "有 2 件申请没有被接收")
	if err := h.centre.Revoke(t.Context(), "K1"); err != nil {
		t.Fatal(err)
	}
	p.get("/kiosks").must(t, 200, "已停用")
}
