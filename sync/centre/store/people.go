package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
)

// secret returns a secret of the database, 32 bytes, which the first who asks makes.
func secret(ctx context.Context, db *sql.DB, name string) (s []byte, err error) {
	fresh := make([]byte, 32)
	if _, err := rand.Read(fresh); err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, `INSERT INTO secrets (name, secret) VALUES (?, ?) ON CONFLICT (name) DO NOTHING`, name, fresh); err != nil {
		return nil, err
	}
	err = db.QueryRowContext(ctx, `SELECT secret FROM secrets WHERE name = ?`, name).Scan(&s)
	return s, err
}

// person is how an ID number is kept to be looked up.
func (s *Store) person(idNumber string) []byte {
	h := hmac.New(sha256.New, s.people)
	h.Write([]byte(idNumber))
	return h.Sum(nil)
}

// SetPeople notes whose a case is, for cases kept before that was noted.
func (s *Store) SetPeople(ctx context.Context, id string, idNumbers ...string) error {
	return s.within(ctx, "people", func(tx *sql.Tx) error { return s.setPeople(ctx, tx, id, idNumbers) })
}

func (s *Store) setPeople(ctx context.Context, tx *sql.Tx, id string, idNumbers []string) error {
	for _, number := range idNumbers {
		_, err := tx.ExecContext(ctx, `INSERT INTO case_people (person, case_id) VALUES (?, ?) ON CONFLICT DO NOTHING`, s.person(number), id)
		if err != nil {
			return err
		}
	}
	return nil
}

// someCases is how many whole cases are read at once.
const someCases = 100

// Nobodys returns some cases of which it was never noted whose they are, with
// their payloads, in the order of their IDs from behind after; none when all were seen.
func (s *Store) Nobodys(ctx context.Context, after string) ([]Case, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT `+caseColumns+`, payload FROM cases
		WHERE id > ? AND NOT EXISTS (SELECT 1 FROM case_people p WHERE p.case_id = cases.id) ORDER BY id LIMIT ?`, after, someCases)
	if err != nil {
		return nil, wrap("nobody's", err)
	}
	return collect("nobody's", rows, scanWhole)
}

// OfPerson returns the cases of the person with an ID number whose number is of
// since or a later day, the newest first, at most 100, with their payloads.
func (s *Store) OfPerson(ctx context.Context, idNumber, since string) ([]Case, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT `+caseColumns+`, payload FROM cases
		WHERE day >= ? AND id IN (SELECT case_id FROM case_people WHERE person = ?) ORDER BY issued DESC, id DESC LIMIT ?`,
		since, s.person(idNumber), someCases)
	if err != nil {
		return nil, wrap("of person", err)
	}
	return collect("of person", rows, scanWhole)
}
