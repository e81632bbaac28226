package outbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/casefile"
	"hallkiosk/sync/protocol"
)

// querier is a database or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Ticket returns the ticket of a case, or visit.ErrUnknownCase. How many wait
// ahead is not the store's to know.
func (s *Store) Ticket(ctx context.Context, caseID string) (visit.Ticket, error) {
	t, err := ticketOf(ctx, s.db, "id = ?", caseID)
	return t, wrap("ticket", err)
}

const ticketColumns = "cases.id, cases.service, cases.number, cases.day, cases.issued, cases.handle"

// ticketOf returns the ticket of the case for which where holds.
func ticketOf(ctx context.Context, q querier, where string, args ...any) (visit.Ticket, error) {
	t, err := scanTicket(q.QueryRowContext(ctx, "SELECT "+ticketColumns+" FROM cases WHERE "+where, args...).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return visit.Ticket{}, visit.ErrUnknownCase
	}
	return t, err
}

// scanTicket reads ticketColumns, and whatever else the query asks for.
func scanTicket(scan func(...any) error, more ...any) (visit.Ticket, error) {
	t := visit.Ticket{Ahead: -1}
	var issued int64
	err := scan(append([]any{&t.Case, &t.Service, &t.Number, &t.Day, &issued, &t.Handle}, more...)...)
	t.Issued = fromMillis(issued)
	return t, err
}

// Application returns what was submitted, or visit.ErrErased once the centre
// has it and the visit is over, or visit.ErrUnknownCase.
func (s *Store) Application(ctx context.Context, caseID string) (*visit.Application, error) {
	var wrapped, payload []byte
	err := s.db.QueryRowContext(ctx, "SELECT wrapped_key, payload FROM cases WHERE id = ?", caseID).Scan(&wrapped, &payload)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, wrap("application", visit.ErrUnknownCase)
	case err != nil:
		return nil, wrap("application", err)
	case payload == nil:
		return nil, wrap("application", visit.ErrErased)
	}
	body, err := s.keys.unseal(caseID, wrapped, payload)
	if err != nil {
		return nil, fmt.Errorf("outbox: application: %w (%w)", ErrCorrupt, err)
	}
	defer clear(body)
	var d protocol.Delivery
	if err := json.Unmarshal(body, &d); err != nil {
		return nil, fmt.Errorf("outbox: application: %w", ErrCorrupt)
	}
	return casefile.Application(&d), nil
}

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).In(visit.Changde) }
