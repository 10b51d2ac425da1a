-- Why: callers had to know which way "best" is sorted, what the size of a page is, and
-- which of two equal configurations ran before. score is what runs are ranked by: best,
-- turned so that smaller is better; NULL where that is not finite or the run is broken
-- (series.score is a metric's value as it is). verdict is NULL until somebody has judged
-- the run, '' when there is nothing to say. config_key is made in Go, for old rows after
-- the start: NULL until then, and in what an older server writes meanwhile.

-- +goose Up
ALTER TABLE runs ADD COLUMN score DOUBLE PRECISION;
ALTER TABLE runs ADD COLUMN verdict TEXT;
ALTER TABLE runs ADD COLUMN verdict_step BIGINT NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN config_key BYTEA;

UPDATE runs SET score = CASE objective_goal WHEN 'maximize' THEN -best ELSE best END
WHERE best BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308;

DROP INDEX runs_by_best;
DROP INDEX runs_by_best_up;
CREATE INDEX runs_by_score ON runs (score, id);
CREATE INDEX runs_by_score_up ON runs (score, id DESC);
CREATE INDEX runs_by_config ON runs (config_key, status, id);
CREATE INDEX runs_unkeyed ON runs (id) WHERE config_key IS NULL;
CREATE INDEX runs_unjudged ON runs (id) WHERE verdict IS NULL AND status > 2;

-- +goose Down
DROP INDEX runs_unjudged;
DROP INDEX runs_unkeyed;
DROP INDEX runs_by_config;
DROP INDEX runs_by_score_up;
DROP INDEX runs_by_score;
CREATE INDEX runs_by_best ON runs (best, id);
CREATE INDEX runs_by_best_up ON runs (best, id DESC);
ALTER TABLE runs DROP COLUMN config_key;
ALTER TABLE runs DROP COLUMN verdict_step;
ALTER TABLE runs DROP COLUMN verdict;
ALTER TABLE runs DROP COLUMN score;
