CREATE TABLE search_index (
  account_id BIGINT NOT NULL,
  code BIGINT NOT NULL,
  row_id BIGINT NOT NULL,
  group_id BIGINT,
  terms TSVECTOR NOT NULL,
  CONSTRAINT search_index_pkey PRIMARY KEY (account_id, code, row_id)
);
CREATE INDEX search_index_terms ON search_index USING gin (terms);
