-- What has to be there before a conversation is resolved, and why conversations ended.

CREATE TABLE close_reasons (
  id @id,
  account_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  -- Without case and accents: two reasons may not differ in those alone.
  title_fold TEXT NOT NULL,
  -- No longer offered; what names it still does.
  archived BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX close_reasons_title_key ON close_reasons (account_id, title_fold);

CREATE TABLE close_rules (
  id @id,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  -- For which conversations, in Chatwoot's form; an empty list is all.
  conditions JSONB NOT NULL,
  needs_reason BOOLEAN NOT NULL,
  needs_label BOOLEAN NOT NULL,
  -- [{key, of}]: attributes that must have a value, of `conversation` or `contact`.
  attributes JSONB NOT NULL,
  enabled BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE INDEX close_rules_account_idx ON close_rules (account_id, enabled);

CREATE TABLE closings (
  id @id,
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  reason_id BIGINT NOT NULL,
  note TEXT,
  user_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  -- Said, but not resolved yet: it counts once it is.
  pending BOOLEAN NOT NULL,
  @key(account_id, id)
);
CREATE INDEX closings_conversation_idx ON closings (account_id, conversation_id, id);
CREATE INDEX closings_reason_idx ON closings (account_id, reason_id, at);
