package e2e

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// staff is the clerk at the window, or whoever took the chair: a Chromium on
// the centre's pages and a keyboard-wedge scanner.
type staff struct {
	ctx   context.Context
	entry string // URL of the staff pages
	who   string // account signed in; "" nobody yet
}

// newStaff opens the browser; sign-in comes with the first scan.
func newStaff(t testing.TB, url string) *staff {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.WindowSize(1366, 768),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("lang", "zh-CN"), chromedp.Flag("accept-lang", "zh-CN,zh"), chromedp.UserDataDir(t.TempDir()))
	allocator, cancelAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Error(err)
		}
		cancel()
		cancelAllocator()
		if c := chromedp.FromContext(ctx); c != nil && c.Allocator != nil {
			c.Allocator.Wait()
		}
	})
	return &staff{ctx: ctx, entry: url}
}

func (s *staff) do(actions ...chromedp.Action) error { return chromedp.Run(s.ctx, actions...) }

func (s *staff) signIn(username, password string) error {
	if s.who == username {
		return nil
	}
	if s.who != "" {
		if err := s.do(chromedp.Click(`form[action="/sign-out"] button`), holds(`document.getElementById("username")`)); err != nil {
			return err
		}
	}
	// Headless, no window has the focus that a clerk's has.
	err := s.do(emulation.SetFocusEmulationEnabled(true), chromedp.Navigate(s.entry), holds(`document.activeElement.tagName === "INPUT"`),
		chromedp.KeyEvent(username+kb.Tab+password+kb.Enter), shows("今日受理"))
	if err == nil {
		s.who = username
	}
	return err
}

// scan types a code as a wedge scanner does, without a click: the page must take
// it to its scan box by itself.
func (s *staff) scan(text string) error {
	return s.do(
		holds(`document.hasFocus() && document.getElementById("ticket")`),
		// The mark is gone once the next page is there.
		chromedp.Evaluate(`window.before = true`, nil),
		chromedp.KeyEvent(text+kb.Enter),
		holds(`!window.before`))
}

// scanUntil scans again and again until the page shows a text, as a clerk does
// who was told that the case is on its way.
func (s *staff) scanUntil(handle, text string) error {
	for end := time.Now().Add(2 * patience); ; {
		if err := s.scan(handle); err != nil {
			return err
		}
		var page string
		if err := s.do(chromedp.Evaluate(`document.body.innerText`, &page)); err != nil {
			return err
		}
		if strings.Contains(squeeze(page), squeeze(text)) {
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("staff never saw %q:\n%s", text, page)
		}
	}
}

// press clicks the button or link that bears a text.
func (s *staff) press(text string) error {
	bounded, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	return chromedp.Run(bounded, chromedp.Click(`//*[self::button or self::a][contains(normalize-space(.), `+strconv.Quote(text)+`)]`, chromedp.BySearch))
}

func shows(text string) chromedp.Action {
	return holds(`document.body.innerText.replace(/\s+/g,"").includes(` + strconv.Quote(squeeze(text)) + `)`)
}

// holds waits until an expression is true on a page that is loaded. A page that
// is just being left answers with an error, and is asked again.
func holds(expression string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		bounded, cancel := context.WithTimeout(ctx, patience)
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
				var text string
				shown := chromedp.Evaluate(`document.body.innerText`, &text).Do(ctx)
				return fmt.Errorf("staff waited in vain for %s: %w\n%s", expression, errors.Join(err, shown, bounded.Err()), text)
			case <-tick.C:
			}
		}
	})
}
