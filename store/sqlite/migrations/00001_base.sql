-- Why: the first schema. Ids come from counters, not from autoincrement, so
-- that they appear in the order in which transactions commit and a reader that
-- asks for "everything after m7" misses nothing. Times are Unix milliseconds,
-- NULL for the zero time. A status is its place in trex.Statuses (1 pending,
-- 2 running, 3 completed, 4 failed, 5 cancelled), so that sorting by it is the
-- order people read. A metric value that is NaN is NULL; the exact bits are in
-- the chunks.

-- +goose Up
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counters (name, last) VALUES
    ('proposal', 0), ('experiment', 0), ('run', 0), ('message', 0), ('warning', 0);

CREATE TABLE proposals (
    id                 INTEGER PRIMARY KEY,
    version            INTEGER NOT NULL,
    state              TEXT NOT NULL CHECK (state IN ('open', 'launched', 'dismissed', 'expired')),
    project            TEXT NOT NULL,
    configs            TEXT NOT NULL,
    reading            TEXT NOT NULL,
    requester_platform TEXT NOT NULL,
    requester_id       TEXT NOT NULL,
    requester_name     TEXT NOT NULL,
    thread_platform    TEXT NOT NULL,
    thread_channel     TEXT NOT NULL,
    thread_id          TEXT NOT NULL,
    created_at         INTEGER,
    expires_at         INTEGER,
    editor_platform    TEXT NOT NULL,
    editor_id          TEXT NOT NULL,
    editor_name        TEXT NOT NULL,
    decider_platform   TEXT NOT NULL,
    decider_id         TEXT NOT NULL,
    decider_name       TEXT NOT NULL,
    decided_at         INTEGER,
    experiment_id      INTEGER
) STRICT;

CREATE INDEX proposals_by_thread ON proposals (thread_platform, thread_channel, thread_id, id);
CREATE INDEX proposals_to_expire ON proposals (expires_at) WHERE state = 'open';

CREATE TABLE experiments (
    id                 INTEGER PRIMARY KEY,
    proposal_id        INTEGER NOT NULL REFERENCES proposals (id),
    project            TEXT NOT NULL,
    requester_platform TEXT NOT NULL,
    requester_id       TEXT NOT NULL,
    requester_name     TEXT NOT NULL,
    thread_platform    TEXT NOT NULL,
    thread_channel     TEXT NOT NULL,
    thread_id          TEXT NOT NULL,
    created_at         INTEGER
) STRICT;

CREATE INDEX experiments_by_thread ON experiments (thread_platform, thread_channel, thread_id, id);
CREATE INDEX experiments_by_project ON experiments (project, id);
CREATE INDEX experiments_by_requester ON experiments (requester_id, id);

CREATE TABLE runs (
    id                 INTEGER PRIMARY KEY,
    experiment_id      INTEGER NOT NULL REFERENCES experiments (id),
    name               TEXT NOT NULL,
    project            TEXT NOT NULL,
    status             INTEGER NOT NULL CHECK (status BETWEEN 1 AND 5),
    requester_platform TEXT NOT NULL,
    requester_id       TEXT NOT NULL,
    requester_name     TEXT NOT NULL,
    created_at         INTEGER,
    started_at         INTEGER,
    finished_at        INTEGER,
    duration           INTEGER, -- milliseconds from start to end, NULL while either is unknown
    stop_asked         INTEGER,
    stop_platform      TEXT NOT NULL DEFAULT '',
    stop_id            TEXT NOT NULL DEFAULT '',
    stop_name          TEXT NOT NULL DEFAULT '',
    objective_metric   TEXT NOT NULL,
    objective_goal     TEXT NOT NULL,
    best               REAL,
    best_step          INTEGER, -- NULL: the objective was not seen; best alone NULL: it was NaN
    progress_done      REAL NOT NULL DEFAULT 0,
    progress_total     REAL NOT NULL DEFAULT 0,
    progress_unit      TEXT NOT NULL DEFAULT '',
    progress_at        INTEGER,
    executor           TEXT NOT NULL,
    ref                TEXT NOT NULL DEFAULT '',
    gpus               TEXT NOT NULL DEFAULT 'null',
    reason             TEXT NOT NULL DEFAULT '',
    config             TEXT NOT NULL,
    exit               TEXT NOT NULL DEFAULT 'null',
    diagnosis          TEXT NOT NULL DEFAULT 'null',
    search             TEXT NOT NULL  -- lower case, everything a text filter looks at
) STRICT;

-- One index for each order people can ask for. Where equal values are common
-- there are two, because ties are newest first in either direction.
CREATE INDEX runs_by_experiment ON runs (experiment_id, id);
CREATE INDEX runs_by_project ON runs (project, id);
CREATE INDEX runs_by_project_up ON runs (project, id DESC);
CREATE INDEX runs_by_status ON runs (status, id);
CREATE INDEX runs_by_status_up ON runs (status, id DESC);
CREATE INDEX runs_by_name ON runs (name, id);
CREATE INDEX runs_by_name_up ON runs (name, id DESC);
CREATE INDEX runs_by_requester ON runs (requester_name, id);
CREATE INDEX runs_by_requester_up ON runs (requester_name, id DESC);
CREATE INDEX runs_by_requester_id ON runs (requester_id, id);
CREATE INDEX runs_by_start ON runs (started_at, id);
CREATE INDEX runs_by_start_up ON runs (started_at, id DESC);
CREATE INDEX runs_by_end ON runs (finished_at, id);
CREATE INDEX runs_by_end_up ON runs (finished_at, id DESC);
CREATE INDEX runs_by_duration ON runs (duration, id);
CREATE INDEX runs_by_duration_up ON runs (duration, id DESC);
CREATE INDEX runs_by_best ON runs (best, id);
CREATE INDEX runs_by_best_up ON runs (best, id DESC);
CREATE INDEX runs_ended ON runs (project, status, finished_at);

-- key orders values of all types: numbers first, then texts.
CREATE TABLE run_params (
    run_id INTEGER NOT NULL REFERENCES runs (id),
    name   TEXT NOT NULL,
    key    BLOB NOT NULL,
    PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX run_params_by_value ON run_params (name, key, run_id);
CREATE INDEX run_params_by_value_up ON run_params (name, key, run_id DESC);

CREATE TABLE ingests (
    run_id  INTEGER PRIMARY KEY REFERENCES runs (id),
    offsets TEXT NOT NULL,
    state   BLOB
) STRICT;

-- score is what runs are compared by: the best value of the run's objective,
-- the last value of any other metric; NULL when that is not finite.
CREATE TABLE series (
    run_id     INTEGER NOT NULL REFERENCES runs (id),
    no         INTEGER NOT NULL, -- from 1 in each run
    metric     TEXT NOT NULL,
    count      INTEGER NOT NULL,
    first_step INTEGER NOT NULL,
    last_step  INTEGER NOT NULL,
    last       REAL,
    low        REAL,
    low_step   INTEGER NOT NULL,
    high       REAL,
    high_step  INTEGER NOT NULL,
    score      REAL,
    tail       INTEGER NOT NULL, -- seq of the chunk that is still open
    PRIMARY KEY (run_id, metric)
) STRICT, WITHOUT ROWID;

CREATE INDEX series_by_score ON series (metric, score, run_id);
CREATE INDEX series_by_score_up ON series (metric, score, run_id DESC);

CREATE TABLE chunks (
    run_id    INTEGER NOT NULL,
    series_no INTEGER NOT NULL,
    seq       INTEGER NOT NULL, -- from 0
    count     INTEGER NOT NULL,
    low_step  INTEGER NOT NULL,
    high_step INTEGER NOT NULL,
    summary   BLOB NOT NULL,
    data      BLOB NOT NULL,
    PRIMARY KEY (run_id, series_no, seq)
) STRICT;

CREATE TABLE warnings (
    id      INTEGER PRIMARY KEY,
    run_id  INTEGER NOT NULL REFERENCES runs (id),
    kind    TEXT NOT NULL,
    step    INTEGER NOT NULL,
    message TEXT NOT NULL,
    policy  TEXT NOT NULL,
    fix     TEXT NOT NULL,
    at      INTEGER,
    settled INTEGER NOT NULL CHECK (settled IN (0, 1)),
    UNIQUE (run_id, kind)
) STRICT;

CREATE TABLE messages (
    id              INTEGER PRIMARY KEY,
    thread_platform TEXT NOT NULL,
    thread_channel  TEXT NOT NULL,
    thread_id       TEXT NOT NULL,
    role            TEXT NOT NULL,
    author_platform TEXT NOT NULL,
    author_id       TEXT NOT NULL,
    author_name     TEXT NOT NULL,
    content         TEXT NOT NULL,
    at              INTEGER,
    proposal_id     INTEGER,
    card            TEXT,
    updated_at      INTEGER
) STRICT;

CREATE INDEX messages_by_thread ON messages (thread_platform, thread_channel, thread_id, id);

CREATE TABLE seen_events (
    platform TEXT NOT NULL,
    event_id TEXT NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (platform, event_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX seen_events_by_age ON seen_events (at);

CREATE TABLE posts (
    key      TEXT PRIMARY KEY,
    platform TEXT NOT NULL,
    channel  TEXT NOT NULL,
    ref      TEXT NOT NULL,
    digest   TEXT NOT NULL,
    at       INTEGER,
    done     INTEGER NOT NULL CHECK (done IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX posts_open ON posts (platform, key) WHERE NOT done;

CREATE TABLE usage (
    person_platform   TEXT NOT NULL,
    person_id         TEXT NOT NULL,
    person_name       TEXT NOT NULL,
    model             TEXT NOT NULL,
    prompt_tokens     INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    cost_usd          REAL NOT NULL,
    at                INTEGER NOT NULL
) STRICT;

CREATE INDEX usage_by_time ON usage (at);
CREATE INDEX usage_by_person ON usage (person_id, at);

-- +goose Down
DROP TABLE usage;
DROP TABLE posts;
DROP TABLE seen_events;
DROP TABLE messages;
DROP TABLE warnings;
DROP TABLE chunks;
DROP TABLE series;
DROP TABLE ingests;
DROP TABLE run_params;
DROP TABLE runs;
DROP TABLE experiments;
DROP TABLE proposals;
DROP TABLE counters;
