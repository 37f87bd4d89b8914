-- Bots that answer by webhook. Times are microseconds since the epoch.
CREATE TABLE agent_bots (
  id @id,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  outgoing_url TEXT,
  bot_config JSONB NOT NULL,
  -- An https address.
  avatar_url TEXT,
  secret_sealed TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  token_sealed TEXT NOT NULL,
  -- When a call last failed for good, and why; cleared by the next that succeeds.
  failed_at BIGINT,
  failure TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX agent_bots_token_key ON agent_bots (token_hash) WHERE token_hash <> '';

-- Which bot answers first in an inbox.
CREATE TABLE agent_bot_inboxes (
  account_id BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL,
  bot_id BIGINT NOT NULL,
  CONSTRAINT agent_bot_inboxes_pkey PRIMARY KEY (account_id, inbox_id)
);

-- Conversations that were given to a bot by hand.
CREATE TABLE agent_bot_conversations (
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  bot_id BIGINT NOT NULL,
  CONSTRAINT agent_bot_conversations_pkey PRIMARY KEY (account_id, conversation_id)
);
