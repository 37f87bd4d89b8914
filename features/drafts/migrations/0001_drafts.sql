-- What agents have begun to write. Times are microseconds since the epoch.

CREATE TABLE drafts (
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  -- Whether it is a note.
  private BOOLEAN NOT NULL,
  content TEXT NOT NULL,
  -- The message it quotes.
  in_reply_to BIGINT,
  -- What the waiting files are named by.
  uploads JSONB NOT NULL,
  -- Whether it was removed; kept for a while so that an older text which comes late stays removed.
  removed BOOLEAN NOT NULL,
  updated_at BIGINT NOT NULL,
  CONSTRAINT drafts_pkey PRIMARY KEY (account_id, user_id, conversation_id, private)
);
CREATE INDEX drafts_conversation_idx ON drafts (account_id, conversation_id);
