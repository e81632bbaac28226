package e2e

import (
	"fmt"
	"strconv"

	"github.com/chromedp/chromedp"
)

// choose picks the answer of a list that bears a text, or ticks the box that does.
func (s *staff) choose(text string) error {
	return s.tell(text, `(() => {
		const option = [...document.querySelectorAll("option")].find(o => o.text.includes(%[1]s));
		if (option) { option.parentElement.value = option.value; return true }
		const label = [...document.querySelectorAll("label")].find(l => l.innerText.includes(%[1]s));
		if (label && label.control) { label.control.checked = true; return true }
		return false
	})()`)
}

// write fills in the page's remark.
func (s *staff) write(text string) error {
	return s.tell(text, `(() => {
		const remark = document.querySelector("textarea");
		if (remark) { remark.value = %[1]s }
		return !!remark
	})()`)
}

// tell runs a script about a text on the page, which answers whether it could.
func (s *staff) tell(text, script string) error {
	var done bool
	if err := s.do(chromedp.Evaluate(fmt.Sprintf(script, strconv.Quote(text)), &done)); err != nil {
		return err
	}
	if !done {
		return fmt.Errorf("nothing on the staff page is for %q", text)
	}
	return nil
}
