package visit

import (
	"fmt"
	"io"
	"log/slog"
)

// redacted is what logs, errors and panics show of anything personal. Encoding as JSON
// is the way it travels on purpose, and shows it.
const redacted = "[redacted]"

// Format prints [redacted] for every verb.
func (Person) Format(f fmt.State, _ rune) { hide(f) }

// Format prints [redacted] for every verb.
func (Organisation) Format(f fmt.State, _ rune) { hide(f) }

// Format prints [redacted] for every verb.
func (Contact) Format(f fmt.State, _ rune) { hide(f) }

// Format prints the case's ID and service for every verb.
func (v Visit) Format(f fmt.State, _ rune) { named(f, "visit", v.ID, v.Service) }

// Format prints the case's ID and service for every verb.
func (a Application) Format(f fmt.State, _ rune) { named(f, "application", a.ID, a.Service) }

func hide(f fmt.State) { _, _ = io.WriteString(f, redacted) }

func named(f fmt.State, what, id, service string) {
	_, _ = io.WriteString(f, what+" "+id+" "+service+" "+redacted)
}

// LogValue keeps the person out of logs.
func (Person) LogValue() slog.Value { return slog.StringValue(redacted) }

// LogValue keeps the organisation out of logs.
func (Organisation) LogValue() slog.Value { return slog.StringValue(redacted) }

// LogValue keeps the contact out of logs.
func (Contact) LogValue() slog.Value { return slog.StringValue(redacted) }

// LogValue keeps everything personal out of logs.
func (v Visit) LogValue() slog.Value { return caseValue(v.ID, v.Service) }

// LogValue keeps everything personal out of logs.
func (a Application) LogValue() slog.Value { return caseValue(a.ID, a.Service) }

func caseValue(id, service string) slog.Value {
	return slog.GroupValue(slog.String("case", id), slog.String("service", service))
}
