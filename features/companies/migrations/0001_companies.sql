-- Companies, and who belongs to them: one for each contact.

CREATE TABLE companies (
  id @id,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  -- Name, domain and CNPJ without accents or case: what a search looks into.
  words TEXT NOT NULL,
  -- Without www, in small letters.
  domain TEXT,
  -- The fourteen characters of the Brazilian register of companies.
  cnpj TEXT,
  description TEXT NOT NULL,
  -- An https address of a picture.
  avatar_url TEXT,
  custom_attributes JSONB NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX companies_domain_key ON companies (account_id, domain) WHERE domain IS NOT NULL;
CREATE UNIQUE INDEX companies_cnpj_key ON companies (account_id, cnpj) WHERE cnpj IS NOT NULL;
CREATE INDEX companies_name_idx ON companies (account_id, name_sort, id);

CREATE TABLE company_contacts (
  account_id BIGINT NOT NULL,
  contact_id BIGINT NOT NULL,
  company_id BIGINT NOT NULL,
  since BIGINT NOT NULL,
  CONSTRAINT company_contacts_pkey PRIMARY KEY (account_id, contact_id)
);
CREATE INDEX company_contacts_company_idx ON company_contacts (account_id, company_id, contact_id);
