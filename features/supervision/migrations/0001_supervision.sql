-- What happened lately, for the live panel. Kept two days.

CREATE TABLE supervision_marks (
  id @id,
  account_id BIGINT NOT NULL,
  -- 0 entered the queue, 1 left it to somebody, 2 got its first answer, 3 was resolved.
  kind BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL,
  team_id BIGINT,
  user_id BIGINT,
  -- Of a first answer: how many seconds it took.
  secs BIGINT,
  at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE INDEX supervision_marks_at_idx ON supervision_marks (account_id, at, kind);
