-- +goose Up

-- Whose store this is, and a check value that only the right kiosk key gives.
CREATE TABLE identity (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    kiosk     TEXT NOT NULL,
    key_check BLOB NOT NULL
) STRICT;

-- A submitted case with its ticket. Times are Unix milliseconds.
CREATE TABLE cases (
    id          TEXT PRIMARY KEY,
    service     TEXT NOT NULL,
    day         TEXT NOT NULL,             -- the hall's date
    letter      TEXT NOT NULL,
    serial      INTEGER NOT NULL CHECK (serial > 0), -- of the day and letter; the number shows it modulo 999
    number      TEXT NOT NULL,
    issued      INTEGER NOT NULL,
    handle      TEXT NOT NULL,
    person      BLOB,                      -- keyed hash of ID number, service and day; NULL when they may take another
    wrapped_key BLOB,                      -- of the payload; NULL once erased
    payload     BLOB,                      -- the delivery, sealed; NULL once erased
    released    INTEGER NOT NULL DEFAULT 0 CHECK (released IN (0, 1)), -- the visit is over
    UNIQUE (day, letter, serial),
    CHECK ((wrapped_key IS NULL) = (payload IS NULL))
) STRICT;

CREATE UNIQUE INDEX one_number_per_person ON cases (person) WHERE person IS NOT NULL;

-- What the centre has not acknowledged, and what became of it.
CREATE TABLE deliveries (
    seq     INTEGER PRIMARY KEY,           -- the order of submission
    case_id TEXT NOT NULL UNIQUE REFERENCES cases (id) ON DELETE CASCADE,
    state   TEXT NOT NULL DEFAULT 'owed' CHECK (state IN ('owed', 'delivered', 'refused')),
    due     INTEGER NOT NULL,
    tries   INTEGER NOT NULL DEFAULT 0,
    code    TEXT NOT NULL DEFAULT '',      -- why it was last postponed or refused
    changed INTEGER NOT NULL
) STRICT;

CREATE INDEX deliveries_by_due ON deliveries (state, due, seq);

-- The print ledger: each paper is marked before and after it moves.
CREATE TABLE prints (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    paper   TEXT NOT NULL,
    state   TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'begun', 'done')),
    times   INTEGER NOT NULL DEFAULT 0,    -- how often it was begun
    PRIMARY KEY (case_id, paper)
) STRICT, WITHOUT ROWID;
