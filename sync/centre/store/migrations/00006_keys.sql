-- +goose Up

-- Whom the certificates of U-KEYs are checked against: authorities and their
-- revocation lists.
CREATE TABLE trust (
    sha256 TEXT PRIMARY KEY,
    kind   TEXT NOT NULL CHECK (kind IN ('authority', 'revocations')),
    der    BLOB NOT NULL,
    added  BIGINT NOT NULL
);

-- What U-KEYs were asked to sign. One that nobody answered is gone the day after.
CREATE TABLE challenges (
    id          TEXT PRIMARY KEY,
    kiosk       TEXT NOT NULL REFERENCES kiosks (name),
    purpose     TEXT NOT NULL CHECK (purpose IN ('bind', 'sign-in')),
    account     TEXT NOT NULL, -- of the platform; '' to sign in
    certificate BLOB NOT NULL,
    nonce       TEXT NOT NULL UNIQUE,
    issued      BIGINT NOT NULL,
    expires     BIGINT NOT NULL,
    said        TEXT NOT NULL  -- byte for byte what is signed
);

CREATE INDEX challenges_by_end ON challenges (expires);

-- Which certificate belongs to which account of the platform, and did.
CREATE TABLE bindings (
    number       TEXT PRIMARY KEY, -- of the receipt of the proof that made it
    identity     BLOB NOT NULL,    -- SHA-256 of what the authority signed in the certificate
    account      TEXT NOT NULL,
    organisation TEXT NOT NULL,
    uscc         TEXT NOT NULL,
    serial       TEXT NOT NULL,
    bound        BIGINT NOT NULL,
    kiosk        TEXT NOT NULL,
    released     BIGINT,
    released_by  TEXT REFERENCES accounts (username),
    reason       TEXT,
    note         TEXT
);

-- A certificate belongs to one account at a time.
CREATE UNIQUE INDEX bindings_of_certificates ON bindings (identity) WHERE released IS NULL;
CREATE INDEX bindings_by_account ON bindings (account);
CREATE INDEX bindings_by_time ON bindings (bound);

-- Signatures that held, one of a challenge at most: what each side has to show
-- for it later.
CREATE TABLE proofs (
    number      TEXT PRIMARY KEY, -- of the receipt
    day         TEXT NOT NULL,
    serial      INTEGER NOT NULL, -- of the day, from 1
    challenge   TEXT NOT NULL UNIQUE REFERENCES challenges (id),
    signature   BLOB NOT NULL,    -- by the U-KEY
    witness     BLOB NOT NULL,    -- by the kiosk
    witness_key BLOB NOT NULL,    -- the kiosk's public key
    at          BIGINT NOT NULL,
    already     BOOLEAN NOT NULL, -- it was bound to this account before
    revocation  TEXT NOT NULL,    -- what was known: good, unknown
    binding     TEXT REFERENCES bindings (number), -- none of signing in
    UNIQUE (day, serial)
);

-- +goose Down
DROP TABLE proofs;
DROP TABLE bindings;
DROP TABLE challenges;
DROP TABLE trust;
