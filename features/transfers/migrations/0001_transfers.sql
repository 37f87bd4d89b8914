-- Why conversations are handed on, how, and what became of each.

CREATE TABLE transfer_reasons (
  id @id,
  account_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  -- Without case and accents: two reasons may not differ in those alone.
  title_fold TEXT NOT NULL,
  -- No longer offered; transfers that name it still do.
  archived BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX transfer_reasons_title_key ON transfer_reasons (account_id, title_fold);

CREATE TABLE transfer_settings (
  account_id BIGINT NOT NULL,
  -- Minutes after which an unanswered one goes back to the queue; 0 never.
  return_after BIGINT NOT NULL,
  reason_required BOOLEAN NOT NULL,
  updated_at BIGINT NOT NULL,
  CONSTRAINT transfer_settings_pkey PRIMARY KEY (account_id)
);

CREATE TABLE transfers (
  id @id,
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  -- Who handed it on.
  user_id BIGINT NOT NULL,
  from_user_id BIGINT,
  from_team_id BIGINT,
  to_user_id BIGINT,
  to_team_id BIGINT,
  reason_id BIGINT,
  -- The private message that holds the note.
  note_id BIGINT,
  created_at BIGINT NOT NULL,
  due_at BIGINT,
  -- 0 waiting, 1 answered, 2 back in the queue, 3 moved on otherwise.
  state BIGINT NOT NULL,
  settled_at BIGINT,
  @key(account_id, id)
);
CREATE INDEX transfers_conversation_idx ON transfers (account_id, conversation_id, id);
CREATE INDEX transfers_reason_idx ON transfers (account_id, reason_id, created_at);
