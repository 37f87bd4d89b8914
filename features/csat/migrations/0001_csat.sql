-- Surveys that were sent, with the answer where there is one.

CREATE TABLE csat_surveys (
  id @id,
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  contact_id BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL,
  -- Who had the conversation when it was asked.
  assignee_id BIGINT,
  team_id BIGINT,
  -- The outside id of the conversation, in the address of the survey's page.
  uuid TEXT NOT NULL,
  sent_at BIGINT NOT NULL,
  -- 1 to 5.
  rating BIGINT,
  feedback TEXT NOT NULL,
  answered_at BIGINT,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX csat_surveys_message_key ON csat_surveys (account_id, message_id);
CREATE INDEX csat_surveys_conversation_idx ON csat_surveys (account_id, conversation_id, id);
CREATE INDEX csat_surveys_answered_idx ON csat_surveys (account_id, answered_at);
CREATE INDEX csat_surveys_uuid_idx ON csat_surveys (uuid);
