-- What happened, in the order of commit within an account.
CREATE TABLE events (
  account_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  conversation_id BIGINT,
  subject_id BIGINT,
  actor_id BIGINT,
  data JSONB NOT NULL,
  CONSTRAINT events_pkey PRIMARY KEY (account_id, seq)
);

-- The last number given in each account; its row lock makes the order of numbers the order of commits.
CREATE TABLE event_heads (
  account_id BIGINT NOT NULL,
  head BIGINT NOT NULL,
  CONSTRAINT event_heads_pkey PRIMARY KEY (account_id)
);

-- How far each consumer has read. The row of account 0 says that the consumer is known.
CREATE TABLE consumers (
  name TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  cursor BIGINT NOT NULL,
  CONSTRAINT consumers_pkey PRIMARY KEY (name, account_id)
);

-- Work to be done outside the database, and timers. A finished job's row is gone.
CREATE TABLE jobs (
  id @id,
  account_id BIGINT,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  name TEXT,
  state TEXT NOT NULL,
  run_at BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  lease_until BIGINT,
  error TEXT,
  data JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  @key(id)
);
CREATE INDEX jobs_due ON jobs (state, run_at, id);
CREATE INDEX jobs_order ON jobs (key, id) WHERE key <> '';
CREATE UNIQUE INDEX jobs_name_key ON jobs (kind, name) WHERE name IS NOT NULL AND state = 'pending';
