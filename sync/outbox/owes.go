package outbox

import (
	"context"
	"database/sql"
	"errors"

	"hallkiosk/kiosk/visit"
)

// Owes reports whether the case still waits to be delivered to the centre; one
// that it refused does not. The error may be visit.ErrUnknownCase.
func (s *Store) Owes(ctx context.Context, caseID string) (bool, error) {
	var state string
	err := s.db.QueryRowContext(ctx, "SELECT state FROM deliveries WHERE case_id = ?", caseID).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		err = visit.ErrUnknownCase
	}
	return state == "owed", wrap("owes", err)
}
