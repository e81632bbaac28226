-- +goose Up

-- The kiosk's own note of what U-KEYs signed here and the centre took. It holds
-- sums and numbers, nothing personal.
CREATE TABLE proofs (
    challenge     TEXT PRIMARY KEY,        -- its ID
    text_sum      BLOB NOT NULL,           -- SHA-256 of what was signed
    signature_sum BLOB NOT NULL,           -- SHA-256 of the signature
    number        TEXT NOT NULL,           -- of the centre's receipt
    at            INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX proofs_by_time ON proofs (at);
