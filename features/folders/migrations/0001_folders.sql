-- Conditions that people keep under a name.

CREATE TABLE custom_filters (
  id @id,
  account_id BIGINT NOT NULL,
  -- Whose it is.
  user_id BIGINT NOT NULL,
  -- 0 conversations, 1 contacts, 2 reports.
  filter_type BIGINT NOT NULL,
  name TEXT NOT NULL,
  query JSONB NOT NULL,
  -- Whether the whole account sees it.
  shared BOOLEAN NOT NULL,
  -- The team that sees it.
  team_id BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE INDEX custom_filters_user_idx ON custom_filters (account_id, user_id, filter_type);
CREATE INDEX custom_filters_team_idx ON custom_filters (account_id, team_id) WHERE team_id IS NOT NULL;
CREATE INDEX custom_filters_shared_idx ON custom_filters (account_id, filter_type) WHERE shared;
