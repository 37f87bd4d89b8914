-- Figures by label: which labels a conversation stands under in the sums, to move it when they change.

CREATE TABLE report_labels (
  account_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  label_id BIGINT NOT NULL,
  CONSTRAINT report_labels_pkey PRIMARY KEY (account_id, conversation_id, label_id)
);
