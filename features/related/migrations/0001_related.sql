-- Conversations that belong together and stay two.

CREATE TABLE conversation_links (
  account_id BIGINT NOT NULL,
  -- Row ids of the two, the lower one first: a link has no direction.
  low_id BIGINT NOT NULL,
  high_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT conversation_links_pkey PRIMARY KEY (account_id, low_id, high_id)
);
CREATE INDEX conversation_links_high_idx ON conversation_links (account_id, high_id, low_id);
