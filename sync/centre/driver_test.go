package centre_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	permissions "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"hallkiosk/kiosk/checklist"
)

const (
	driverURL = "https://drivers.example/epass?v=1&os=win"
	driverSum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
)

// knownDriver publishes a guide in which a driver's own address is known.
func (h *hall) knownDriver() {
	h.publish(changedGuide(h.t, "d1", `shape = "cap"`, fmt.Sprintf("shape = \"cap\"\nurl = %q\nversion = \"3.2.1\"\nsize = 12345678\nsha256 = %q", driverURL, driverSum)))
}

// letter is the mail that the page would have the phone write.
func letter(t *testing.T, body string) (subject, text string) {
	t.Helper()
	m := regexp.MustCompile(`href="(mailto:[^"]*)"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("no mail in\n%s", body)
	}
	u, err := url.Parse(html.UnescapeString(m[1]))
	if err != nil || u.Opaque != "" || strings.Contains(u.RawQuery, "+") {
		t.Fatalf("%s: %v", m[1], err)
	}
	return u.Query().Get("subject"), u.Query().Get("body")
}

func TestDriverPage(t *testing.T) {
	h := newHall(t)
	h.knownDriver()
	a := h.person().get("/D/feitian")
	a.must(t, 200, "飞天诚信 ePass 系列", "长条形，带盖帽", "驱动要装在电脑上", html.EscapeString(driverURL), "3.2.1", "12.3 MB", "01234567 89abcdef", "双击已经下载的驱动文件",
		"如果杀毒软件阻止", `href="tel:17375764267"`, `href="tel:400-6682666"`, ">English<", `href="/D/longmai?l=zh"`, "不含任何个人信息")
	a.mustNot(t, "centre.js", "<form", "⟦", "还不知道", `href="/D/feitian?l=zh"`)
	if cookie := a.header.Get("Set-Cookie"); cookie != "" {
		t.Errorf("sets a cookie: %s", cookie)
	}
	subject, text := letter(t, a.body)
	if subject != "飞天诚信 ePass 系列驱动下载地址" || !strings.Contains(text, "\r\n"+driverURL+"\r\n") || !strings.Contains(text, "版本：3.2.1") || !strings.Contains(text, driverSum) {
		t.Errorf("the letter says %q, %q", subject, text)
	}
	english := h.person().get("/D/feitian?l=en")
	english.must(t, 200, `lang="en"`, "Feitian ePass", "Copy the address", ">中文<", `href="/D/feitian?l=zh"`)
	if _, text := letter(t, english.body); !strings.Contains(text, "Version: 3.2.1") {
		t.Errorf("the English letter says %q", text)
	}
	// Somebody signed in sees the same page, without their name.
	h.signedIn("window7").get("/D/feitian").mustNot(t, "window7", "退出")
}

// TestDriverPageLeadsToTheCentre: where a driver's address is not known, or no such
// driver is, everybody still gets somewhere.
func TestDriverPageLeadsToTheCentre(t *testing.T) {
	h := newHall(t)
	const centre = "http://www.hunca.com.cn"
	a := h.person().get("/D/feitian")
	a.must(t, 200, "还不知道", "请在湖南CA官网的下载中心，按U-KEY的外形选择“飞天诚信 ePass 系列”", `value="`+centre+`"`)
	a.mustNot(t, "SHA-256", "文件大小")
	if _, text := letter(t, a.body); !strings.Contains(text, centre) {
		t.Errorf("the letter says %q", text)
	}
	for _, id := range []string{"-", "horoscope", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%E5%BC%A0%E4%B8%89", strings.Repeat("x", 3000), "%22onload=alert(1)"} {
		a := h.person().get("/D/" + id)
		a.must(t, 404, "没有这种U-KEY的驱动", "按外形选择", `href="/D/feitian?l=zh"`, `value="`+centre+`"`)
		a.mustNot(t, "horoscope", "alert(", "张三", "xxx", "⟦", "onload")
		letter(t, a.body)
	}
	h.person().get("/D/horoscope?l=en").must(t, 404, "There is no driver for such a U-KEY", `href="/D/-?l=zh"`)
	h.person().get("/D/feitian?l=javascript:alert(1)").mustNot(t, "javascript")
	h.person().get("/D/").must(t, 404)
	if strings.Contains(h.log.String(), "horoscope") {
		t.Error("the log holds the address")
	}
}

// TestEveryDriverHasItsPage: whatever a kiosk's code leads to is there.
func TestEveryDriverHasItsPage(t *testing.T) {
	h := newHall(t)
	for _, d := range h.guide.Drivers {
		u, err := url.Parse(checklist.DriverURL(h.host, d.ID))
		if err != nil {
			t.Fatal(err)
		}
		for _, language := range []string{"zh", "en"} {
			h.person().get(u.RequestURI()+"?l="+language).must(t, 200, d.Name.In(language), d.Look.In(language))
		}
	}
}

func TestDriverPageOnAPhone(t *testing.T) {
	h := newHall(t)
	h.knownDriver()
	ctx := browser(t)
	var kept, pasted string
	allow := func(name string) chromedp.Action {
		return permissions.SetPermission(&permissions.PermissionDescriptor{Name: name}, permissions.PermissionSettingGranted).WithOrigin(h.plain)
	}
	run(t, ctx, chromedp.EmulateViewport(360, 740), allow("clipboard-read"), allow("clipboard-write"), chromedp.Navigate(h.plain+"/D/feitian"), see("飞天诚信"), see("复制地址"), picture(t, "driver"),
		holds(`document.documentElement.scrollWidth <= window.innerWidth`),
		chromedp.Click("button[data-copy]"), see("已复制"),
		chromedp.Evaluate(`navigator.clipboard.readText()`, &pasted, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }),
		chromedp.Evaluate(`document.cookie + localStorage.length + sessionStorage.length`, &kept),
		chromedp.Click(`footer a`), see("Copy the address"), picture(t, "driver-en"), holds(`document.documentElement.scrollWidth <= window.innerWidth`),
		chromedp.Click(`.bring a[href*="longmai"]`), see("Longmai"), see("not known yet"),
		chromedp.Navigate(h.plain+"/D/nonsense"), see("没有这种U-KEY的驱动"), picture(t, "driver-unknown"), holds(`document.documentElement.scrollWidth <= window.innerWidth`))
	if pasted != driverURL || kept != "00" {
		t.Errorf("copied %q, kept on the phone: %s", pasted, kept)
	}
}

// TestDriverPageWithoutScript: the address is there to be copied by hand, and no
// button that does nothing.
func TestDriverPageWithoutScript(t *testing.T) {
	h := newHall(t)
	h.knownDriver()
	h.person().get("/D/feitian").must(t, 200, `readonly value="`+html.EscapeString(driverURL)+`"`, `hidden>复制地址`)
}
