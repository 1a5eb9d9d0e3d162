-- What the connection was called when it was made: its vendor's name, or what was filled in for it.
-- While it stands here the vendor's name of the account may take the place of `name`, and sentences
-- about the only connection of a vendor go on saying this one. Absent: a person chose `name`.
ALTER TABLE mcp_server_connection ADD COLUMN given_name TEXT;
UPDATE mcp_server_connection SET given_name = name
  WHERE NOT EXISTS (SELECT 1 FROM audit_record r
    WHERE r.organization_id = mcp_server_connection.organization_id
      AND r.action = 'connection.rename'
      AND r.target_id = CAST(mcp_server_connection.id AS TEXT));
