package main

import (
	"context"
	"image"
	"time"

	"hallkiosk/screens"
	"hallkiosk/screens/paint"
	"hallkiosk/screens/ui"
)

// loop is what a window shows: screens.App, or something wrapped around it.
type loop interface {
	Tick(screens.Events) (*ui.Frame, bool)
}

// show opens the window and runs the loop in it until ctx ends. It must be
// called by the main goroutine.
func show(ctx context.Context, l loop, size image.Point, cursor bool, now func() time.Time) error {
	stop := context.AfterFunc(ctx, paint.Wake)
	defer stop()
	return paint.Run(windowed{l}, paint.Options{
		Title: "自助服务终端", Size: size, ShowCursor: cursor, Now: now,
		Stop: func() bool { return ctx.Err() != nil },
	})
}

// windowed puts what a window says into the words of the screens.
type windowed struct{ loop }

func (w windowed) Tick(in paint.Input) (*ui.Frame, bool) {
	e := screens.Events{Now: in.Now, Size: in.Size, Text: in.Text, Erase: in.Erase}
	for _, t := range in.Touches {
		e.Touches = append(e.Touches, screens.Touch{Kind: screens.TouchKind(t.Kind), At: t.At})
	}
	return w.loop.Tick(e)
}
