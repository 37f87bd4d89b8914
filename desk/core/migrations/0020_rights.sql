-- What a member may do and how far they see, where it is other than the preset of their role.

-- The custom role they have, with what it gave when it was last told.
ALTER TABLE account_users ADD COLUMN custom_role_id BIGINT;
ALTER TABLE account_users ADD COLUMN granted JSONB;
ALTER TABLE account_users ADD COLUMN visibility BIGINT;

-- What an inbox or a team says of how far its people see in it.
CREATE TABLE visibility_overrides (
  account_id BIGINT NOT NULL,
  -- 'inbox' or 'team'.
  place TEXT NOT NULL,
  place_id BIGINT NOT NULL,
  visibility BIGINT NOT NULL,
  CONSTRAINT visibility_overrides_pkey PRIMARY KEY (account_id, place, place_id)
);
