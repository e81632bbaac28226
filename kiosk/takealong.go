package main

import (
	"context"

	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/checklist"
	"hallkiosk/kiosk/slip"
	"hallkiosk/screens"
)

// lists are what people take along who have not brought everything: the
// centre's page, and the same on the ticket printer's paper.
type lists struct {
	host  string // of the centre, as people reach it
	words *i18n.Words
	desk  counter
}

func (l lists) address(t screens.TakeAlong) string {
	return checklist.URL(l.host, t.Visit, t.Missing, t.Language)
}

// driver is the centre's page, for telephones, that leads to a driver.
func (l lists) driver(id string) string { return checklist.DriverURL(l.host, id) }

func (l lists) print(ctx context.Context, t screens.TakeAlong) error {
	return l.desk.PrintList(ctx, slip.Layout{Guide: t.Guide, Words: l.words}.List(t.Visit, l.address(t)))
}
