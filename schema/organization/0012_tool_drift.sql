-- What the last whole list of a connection's server differs in from its vendor's row: JSON, an
-- array of {kind, tool, detail} (src/calls/row_drift.h). Written with each list; '[]': nothing.
ALTER TABLE connection_tool_list ADD COLUMN drift TEXT NOT NULL DEFAULT '[]';
