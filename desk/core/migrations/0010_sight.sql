-- What a conversation is to one person: they were named in it, or want to hear nothing of it. And who waits.

CREATE TABLE conversation_mentions (
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  -- The last time.
  mentioned_at BIGINT NOT NULL,
  CONSTRAINT conversation_mentions_pkey PRIMARY KEY (account_id, conversation_id, user_id)
);
CREATE INDEX conversation_mentions_user_idx ON conversation_mentions (account_id, user_id, conversation_id);

-- Until now only those who were named took part.
INSERT INTO conversation_mentions (account_id, conversation_id, user_id, mentioned_at)
  SELECT account_id, conversation_id, user_id, 0 FROM conversation_participants;

CREATE TABLE conversation_mutes (
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  muted_at BIGINT NOT NULL,
  CONSTRAINT conversation_mutes_pkey PRIMARY KEY (account_id, conversation_id, user_id)
);
CREATE INDEX conversation_mutes_user_idx ON conversation_mutes (account_id, user_id, conversation_id);

-- Open ones whose customer waits, longest first, with what decides who sees them.
CREATE INDEX conversations_waiting_idx
  ON conversations (account_id, waiting_since, id, assignee_id, inbox_id, team_id)
  WHERE status = 0 AND waiting_since IS NOT NULL;
