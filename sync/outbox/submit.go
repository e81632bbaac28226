package outbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/casefile"
	"hallkiosk/sync/protocol"
)

// Submit keeps the application for good and gives it the next number of the
// letter and the hall's day, all in one transaction: case, number, what is owed
// to the centre, and a line in the print ledger for the ticket and for each of
// forms, the copies that the case has. Only after it returns may paper move.
//
// Submitting the same ID again returns the first ticket, and the ledger stays as
// it is. A person with an
// unfinished number for the same service today gets *visit.AlreadyWaitingError,
// which bears that ticket. What no centre would accept is refused with
// *protocol.Invalid.
func (s *Store) Submit(ctx context.Context, a *visit.Application, letter byte, forms []visit.Paper) (visit.Ticket, error) {
	if a == nil || a.Kiosk != s.o.Kiosk {
		return visit.Ticket{}, errors.New("outbox: submit: not an application of this kiosk")
	}
	if err := checkForms(forms); err != nil {
		return visit.Ticket{}, fmt.Errorf("outbox: submit: %w", err)
	}
	var ticket visit.Ticket
	err := s.write(ctx, "submit", func(tx *sql.Tx) error {
		var err error
		ticket, err = ticketOf(ctx, tx, "id = ?", a.ID)
		if !errors.Is(err, visit.ErrUnknownCase) {
			return err
		}
		ticket, err = s.submitNew(ctx, tx, a, letter, forms)
		return err
	})
	if err != nil {
		return visit.Ticket{}, err
	}
	return ticket, nil
}

// checkForms refuses what is no copy of a form, or the same copy twice.
func checkForms(forms []visit.Paper) error {
	for i, p := range forms {
		if !slices.Contains(visit.FormPapers(), p) || slices.Contains(forms[:i], p) {
			return fmt.Errorf("copy %d of the forms: paper %q", i+1, p)
		}
	}
	return nil
}

func (s *Store) submitNew(ctx context.Context, tx *sql.Tx, a *visit.Application, letter byte, forms []visit.Paper) (visit.Ticket, error) {
	now := fromMillis(s.o.Now().UnixMilli()) // as it will be read back
	day := visit.Day(now)
	person := s.keys.personHash(a.Handling().IDNumber, a.Service, day)
	waiting, err := ticketOf(ctx, tx, "person = ?", person)
	if err == nil {
		return visit.Ticket{}, &visit.AlreadyWaitingError{Ticket: waiting}
	}
	if !errors.Is(err, visit.ErrUnknownCase) {
		return visit.Ticket{}, err
	}
	var serial int
	err = tx.QueryRowContext(ctx, "SELECT COALESCE(MAX(serial), 0) + 1 FROM cases WHERE day = ? AND letter = ?",
		day, string(letter)).Scan(&serial)
	if err != nil {
		return visit.Ticket{}, err
	}
	t := visit.Ticket{Case: a.ID, Service: a.Service, Day: day, Issued: now, Ahead: -1}
	if t.Number, err = visit.Number(letter, s.o.Digit, serial); err != nil {
		return visit.Ticket{}, err
	}
	if t.Handle, err = s.handle(t); err != nil {
		return visit.Ticket{}, err
	}
	wrapped, payload, err := s.payload(a, t)
	if err != nil {
		return visit.Ticket{}, err
	}
	if err := insert(ctx, tx, t, letter, serial, person, wrapped, payload); err != nil {
		return visit.Ticket{}, err
	}
	return t, insertPrints(ctx, tx, t.Case, forms)
}

// handle signs the ticket's handle. The serial in it is the one that the
// number shows.
func (s *Store) handle(t visit.Ticket) (string, error) {
	var shown int
	if _, err := fmt.Sscanf(t.Number[2:], "%d", &shown); err != nil {
		return "", fmt.Errorf("number %s: %w", t.Number, err)
	}
	return protocol.Sign(protocol.Handle{
		Host: s.o.Centre, Kiosk: s.o.Digit, Day: t.Day, Letter: t.Number[0], Serial: shown, Case: t.Case,
	}, s.o.Signer)
}

// payload seals what will be delivered, byte for byte.
func (s *Store) payload(a *visit.Application, t visit.Ticket) (wrapped, payload []byte, err error) {
	d := casefile.Delivery(a, t)
	if err := d.Validate(); err != nil {
		return nil, nil, err
	}
	body, err := json.Marshal(d)
	if err != nil {
		return nil, nil, err
	}
	if len(body) > protocol.MaxDelivery {
		return nil, nil, protocol.ErrTooLarge
	}
	defer clear(body)
	return s.keys.seal(a.ID, body)
}

func insert(ctx context.Context, tx *sql.Tx, t visit.Ticket, letter byte, serial int, person, wrapped, payload []byte) error {
	at := t.Issued.UnixMilli()
	_, err := tx.ExecContext(ctx, `INSERT INTO cases
		(id, service, day, letter, serial, number, issued, handle, person, wrapped_key, payload)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.Case, t.Service, t.Day, string(letter), serial, t.Number, at, t.Handle, person, wrapped, payload)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO deliveries (case_id, due, changed) VALUES (?, ?, ?)", t.Case, at, at)
	return err
}

// insertPrints begins the case's print ledger.
func insertPrints(ctx context.Context, tx *sql.Tx, caseID string, forms []visit.Paper) error {
	for _, p := range append([]visit.Paper{visit.PaperTicket}, forms...) {
		if _, err := tx.ExecContext(ctx, "INSERT INTO prints (case_id, paper) VALUES (?, ?)", caseID, string(p)); err != nil {
			return err
		}
	}
	return nil
}
