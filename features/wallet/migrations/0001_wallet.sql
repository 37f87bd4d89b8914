-- Whose customers contacts are: one person for each.

CREATE TABLE wallet_owners (
  account_id BIGINT NOT NULL,
  contact_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  since BIGINT NOT NULL,
  CONSTRAINT wallet_owners_pkey PRIMARY KEY (account_id, contact_id)
);
CREATE INDEX wallet_owners_user_idx ON wallet_owners (account_id, user_id, contact_id);

CREATE TABLE wallet_settings (
  account_id BIGINT NOT NULL,
  -- Whether a customer waits for their own, and nobody else is given what they write.
  strict BOOLEAN NOT NULL,
  CONSTRAINT wallet_settings_pkey PRIMARY KEY (account_id)
);

-- Who stands in for someone, and when that one is away for long.
CREATE TABLE wallet_absences (
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  stand_in_id BIGINT,
  away_from BIGINT,
  away_until BIGINT,
  CONSTRAINT wallet_absences_pkey PRIMARY KEY (account_id, user_id)
);
CREATE INDEX wallet_absences_stand_in_idx ON wallet_absences (account_id, stand_in_id);
