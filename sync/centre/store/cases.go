package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"time"
)

// State is where a case stands.
type State string

// The states of a case.
const (
	Waiting  State = "waiting"
	Opened   State = "open"
	Finished State = "finished"
	SentBack State = "sent-back"
)

// Case is one delivered case.
type Case struct {
	ID      string
	Kiosk   string
	Number  string // "A1001"
	Day     string // "2026-11-22"
	Service string
	Issued  time.Time // the ticket, by the kiosk's clock
	// Received is when the centre had it for good.
	Received time.Time
	Urgent   bool // before all that are not
	State    State
	Opened   time.Time // first by somebody at a window; zero: not yet
	OpenedBy string
	Approved time.Time // by the information centre; zero: not, or withdrawn
	Payload  []byte    // the delivery, byte for byte; empty in lists
}

// Deliver keeps a new case of the people with these ID numbers, or finds the
// same one there. It answers when the case was first received and whether that
// is now. ErrDiffers: another kiosk or other bytes under the same ID.
func (s *Store) Deliver(ctx context.Context, c Case, idNumbers ...string) (received time.Time, created bool, err error) {
	err = s.within(ctx, "deliver", func(tx *sql.Tx) error {
		var kiosk string
		var payload []byte
		var at int64
		err := tx.QueryRowContext(ctx, `SELECT kiosk, payload, received FROM cases WHERE id = ?`, c.ID).Scan(&kiosk, &payload, &at)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return err
		case kiosk != c.Kiosk || !bytes.Equal(payload, c.Payload):
			return ErrDiffers
		default:
			received = fromMillis(at)
			return nil
		}
		received, created = fromMillis(millis(c.Received)), true
		_, err = tx.ExecContext(ctx, `INSERT INTO cases (id, kiosk, number, day, service, issued, received, urgent, state, payload)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			c.ID, c.Kiosk, c.Number, c.Day, c.Service, millis(c.Issued), millis(c.Received), c.Urgent, Waiting, c.Payload)
		if err != nil {
			return err
		}
		return s.setPeople(ctx, tx, c.ID, idNumbers)
	})
	if err != nil {
		return time.Time{}, false, err
	}
	return received, created, nil
}

const caseColumns = `id, kiosk, number, day, service, issued, received, urgent, state, opened, COALESCE(opened_by, ''),
	(SELECT MAX(a.at) FROM approvals a WHERE a.case_id = cases.id AND a.withdrawn IS NULL)`

func scanCase(scan func(...any) error, more ...any) (c Case, err error) {
	var issued, received int64
	var opened, approved sql.NullInt64
	to := append([]any{&c.ID, &c.Kiosk, &c.Number, &c.Day, &c.Service, &issued, &received, &c.Urgent, &c.State, &opened, &c.OpenedBy, &approved}, more...)
	err = scan(to...)
	c.Issued, c.Received, c.Opened, c.Approved = fromMillis(issued), fromMillis(received), orZero(opened), orZero(approved)
	return c, err
}

// scanWhole scans a row of caseColumns and the payload.
func scanWhole(r *sql.Rows) (Case, error) {
	var payload []byte
	c, err := scanCase(r.Scan, &payload)
	c.Payload = payload
	return c, err
}

// Case returns a case with its payload, or ErrUnknown.
func (s *Store) Case(ctx context.Context, id string) (Case, error) {
	var payload []byte
	row := s.db.QueryRowContext(ctx, `SELECT `+caseColumns+`, payload FROM cases WHERE id = ?`, id)
	c, err := scanCase(row.Scan, &payload)
	c.Payload = payload
	return c, wrap("case", err)
}

// Day returns the cases of a day without payloads: those that wait or are open
// and urgent, then the others, each in the order of their numbers' issue.
func (s *Store) Day(ctx context.Context, day string) ([]Case, error) {
	return s.list(ctx, `WHERE day = ? ORDER BY CASE WHEN urgent AND state IN (?, ?) THEN 0 ELSE 1 END, issued, id`, day, Waiting, Opened)
}

// ByNumber returns the cases of a day that bear a number, newest first: more
// than one where the numbers wrapped.
func (s *Store) ByNumber(ctx context.Context, day, number string) ([]Case, error) {
	return s.list(ctx, `WHERE day = ? AND number = ? ORDER BY issued DESC, id`, day, number)
}

// Unfinished returns the cases of a day and service that wait or are open, with
// their payloads, in the order of their numbers' issue.
func (s *Store) Unfinished(ctx context.Context, day, service string) ([]Case, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT `+caseColumns+`, payload FROM cases
		WHERE day = ? AND service = ? AND state IN (?, ?) ORDER BY issued, id`, day, service, Waiting, Opened)
	if err != nil {
		return nil, wrap("unfinished", err)
	}
	return collect("unfinished", rows, scanWhole)
}

func (s *Store) list(ctx context.Context, where string, args ...any) ([]Case, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT `+caseColumns+` FROM cases `+where, args...)
	if err != nil {
		return nil, wrap("cases", err)
	}
	return collect("cases", rows, func(r *sql.Rows) (Case, error) { return scanCase(r.Scan) })
}

// Queue counts who waits on a day, by the letter of the number.
func (s *Store) Queue(ctx context.Context, day string) (map[string]int, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT substr(number, 1, 1), COUNT(*) FROM cases
		WHERE day = ? AND state = ? GROUP BY substr(number, 1, 1)`, day, Waiting)
	if err != nil {
		return nil, wrap("queue", err)
	}
	queue := map[string]int{}
	_, err = collect("queue", rows, func(r *sql.Rows) (none struct{}, err error) {
		var letter string
		var n int
		err = r.Scan(&letter, &n)
		queue[letter] = n
		return none, err
	})
	return queue, err
}

// Ahead counts who waits before a case: every window serves every letter, the
// urgent first, then whoever waits longest.
func (s *Store) Ahead(ctx context.Context, c Case) (n int, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM cases
		WHERE day = ? AND state = ? AND (urgent > ? OR urgent = ? AND (issued < ? OR issued = ? AND id < ?))`,
		c.Day, Waiting, c.Urgent, c.Urgent, millis(c.Issued), millis(c.Issued), c.ID).Scan(&n)
	return n, wrap("ahead", err)
}

// Ended returns the IDs of a kiosk's cases of a day that are finished or sent back.
func (s *Store) Ended(ctx context.Context, kiosk, day string) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id FROM cases WHERE kiosk = ? AND day = ? AND state IN (?, ?) ORDER BY id`,
		kiosk, day, Finished, SentBack)
	if err != nil {
		return nil, wrap("ended", err)
	}
	return collect("ended", rows, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) })
}
