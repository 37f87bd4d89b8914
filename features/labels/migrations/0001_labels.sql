-- Labels of an account, and what carries them.

CREATE TABLE labels (
  id @id,
  account_id BIGINT NOT NULL,
  -- Lower case; letters, digits, hyphen and underscore.
  title TEXT NOT NULL,
  -- The title without accents: two labels may not differ in accents alone.
  title_fold TEXT NOT NULL,
  description TEXT,
  -- #RRGGBB; the interface uses its hue.
  color TEXT NOT NULL,
  show_on_sidebar BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX labels_title_key ON labels (account_id, title_fold);

CREATE TABLE conversation_labels (
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  label_id BIGINT NOT NULL,
  CONSTRAINT conversation_labels_pkey PRIMARY KEY (account_id, conversation_id, label_id)
);
CREATE INDEX conversation_labels_label_idx ON conversation_labels (account_id, label_id, conversation_id);

CREATE TABLE contact_labels (
  account_id BIGINT NOT NULL,
  contact_id BIGINT NOT NULL,
  label_id BIGINT NOT NULL,
  CONSTRAINT contact_labels_pkey PRIMARY KEY (account_id, contact_id, label_id)
);
CREATE INDEX contact_labels_label_idx ON contact_labels (account_id, label_id, contact_id);
