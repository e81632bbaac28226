// Package audit is the catalogue of what the kiosk and the centre write into
// their logs. Every line is one Event with a fixed message and only the
// attributes that the catalogue allows it, so that nothing personal slips in
// and whoever reads the logs can look every line up.
//
// Names, ID numbers, text typed by people and what they chose are never logged;
// the types that hold them print as [redacted] (Redacted).
package audit

import (
	"context"
	"log/slog"
	"slices"
)

// Event is the fixed name of one kind of log line; it stands under KeyEvent.
type Event string

// Detail is what the catalogue says of an event.
type Detail struct {
	Level   slog.Level
	Message string
	Allowed []Key // the attributes it may bear
}

// Catalogue returns every event with its detail.
func Catalogue() map[Event]Detail {
	c := make(map[Event]Detail, len(catalogue))
	for e, d := range catalogue {
		d.Allowed = slices.Clone(d.Allowed)
		c[e] = d
	}
	return c
}

// Log writes the event with its attributes. An attribute that the event may
// not bear, or a value of a kind that could hold anything, is written as
// [redacted]: its key shows the mistake, its value stays out of the log. An
// event outside the catalogue is written as an error of its own. A nil logger
// writes nothing.
func Log(logger *slog.Logger, e Event, attrs ...slog.Attr) {
	if logger == nil {
		return
	}
	d, ok := catalogue[e]
	if !ok {
		d = Detail{Level: slog.LevelError, Message: "Event outside the catalogue"}
	}
	line := make([]slog.Attr, 0, len(attrs)+1)
	line = append(line, slog.String(string(KeyEvent), string(e)))
	for _, a := range attrs {
		if !slices.Contains(d.Allowed, Key(a.Key)) || !plain(a.Value) {
			a.Value = Redacted()
		}
		line = append(line, a)
	}
	logger.LogAttrs(context.Background(), d.Level, d.Message, line...)
}

// Redacted is what a log shows of anything personal.
func Redacted() slog.Value { return slog.StringValue("[redacted]") }

// plain reports whether the value is of a kind that says only what its author
// meant: a scalar, an error, or a type that decides itself what is logged.
func plain(v slog.Value) bool {
	switch v.Kind() {
	case slog.KindAny:
		_, isError := v.Any().(error)
		return isError
	case slog.KindGroup:
		return false
	}
	return true
}
