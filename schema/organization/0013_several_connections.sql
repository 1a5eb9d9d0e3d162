-- An organization may have several connections of one vendor, told apart by their names. SQLite
-- drops no constraint of a table, so that the table is written anew; and what refers to it before,
-- because no reference may lead to a table that is gone.
CREATE TABLE connection_made_anew (
  organization_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  vendor TEXT NOT NULL,
  name TEXT NOT NULL,                  -- The vendor's, until there are several or a person names it.
  endpoint TEXT NOT NULL,
  parameters TEXT NOT NULL,
  status TEXT NOT NULL,
  status_detail TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  slot BIGINT,
  connected_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  connected_at BIGINT,
  last_used_at BIGINT,
  last_used_by BIGINT,
  wanted_scope TEXT NOT NULL DEFAULT '',
  disconnects BIGINT NOT NULL DEFAULT 0,
  own_values_version BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, vendor, name)
);
INSERT INTO connection_made_anew (organization_id, id, vendor, name, endpoint, parameters, status,
  status_detail, epoch, generation, slot, connected_by, created_at, connected_at, last_used_at,
  last_used_by, wanted_scope, disconnects, own_values_version)
  SELECT organization_id, id, vendor, name, endpoint, parameters, status, status_detail, epoch,
    generation, slot, connected_by, created_at, connected_at, last_used_at, last_used_by,
    wanted_scope, disconnects, own_values_version
  FROM mcp_server_connection;

CREATE TABLE credential_made_anew (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  field TEXT NOT NULL,
  generation BIGINT NOT NULL,
  sealed TEXT NOT NULL,
  PRIMARY KEY (organization_id, connection_id, field),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES connection_made_anew (organization_id, id)
);
INSERT INTO credential_made_anew (organization_id, connection_id, field, generation, sealed)
  SELECT organization_id, connection_id, field, generation, sealed FROM credential;
DROP TABLE credential;
ALTER TABLE credential_made_anew RENAME TO credential;

CREATE TABLE credential_state_made_anew (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  expires_at BIGINT,
  granted_scope TEXT NOT NULL,
  registration TEXT NOT NULL,
  PRIMARY KEY (organization_id, connection_id),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES connection_made_anew (organization_id, id)
);
INSERT INTO credential_state_made_anew (organization_id, connection_id, expires_at, granted_scope,
  registration)
  SELECT organization_id, connection_id, expires_at, granted_scope, registration
  FROM credential_state;
DROP TABLE credential_state;
ALTER TABLE credential_state_made_anew RENAME TO credential_state;

CREATE TABLE refresh_lease_made_anew (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  holder TEXT NOT NULL,
  generation BIGINT NOT NULL,
  taken_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  sent_at BIGINT,
  PRIMARY KEY (organization_id, connection_id),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES connection_made_anew (organization_id, id)
);
INSERT INTO refresh_lease_made_anew (organization_id, connection_id, holder, generation, taken_at,
  expires_at, sent_at)
  SELECT organization_id, connection_id, holder, generation, taken_at, expires_at, sent_at
  FROM refresh_lease;
DROP TABLE refresh_lease;
ALTER TABLE refresh_lease_made_anew RENAME TO refresh_lease;

CREATE TABLE refresh_failure_made_anew (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  failed_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, connection_id),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES connection_made_anew (organization_id, id)
);
INSERT INTO refresh_failure_made_anew (organization_id, connection_id, failures, failed_at)
  SELECT organization_id, connection_id, failures, failed_at FROM refresh_failure;
DROP TABLE refresh_failure;
ALTER TABLE refresh_failure_made_anew RENAME TO refresh_failure;

CREATE TABLE connection_tool_made_anew (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  tool TEXT NOT NULL,
  digest TEXT NOT NULL,
  definition TEXT NOT NULL,
  verdict TEXT NOT NULL,
  decided_by BIGINT,
  updated_at BIGINT NOT NULL,
  listed_digest TEXT,
  listed_definition TEXT,
  reason TEXT NOT NULL DEFAULT '',
  shape TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (organization_id, connection_id, tool),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES connection_made_anew (organization_id, id)
);
INSERT INTO connection_tool_made_anew (organization_id, connection_id, tool, digest, definition,
  verdict, decided_by, updated_at, listed_digest, listed_definition, reason, shape)
  SELECT organization_id, connection_id, tool, digest, definition, verdict, decided_by, updated_at,
    listed_digest, listed_definition, reason, shape
  FROM connection_tool;
DROP TABLE connection_tool;
ALTER TABLE connection_tool_made_anew RENAME TO connection_tool;

CREATE TABLE connection_tool_list_made_anew (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  listed_at BIGINT NOT NULL,
  drift TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (organization_id, connection_id),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES connection_made_anew (organization_id, id)
);
INSERT INTO connection_tool_list_made_anew (organization_id, connection_id, listed_at, drift)
  SELECT organization_id, connection_id, listed_at, drift FROM connection_tool_list;
DROP TABLE connection_tool_list;
ALTER TABLE connection_tool_list_made_anew RENAME TO connection_tool_list;

CREATE TABLE own_field_made_anew (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  entry TEXT NOT NULL,
  field TEXT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (organization_id, connection_id, entry, field),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES connection_made_anew (organization_id, id)
);
INSERT INTO own_field_made_anew (organization_id, connection_id, entry, field, state)
  SELECT organization_id, connection_id, entry, field, state FROM own_field;
DROP TABLE own_field;
ALTER TABLE own_field_made_anew RENAME TO own_field;

CREATE TABLE own_value_made_anew (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  entry TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  learnt_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, connection_id, entry, field, value),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES connection_made_anew (organization_id, id)
);
INSERT INTO own_value_made_anew (organization_id, connection_id, entry, field, value, learnt_at)
  SELECT organization_id, connection_id, entry, field, value, learnt_at FROM own_value;
DROP TABLE own_value;
ALTER TABLE own_value_made_anew RENAME TO own_value;

DROP TABLE mcp_server_connection;
ALTER TABLE connection_made_anew RENAME TO mcp_server_connection;

-- Through which connections an answer and a card were read: what is deleted with one of them. Until
-- now their vendors told it, whose only connection it was.
CREATE TABLE answer_source (
  organization_id BIGINT NOT NULL,
  answer_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  PRIMARY KEY (organization_id, answer_id, connection_id),
  FOREIGN KEY (organization_id, answer_id) REFERENCES answer (organization_id, id)
    ON DELETE CASCADE
);
INSERT INTO answer_source (organization_id, answer_id, connection_id)
  SELECT a.organization_id, a.id, c.id FROM answer a
  JOIN mcp_server_connection c ON c.organization_id = a.organization_id
  WHERE replace(a.answer, '"vendor":"' || c.vendor || '"', '') <> a.answer;

CREATE TABLE card_source (
  organization_id BIGINT NOT NULL,
  card_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  PRIMARY KEY (organization_id, card_id, connection_id),
  FOREIGN KEY (organization_id, card_id) REFERENCES card (organization_id, id) ON DELETE CASCADE
);
INSERT INTO card_source (organization_id, card_id, connection_id)
  SELECT k.organization_id, k.id, c.id FROM card k
  JOIN mcp_server_connection c ON c.organization_id = k.organization_id
  WHERE replace(k.answer, '"vendor":"' || c.vendor || '"', '') <> k.answer
    OR replace(k.vendors, '"' || c.vendor || '"', '') <> k.vendors;
ALTER TABLE card DROP COLUMN vendors;
