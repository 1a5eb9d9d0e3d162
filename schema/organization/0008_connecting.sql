-- How often in a row a connection's token endpoint gave no usable answer, and when it last did not:
-- while that goes on it is asked less and less often.
CREATE TABLE refresh_failure (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  failed_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, connection_id),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES mcp_server_connection (organization_id, id)
);

-- The key slot of an authorization under way: without it what is sealed here does not open, so
-- overwriting it deletes every copy. Absent in rows that were made before, which end unused.
ALTER TABLE pending_authorization ADD COLUMN slot BIGINT;

-- Whose question used the connection last.
ALTER TABLE mcp_server_connection ADD COLUMN last_used_by BIGINT;
