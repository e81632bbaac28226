package outbox

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"hallkiosk/sync/protocol"
)

// CodeUnreadable is the code of a dead letter that could not be unsealed, and
// so could not even be sent.
const CodeUnreadable = "unreadable"

// Next returns the case whose turn it is, due or not yet (Parcel.Due), and
// false where nothing is owed. A case that was postponed stands behind those
// that were not, so that no case can hold up the others. One whose payload
// cannot be unsealed becomes a dead letter.
func (s *Store) Next(ctx context.Context) (*protocol.Parcel, bool, error) {
	for {
		p, err := s.next(ctx)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return nil, false, nil
		case errors.Is(err, errUnreadable):
			if err := s.Refuse(ctx, p.Case, CodeUnreadable); err != nil {
				return nil, false, err
			}
		case err != nil:
			return nil, false, wrap("next", err)
		default:
			return p, true, nil
		}
	}
}

var errUnreadable = errors.New("outbox: payload cannot be unsealed")

func (s *Store) next(ctx context.Context) (*protocol.Parcel, error) {
	var p protocol.Parcel
	var due int64
	var wrapped, payload []byte
	err := s.db.QueryRowContext(ctx, `SELECT case_id, tries, due, wrapped_key, payload
		FROM deliveries JOIN cases ON cases.id = case_id
		WHERE state = 'owed' ORDER BY due, seq LIMIT 1`).Scan(&p.Case, &p.Tries, &due, &wrapped, &payload)
	if err != nil {
		return nil, err
	}
	p.Due = fromMillis(due)
	if p.Body, err = s.keys.unseal(p.Case, wrapped, payload); err != nil {
		return &p, errUnreadable
	}
	return &p, nil
}

// Delivered marks that the centre has the case for good, and erases the
// payload where the visit is over.
func (s *Store) Delivered(ctx context.Context, caseID string) error {
	if err := s.deliver(ctx, "delivered", caseID, "state = 'delivered', code = ''"); err != nil {
		return err
	}
	return s.erase(ctx, "delivered")
}

// Postpone has the case tried again, not before until. code says why: a word,
// no prose.
func (s *Store) Postpone(ctx context.Context, caseID string, until time.Time, code string) error {
	return s.deliver(ctx, "postpone", caseID, "due = ?, code = ?, tries = tries + 1", until.UnixMilli(), code)
}

// Refuse makes the case a dead letter: the centre does not want it as it is.
// It is kept, payload and all, until Retry. Its person may take another number.
func (s *Store) Refuse(ctx context.Context, caseID, code string) error {
	return s.write(ctx, "refuse", func(tx *sql.Tx) error {
		if err := s.change(ctx, tx, caseID, "state = 'refused', code = ?", code); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE cases SET person = NULL
			WHERE id = ? AND id IN (SELECT case_id FROM deliveries WHERE state = 'refused')`, caseID)
		return err
	})
}

func (s *Store) deliver(ctx context.Context, place, caseID, set string, args ...any) error {
	return s.write(ctx, place, func(tx *sql.Tx) error { return s.change(ctx, tx, caseID, set, args...) })
}

// change changes a delivery that is owed; where it is not owed any more,
// nothing is changed.
func (s *Store) change(ctx context.Context, tx *sql.Tx, caseID, set string, args ...any) error {
	if _, err := ticketOf(ctx, tx, "id = ?", caseID); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE deliveries SET "+set+", changed = ? WHERE case_id = ? AND state = 'owed'",
		append(args, s.o.Now().UnixMilli(), caseID)...)
	return err
}

// Owed says how much the kiosk still owes the centre.
type Owed struct {
	Waiting     int       // cases to be delivered
	Oldest      time.Time // when the oldest of them was submitted; zero where none waits
	DeadLetters int       // cases that the centre refused
}

// Owed counts what is owed.
func (s *Store) Owed(ctx context.Context) (Owed, error) {
	var o Owed
	var oldest sql.NullInt64
	err := s.db.QueryRowContext(ctx, `SELECT COUNT(*) FILTER (WHERE state = 'owed'),
			COUNT(*) FILTER (WHERE state = 'refused'), MIN(issued) FILTER (WHERE state = 'owed')
		FROM deliveries JOIN cases ON cases.id = case_id`).Scan(&o.Waiting, &o.DeadLetters, &oldest)
	if oldest.Valid {
		o.Oldest = fromMillis(oldest.Int64)
	}
	return o, wrap("owed", err)
}

// Depth is Owed's two counts alone, for the heartbeat.
func (s *Store) Depth(ctx context.Context) (waiting, deadLetters int, err error) {
	o, err := s.Owed(ctx)
	return o.Waiting, o.DeadLetters, err
}
