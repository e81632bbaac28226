package centre_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestBindingsWalk has an approver find a binding, see its evidence, and release
// it; what the certificate says becomes no part of the page.
func TestBindingsWalk(t *testing.T) {
	h := newHall(t)
	h.host = strings.TrimPrefix(h.plain, "http://")
	a := h.trusted()
	const evil = `<img src=x onerror=document.title='ran'>`
	h.k1.bound(a.of(company, uscc(true)), "zhujian_0736@xx")
	h.clock.pass(time.Hour)
	r := h.k1.bound(a.of("YY"+evil, ""), "13800000000")
	b := h.k1.heartbeat()
	b.KeyLeft = true
	h.k1.beat(b).must(t, 200)
	ctx := browser(t)
	var ran int
	run(t, ctx, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(h.plain+"/"), see("工作人员登录"), enter("approver1"), see("有U-KEY忘在机器上"), picture(t, "key-left"),
		chromedp.Click(`a[href="/bindings"]`), see("zhujian_0736@xx"), see("13800000000"), picture(t, "bindings"),
		chromedp.SendKeys(`form.search input`, "YY\r"), see("onerror"), holds(`!document.body.innerText.includes("zhujian_0736")`),
		chromedp.Click(`a[href="/bindings/`+r.Number+`"]`), see("签名核对"), see("刚刚重新核对"), see("账号：13800000000"),
		holds(`document.querySelectorAll(".tag.yes").length === 3`), picture(t, "binding"),
		chromedp.SetValue(`#reason`, "wrong"), chromedp.SetValue(`#note`, evil), chromedp.Click(`.acts button.back`), see("已解除"), see("由 approver1 解除"), picture(t, "released"),
		chromedp.Navigate(h.plain+"/kiosks"), see("有U-KEY忘在机器上"), picture(t, "kiosks-key-left"),
		chromedp.Evaluate(`document.title === "ran" ? 1 : document.querySelectorAll("main img").length`, &ran))
	if ran != 0 {
		t.Error("what the certificate says became part of the page")
	}
}
