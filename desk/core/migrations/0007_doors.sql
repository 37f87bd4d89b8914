-- How letters are sent, second factors, applications of the platform, and what a link that works once is about.

-- The mail server an account set up for itself.
CREATE TABLE mail_settings (
  account_id BIGINT NOT NULL,
  host TEXT NOT NULL,
  port BIGINT NOT NULL,
  -- 'none', 'starttls' or 'tls'.
  security TEXT NOT NULL,
  username TEXT,
  password_sealed TEXT,
  from_address TEXT NOT NULL,
  from_name TEXT,
  -- When a test letter was last taken with these settings.
  tested_at BIGINT,
  updated_at BIGINT NOT NULL,
  CONSTRAINT mail_settings_pkey PRIMARY KEY (account_id)
);

CREATE TABLE second_factors (
  user_id BIGINT NOT NULL,
  secret_sealed TEXT NOT NULL,
  -- The newest step a code was taken for: none works twice.
  last_step BIGINT NOT NULL,
  -- Absent until the first code has proved that the app knows the secret.
  enabled_at BIGINT,
  created_at BIGINT NOT NULL,
  CONSTRAINT second_factors_pkey PRIMARY KEY (user_id)
);

CREATE TABLE recovery_codes (
  id @id,
  user_id BIGINT NOT NULL,
  code_mac TEXT NOT NULL,
  used_at BIGINT,
  @key(id)
);
CREATE UNIQUE INDEX recovery_codes_code_key ON recovery_codes (user_id, code_mac);

-- What the link is about beside whom: the new address of a change of e-mail.
ALTER TABLE one_time_tokens ADD COLUMN subject TEXT;

CREATE TABLE platform_apps (
  id @id,
  name TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  @key(id)
);
CREATE UNIQUE INDEX platform_apps_token_key ON platform_apps (token_hash);

-- What an application made, and may therefore touch.
CREATE TABLE platform_objects (
  app_id BIGINT NOT NULL,
  -- 'Account' or 'User'.
  kind TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT platform_objects_pkey PRIMARY KEY (app_id, kind, object_id)
);

-- Set while an account waits to be erased: nobody gets in any more.
ALTER TABLE accounts ADD COLUMN closed_at BIGINT;
ALTER TABLE accounts ADD COLUMN suspended BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE accounts ADD COLUMN custom_attributes JSONB NOT NULL DEFAULT '{}';
ALTER TABLE users ADD COLUMN custom_attributes JSONB NOT NULL DEFAULT '{}';
