-- What a team writes down about a contact or a conversation, beside the messages.

CREATE TABLE notes (
  id @id,
  account_id BIGINT NOT NULL,
  -- One of the two: what it is about.
  contact_id BIGINT,
  conversation_id BIGINT,
  user_id BIGINT NOT NULL,
  content TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE INDEX notes_contact_idx ON notes (account_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX notes_conversation_idx ON notes (account_id, conversation_id, id) WHERE conversation_id IS NOT NULL;
