-- Why one may be on a break, in the order shown.

CREATE TABLE pause_reasons (
  account_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  -- How long it usually takes; NULL when it can't be said.
  minutes BIGINT,
  CONSTRAINT pause_reasons_pkey PRIMARY KEY (account_id, position)
);

INSERT INTO pause_reasons (account_id, position, name, minutes)
  SELECT id, 0, CASE WHEN locale = 'en' THEN 'Lunch' WHEN locale = 'es' THEN 'Almuerzo' ELSE 'Almoço' END, 60 FROM accounts;
INSERT INTO pause_reasons (account_id, position, name, minutes)
  SELECT id, 1, CASE WHEN locale = 'en' THEN 'Bathroom' WHEN locale = 'es' THEN 'Baño' ELSE 'Banheiro' END, 10 FROM accounts;
INSERT INTO pause_reasons (account_id, position, name, minutes)
  SELECT id, 2, CASE WHEN locale = 'en' THEN 'Meeting' WHEN locale = 'es' THEN 'Reunión' ELSE 'Reunião' END, 30 FROM accounts;
