-- People who are known by several ids: a phone number, a business-scoped user id, a linked id.

-- +goose Up

-- What sources have proved: both ids are one person, of which contact is the better known.
CREATE TABLE same_person (
    contact TEXT NOT NULL,
    other   TEXT NOT NULL,
    PRIMARY KEY (contact, other)
);
CREATE INDEX same_person_other ON same_person (other);

-- Every id of such a person, and the one that the contact and all conversations have.
CREATE TABLE contact_alias (
    id      TEXT PRIMARY KEY,
    contact TEXT NOT NULL
);

-- Ids of threads that turned out to be part of another.
CREATE TABLE thread_alias (
    id     TEXT PRIMARY KEY,
    thread TEXT NOT NULL
);
CREATE INDEX thread_alias_thread ON thread_alias (thread);

CREATE INDEX thread_contact ON thread (contact);

-- +goose Down
DROP INDEX thread_contact;
DROP TABLE thread_alias;
DROP TABLE contact_alias;
DROP TABLE same_person;
