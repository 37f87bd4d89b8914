-- Texts that a team writes again and again.

CREATE TABLE canned_responses (
  id @id,
  account_id BIGINT NOT NULL,
  -- What is typed after the slash.
  short_code TEXT NOT NULL,
  -- The same without accents or case.
  code_fold TEXT NOT NULL,
  -- Markdown with {{variables}}.
  content TEXT NOT NULL,
  -- The content without accents or case, for searching.
  content_fold TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX canned_responses_code_key ON canned_responses (account_id, code_fold);
