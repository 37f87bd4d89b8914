CREATE FUNCTION audit_logs_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM accounts WHERE id = OLD.account_id AND closed_at IS NULL) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit is neither changed nor removed';
END $$;
CREATE TRIGGER audit_logs_stay BEFORE UPDATE OR DELETE ON audit_logs
  FOR EACH ROW EXECUTE FUNCTION audit_logs_stay();
