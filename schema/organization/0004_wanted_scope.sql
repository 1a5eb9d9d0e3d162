-- What the vendor wants granted beside what it has granted (403 insufficient_scope), only to read:
-- the next Reconnect asks for it. Empty: nothing.
ALTER TABLE mcp_server_connection ADD COLUMN wanted_scope TEXT NOT NULL DEFAULT '';
