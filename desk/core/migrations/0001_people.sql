-- Accounts, people, how they sign in, inboxes and teams. Times are microseconds since the epoch.

-- One row per fact of the installation, such as who was its first person.
CREATE TABLE installation (
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  CONSTRAINT installation_pkey PRIMARY KEY (name)
);

CREATE TABLE accounts (
  id @id,
  name TEXT NOT NULL,
  locale TEXT NOT NULL,
  settings JSONB NOT NULL,
  -- The number of the newest conversation.
  conversation_number BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(id)
);

-- When each list that clients keep was last changed.
CREATE TABLE cache_keys (
  account_id BIGINT NOT NULL,
  list TEXT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT cache_keys_pkey PRIMARY KEY (account_id, list)
);

CREATE TABLE users (
  id @id,
  email TEXT NOT NULL,
  email_fold TEXT NOT NULL,
  name TEXT NOT NULL,
  display_name TEXT,
  -- Absent until the invitation is accepted.
  password_hash TEXT,
  avatar_key TEXT,
  locale TEXT,
  ui_settings JSONB NOT NULL,
  message_signature TEXT,
  -- Part of what socket tokens are derived from; counting it up voids them.
  token_epoch BIGINT NOT NULL,
  confirmed_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(id)
);
CREATE UNIQUE INDEX users_email_key ON users (email_fold);

CREATE TABLE account_users (
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  role BIGINT NOT NULL,
  availability BIGINT NOT NULL,
  auto_offline BOOLEAN NOT NULL,
  inviter_id BIGINT,
  -- The name the inviter gave; shown until the person has accepted.
  invited_name TEXT,
  accepted_at BIGINT,
  active_at BIGINT,
  created_at BIGINT NOT NULL,
  CONSTRAINT account_users_pkey PRIMARY KEY (account_id, user_id)
);
CREATE INDEX account_users_user_idx ON account_users (user_id);

CREATE TABLE sessions (
  id @id,
  user_id BIGINT NOT NULL,
  -- 'cookie' or 'devise'.
  kind TEXT NOT NULL,
  client TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  ip TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  @key(id)
);
CREATE UNIQUE INDEX sessions_token_key ON sessions (token_hash);
CREATE INDEX sessions_user_idx ON sessions (user_id, last_used_at);

CREATE TABLE access_tokens (
  id @id,
  user_id BIGINT NOT NULL,
  token_hash TEXT NOT NULL,
  sealed TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  @key(id)
);
CREATE UNIQUE INDEX access_tokens_token_key ON access_tokens (token_hash);
CREATE UNIQUE INDEX access_tokens_user_key ON access_tokens (user_id);

CREATE TABLE one_time_tokens (
  id @id,
  user_id BIGINT NOT NULL,
  account_id BIGINT,
  purpose TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  created_at BIGINT NOT NULL,
  @key(id)
);
CREATE UNIQUE INDEX one_time_tokens_token_key ON one_time_tokens (token_hash);
CREATE INDEX one_time_tokens_user_idx ON one_time_tokens (user_id, purpose);

CREATE TABLE inboxes (
  id @id,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  channel TEXT NOT NULL,
  -- Public name of the inbox in widgets and the public API.
  token TEXT NOT NULL,
  secret_sealed TEXT NOT NULL,
  settings JSONB NOT NULL,
  greeting_enabled BOOLEAN NOT NULL,
  greeting_message TEXT,
  claim_on_reply BOOLEAN NOT NULL,
  lock_to_single_conversation BOOLEAN NOT NULL,
  allow_messages_after_resolved BOOLEAN NOT NULL,
  avatar_key TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX inboxes_token_key ON inboxes (token);

CREATE TABLE inbox_members (
  account_id BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  CONSTRAINT inbox_members_pkey PRIMARY KEY (account_id, inbox_id, user_id)
);
CREATE INDEX inbox_members_user_idx ON inbox_members (account_id, user_id);

CREATE TABLE teams (
  id @id,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  description TEXT,
  allow_auto_assign BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX teams_name_key ON teams (account_id, name_fold);

CREATE TABLE team_members (
  account_id BIGINT NOT NULL,
  team_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  CONSTRAINT team_members_pkey PRIMARY KEY (account_id, team_id, user_id)
);
CREATE INDEX team_members_user_idx ON team_members (account_id, user_id);
