-- Roles that an account makes for itself.

CREATE TABLE custom_roles (
  id @id,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  description TEXT,
  -- Names of permissions, ascending.
  permissions JSONB NOT NULL,
  visibility BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  @key(account_id, id)
);
CREATE UNIQUE INDEX custom_roles_name_key ON custom_roles (account_id, name_fold);
