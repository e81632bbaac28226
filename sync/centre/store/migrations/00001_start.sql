-- +goose Up

-- Times are milliseconds since 1970 in UTC; days are the hall's dates.

CREATE TABLE kiosks (
    name       TEXT PRIMARY KEY,
    digit      INTEGER NOT NULL UNIQUE CHECK (digit BETWEEN 0 AND 9),
    added      BIGINT NOT NULL,
    last_heard BIGINT,
    report     TEXT
);

CREATE TABLE certificates (
    serial     TEXT PRIMARY KEY,
    kiosk      TEXT NOT NULL REFERENCES kiosks (name),
    public_key BLOB NOT NULL,
    issued     BIGINT NOT NULL,
    expires    BIGINT NOT NULL,
    revoked    BIGINT
);

CREATE TABLE accounts (
    username TEXT PRIMARY KEY,
    hash     TEXT NOT NULL,
    role     TEXT NOT NULL CHECK (role IN ('window', 'approver', 'admin')),
    disabled BOOLEAN NOT NULL,
    created  BIGINT NOT NULL
);

CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    username   TEXT NOT NULL REFERENCES accounts (username),
    started    BIGINT NOT NULL,
    seen       BIGINT NOT NULL
);

CREATE TABLE cases (
    id        TEXT PRIMARY KEY,
    kiosk     TEXT NOT NULL REFERENCES kiosks (name),
    number    TEXT NOT NULL,
    day       TEXT NOT NULL,
    service   TEXT NOT NULL,
    issued    BIGINT NOT NULL,
    received  BIGINT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'finished', 'sent-back')),
    opened    BIGINT,
    opened_by TEXT,
    payload   BLOB NOT NULL
);

CREATE INDEX cases_by_day ON cases (day, issued);

CREATE TABLE ticks (
    case_id  TEXT NOT NULL REFERENCES cases (id),
    material TEXT NOT NULL,
    account  TEXT NOT NULL REFERENCES accounts (username),
    at       BIGINT NOT NULL,
    PRIMARY KEY (case_id, material)
);

CREATE TABLE decisions (
    case_id TEXT NOT NULL REFERENCES cases (id),
    at      BIGINT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('finished', 'sent-back')),
    reason  TEXT NOT NULL,
    note    TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (username)
);

CREATE INDEX decisions_by_case ON decisions (case_id, at);

-- Who read or did what. It names cases, never what is in them.
CREATE TABLE log (
    at      BIGINT NOT NULL,
    account TEXT NOT NULL,
    act     TEXT NOT NULL,
    subject TEXT NOT NULL
);

CREATE INDEX log_by_time ON log (at);

-- +goose Down
DROP TABLE log;
DROP TABLE decisions;
DROP TABLE ticks;
DROP TABLE cases;
DROP TABLE sessions;
DROP TABLE accounts;
DROP TABLE certificates;
DROP TABLE kiosks;
