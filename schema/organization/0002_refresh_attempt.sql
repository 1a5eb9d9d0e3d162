-- When a connection's token endpoint was asked for another token: at most a few rows, all younger
-- than a minute, so that no process and no restart asks it more often than the limit allows.
CREATE TABLE refresh_attempt (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  holder TEXT NOT NULL,                -- Of the lease that asked.
  asked_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, connection_id, holder),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES mcp_server_connection (organization_id, id)
);
