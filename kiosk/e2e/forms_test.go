package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"

	"hallkiosk/devices/pageprinter/ipptest"
)

// tray sets how the page printer behaves: at once, or after so many more sheets.
func (h *house) tray(args []string) error {
	mode, ok := map[string]ipptest.Mode{"out": ipptest.MediaEmpty, "fail": ipptest.Fail, "ok": ipptest.OK}[args[0]]
	switch {
	case !ok || len(args) > 2:
		return fmt.Errorf("forms paper cannot be %q", args)
	case len(args) == 1:
		return h.forms.SetMode(mode)
	}
	after, err := strconv.Atoi(args[1])
	if err != nil || after < 0 {
		return fmt.Errorf("forms paper %s after %q sheets", args[0], args[1])
	}
	return h.forms.After(after, mode)
}

// printed takes the next sheets of the page printer, so many as the walk says or
// to the last of a case, and looks for every line of a file in them. A sheet
// that came out twice is an error.
func (h *house) printed(w *walk, c command) error {
	if c.negate {
		all, err := h.forms.Printed()
		if err == nil && len(all) > h.formsNo {
			err = fmt.Errorf("%d sheets were printed, %d were expected", len(all), h.formsNo)
		}
		return err
	}
	sheets, file := 0, ""
	for _, arg := range c.args {
		if n, err := strconv.Atoi(arg); err == nil {
			sheets = n
		} else {
			file = arg
		}
	}
	text, err := h.collect(sheets)
	if err != nil || file == "" {
		return err
	}
	want, ok := w.files[file]
	if !ok {
		return fmt.Errorf("no file %s in the walk", file)
	}
	return findLines(squeeze(text), want)
}

// foot is what every page says of its place in a case.
var foot = regexp.MustCompile(`号票：\s*(\w+)\s*第\s*(\d+)\s*页/共\s*(\d+)\s*页`)

// collect gives the text of the next sheets; 0: up to the last page of the case.
func (h *house) collect(sheets int) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var all strings.Builder
	for n := 1; ; n++ {
		pdf, err := h.forms.Await(ctx, h.formsNo+1)
		if err != nil {
			return "", fmt.Errorf("no sheet came: %w; the screen shows:\n%s", err, h.screen)
		}
		h.formsNo++
		text, err := pdfText(pdf)
		if err != nil {
			return "", err
		}
		all.WriteString(text)
		place := foot.FindAllStringSubmatch(text, -1)
		if len(place) != 1 {
			return "", fmt.Errorf("a sheet has %d feet:\n%s", len(place), text)
		}
		if h.sheets[place[0][0]] {
			return "", fmt.Errorf("%s came out twice", place[0][0])
		}
		h.sheets[place[0][0]] = true
		if n == sheets || sheets == 0 && place[0][2] == place[0][3] {
			return all.String(), nil
		}
	}
}

func pdfText(pdf []byte) (string, error) {
	cmd := exec.Command("pdftotext", "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	text, err := cmd.Output()
	if err != nil {
		return "", errors.Join(errors.New("pdftotext"), err)
	}
	return string(text), nil
}

// findLines wants every line of want in the text: as often as a number and ×
// before it says, once at least.
func findLines(text, want string) error {
	for _, line := range strings.Split(want, "\n") {
		n, phrase := 1, line
		if count, rest, ok := strings.Cut(line, "×"); ok {
			if _, err := fmt.Sscan(count, &n); err == nil {
				phrase = rest
			}
		}
		if phrase = squeeze(phrase); phrase == "" {
			continue
		}
		if found := strings.Count(text, phrase); found < n {
			return fmt.Errorf("the forms bear %q %d times instead of %d", phrase, found, n)
		}
	}
	return nil
}
