-- What an account says of its custom attributes. The values lie with the contacts and conversations.

CREATE TABLE attribute_definitions (
  id @id,
  account_id BIGINT NOT NULL,
  -- 0 for conversations, 1 for contacts.
  model BIGINT NOT NULL,
  -- The key under which values are kept.
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT,
  -- 'text', 'number', 'cpf'…
  kind TEXT NOT NULL,
  -- The choices of a list, as a JSON array.
  choices JSONB NOT NULL,
  default_value TEXT,
  pattern TEXT,
  cue TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX attribute_definitions_name_key ON attribute_definitions (account_id, model, name);
