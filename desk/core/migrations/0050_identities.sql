-- Who people are at a provider that vouches for them.

CREATE TABLE identities (
  id @id,
  user_id BIGINT NOT NULL,
  -- The provider, and who it says they are there; only both together name one person.
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  @key(id)
);
CREATE UNIQUE INDEX identities_subject_key ON identities (issuer, subject);
CREATE UNIQUE INDEX identities_user_key ON identities (user_id, issuer);
