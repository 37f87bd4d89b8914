-- Who is given what waits: rules for inboxes and teams, what each may hold, whose turn it is.

CREATE TABLE assignment_policies (
  id @id,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  -- 0 by turns, 1 whoever has least.
  assignment_order BIGINT NOT NULL,
  -- 0 the queue's order, 1 whoever waits longest for an answer.
  conversation_priority BIGINT NOT NULL,
  -- So many in so many seconds for one person.
  fair_limit BIGINT NOT NULL,
  fair_window BIGINT NOT NULL,
  online_only BOOLEAN NOT NULL,
  -- Whether what someone has goes back to the queue when they go off-line.
  hand_back BOOLEAN NOT NULL,
  -- Within so many hours a customer goes to whoever served them last; 0 for not.
  affinity_hours BIGINT NOT NULL,
  -- Older ones are left to people; NULL for none.
  exclude_older_than_hours BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);

CREATE TABLE assignment_inboxes (
  account_id BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL,
  policy_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT assignment_inboxes_pkey PRIMARY KEY (account_id, inbox_id)
);
CREATE TABLE assignment_teams (
  account_id BIGINT NOT NULL,
  team_id BIGINT NOT NULL,
  policy_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT assignment_teams_pkey PRIMARY KEY (account_id, team_id)
);

CREATE TABLE capacity_policies (
  id @id,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  -- Open conversations in all; NULL for as many as come.
  conversation_limit BIGINT,
  -- {"excluded_labels": [], "exclude_older_than_hours": null}
  exclusion_rules JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
-- Whose they are: one for each.
CREATE TABLE capacity_users (
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  policy_id BIGINT NOT NULL,
  CONSTRAINT capacity_users_pkey PRIMARY KEY (account_id, user_id)
);
-- Limits within an inbox or a team.
CREATE TABLE capacity_limits (
  id @id,
  account_id BIGINT NOT NULL,
  policy_id BIGINT NOT NULL,
  -- 0 an inbox, 1 a team.
  kind BIGINT NOT NULL,
  place_id BIGINT NOT NULL,
  conversation_limit BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX capacity_limits_place_key ON capacity_limits (account_id, policy_id, kind, place_id);

-- What was given to whom, and why.
CREATE TABLE assignment_log (
  id @id,
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE INDEX assignment_log_at_idx ON assignment_log (account_id, at, user_id);
CREATE INDEX assignment_log_conversation_idx ON assignment_log (account_id, conversation_id);

-- Whose turn it is: who was given something last comes last. Pool 0 is every one; others are an inbox or a team.
CREATE TABLE assignment_turns (
  account_id BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  place_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  turn BIGINT NOT NULL,
  CONSTRAINT assignment_turns_pkey PRIMARY KEY (account_id, kind, place_id, user_id)
);
CREATE TABLE assignment_counters (
  account_id BIGINT NOT NULL,
  turn BIGINT NOT NULL,
  CONSTRAINT assignment_counters_pkey PRIMARY KEY (account_id)
);
