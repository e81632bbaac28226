package e2e

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"hallkiosk/assets"
	"hallkiosk/sync/guidefile"
	"hallkiosk/sync/protocol"
)

var guideVersion = regexp.MustCompile(`(?m)^version = ".*"`)

// guide publishes a changed guide and waits for what the kiosk says of it.
func (h *house) guide(w *walk, c command) error {
	files, broken := c.args, c.args[0] == "broken"
	if broken {
		files = files[1:]
	}
	b, _, err := guidefile.Read(assets.FS, "guide")
	if err != nil {
		return err
	}
	for _, name := range files {
		text, ok := w.files[name]
		if !ok {
			return fmt.Errorf("no file %s in the walk", name)
		}
		if strings.HasSuffix(name, ".toml") {
			b.Files[name] = text
		} else if err := change(b.Files, text); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	h.guideNo++
	b.Version = fmt.Sprintf("walk-%d", h.guideNo)
	main := b.Files["guide.toml"]
	if at := guideVersion.FindStringIndex(main); at != nil {
		b.Files["guide.toml"] = main[:at[0]] + fmt.Sprintf("version = %q", b.Version) + main[at[1]:]
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	if !broken {
		err = h.hall.PublishGuide(ctx, b.Files)
	} else if _, good := guidefile.Parse(b); good == nil {
		err = errors.New("there is nothing wrong with that guide")
	} else {
		err = h.hall.SlipGuide(ctx, b)
	}
	if err != nil {
		return err
	}
	return h.untilGuide(ctx, b.Version, broken)
}

// change puts new for old wherever it stands, line by line "OLD → NEW".
func change(files map[string]string, lines string) error {
	for _, line := range strings.Split(lines, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		old, by, ok := strings.Cut(line, " → ")
		if !ok {
			return fmt.Errorf("%q: want OLD → NEW", line)
		}
		found := false
		for name, text := range files {
			found = found || strings.Contains(text, old)
			files[name] = strings.ReplaceAll(text, old, by)
		}
		if !found {
			return fmt.Errorf("the guide holds no %q", old)
		}
	}
	return nil
}

// untilGuide waits until the centre has heard that the kiosk uses a guide, or
// has refused it.
func (h *house) untilGuide(ctx context.Context, version string, refused bool) error {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	var last protocol.GuideState
	for {
		now, err := h.hall.KioskGuide(ctx)
		if err == nil {
			last = now
			if refused && last.RefusedVersion == version || !refused && last.Version == version {
				return nil
			}
		}
		if !refused && last.RefusedVersion == version && last.Refused[0].Code != protocol.GuideNotFetched {
			return fmt.Errorf("the kiosk refuses %s: %v", version, last.Refused)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the kiosk never said a word of guide %s: %+v; %w", version, last, ctx.Err())
		case <-tick.C:
		}
	}
}
