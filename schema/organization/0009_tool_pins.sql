-- When all tools of a connection's server were last read. Absent: never since a person connected it,
-- so that the next whole list is the first.
CREATE TABLE connection_tool_list (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  listed_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, connection_id),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES mcp_server_connection (organization_id, id)
);

-- Why a tool is withdrawn (empty while it is approved), and the digest of the name and input schema
-- that its server lists.
ALTER TABLE connection_tool ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE connection_tool ADD COLUMN shape TEXT NOT NULL DEFAULT '';

-- Definitions that could not be read had one digest and were approved under it.
UPDATE connection_tool SET verdict = 'quarantined' WHERE digest = 'unreadable';
UPDATE connection_tool SET digest = '', listed_digest = NULL WHERE digest = 'unreadable';
UPDATE connection_tool SET reason = 'changed' WHERE verdict = 'quarantined';
