-- What the rows of answers showed that fields of a connection hold: its plans, teams, owners. Read
-- with the next question, gone with the connection. Of a field only whether its values are kept at
-- all ('kept'), or never ('left_out': prose, or more than a person would name).
CREATE TABLE own_field (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  entry TEXT NOT NULL,
  field TEXT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (organization_id, connection_id, entry, field),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES mcp_server_connection (organization_id, id)
);

CREATE TABLE own_value (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  entry TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  learnt_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, connection_id, entry, field, value),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES mcp_server_connection (organization_id, id)
);

-- Rises with every change of what is kept, also when all of it goes: what was made of it is stale.
ALTER TABLE mcp_server_connection ADD COLUMN own_values_version BIGINT NOT NULL DEFAULT 0;
