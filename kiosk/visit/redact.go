package visit

import "log/slog"

// redacted is what a log shows of anything personal.
var redacted = slog.StringValue("[redacted]")

// LogValue keeps the person out of logs.
func (Person) LogValue() slog.Value { return redacted }

// LogValue keeps the organisation out of logs.
func (Organisation) LogValue() slog.Value { return redacted }

// LogValue keeps the contact out of logs.
func (Contact) LogValue() slog.Value { return redacted }

// LogValue keeps everything personal out of logs.
func (v *Visit) LogValue() slog.Value {
	return slog.GroupValue(slog.String("case", v.ID), slog.String("service", v.Service))
}

// LogValue keeps everything personal out of logs.
func (a *Application) LogValue() slog.Value {
	return slog.GroupValue(slog.String("case", a.ID), slog.String("service", a.Service))
}
