-- Why: Trex forgot what it had asked, what a card was before an edit, and whom it had
-- answered, so that in a channel without threads everybody's words were one conversation.
-- A question's state is opaque: the agent that asked reads it. A version is kept beside its
-- proposal from now on; of open proposals the current one is, replaced ones are gone. Its
-- time is NULL when it is not known. restores is the version that an undo went back to, 0
-- for a request or an edit. Messages without an addressee are to everybody. A channel may have
-- a project for requests that name none; nothing refers to it, since a project may go. What is
-- ticked on a card is a list of positions, NULL for all: words launch what the card shows.

-- +goose Up
CREATE TABLE questions (
    thread_platform TEXT NOT NULL,
    thread_channel  TEXT NOT NULL,
    thread_id       TEXT NOT NULL,
    person_platform TEXT NOT NULL,
    person_id       TEXT NOT NULL,
    person_name     TEXT NOT NULL,
    state           TEXT NOT NULL,
    asked_at        INTEGER NOT NULL,
    PRIMARY KEY (thread_platform, thread_channel, thread_id, person_platform, person_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX questions_by_age ON questions (asked_at);

CREATE TABLE channel_projects (
    platform        TEXT NOT NULL,
    channel         TEXT NOT NULL,
    project         TEXT NOT NULL,
    person_platform TEXT NOT NULL,
    person_id       TEXT NOT NULL,
    person_name     TEXT NOT NULL,
    at              INTEGER NOT NULL,
    PRIMARY KEY (platform, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE proposal_versions (
    proposal_id     INTEGER NOT NULL REFERENCES proposals (id),
    version         INTEGER NOT NULL,
    configs         TEXT NOT NULL,
    reading         TEXT NOT NULL,
    editor_platform TEXT NOT NULL,
    editor_id       TEXT NOT NULL,
    editor_name     TEXT NOT NULL,
    at              INTEGER,
    restores        INTEGER NOT NULL,
    PRIMARY KEY (proposal_id, version)
) STRICT;

INSERT INTO proposal_versions (proposal_id, version, configs, reading, editor_platform, editor_id, editor_name, at, restores)
SELECT id, version, configs, reading, editor_platform, editor_id, editor_name, CASE version WHEN 1 THEN created_at END, 0
FROM proposals WHERE state = 'open';

ALTER TABLE proposals ADD COLUMN ticked TEXT;

CREATE INDEX proposals_open ON proposals (thread_platform, thread_channel, thread_id, id) WHERE state = 'open';

ALTER TABLE messages ADD COLUMN to_platform TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN to_id TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN to_name TEXT NOT NULL DEFAULT '';

CREATE INDEX posts_by_ref ON posts (ref);

-- +goose Down
DROP INDEX posts_by_ref;
ALTER TABLE messages DROP COLUMN to_name;
ALTER TABLE messages DROP COLUMN to_id;
ALTER TABLE messages DROP COLUMN to_platform;
DROP INDEX proposals_open;
ALTER TABLE proposals DROP COLUMN ticked;
DROP TABLE proposal_versions;
DROP TABLE channel_projects;
DROP TABLE questions;
