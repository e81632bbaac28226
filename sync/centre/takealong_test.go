package centre_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"pgregory.net/rapid"

	"hallkiosk/kiosk/checklist"
	"hallkiosk/kiosk/visit"
)

func TestListPage(t *testing.T) {
	h := newHall(t)
	v := &visit.Visit{Service: "open", Role: visit.RoleAgent, Organisation: visit.Organisation{Type: visit.Enterprise},
		Brought: map[string]bool{"business-licence": true, "legal-id": true}, Exempt: map[string]bool{"safety-permit": true}}
	a := h.person().get(checklist.Address(v, h.guide.Missing(v), "zh"))
	a.must(t, 200, "新办证书（开通）", "经办人 · 企业", "还缺这些", "原件；复印件加盖公章，一式一份", "为什么要", "哪里有", "自助机打印的表格",
		"7、8号窗口", "王俊轩", `href="tel:18569129395"`, `href="tel:400-6682666"`, "不含任何个人信息", ">English<")
	a.mustNot(t, "安全生产许可证", "<script", "<form", "加急")
	if cookie := a.header.Get("Set-Cookie"); cookie != "" {
		t.Errorf("sets a cookie: %s", cookie)
	}
	missing, rest, _ := strings.Cut(a.body, "其他要带的")
	if !strings.Contains(missing, "银行开户许可证") || strings.Contains(missing, "营业执照</b>") || !strings.Contains(rest, "营业执照") {
		t.Error("what is missing does not come first")
	}
	h.person().get(checklist.Address(v, h.guide.Missing(v), "en")).must(t, 200, `lang="en"`, "Still missing", "New certificate", "From where", ">中文<")
	english := request(t, "GET", h.staff+"/list?s=revoke", nil)
	english.Header.Set("Accept-Language", "en-GB,en")
	do(t, h.person().client, english).must(t, 200, "This is urgent", "Bring these")
	// Somebody signed in sees the same page, without their name.
	h.signedIn("window7").get(checklist.Address(v, h.guide.Missing(v), "zh")).mustNot(t, "window7", "退出")
}

// TestListOfWhatFewNeed: it stands by itself with whom it concerns, for those who
// put it aside, too, since they may not have thought of it; where it is missing,
// it stands there.
func TestListOfWhatFewNeed(t *testing.T) {
	h := newHall(t)
	v := &visit.Visit{Service: "update", Role: visit.RoleAgent, Brought: map[string]bool{}, Exempt: map[string]bool{}}
	const title, heading = "变更证明</b>", "有下面情况的，还要带"
	after := func(address string) bool {
		a := h.person().get(address)
		a.must(t, 200, title)
		_, rest, ok := strings.Cut(a.body, heading)
		return ok && strings.Contains(rest, title) && strings.Contains(rest, "单位名称、代码或法定代表人有变更的才需要")
	}
	if after(checklist.Address(v, h.guide.Missing(v), "zh")) {
		t.Error("what is missing stands among what few need")
	}
	h.guide.PutAside(v)
	if !after(checklist.Address(v, h.guide.Missing(v), "zh")) || !after("/list?s=update") {
		t.Error("what few need does not stand by itself")
	}
}

// TestListPageOfNothing: whatever the address says, a friendly page, and no
// word of the address in it.
func TestListPageOfNothing(t *testing.T) {
	h := newHall(t)
	h.person().get("/list").must(t, 200, "请选择业务", "新办证书（开通）", "7、8号窗口", `href="/list?s=open&amp;l=zh"`)
	for _, query := range []string{
		"s=%3Cscript%3Ealert%281%29%3C%2Fscript%3E", "s=%E5%BC%A0%E4%B8%89", "s=open&m=horoscope", "s=open&r=queen", "s=open&s=open", "s=%ff", "s=",
		"s=open&m=" + strings.Repeat("x", 5000), "s=open&l=javascript:alert(1)", "s=open;x", "s=%zz&s=horoscope",
	} {
		a := h.person().get("/list?" + query)
		if a.status != 404 && a.status != 200 { // 200: what the standard library drops as no query at all
			t.Errorf("%.40s answered %d", query, a.status)
		}
		a.must(t, a.status, "请选择业务", "7、8号窗口")
		a.mustNot(t, "script", "张三", "horoscope", "queen", "xxx", "javascript", "⟦")
	}
	h.person().get("/list?s=marry").must(t, 404, "这个地址打不开清单")
	h.person().get("/list?s=marry&l=en").must(t, 404, "This address leads to no list")
	if strings.Contains(h.log.String(), "horoscope") {
		t.Error("the log holds the address")
	}
}

// TestListPageOfEveryCase: each case of the guide has its page, in both
// languages, which holds just what is needed in it.
func TestListPageOfEveryCase(t *testing.T) {
	h := newHall(t)
	p := h.person()
	rapid.Check(t, func(t *rapid.T) {
		v := &visit.Visit{
			Service: rapid.SampledFrom(h.guide.Services).Draw(t, "service").ID,
			Role:    rapid.SampledFrom([]visit.Role{"", visit.RoleLegal, visit.RoleAgent}).Draw(t, "role"),
			Key:     rapid.SampledFrom(append(visit.KeyStates(), "")).Draw(t, "key"), Brought: map[string]bool{}, Exempt: map[string]bool{},
		}
		v.Organisation.Type = rapid.SampledFrom(append(visit.OrganisationTypes(), "")).Draw(t, "type")
		for _, m := range h.guide.Listed(v) {
			v.Brought[m.ID] = rapid.Bool().Draw(t, m.ID)
		}
		language := rapid.SampledFrom([]string{"zh", "en"}).Draw(t, "language")
		u, err := url.Parse(checklist.URL(h.host, v, h.guide.Missing(v), language))
		if err != nil {
			t.Fatal(err)
		}
		a := p.get(u.RequestURI())
		a.must(h.t, 200)
		needed := map[string]bool{}
		for _, m := range h.guide.Needed(v) {
			needed[m.ID] = true
		}
		for _, m := range h.guide.Materials {
			title := "<b>" + m.Title.In(language) + "</b>"
			if strings.Contains(a.body, title) != needed[m.ID] {
				t.Fatalf("%s: %s is shown %v", u, m.ID, !needed[m.ID])
			}
		}
	})
}

func TestListPageOnAPhone(t *testing.T) {
	h := newHall(t)
	v := &visit.Visit{Service: "reissue", Role: visit.RoleAgent, Key: visit.KeyLost, Organisation: visit.Organisation{Type: visit.Enterprise},
		Brought: map[string]bool{"business-licence": true}}
	address := h.plain + checklist.Address(v, h.guide.Missing(v), "zh")
	ctx := browser(t)
	var cookies string
	run(t, ctx, chromedp.EmulateViewport(360, 740), chromedp.Navigate(address), see("补办证书"), see("U-KEY丢了"), see("哪里有"), picture(t, "list"),
		// Nothing sticks out to the side, and nothing was stored on the phone.
		holds(`document.documentElement.scrollWidth <= window.innerWidth`),
		chromedp.Evaluate(`document.cookie + localStorage.length + sessionStorage.length`, &cookies),
		chromedp.Click(`footer a`), see("Still missing"), see("U-KEY lost"), picture(t, "list-en"),
		holds(`document.documentElement.scrollWidth <= window.innerWidth`),
		chromedp.Navigate(h.plain+"/list?s=nonsense"), see("请选择业务"), chromedp.Click(`.bring a[href*="s=freeze"]`), see("冻结证书"), see("加急"), picture(t, "list-urgent"))
	if cookies != "00" {
		t.Errorf("kept on the phone: %s", cookies)
	}
}
