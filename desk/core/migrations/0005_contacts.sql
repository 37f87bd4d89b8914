-- What is known of contacts beyond their own word, who blocked them, and what came and went of them as files.

ALTER TABLE contacts ADD COLUMN email_verified BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE contacts ADD COLUMN phone_verified BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE contacts ADD COLUMN blocked_at BIGINT;
ALTER TABLE contacts ADD COLUMN blocked_by BIGINT;
-- What they sent while blocked: counted, nothing more.
ALTER TABLE contacts ADD COLUMN dropped_count BIGINT NOT NULL DEFAULT 0;

-- Lists show those who said who they are.
CREATE INDEX contacts_known_name_idx ON contacts (account_id, name_sort, id)
  WHERE email IS NOT NULL OR phone IS NOT NULL OR identifier IS NOT NULL;
CREATE INDEX contacts_known_activity_idx ON contacts (account_id, last_activity_at, id)
  WHERE email IS NOT NULL OR phone IS NOT NULL OR identifier IS NOT NULL;
CREATE INDEX contacts_known_idx ON contacts (account_id, id)
  WHERE email IS NOT NULL OR phone IS NOT NULL OR identifier IS NOT NULL;

-- Everything a contact goes by, also what is someone else's identity: two with the same are perhaps one person.
CREATE TABLE contact_claims (
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  contact_id BIGINT NOT NULL,
  CONSTRAINT contact_claims_pkey PRIMARY KEY (account_id, kind, value, contact_id)
);
CREATE INDEX contact_claims_contact_idx ON contact_claims (account_id, contact_id);
INSERT INTO contact_claims (account_id, kind, value, contact_id)
  SELECT account_id, kind, value, contact_id FROM contact_identities;

-- Files of contacts that are taken in or given out.
CREATE TABLE contact_transfers (
  id @id,
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  -- 'import' or 'export'.
  kind TEXT NOT NULL,
  -- 'waiting', 'running', 'done' or 'failed'.
  state TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The file taken in, or the one given out.
  blob_key TEXT,
  -- The rows that could not be taken in, each with the reason.
  report_key TEXT,
  -- What an export was asked for.
  asked JSONB NOT NULL,
  total_count BIGINT NOT NULL,
  done_count BIGINT NOT NULL,
  failed_count BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE INDEX contact_transfers_blob_idx ON contact_transfers (blob_key) WHERE blob_key IS NOT NULL;
CREATE INDEX contact_transfers_report_idx ON contact_transfers (report_key) WHERE report_key IS NOT NULL;
