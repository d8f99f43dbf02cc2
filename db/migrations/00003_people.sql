-- People and their safety: links by which people set a password of their own, a second factor, what sessions are told
-- apart by, tokens that see a part of the reports, and the log of what was done by whom. Of links and recovery codes
-- only the SHA-256 is kept.

-- +goose Up

ALTER TABLE app_user ADD COLUMN language TEXT NOT NULL DEFAULT '';   -- the user's choice; '' = the account's
ALTER TABLE app_user ADD COLUMN signed_in_at BIGINT;
ALTER TABLE app_user ADD COLUMN totp TEXT NOT NULL DEFAULT '';       -- sealed secret of the second factor; '' = none
ALTER TABLE app_user ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0; -- of the last code that was used: none is used twice

ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';

-- A link by which a user sets a password, once. A new one replaces the one before.
CREATE TABLE password_link (
    app_user   TEXT PRIMARY KEY REFERENCES app_user (id) ON DELETE CASCADE,
    hash       TEXT NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    app_user TEXT NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    hash     TEXT NOT NULL,
    PRIMARY KEY (app_user, hash)
);

ALTER TABLE token ADD COLUMN filter TEXT NOT NULL DEFAULT ''; -- query of a report, which limits what the token sees; '' = all

-- Who did what. Names are those of the time: users and tokens may be gone since.
CREATE TABLE audit (
    n       INTEGER PRIMARY KEY,
    at      BIGINT NOT NULL,
    who     TEXT NOT NULL, -- '' = the command line
    deed    TEXT NOT NULL,
    about   TEXT NOT NULL,
    detail  TEXT NOT NULL,
    address TEXT NOT NULL, -- of the network, as it came
    refused INTEGER NOT NULL -- 1 = it was tried, and not done
);
CREATE INDEX audit_at ON audit (at);

-- +goose Down
DROP TABLE audit;
ALTER TABLE token DROP COLUMN filter;
DROP TABLE recovery_code;
DROP TABLE password_link;
ALTER TABLE session DROP COLUMN address;
ALTER TABLE session DROP COLUMN browser;
ALTER TABLE app_user DROP COLUMN totp_step;
ALTER TABLE app_user DROP COLUMN totp;
ALTER TABLE app_user DROP COLUMN signed_in_at;
ALTER TABLE app_user DROP COLUMN language;
