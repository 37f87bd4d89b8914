-- Screens on a wall: links that show the panel's figures without signing in, until they are taken back.

CREATE TABLE supervision_screens (
  id @id,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  -- Of the link's secret: what it is recognised by.
  secret_hash TEXT NOT NULL,
  secret_sealed TEXT NOT NULL,
  -- Which part is shown; null for all.
  team_id BIGINT,
  inbox_id BIGINT,
  made_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX supervision_screens_secret_key ON supervision_screens (secret_hash);
