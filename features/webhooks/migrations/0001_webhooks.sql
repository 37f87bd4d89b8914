-- Where the account's events are told to. Times are microseconds since the epoch.
CREATE TABLE webhooks (
  id @id,
  account_id BIGINT NOT NULL,
  url TEXT NOT NULL,
  name TEXT,
  -- Only what happens in this inbox.
  inbox_id BIGINT,
  -- Names of events.
  subscriptions JSONB NOT NULL,
  secret_sealed TEXT NOT NULL,
  -- Since when no call has succeeded, once one failed.
  failing_since BIGINT,
  disabled_at BIGINT,
  -- 'failing', 'gone' or 'person'.
  disabled_why TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX webhooks_url_key ON webhooks (account_id, url);

-- One event on its way to one webhook, and what became of it.
CREATE TABLE webhook_deliveries (
  id @id,
  account_id BIGINT NOT NULL,
  -- 0 for the address that an inbox itself names.
  webhook_id BIGINT NOT NULL,
  inbox_id BIGINT,
  -- The id the other side sees, the same on every try.
  delivery TEXT NOT NULL,
  event TEXT NOT NULL,
  conversation_id BIGINT,
  body TEXT NOT NULL,
  -- 0 waiting, 1 delivered, 2 given up, 3 dropped.
  state BIGINT NOT NULL,
  -- Tries since it was last begun.
  attempts BIGINT NOT NULL,
  next_at BIGINT,
  status BIGINT,
  error TEXT,
  created_at BIGINT NOT NULL,
  finished_at BIGINT,
  @key(account_id, id)
);
CREATE UNIQUE INDEX webhook_deliveries_delivery_key ON webhook_deliveries (account_id, delivery);
CREATE INDEX webhook_deliveries_hook_idx ON webhook_deliveries (account_id, webhook_id, id);
CREATE INDEX webhook_deliveries_finished_idx ON webhook_deliveries (account_id, finished_at)
  WHERE finished_at IS NOT NULL;

-- Each try, with what was answered.
CREATE TABLE webhook_attempts (
  id @id,
  account_id BIGINT NOT NULL,
  delivery_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  took_ms BIGINT NOT NULL,
  status BIGINT,
  error TEXT,
  -- The beginning of what came back.
  answer TEXT NOT NULL,
  @key(account_id, id)
);
CREATE INDEX webhook_attempts_delivery_idx ON webhook_attempts (account_id, delivery_id, id);
