package outbox

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
)

// keepFor is how long the ticket of a delivered case, which holds nothing
// personal, stays to be looked up.
const keepFor = 90 * 24 * time.Hour

// Release says that the visit is over: nothing will be printed for it any
// more. Where the centre has the case, its payload is erased now, else when it has.
func (s *Store) Release(ctx context.Context, caseID string) error {
	err := s.write(ctx, "release", func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, "UPDATE cases SET released = 1 WHERE id = ?", caseID)
		return affected(r, err, visit.ErrUnknownCase)
	})
	if err != nil {
		return err
	}
	return s.erase(ctx, "release")
}

// Finished lets the people of these cases take another number; IDs that are
// not known here are passed over.
func (s *Store) Finished(ctx context.Context, caseIDs []string) error {
	return s.write(ctx, "finished", func(tx *sql.Tx) error {
		for _, id := range caseIDs {
			if _, err := tx.ExecContext(ctx, "UPDATE cases SET person = NULL WHERE id = ? AND person IS NOT NULL", id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Tidy releases cases that nobody released within Options.AskFor (the kiosk
// died over them), forgets who waited on days gone by, drops delivered cases
// of 90 days ago and notes of signatures of 180 days ago, and erases what is to
// be erased. Open does it; a kiosk that
// runs for weeks does it every few minutes.
func (s *Store) Tidy(ctx context.Context) error {
	now := s.o.Now()
	err := s.write(ctx, "tidy", func(tx *sql.Tx) error {
		for _, step := range []struct {
			query string
			arg   any
		}{
			{"UPDATE cases SET released = 1 WHERE NOT released AND issued < ?", now.Add(-s.o.AskFor).UnixMilli()},
			{"UPDATE cases SET person = NULL WHERE person IS NOT NULL AND day < ?", visit.Day(now)},
			{`DELETE FROM cases WHERE payload IS NULL AND released AND issued < ?
				AND id IN (SELECT case_id FROM deliveries WHERE state = 'delivered')`, now.Add(-keepFor).UnixMilli()},
			{"DELETE FROM proofs WHERE at < ?", now.Add(-proofsKept).UnixMilli()},
		} {
			if _, err := tx.ExecContext(ctx, step.query, step.arg); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.erase(ctx, "tidy")
}

// erase destroys the key and payload of every case that is delivered and
// released, and then empties the write-ahead log, which would hold the wrapped
// keys for a while longer. It is safe to be cut off anywhere: whatever
// it did not erase, the next call does.
func (s *Store) erase(ctx context.Context, place string) error {
	erased, err := s.eraseRows(ctx)
	if err != nil || len(erased) == 0 {
		return wrap(place+": erase", err)
	}
	for _, id := range erased {
		audit.Log(s.o.Log, audit.CaseErased, audit.String(audit.KeyCase, id))
	}
	return s.checkpoint(ctx, place)
}

// eraseRows returns the IDs of the cases whose payloads it erased.
func (s *Store) eraseRows(ctx context.Context) (erased []string, err error) {
	rows, err := s.db.QueryContext(ctx, `UPDATE cases SET wrapped_key = NULL, payload = NULL
		WHERE payload IS NOT NULL AND released
		AND id IN (SELECT case_id FROM deliveries WHERE state = 'delivered') RETURNING id`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		erased = append(erased, id)
	}
	return erased, rows.Err()
}

// checkpoint moves the log into the file and truncates it. Where another
// process reads just then it stays for the next time; closing does it too.
func (s *Store) checkpoint(ctx context.Context, place string) error {
	_, err := s.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return wrap(place+": checkpoint", err)
}
