-- Whether members are there, and what they were before.

ALTER TABLE account_users ADD COLUMN present BOOLEAN NOT NULL DEFAULT FALSE;
-- Their last sign of life.
ALTER TABLE account_users ADD COLUMN seen_at BIGINT;
-- Why they are on a break, and how long they mean to be.
ALTER TABLE account_users ADD COLUMN pause_reason TEXT;
ALTER TABLE account_users ADD COLUMN pause_secs BIGINT;
CREATE INDEX account_users_seen_idx ON account_users (seen_at) WHERE present;

-- What a member was, from when until when. The one without an end is now.
CREATE TABLE member_states (
  id @id,
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  -- 0 available, 1 on a break, 2 away.
  state BIGINT NOT NULL,
  reason TEXT,
  planned_secs BIGINT,
  began_at BIGINT NOT NULL,
  ended_at BIGINT,
  @key(account_id, id)
);
CREATE UNIQUE INDEX member_states_now_key ON member_states (account_id, user_id) WHERE ended_at IS NULL;
CREATE INDEX member_states_user_idx ON member_states (account_id, user_id, began_at);
