-- Who did what. Rows are only ever added.

CREATE TABLE audit_logs (
  id @id,
  account_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  -- Who, with the name they had; absent for the product itself.
  user_id BIGINT,
  user_name TEXT,
  -- 'create', 'update', 'destroy', 'sign_in', 'sign_in_failed', 'sign_out', 'export', 'peek'.
  action TEXT NOT NULL,
  -- What it was done to, in Chatwoot's words, like 'Label'.
  what TEXT NOT NULL,
  subject_id BIGINT,
  subject_name TEXT,
  -- By column: what was, what is.
  changes JSONB NOT NULL,
  ip TEXT,
  @key(account_id, id)
);
CREATE INDEX audit_logs_account_idx ON audit_logs (account_id, id);
CREATE INDEX audit_logs_user_idx ON audit_logs (account_id, user_id, id);
CREATE INDEX audit_logs_what_idx ON audit_logs (account_id, what, id);
