package screens

import (
	"errors"

	"hallkiosk/devices/scanner"
	"hallkiosk/kiosk/visit"
)

// otherCodeError says by which words a code is refused that is no ticket.
type otherCodeError struct{ key string }

func (e *otherCodeError) Error() string { return "screens: code is no ticket: " + e.key }

func (e *otherCodeError) Unwrap() error { return ErrNotTicket }

// codeRefusal is the key of what a code was instead of a ticket; "" for trouble
// of the scanner, which the page shows by itself.
func codeRefusal(text string, err error) string {
	switch {
	case errors.Is(err, ErrNotTicket):
	case errors.Is(err, scanner.ErrTooLong), errors.Is(err, scanner.ErrControl), errors.Is(err, scanner.ErrEncoding):
		return "progress.code"
	case errors.Is(err, scanner.ErrGarbled):
		return "scan.garbled"
	default:
		return ""
	}
	_, err = scanner.ReadLicence(text, func(code string) bool { return visit.CheckUSCC(code) == nil })
	switch {
	case errors.Is(err, scanner.ErrPayment):
		return "progress.payment"
	case err == nil, errors.Is(err, scanner.ErrOpaque), errors.Is(err, scanner.ErrBadCode), errors.Is(err, scanner.ErrAmbiguous), errors.Is(err, scanner.ErrName):
		return "progress.licence"
	case errors.Is(err, scanner.ErrURL):
		return "progress.url"
	}
	return "progress.code"
}

// progressRefusal is the key of why nothing can be told.
func progressRefusal(err error, byCard bool) string {
	var other *otherCodeError
	switch {
	case errors.As(err, &other):
		return other.key
	case errors.Is(err, ErrForged):
		return "progress.forged"
	case errors.Is(err, ErrCardNumber):
		return "progress.card-number"
	case errors.Is(err, ErrCentreBusy):
		return "progress.busy"
	case byCard:
		return "progress.away-card"
	}
	return "progress.away"
}

// progressRefusals are all keys that the page of progress may refuse with,
// beside those of the card.
func progressRefusals() []string {
	return []string{"progress.code", "progress.payment", "progress.licence", "progress.url", "progress.forged",
		"progress.card-number", "progress.busy", "progress.away-card", "progress.away", "scan.garbled"}
}
