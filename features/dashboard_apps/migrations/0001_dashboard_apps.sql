-- Pages of other systems, shown beside a conversation. Times are microseconds since the epoch.
CREATE TABLE dashboard_apps (
  id @id,
  account_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  -- [{"type": "frame", "url": "https://…"}]
  content JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
