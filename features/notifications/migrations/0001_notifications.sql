-- What people are told of, how they want to be told, and where their browsers take pushes. Times are microseconds.

CREATE TABLE notifications (
  id @id,
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  -- Why, by its number in src/rules.rs.
  kind BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  -- The conversation's number.
  number BIGINT NOT NULL,
  message_id BIGINT,
  -- The member who caused it; none for customers and the system.
  actor_id BIGINT,
  -- Whether it stands in the list; otherwise only a letter or a push was wanted.
  shown BOOLEAN NOT NULL,
  -- 0 no letter is wanted, 1 it waits for one, 2 it went out.
  mailing BIGINT NOT NULL,
  read_at BIGINT,
  snoozed_until BIGINT,
  last_snoozed_at BIGINT,
  created_at BIGINT NOT NULL,
  last_activity_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX notifications_about_key ON notifications (account_id, user_id, conversation_id, kind);
CREATE INDEX notifications_user_idx ON notifications (account_id, user_id, last_activity_at, id);
CREATE INDEX notifications_unread_idx ON notifications (account_id, user_id, last_activity_at, id)
  WHERE read_at IS NULL;
CREATE INDEX notifications_conversation_idx ON notifications (account_id, conversation_id);
CREATE INDEX notifications_mailing_idx ON notifications (account_id, user_id) WHERE mailing = 1;

-- Each way holds the kinds it is wanted for, a bit each. Without a row the usual ones hold.
CREATE TABLE notification_settings (
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  in_app BIGINT NOT NULL,
  sound BIGINT NOT NULL,
  email BIGINT NOT NULL,
  push BIGINT NOT NULL,
  -- Minutes that a letter waits.
  email_after BIGINT NOT NULL,
  -- Whether the sound repeats while the queue waits.
  sound_repeats BOOLEAN NOT NULL,
  updated_at BIGINT NOT NULL,
  CONSTRAINT notification_settings_pkey PRIMARY KEY (account_id, user_id)
);

CREATE TABLE push_subscriptions (
  id @id,
  user_id BIGINT NOT NULL,
  -- 'browser_push' or 'fcm'.
  kind TEXT NOT NULL,
  -- The endpoint, or the device's token.
  identifier TEXT NOT NULL,
  details JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(id)
);
CREATE UNIQUE INDEX push_subscriptions_identifier_key ON push_subscriptions (identifier);
CREATE INDEX push_subscriptions_user_idx ON push_subscriptions (user_id, id);

-- What pushes are signed with.
CREATE TABLE push_keys (
  name TEXT NOT NULL,
  public_key TEXT NOT NULL,
  sealed TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT push_keys_pkey PRIMARY KEY (name)
);
