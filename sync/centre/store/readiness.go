package store

import (
	"context"
	"database/sql"
	"time"
)

// readinessKept is how many days' reports are kept of a kiosk.
const readinessKept = 30

// Readiness is a kiosk's report of a morning.
type Readiness struct {
	Day      string
	Received time.Time
	Report   []byte // a protocol.Readiness in JSON
}

// KeepReadiness keeps a kiosk's report in the place of an earlier one of the
// day, and of all its reports those of the last 30 days that it reported on.
func (s *Store) KeepReadiness(ctx context.Context, kiosk string, r Readiness) error {
	return s.within(ctx, "readiness", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO readiness (kiosk, day, received, report) VALUES (?, ?, ?, ?)
			ON CONFLICT (kiosk, day) DO UPDATE SET received = excluded.received, report = excluded.report`,
			kiosk, r.Day, millis(r.Received), r.Report)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM readiness WHERE kiosk = ? AND day NOT IN
			(SELECT day FROM readiness WHERE kiosk = ? ORDER BY day DESC LIMIT ?)`, kiosk, kiosk, readinessKept)
		return err
	})
}

// Readiness returns a kiosk's reports, the newest first.
func (s *Store) Readiness(ctx context.Context, kiosk string) ([]Readiness, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT day, received, report FROM readiness WHERE kiosk = ? ORDER BY day DESC`, kiosk)
	if err != nil {
		return nil, wrap("readiness", err)
	}
	return collect("readiness", rows, func(r *sql.Rows) (one Readiness, err error) {
		var at int64
		err = r.Scan(&one.Day, &at, &one.Report)
		one.Received = fromMillis(at)
		return one, err
	})
}
