-- Disconnecting deletes what was read through the connection: answers and cards that show any of it
-- are emptied, and say by this column (the vendor's name) why they are.
ALTER TABLE answer ADD COLUMN deleted_with TEXT;
ALTER TABLE card ADD COLUMN deleted_with TEXT;

-- Rises with every disconnect: an answer that was begun before one is not kept after it.
ALTER TABLE mcp_server_connection ADD COLUMN disconnects BIGINT NOT NULL DEFAULT 0;

-- One row while deleted text may still lie in the database's free space: written in the transaction
-- that deletes, removed once the file is written anew.
CREATE TABLE pending_rewrite (
  organization_id BIGINT NOT NULL PRIMARY KEY,
  since BIGINT NOT NULL
);
