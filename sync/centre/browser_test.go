package centre_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hallkiosk/sync/centre"
	"hallkiosk/sync/centre/papers"
	"hallkiosk/sync/protocol"
)

// patience bounds a whole walk in the browser; what it waits for comes long before.
const patience = 90 * time.Second

// browser starts a headless Chromium at a window's screen.
func browser(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.WindowSize(1366, 768),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("lang", "zh-CN"), chromedp.Flag("accept-lang", "zh-CN,zh"), chromedp.UserDataDir(t.TempDir()),
	)
	bounded, cancelBounded := context.WithTimeout(context.Background(), patience)
	allocator, cancelAllocator := chromedp.NewExecAllocator(bounded, options...)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Error(err)
		}
		cancel()
		cancelAllocator()
		cancelBounded()
		if c := chromedp.FromContext(ctx); c != nil && c.Allocator != nil {
			c.Allocator.Wait()
		}
	})
	return ctx
}

func run(t *testing.T, ctx context.Context, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// holds waits until an expression is true on a page that is loaded. A page that
// is just being left answers with an error, and is asked again.
func holds(expression string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		bounded, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			var good bool
			err := chromedp.Evaluate(`document.readyState === "complete" && !!(`+expression+`)`, &good).Do(bounded)
			if err == nil && good {
				return nil
			}
			select {
			case <-bounded.Done():
				return fmt.Errorf("waited in vain for %s: %w", expression, errors.Join(err, bounded.Err()))
			case <-tick.C:
			}
		}
	})
}

// see waits until the page shows a text.
func see(text string) chromedp.Action {
	return holds(`document.body.innerText.includes(` + quoted(text) + `)`)
}

// ticked waits until so many materials are ticked.
func ticked(n int) chromedp.Action {
	return holds(fmt.Sprintf(`document.querySelectorAll("button.tick.on").length === %d`, n))
}

func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// focused waits until the scan box has the focus.
func focused() chromedp.Action {
	return holds(`document.hasFocus() && document.getElementById("ticket").matches(":focus")`)
}

// wedge types as a keyboard-wedge scanner does: keys and Enter, to whatever has the focus.
func wedge(text string) chromedp.Action { return chromedp.KeyEvent(text + kb.Enter) }

func enter(name string) chromedp.Tasks {
	return chromedp.Tasks{chromedp.KeyEvent(name + kb.Tab + secret + kb.Enter), see("今日受理")}
}

// picture saves what the window's screen shows, where somebody asks for it.
func picture(t *testing.T, name string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		folder := os.Getenv("KIOSK_PICTURES")
		if folder == "" {
			return nil
		}
		png, err := page.CaptureScreenshot().WithFormat(page.CaptureScreenshotFormatPng).Do(ctx)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		t.Logf("picture %s", name)
		return os.WriteFile(filepath.Join(folder, "staff-"+name+".png"), png, 0o644)
	})
}

func TestWindowWalk(t *testing.T) {
	h := newHall(t, func(o *centre.Options) { o.Forms = papers.Forms{} })
	h.host = strings.TrimPrefix(h.plain, "http://")
	k2 := h.enrol("K2", 2)
	h.k1.beat(h.k1.heartbeat()).must(t, 200)
	k2.beat(k2.heartbeat()).must(t, 200)
	first, second := h.k1.deliver(), k2.deliver()
	h.clock.pass(4 * time.Minute)
	h.k1.deliver()
	late := h.k1.delivery()
	materials := len(first.Application.Materials)
	ctx := browser(t)

	run(t, ctx, emulation.SetFocusEmulationEnabled(true), chromedp.EmulateViewport(1366, 768), chromedp.Navigate(h.plain+"/"), see("工作人员登录"), see("Staff sign-in"), picture(t, "sign-in"),
		enter("window7"), see("A1001"), see("A2001"), focused(), picture(t, "home"),
		// Nobody touches the mouse: the scanner types.
		wedge(first.Ticket.Handle), see("XX开发有限公司"), see("受理结果"), picture(t, "case"))

	half := materials / 2
	for i := range half {
		run(t, ctx, chromedp.Click(`button.tick:not(.on)`, chromedp.NodeVisible), ticked(i+1))
	}
	run(t, ctx, see("项未核对"), chromedp.Click(`form[action$="/finish"] button`), see("没有核对"), picture(t, "unticked"))
	for i := range materials - half {
		run(t, ctx, chromedp.Click(`button.tick:not(.on)`, chromedp.NodeVisible), ticked(half+i+1))
	}
	run(t, ctx, see("全部核对完"), chromedp.Click(`form[action$="/finish"] button`), see("这份申请已经办结"), picture(t, "finished"),
		// On any page, with the focus nowhere or on a button, the next scan finds its case.
		chromedp.Focus(`.who button`), wedge(second.Ticket.Handle), see("A2001"), see("退回申请人"),
		// While somebody writes, the keys stay where they write.
		chromedp.Focus(`#note`), chromedp.KeyEvent("A1001"),
		holds(`document.getElementById("note").value === "A1001" && document.getElementById("ticket").value === ""`),
		// A ticket scanned meanwhile, longer than the note may grow, waits in the scan box.
		chromedp.KeyEvent(strings.Repeat(" and", 40)), wedge(first.Ticket.Handle), focused(),
		holds(`document.getElementById("note").value === "A1001`+strings.Repeat(" and", 40)+`" && document.getElementById("ticket").value === "`+first.Ticket.Handle+`"`), picture(t, "scan-while-writing"),
		chromedp.SetValue(`#reason`, "seal"), chromedp.Click(`button.back`), see("没有盖章"), see("继续办理"), picture(t, "sent-back"),
		wedge(second.Ticket.Handle), see("这张号票已经扫过，申请已退回"),
		wedge(first.Ticket.Handle), see("这张号票已经扫过，申请已办结"),
		wedge(first.Ticket.Handle[:len(first.Ticket.Handle)-9]+"ABCDEFGHI"), see("不是本大厅的号票"), picture(t, "not-genuine"),
		focused(), wedge(late.Ticket.Handle), see("申请还没有送到"), picture(t, "not-arrived"),
		focused(), wedge("A1002"), see("退回申请人"), see("A1002"),
		// Where nothing was written yet, it opens its case.
		chromedp.Focus(`#note`), wedge(strings.ToLower(first.Ticket.Handle)), see("这张号票已经扫过，申请已办结"))
	run(t, ctx, chromedp.Navigate(h.plain+"/kiosks"), see("K2"), picture(t, "kiosks"))
	h.k1.put(late).must(t, 201)
	run(t, ctx, chromedp.Navigate(h.plain+"/"), see("A1003"), focused(),
		// A click beside everything does not take the focus away for long.
		chromedp.MouseClickXY(680, 740), focused(), picture(t, "home-later"))
	last := h.k1.deliver()
	run(t, ctx, see("A1004")) // the list renews itself
	run(t, ctx, chromedp.Click(`.who button`), see("工作人员登录"),
		chromedp.EmulateViewport(412, 915), chromedp.Navigate(h.plain+"/T/"+code(last)), see("前面还有 1 人"), picture(t, "phone"))
}

// TestNothingWrittenRuns puts script into every text that a kiosk or a clerk
// can send and looks whether any of it runs or becomes part of a page.
func TestNothingWrittenRuns(t *testing.T) {
	h := newHall(t)
	h.host = strings.TrimPrefix(h.plain, "http://")
	const evil = `<img src=x onerror=document.title='ran'>`
	const quote = `"><svg onload=document.title='ran'>`
	d := h.k1.deliver(func(d *protocol.Delivery) {
		a := &d.Application
		a.Service, d.Ticket.Service = evil, evil
		a.GuideVersion, a.StatementVersion = evil, quote
		a.Agent.Name, a.Legal.Name = evil, quote
		a.Agent.Source = evil
		a.Organisation.Name, a.Organisation.Type, a.Organisation.OtherType = evil+quote, "other", "<script>1</script>"
		a.Contact.Address, a.SealType = evil+quote, "<b>seal</b>"
		a.Materials = append(a.Materials, protocol.Material{Material: evil}, protocol.Material{Material: quote})
	})
	b := h.k1.heartbeat()
	b.Version, b.Devices[0].Name, b.Devices[0].State, b.Devices[0].Reason = evil, evil, quote, evil
	h.k1.beat(b).must(t, 200)
	ctx := browser(t)
	var ran, image int
	harmless := func(place string) {
		t.Helper()
		run(t, ctx, chromedp.Evaluate(`document.title === "ran" ? 1 : 0`, &ran),
			chromedp.Evaluate(`document.querySelectorAll("main img, main svg, main script, main b[onload]").length`, &image))
		if ran+image > 0 {
			t.Errorf("%s: what was written became part of the page", place)
		}
	}
	run(t, ctx, chromedp.Navigate(h.plain+"/"), see("工作人员登录"), enter("window7"), see("onerror"))
	harmless("home")
	run(t, ctx, wedge(evil), see("不是本大厅的号票"))
	harmless("scan")
	run(t, ctx, wedge(d.Ticket.Handle), see("受理结果"), see("onerror"), picture(t, "hostile"))
	harmless("case")
	run(t, ctx, chromedp.Click(`li:last-child button.tick`), ticked(1))
	run(t, ctx, chromedp.SetValue(`#reason`, "other"), chromedp.SetValue(`#note`, evil+`</textarea>`+quote), chromedp.Click(`button.back`), see("继续办理"))
	harmless("note")
	run(t, ctx, chromedp.Navigate(h.plain+"/kiosks"), see("onerror"))
	harmless("kiosks")
	run(t, ctx, chromedp.Navigate(h.plain+"/T/"+code(d)+"?x="+"%3Cscript%3E"), see("A1001"))
	harmless("ticket")
	run(t, ctx, chromedp.Navigate(h.plain+"/sign-in?next=%22%3E%3Cscript%3E"), see("A1001"))
	harmless("sign-in")
}

// TestWithoutScript walks with the scanner alone where the browser runs no script.
func TestWithoutScript(t *testing.T) {
	h := newHall(t)
	d := h.k1.deliver()
	ctx := browser(t)
	run(t, ctx, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(h.plain+"/"), chromedp.WaitVisible(`#username`), chromedp.KeyEvent("window7"+kb.Tab+secret+kb.Enter),
		chromedp.WaitVisible(`#ticket`), chromedp.WaitVisible(`a.number`), wedge(d.Ticket.Handle), chromedp.WaitVisible(`form[action$="/finish"]`))
}
