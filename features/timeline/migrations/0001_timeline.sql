-- What happened to conversations, and who opened them.

CREATE TABLE timeline_entries (
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  -- The event's place in the account's order.
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  -- 'created', 'assigned', 'team', 'status', 'first_reply', 'participants', 'merged'.
  kind TEXT NOT NULL,
  actor_id BIGINT,
  actor_name TEXT,
  -- What was, what is: names or words.
  data JSONB NOT NULL,
  CONSTRAINT timeline_entries_pkey PRIMARY KEY (account_id, conversation_id, seq)
);

CREATE TABLE timeline_visits (
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  user_name TEXT,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  visits BIGINT NOT NULL,
  CONSTRAINT timeline_visits_pkey PRIMARY KEY (account_id, conversation_id, user_id)
);
