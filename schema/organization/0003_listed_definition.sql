-- What a server lists now in place of a tool that was approved: absent while the two are the same.
ALTER TABLE connection_tool ADD COLUMN listed_digest TEXT;
ALTER TABLE connection_tool ADD COLUMN listed_definition TEXT;
