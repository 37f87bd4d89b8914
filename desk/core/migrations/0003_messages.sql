-- What people feel about messages, files that wait for theirs, and voice. Times are microseconds since the epoch.

-- One for each message and person.
CREATE TABLE reactions (
  id @id,
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  -- As in messages.
  sender_kind BIGINT NOT NULL,
  sender_id BIGINT NOT NULL,
  emoji TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX reactions_message_key ON reactions (account_id, message_id, sender_kind, sender_id);
CREATE INDEX reactions_conversation_idx ON reactions (account_id, conversation_id);
CREATE INDEX reactions_sender_idx ON reactions (account_id, sender_kind, sender_id);

-- Recorded voice: peaks and length; and the file as it was recorded, where what is played was made from it.
ALTER TABLE attachments ADD COLUMN voice JSONB;
ALTER TABLE attachments ADD COLUMN original_key TEXT;
CREATE INDEX attachments_original_idx ON attachments (original_key) WHERE original_key IS NOT NULL;

-- Files that were sent ahead of their message.
CREATE TABLE uploads (
  id @id,
  account_id BIGINT NOT NULL,
  -- Can't be guessed; it is what a message names the file by.
  token TEXT NOT NULL,
  -- Who sent it, as in messages; nobody else can use it.
  sender_kind BIGINT NOT NULL,
  sender_id BIGINT NOT NULL,
  -- Absent until its content has come.
  blob_key TEXT,
  original_key TEXT,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  content_type TEXT NOT NULL,
  -- Bytes; what was announced until the content has come.
  size BIGINT NOT NULL,
  -- MD5 of what was announced, Base64; absent where the content came at once.
  checksum TEXT,
  width BIGINT,
  height BIGINT,
  voice JSONB,
  expires_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX uploads_token_key ON uploads (account_id, token);
CREATE INDEX uploads_expiry_idx ON uploads (expires_at);
CREATE INDEX uploads_blob_idx ON uploads (blob_key) WHERE blob_key IS NOT NULL;
CREATE INDEX uploads_original_idx ON uploads (original_key) WHERE original_key IS NOT NULL;
