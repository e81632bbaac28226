package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Guide is one published guide.
type Guide struct {
	Version   string
	SHA256    string // protocol.GuideBundle.Sum
	Files     []byte // a protocol.GuideBundle in JSON
	Published time.Time
	Offered   time.Time // when kiosks were last told to use it; of Guides only
}

// PublishGuide keeps a guide and offers it to the kiosks. One that is there
// already is offered again; ErrDiffers where its version is another guide's.
func (s *Store) PublishGuide(ctx context.Context, g Guide, by By) error {
	return s.within(ctx, "publish guide", func(tx *sql.Tx) error {
		var sum string
		err := tx.QueryRowContext(ctx, `SELECT sha256 FROM guides WHERE version = ?`, g.Version).Scan(&sum)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			_, err = tx.ExecContext(ctx, `INSERT INTO guides (version, sha256, files, published) VALUES (?, ?, ?, ?)`,
				g.Version, g.SHA256, g.Files, millis(by.At))
		case err == nil && sum != g.SHA256:
			err = ErrDiffers
		}
		if err != nil {
			return err
		}
		return offer(ctx, tx, g.Version, by, "publish guide")
	})
}

// KeepGuide keeps a guide without offering it, unless its version is there already.
func (s *Store) KeepGuide(ctx context.Context, g Guide, at time.Time) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO guides (version, sha256, files, published) VALUES (?, ?, ?, ?)
		ON CONFLICT (version) DO NOTHING`, g.Version, g.SHA256, g.Files, millis(at))
	return wrap("keep guide", err)
}

// OfferGuide offers a guide that is there; ErrUnknown where it is not.
func (s *Store) OfferGuide(ctx context.Context, version string, by By) error {
	return s.within(ctx, "offer guide", func(tx *sql.Tx) error {
		var known string
		if err := tx.QueryRowContext(ctx, `SELECT version FROM guides WHERE version = ?`, version).Scan(&known); err != nil {
			return err
		}
		return offer(ctx, tx, version, by, "roll back guide")
	})
}

func offer(ctx context.Context, tx *sql.Tx, version string, by By, act string) error {
	var last int64
	if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(serial), 0) FROM guide_offers`).Scan(&last); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO guide_offers (serial, version, account, at) VALUES (?, ?, ?, ?)`,
		last+1, version, by.Account, millis(by.At))
	if err != nil {
		return err
	}
	return logged(ctx, tx, by, act, version)
}

// OfferedGuide returns version and sum of the guide that kiosks are to use;
// ErrUnknown where none was ever published.
func (s *Store) OfferedGuide(ctx context.Context) (version, sum string, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT g.version, g.sha256 FROM guide_offers o JOIN guides g ON g.version = o.version
		ORDER BY o.serial DESC LIMIT 1`).Scan(&version, &sum)
	return version, sum, wrap("offered guide", err)
}

// Guide returns a published guide with its files, or ErrUnknown.
func (s *Store) Guide(ctx context.Context, version string) (g Guide, err error) {
	var published int64
	err = s.db.QueryRowContext(ctx, `SELECT version, sha256, files, published FROM guides WHERE version = ?`, version).
		Scan(&g.Version, &g.SHA256, &g.Files, &published)
	g.Published = fromMillis(published)
	return g, wrap("guide", err)
}

// Guides returns the published guides without their files, the one offered
// last first.
func (s *Store) Guides(ctx context.Context) ([]Guide, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT g.version, g.sha256, g.published, MAX(o.at) FROM guides g
		JOIN guide_offers o ON o.version = g.version GROUP BY g.version, g.sha256, g.published ORDER BY MAX(o.serial) DESC`)
	if err != nil {
		return nil, wrap("guides", err)
	}
	return collect("guides", rows, func(r *sql.Rows) (g Guide, err error) {
		var published, offered int64
		err = r.Scan(&g.Version, &g.SHA256, &published, &offered)
		g.Published, g.Offered = fromMillis(published), fromMillis(offered)
		return g, err
	})
}
