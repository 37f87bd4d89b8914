-- Which customer a delivery tells of, so that it is forgotten with them; one that tells of a conversation is found by it.
ALTER TABLE webhook_deliveries ADD COLUMN contact_id BIGINT;
CREATE INDEX webhook_deliveries_contact_idx ON webhook_deliveries (account_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX webhook_deliveries_conversation_idx ON webhook_deliveries (account_id, conversation_id)
  WHERE conversation_id IS NOT NULL;
