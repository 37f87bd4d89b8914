-- Where an account's video calls happen; without a row at the usual place.

CREATE TABLE video_call_settings (
  account_id BIGINT NOT NULL,
  base_url TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  CONSTRAINT video_call_settings_pkey PRIMARY KEY (account_id)
);
