-- +goose Up

-- The guides that were published, each version once and for good.
CREATE TABLE guides (
    version   TEXT PRIMARY KEY,
    sha256    TEXT NOT NULL,
    files     BLOB NOT NULL,
    published BIGINT NOT NULL
);

-- Which of them kiosks are offered: the last row's. Taking an older one up again is another row.
CREATE TABLE guide_offers (
    serial  BIGINT PRIMARY KEY,
    version TEXT NOT NULL REFERENCES guides (version),
    account TEXT NOT NULL,
    at      BIGINT NOT NULL
);

-- +goose Down
DROP TABLE guide_offers;
DROP TABLE guides;
