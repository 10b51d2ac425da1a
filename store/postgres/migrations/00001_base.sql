-- Why: the first schema. Tables, columns and indexes are those of SQLite, where
-- the reasons are; only the types differ. Text that is compared or sorted has
-- the collation "C", so that both databases order by bytes. Chunks come packed,
-- so PostgreSQL need not try to pack them again.

-- +goose Up
CREATE TABLE counters (
    name TEXT COLLATE "C" PRIMARY KEY,
    last BIGINT NOT NULL
);

INSERT INTO counters (name, last) VALUES
    ('proposal', 0), ('experiment', 0), ('run', 0), ('message', 0), ('warning', 0);

CREATE TABLE proposals (
    id                 BIGINT PRIMARY KEY,
    version            BIGINT NOT NULL,
    state              TEXT NOT NULL CHECK (state IN ('open', 'launched', 'dismissed', 'expired')),
    project            TEXT COLLATE "C" NOT NULL,
    configs            TEXT NOT NULL,
    reading            TEXT NOT NULL,
    requester_platform TEXT NOT NULL,
    requester_id       TEXT COLLATE "C" NOT NULL,
    requester_name     TEXT COLLATE "C" NOT NULL,
    thread_platform    TEXT COLLATE "C" NOT NULL,
    thread_channel     TEXT COLLATE "C" NOT NULL,
    thread_id          TEXT COLLATE "C" NOT NULL,
    created_at         BIGINT,
    expires_at         BIGINT,
    editor_platform    TEXT NOT NULL,
    editor_id          TEXT NOT NULL,
    editor_name        TEXT NOT NULL,
    decider_platform   TEXT NOT NULL,
    decider_id         TEXT NOT NULL,
    decider_name       TEXT NOT NULL,
    decided_at         BIGINT,
    experiment_id      BIGINT
);

CREATE INDEX proposals_by_thread ON proposals (thread_platform, thread_channel, thread_id, id);
CREATE INDEX proposals_to_expire ON proposals (expires_at) WHERE state = 'open';

CREATE TABLE experiments (
    id                 BIGINT PRIMARY KEY,
    proposal_id        BIGINT NOT NULL REFERENCES proposals (id),
    project            TEXT COLLATE "C" NOT NULL,
    requester_platform TEXT NOT NULL,
    requester_id       TEXT COLLATE "C" NOT NULL,
    requester_name     TEXT COLLATE "C" NOT NULL,
    thread_platform    TEXT COLLATE "C" NOT NULL,
    thread_channel     TEXT COLLATE "C" NOT NULL,
    thread_id          TEXT COLLATE "C" NOT NULL,
    created_at         BIGINT
);

CREATE INDEX experiments_by_thread ON experiments (thread_platform, thread_channel, thread_id, id);
CREATE INDEX experiments_by_project ON experiments (project, id);
CREATE INDEX experiments_by_requester ON experiments (requester_id, id);

CREATE TABLE runs (
    id                 BIGINT PRIMARY KEY,
    experiment_id      BIGINT NOT NULL REFERENCES experiments (id),
    name               TEXT COLLATE "C" NOT NULL,
    project            TEXT COLLATE "C" NOT NULL,
    status             SMALLINT NOT NULL CHECK (status BETWEEN 1 AND 5),
    requester_platform TEXT NOT NULL,
    requester_id       TEXT COLLATE "C" NOT NULL,
    requester_name     TEXT COLLATE "C" NOT NULL,
    created_at         BIGINT,
    started_at         BIGINT,
    finished_at        BIGINT,
    duration           BIGINT, -- milliseconds from start to end, NULL while either is unknown
    stop_asked         BIGINT,
    stop_platform      TEXT NOT NULL DEFAULT '',
    stop_id            TEXT NOT NULL DEFAULT '',
    stop_name          TEXT NOT NULL DEFAULT '',
    objective_metric   TEXT NOT NULL,
    objective_goal     TEXT NOT NULL,
    best               DOUBLE PRECISION,
    best_step          BIGINT, -- NULL: the objective was not seen; best alone NULL: it was NaN
    progress_done      DOUBLE PRECISION NOT NULL DEFAULT 0,
    progress_total     DOUBLE PRECISION NOT NULL DEFAULT 0,
    progress_unit      TEXT NOT NULL DEFAULT '',
    progress_at        BIGINT,
    executor           TEXT NOT NULL,
    ref                TEXT NOT NULL DEFAULT '',
    gpus               TEXT NOT NULL DEFAULT 'null',
    reason             TEXT NOT NULL DEFAULT '',
    config             TEXT NOT NULL,
    exit               TEXT NOT NULL DEFAULT 'null',
    diagnosis          TEXT NOT NULL DEFAULT 'null',
    search             TEXT NOT NULL  -- lower case, everything a text filter looks at
);

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
    run_id BIGINT NOT NULL REFERENCES runs (id),
    name   TEXT COLLATE "C" NOT NULL,
    key    BYTEA NOT NULL,
    PRIMARY KEY (run_id, name)
);

CREATE INDEX run_params_by_value ON run_params (name, key, run_id);
CREATE INDEX run_params_by_value_up ON run_params (name, key, run_id DESC);

CREATE TABLE ingests (
    run_id  BIGINT PRIMARY KEY REFERENCES runs (id),
    offsets TEXT NOT NULL,
    state   BYTEA
);

ALTER TABLE ingests ALTER COLUMN state SET STORAGE EXTERNAL;

-- score is what runs are compared by: the best value of the run's objective,
-- the last value of any other metric; NULL when that is not finite.
CREATE TABLE series (
    run_id     BIGINT NOT NULL REFERENCES runs (id),
    no         BIGINT NOT NULL, -- from 1 in each run
    metric     TEXT COLLATE "C" NOT NULL,
    count      BIGINT NOT NULL,
    first_step BIGINT NOT NULL,
    last_step  BIGINT NOT NULL,
    last       DOUBLE PRECISION,
    low        DOUBLE PRECISION,
    low_step   BIGINT NOT NULL,
    high       DOUBLE PRECISION,
    high_step  BIGINT NOT NULL,
    score      DOUBLE PRECISION,
    tail       BIGINT NOT NULL, -- seq of the chunk that is still open
    PRIMARY KEY (run_id, metric)
);

CREATE INDEX series_by_score ON series (metric, score, run_id);
CREATE INDEX series_by_score_up ON series (metric, score, run_id DESC);

CREATE TABLE chunks (
    run_id    BIGINT NOT NULL,
    series_no BIGINT NOT NULL,
    seq       BIGINT NOT NULL, -- from 0
    count     BIGINT NOT NULL,
    low_step  BIGINT NOT NULL,
    high_step BIGINT NOT NULL,
    summary   BYTEA NOT NULL,
    data      BYTEA NOT NULL,
    PRIMARY KEY (run_id, series_no, seq)
);

-- The open chunk of a series is written again with every append.
ALTER TABLE chunks ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE chunks SET (autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE warnings (
    id      BIGINT PRIMARY KEY,
    run_id  BIGINT NOT NULL REFERENCES runs (id),
    kind    TEXT COLLATE "C" NOT NULL,
    step    BIGINT NOT NULL,
    message TEXT NOT NULL,
    policy  TEXT NOT NULL,
    fix     TEXT NOT NULL,
    at      BIGINT,
    settled BOOLEAN NOT NULL,
    UNIQUE (run_id, kind)
);

CREATE TABLE messages (
    id              BIGINT PRIMARY KEY,
    thread_platform TEXT COLLATE "C" NOT NULL,
    thread_channel  TEXT COLLATE "C" NOT NULL,
    thread_id       TEXT COLLATE "C" NOT NULL,
    role            TEXT NOT NULL,
    author_platform TEXT NOT NULL,
    author_id       TEXT NOT NULL,
    author_name     TEXT NOT NULL,
    content         TEXT NOT NULL,
    at              BIGINT,
    proposal_id     BIGINT,
    card            TEXT,
    updated_at      BIGINT
);

CREATE INDEX messages_by_thread ON messages (thread_platform, thread_channel, thread_id, id);

CREATE TABLE seen_events (
    platform TEXT COLLATE "C" NOT NULL,
    event_id TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (platform, event_id)
);

CREATE INDEX seen_events_by_age ON seen_events (at);

CREATE TABLE posts (
    key      TEXT COLLATE "C" PRIMARY KEY,
    platform TEXT COLLATE "C" NOT NULL,
    channel  TEXT NOT NULL,
    ref      TEXT NOT NULL,
    digest   TEXT NOT NULL,
    at       BIGINT,
    done     BOOLEAN NOT NULL
);

CREATE INDEX posts_open ON posts (platform, key) WHERE NOT done;

CREATE TABLE usage (
    person_platform   TEXT NOT NULL,
    person_id         TEXT COLLATE "C" NOT NULL,
    person_name       TEXT NOT NULL,
    model             TEXT NOT NULL,
    prompt_tokens     BIGINT NOT NULL,
    completion_tokens BIGINT NOT NULL,
    cost_usd          DOUBLE PRECISION NOT NULL,
    at                BIGINT NOT NULL
);

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
