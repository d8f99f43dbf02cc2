-- Addresses of reports that people keep under a name, and links that show one report to who has no user.

-- +goose Up

CREATE TABLE saved_view (
    id         TEXT PRIMARY KEY,
    owner      TEXT NOT NULL,    -- id of the user, '' = the visitors of a demo; a shared view outlives its owner
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL,    -- the name as it compares: folded to lower case
    shared     INTEGER NOT NULL, -- 1 = all users see it
    report     TEXT NOT NULL,    -- 'overview', 'agents', 'tags', 'conversations'
    period     TEXT NOT NULL,    -- a name of package report that moves with the calendar, '' = the dates of the query
    query      TEXT NOT NULL,    -- the filter as an address has it
    created_at BIGINT NOT NULL,
    UNIQUE (owner, name_key)
);

CREATE TABLE share (
    id         TEXT PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,                             -- SHA-256 of the secret in the link
    maker      TEXT REFERENCES app_user (id) ON DELETE CASCADE, -- NULL = the visitors of a demo
    name       TEXT NOT NULL,                                    -- what the maker calls it; who opens it does not see it
    report     TEXT NOT NULL,
    period     TEXT NOT NULL,
    query      TEXT NOT NULL,
    mask       TEXT NOT NULL,                                    -- key of the codes that stand for contacts
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT,
    revoked_at BIGINT
);
CREATE INDEX share_maker ON share (maker);

-- +goose Down
DROP TABLE share;
DROP TABLE saved_view;
