-- What was brought in from other products, so that a second run brings only what is new.

CREATE TABLE imports (
  id @id,
  -- The account that was made for it.
  account_id BIGINT NOT NULL,
  -- What it is read from, like `chatwoot https://chat.example/ 1`.
  source TEXT NOT NULL,
  -- How far each list was read, by its name; empty once all of it was.
  progress JSONB NOT NULL,
  begun_at BIGINT NOT NULL,
  finished_at BIGINT,
  @key(account_id, id)
);
CREATE UNIQUE INDEX imports_source_key ON imports (source);

CREATE TABLE import_items (
  account_id BIGINT NOT NULL,
  -- 'user', 'team', 'inbox', 'contact', 'conversation', or a feature's noun. Of messages, those whose id changed.
  noun TEXT NOT NULL,
  -- Of conversations their old number.
  old_id BIGINT NOT NULL,
  new_id BIGINT NOT NULL,
  -- Of a conversation: the old id of the newest message that is here.
  upto BIGINT NOT NULL,
  -- When it had last changed there.
  stamp BIGINT NOT NULL,
  CONSTRAINT import_items_pkey PRIMARY KEY (account_id, noun, old_id)
);
