-- Who may come in: people with passwords, their sessions, and tokens of programs. Of session ids and tokens only the
-- SHA-256 is kept, so that a copy of the database opens no door.

-- +goose Up

CREATE TABLE app_user (
    id         TEXT PRIMARY KEY,
    email      TEXT NOT NULL,
    email_key  TEXT NOT NULL UNIQUE, -- the email as it compares: folded to lower case
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    password   TEXT NOT NULL, -- argon2id in PHC form
    created_at BIGINT NOT NULL
);

CREATE TABLE session (
    hash       TEXT PRIMARY KEY,
    app_user   TEXT NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_expires_at ON session (expires_at);
CREATE INDEX session_app_user ON session (app_user);

CREATE TABLE token (
    name       TEXT PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,
    may_write  INTEGER NOT NULL, -- 1 = may post events
    created_at BIGINT NOT NULL,
    used_at    BIGINT,
    expires_at BIGINT, -- NULL = never
    revoked_at BIGINT
);

-- Keys that the installation made for itself, such as the one that signs cookies.
CREATE TABLE secret (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL -- base64
);

-- +goose Down
DROP TABLE secret;
DROP TABLE token;
DROP TABLE session;
DROP TABLE app_user;
