-- How an inbox serves: its hours, what customers are asked and told, and its survey.

ALTER TABLE inboxes ADD COLUMN working_hours_enabled BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE inboxes ADD COLUMN timezone TEXT NOT NULL DEFAULT 'America/Sao_Paulo';
-- The week and the holidays, as they are shown; empty for the usual week.
ALTER TABLE inboxes ADD COLUMN hours JSONB NOT NULL DEFAULT '{}';
ALTER TABLE inboxes ADD COLUMN out_of_office_message TEXT;
ALTER TABLE inboxes ADD COLUMN enable_email_collect BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE inboxes ADD COLUMN csat_survey_enabled BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE inboxes ADD COLUMN csat_config JSONB NOT NULL DEFAULT '{}';

-- What the product has said into a conversation by itself and does not say twice.
CREATE TABLE conversation_told (
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  what TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT conversation_told_pkey PRIMARY KEY (account_id, conversation_id, what)
);
