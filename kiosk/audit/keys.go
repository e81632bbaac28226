package audit

import (
	"log/slog"
	"time"
)

// Key is the name of an attribute.
type Key string

// The attributes of the catalogue.
const (
	KeyEvent    Key = "event"
	KeyKiosk    Key = "kiosk"    // a kiosk's name
	KeyVersion  Key = "version"  // of the program
	KeyCase     Key = "case"     // a case's ID
	KeyService  Key = "service"  // a service's ID in the guide
	KeyPaper    Key = "paper"    // a visit.Paper
	KeyMaterial Key = "material" // a material's ID in the guide
	KeyGuide    Key = "guide"    // a version of the guide
	KeyDevice   Key = "device"   // a device's name
	KeyState    Key = "state"    // a device's state
	KeyReason   Key = "reason"   // a code, no prose
	KeyStatus   Key = "status"   // an HTTP status
	KeyCode     Key = "code"     // a code of sync/protocol
	KeyWait     Key = "wait"     // until the next try
	KeyOwed     Key = "owed"     // cases that wait for delivery
	KeyAnswer   Key = "answer"   // what a person said: print-again, have-it, at-window
	KeyAccount  Key = "account"  // a mark of a staff account, not its name
	KeyRoute    Key = "route"    // method and pattern of a request, without its values
	KeyRole     Key = "role"     // a staff role
	KeyDone     Key = "done"     // ticked or not
	KeyBy       Key = "by"       // by what something was looked up: ticket, card; for what a U-KEY signs: bind, sign-in
	KeyCount    Key = "count"    // how many were found
	KeyModel    Key = "model"    // of a device, as it says itself
	KeyPurpose  Key = "purpose"  // what a U-KEY was asked for: bind, sign-in, change-pin
	KeyError    Key = "error"    // an error, which the house's errors keep impersonal
)

// String forms an attribute with a short word or an ID.
func String[T ~string](k Key, v T) slog.Attr { return slog.String(string(k), string(v)) }

// Int forms an attribute with a number.
func Int(k Key, v int) slog.Attr { return slog.Int(string(k), v) }

// Bool forms an attribute with yes or no.
func Bool(k Key, v bool) slog.Attr { return slog.Bool(string(k), v) }

// Duration forms an attribute with a span of time.
func Duration(k Key, v time.Duration) slog.Attr { return slog.Duration(string(k), v) }

// Error forms the attribute KeyError.
func Error(err error) slog.Attr { return slog.Any(string(KeyError), err) }
