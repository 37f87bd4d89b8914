-- How an inbox treats those who wait, fall silent and come back.

CREATE TABLE waiting_inboxes (
  account_id BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL,
  settings JSONB NOT NULL,
  CONSTRAINT waiting_inboxes_pkey PRIMARY KEY (account_id, inbox_id)
);

-- Who left the queue lately: what an estimate is made of.
CREATE TABLE waiting_exits (
  id @id,
  account_id BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL,
  team_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE INDEX waiting_exits_place_idx ON waiting_exits (account_id, inbox_id, team_id, at);

-- When conversations were closed.
CREATE TABLE waiting_ends (
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  CONSTRAINT waiting_ends_pkey PRIMARY KEY (account_id, conversation_id)
);

-- Warnings of silence, by the message that was written.
CREATE TABLE waiting_warnings (
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  warned_at BIGINT NOT NULL,
  CONSTRAINT waiting_warnings_pkey PRIMARY KEY (account_id, conversation_id)
);
