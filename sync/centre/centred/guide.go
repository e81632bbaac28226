package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/guidefile"
)

// guide publishes the guide that kiosks use, beside a centre that is running or not.
func (p program) guide(ctx context.Context, args []string) (err error) {
	if len(args) == 0 {
		return fmt.Errorf("guide: publish, list or rollback?\n%s", usage)
	}
	command := args[0]
	set, data := p.flags("guide " + command)
	argument, err := parse(set, args[1:])
	if err != nil {
		return err
	}
	// A folder that is no centre's would be made one, and nobody would hear of the guide.
	if _, err := os.Stat(filepath.Join(*data, "centre.db")); err != nil {
		return fmt.Errorf("guide: no centre in %s: %w", *data, err)
	}
	c, err := p.openPages(*data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	switch {
	case command == "list" && argument == "":
		return p.listGuides(ctx, c)
	case command == "publish" && argument != "":
		return p.publishGuide(ctx, c, argument)
	case command == "rollback" && argument != "":
		err := c.RollBackGuide(ctx, argument)
		if errors.Is(err, store.ErrUnknown) {
			return fmt.Errorf("guide rollback: no guide %s was published here: %w", argument, err)
		}
		if err == nil {
			fmt.Fprintf(p.out, "Guide %s is offered to the kiosks again\n", argument)
		}
		return err
	}
	return fmt.Errorf("guide: publish FOLDER, list or rollback VERSION?\n%s", usage)
}

func (p program) publishGuide(ctx context.Context, c *centre.Centre, folder string) error {
	version, err := c.PublishGuide(ctx, os.DirFS(folder))
	var refused *guidefile.Refused
	if errors.As(err, &refused) {
		words, err := i18n.Load(assets.FS, "i18n")
		if err != nil {
			return err
		}
		lines := guidefile.Lines(words, folder, refused.Mistakes, guide.MaxListed)
		return fmt.Errorf("guide publish %s: nothing was published\n%s", folder, strings.Join(lines, "\n"))
	}
	if err != nil {
		return fmt.Errorf("guide publish %s: %w", folder, err)
	}
	fmt.Fprintf(p.out, "Guide %s is offered to the kiosks\n", version)
	return nil
}

func (p program) listGuides(ctx context.Context, c *centre.Centre) error {
	list, builtin, err := c.Guides(ctx)
	if err != nil {
		return err
	}
	for i, g := range list {
		mark := " "
		if i == 0 {
			mark = "*"
		}
		fmt.Fprintf(p.out, "%s %-24s published %s  offered %s\n", mark, g.Version, moment(g.Published), moment(g.Offered))
	}
	if len(list) == 0 {
		fmt.Fprintf(p.out, "No guide was published; the one that is built in here is %s\n", builtin)
	}
	return nil
}

func moment(t time.Time) string { return t.In(visit.Changde).Format("2006-01-02 15:04") }
