-- What was asked to be done to many at once, and how it went for each.

CREATE TABLE bulk_actions (
  id @id,
  account_id BIGINT NOT NULL,
  -- Who asked.
  user_id BIGINT NOT NULL,
  -- 0 conversations, 1 contacts.
  about BIGINT NOT NULL,
  -- [{name, params}], done in this order.
  deeds JSONB NOT NULL,
  -- 0 waiting, 1 done, 2 being undone, 3 undone.
  state BIGINT NOT NULL,
  total BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  finished_at BIGINT,
  @key(account_id, id)
);
CREATE INDEX bulk_actions_user_idx ON bulk_actions (account_id, user_id, created_at);

CREATE TABLE bulk_items (
  account_id BIGINT NOT NULL,
  bulk_id BIGINT NOT NULL,
  -- A conversation's number or a contact's row id.
  item BIGINT NOT NULL,
  -- 0 waiting, 1 done, 2 failed, 3 undone, 4 could not be undone.
  state BIGINT NOT NULL,
  -- [{name, params}] that bring back what was, in the order to be done.
  undo JSONB NOT NULL,
  -- Key of the reason it failed.
  failure TEXT,
  CONSTRAINT bulk_items_pkey PRIMARY KEY (account_id, bulk_id, item)
);
CREATE INDEX bulk_items_state_idx ON bulk_items (account_id, bulk_id, state, item);
