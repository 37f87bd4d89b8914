-- Short numbers for the kinds of things that are searched.
CREATE TABLE search_kinds (
  kind TEXT NOT NULL,
  code BIGINT NOT NULL,
  CONSTRAINT search_kinds_pkey PRIMARY KEY (kind)
);
