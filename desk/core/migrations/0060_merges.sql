-- Where conversations went that were merged into another of the same contact.

CREATE TABLE conversation_merges (
  account_id BIGINT NOT NULL,
  -- The conversation that is no more: its row id, number and outside id lead to the other one.
  conversation_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  uuid TEXT NOT NULL,
  contact_inbox_id BIGINT NOT NULL,
  -- The one that stays, also when that has been merged since.
  into_id BIGINT NOT NULL,
  -- Row ids of the messages it brought.
  moved JSONB NOT NULL,
  merged_by BIGINT NOT NULL,
  merged_at BIGINT NOT NULL,
  CONSTRAINT conversation_merges_pkey PRIMARY KEY (account_id, conversation_id)
);
CREATE UNIQUE INDEX conversation_merges_number_key ON conversation_merges (account_id, number);
CREATE INDEX conversation_merges_address_idx ON conversation_merges (account_id, contact_inbox_id, conversation_id);
CREATE INDEX conversation_merges_into_idx ON conversation_merges (account_id, into_id);
