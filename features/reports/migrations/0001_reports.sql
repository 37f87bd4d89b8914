-- What reports count. Times are microseconds since the epoch, lengths are seconds.

-- Each thing that was measured: a first response, a reply, an end, a hand-over by a bot.
CREATE TABLE reporting_events (
  id @id,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  seconds BIGINT NOT NULL,
  -- The same, while the inbox was open.
  business_seconds BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL,
  user_id BIGINT,
  conversation_id BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE INDEX reporting_events_conversation_idx ON reporting_events (account_id, conversation_id, id);
CREATE INDEX reporting_events_ended_idx ON reporting_events (account_id, ended_at, id);

-- How a conversation stands in the sums, to move it when it changes hands.
CREATE TABLE report_conversations (
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL,
  team_id BIGINT,
  assignee_id BIGINT,
  status BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  -- Since when the customer's words have no answer of a person.
  waiting_since BIGINT,
  -- When a bot handed it over.
  handed_over_at BIGINT,
  CONSTRAINT report_conversations_pkey PRIMARY KEY (account_id, conversation_id)
);

-- Sums by quarter of an hour (grain 900) and by day of UTC (grain 86400).
CREATE TABLE report_sums (
  account_id BIGINT NOT NULL,
  grain BIGINT NOT NULL,
  -- Whose: the account's (0), an inbox's (1), a person's (2), a team's (3); and which, 0 for the account.
  about BIGINT NOT NULL,
  which BIGINT NOT NULL,
  metric BIGINT NOT NULL,
  -- The quarter or day, counted from the epoch.
  span BIGINT NOT NULL,
  count BIGINT NOT NULL,
  seconds BIGINT NOT NULL,
  business_seconds BIGINT NOT NULL,
  CONSTRAINT report_sums_pkey PRIMARY KEY (account_id, grain, about, which, metric, span)
);

-- Whose sums there are, so that each is looked up by its key.
CREATE TABLE report_subjects (
  account_id BIGINT NOT NULL,
  about BIGINT NOT NULL,
  which BIGINT NOT NULL,
  CONSTRAINT report_subjects_pkey PRIMARY KEY (account_id, about, which)
);
