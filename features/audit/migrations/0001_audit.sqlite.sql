CREATE TRIGGER audit_logs_stay_as_they_are BEFORE UPDATE ON audit_logs
BEGIN
  SELECT RAISE(ABORT, 'the audit is not changed');
END;
CREATE TRIGGER audit_logs_stay BEFORE DELETE ON audit_logs
WHEN EXISTS (SELECT 1 FROM accounts WHERE id = OLD.account_id AND closed_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'the audit is not removed');
END;
