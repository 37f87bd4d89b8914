-- Customers, their conversations, messages and files. Times are microseconds since the epoch.

CREATE TABLE contacts (
  id @id,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  -- Order of names as Portuguese readers expect it.
  name_sort TEXT NOT NULL,
  -- Name, e-mail, phone and identifier without accents or case.
  folded TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  identifier TEXT,
  avatar_key TEXT,
  additional_attributes JSONB NOT NULL,
  custom_attributes JSONB NOT NULL,
  blocked BOOLEAN NOT NULL,
  last_activity_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE INDEX contacts_name_idx ON contacts (account_id, name_sort, id);
CREATE INDEX contacts_activity_idx ON contacts (account_id, last_activity_at, id);
CREATE INDEX contacts_avatar_idx ON contacts (avatar_key) WHERE avatar_key IS NOT NULL;

-- What a customer is found by: an e-mail (folded), a phone (match key), an outside identifier.
CREATE TABLE contact_identities (
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  contact_id BIGINT NOT NULL,
  CONSTRAINT contact_identities_pkey PRIMARY KEY (account_id, kind, value)
);
CREATE INDEX contact_identities_contact_idx ON contact_identities (account_id, contact_id);

-- A customer's address in an inbox.
CREATE TABLE contact_inboxes (
  id @id,
  account_id BIGINT NOT NULL,
  contact_id BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL,
  source_id TEXT NOT NULL,
  hmac_verified BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX contact_inboxes_source_key ON contact_inboxes (account_id, inbox_id, source_id);
CREATE INDEX contact_inboxes_contact_idx ON contact_inboxes (account_id, contact_id);

CREATE TABLE conversations (
  id @id,
  account_id BIGINT NOT NULL,
  -- What people see and Chatwoot's JSON calls id; counts within the account.
  number BIGINT NOT NULL,
  uuid TEXT NOT NULL,
  inbox_id BIGINT NOT NULL,
  contact_id BIGINT NOT NULL,
  contact_inbox_id BIGINT NOT NULL,
  status BIGINT NOT NULL,
  -- Whether a bot, form or menu has it while it is pending.
  automated BOOLEAN NOT NULL,
  assignee_id BIGINT,
  team_id BIGINT,
  priority BIGINT,
  snoozed_until BIGINT,
  -- Its place in the queue: set when it enters it, kept through transfers.
  queued_at BIGINT NOT NULL,
  -- Since when the customer's words have no answer.
  waiting_since BIGINT,
  first_reply_at BIGINT,
  last_activity_at BIGINT NOT NULL,
  agent_last_seen_at BIGINT,
  assignee_last_seen_at BIGINT,
  contact_last_seen_at BIGINT,
  -- Messages of the customer that no agent has seen.
  unread_count BIGINT NOT NULL,
  last_message_id BIGINT,
  additional_attributes JSONB NOT NULL,
  custom_attributes JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX conversations_number_key ON conversations (account_id, number);
CREATE INDEX conversations_status_idx ON conversations (account_id, status, last_activity_at, id);
CREATE INDEX conversations_activity_idx ON conversations (account_id, last_activity_at, id);
-- Also what is nobody's, with what decides who sees it.
CREATE INDEX conversations_assignee_idx
  ON conversations (account_id, assignee_id, status, last_activity_at, id, inbox_id, team_id);
CREATE INDEX conversations_inbox_idx ON conversations (account_id, inbox_id, status, last_activity_at, id);
CREATE INDEX conversations_team_idx ON conversations (account_id, team_id, status, last_activity_at, id)
  WHERE team_id IS NOT NULL;
CREATE INDEX conversations_contact_idx ON conversations (account_id, contact_id, id);
CREATE INDEX conversations_contact_inbox_idx ON conversations (account_id, contact_inbox_id, id);
-- The queue in its order.
CREATE INDEX conversations_queue_idx ON conversations (account_id, queued_at, id)
  WHERE status = 0 AND assignee_id IS NULL;
CREATE INDEX conversations_priority_idx ON conversations (account_id, priority, id);
-- The counters read this and nothing else.
CREATE INDEX conversations_active_idx
  ON conversations (account_id, status, assignee_id, inbox_id, team_id, automated, id)
  WHERE status <> 1;

-- Those who take part beside the assignee.
CREATE TABLE conversation_participants (
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  CONSTRAINT conversation_participants_pkey PRIMARY KEY (account_id, conversation_id, user_id)
);
CREATE INDEX conversation_participants_user_idx
  ON conversation_participants (account_id, user_id, conversation_id);

CREATE TABLE messages (
  id @id,
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  content TEXT NOT NULL,
  private BOOLEAN NOT NULL,
  state BIGINT NOT NULL,
  content_type BIGINT NOT NULL,
  content_attributes JSONB NOT NULL,
  sender_kind BIGINT NOT NULL,
  sender_id BIGINT,
  -- The provider's id. Not unique: an edit arrives as another message with the same one.
  source_id TEXT,
  -- The sender's own id: the same twice is one message.
  echo_id TEXT,
  failure TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE INDEX messages_conversation_idx ON messages (account_id, conversation_id, id);
CREATE UNIQUE INDEX messages_echo_key ON messages (account_id, conversation_id, echo_id)
  WHERE echo_id IS NOT NULL;

CREATE TABLE attachments (
  id @id,
  account_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  blob_key TEXT NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  width BIGINT,
  height BIGINT,
  created_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE INDEX attachments_message_idx ON attachments (account_id, message_id);
CREATE INDEX attachments_conversation_idx ON attachments (account_id, conversation_id, id);
-- For the sweep of files that nobody names.
CREATE INDEX attachments_blob_idx ON attachments (blob_key);
