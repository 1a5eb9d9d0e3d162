-- What belongs to one organization. Every key leads with organization_id and no key crosses
-- organizations, so that the same tables can be shared, partitioned or split into files.

CREATE TABLE organization_file (
  organization_id BIGINT NOT NULL PRIMARY KEY
);

-- A connection outlives its credential: disconnecting deletes the credential and leaves this row,
-- reconnecting revives it.
CREATE TABLE mcp_server_connection (
  organization_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  vendor TEXT NOT NULL,                -- The catalog's slug, or custom:NAME for Custom MCP.
  name TEXT NOT NULL,
  endpoint TEXT NOT NULL,              -- The MCP server's URL.
  parameters TEXT NOT NULL,            -- JSON: what the user filled in (a region, a shop name).
  status TEXT NOT NULL,
  status_detail TEXT NOT NULL,
  epoch BIGINT NOT NULL,               -- Rises when the credential goes: older work must stop.
  generation BIGINT NOT NULL,          -- Rises with every new credential.
  slot BIGINT,                         -- The key slot of the credential; absent without one.
  connected_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  connected_at BIGINT,
  last_used_at BIGINT,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, vendor)
);

-- Fernet text under a key that is bound to organization, connection, field, generation and slot.
CREATE TABLE credential (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  field TEXT NOT NULL,
  generation BIGINT NOT NULL,
  sealed TEXT NOT NULL,
  PRIMARY KEY (organization_id, connection_id, field),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES mcp_server_connection (organization_id, id)
);

-- What is known about the credential and is no secret.
CREATE TABLE credential_state (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  expires_at BIGINT,
  granted_scope TEXT NOT NULL,
  registration TEXT NOT NULL,          -- JSON: client id, issuer, endpoints; no client secret.
  PRIMARY KEY (organization_id, connection_id),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES mcp_server_connection (organization_id, id)
);

-- Who refreshes now. `sent_at` is the durable intent: set before the token endpoint is asked.
CREATE TABLE refresh_lease (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  holder TEXT NOT NULL,
  generation BIGINT NOT NULL,
  taken_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  sent_at BIGINT,
  PRIMARY KEY (organization_id, connection_id),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES mcp_server_connection (organization_id, id)
);

-- An authorization that has left for the vendor's pop-up. Taken once.
CREATE TABLE pending_authorization (
  organization_id BIGINT NOT NULL,
  state_hash TEXT NOT NULL,
  connection_id BIGINT NOT NULL,
  vendor TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  session_id BIGINT NOT NULL,
  sealed_verifier TEXT NOT NULL,
  sealed_client_secret TEXT,
  sealed_registration_token TEXT,
  request TEXT NOT NULL,               -- JSON: issuer, endpoints, resource, redirect URI, scopes.
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, state_hash)
);

-- Key slots whose credential is gone and which still have to be overwritten: written in the
-- transaction that deletes, removed once the slot file is overwritten.
CREATE TABLE slot_erasure (
  organization_id BIGINT NOT NULL,
  slot BIGINT NOT NULL,
  PRIMARY KEY (organization_id, slot)
);

-- The reviewed tools of one connection (Custom MCP; changed definitions of a catalog vendor).
CREATE TABLE connection_tool (
  organization_id BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  tool TEXT NOT NULL,
  digest TEXT NOT NULL,
  definition TEXT NOT NULL,
  verdict TEXT NOT NULL,               -- approved or quarantined.
  decided_by BIGINT,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, connection_id, tool),
  FOREIGN KEY (organization_id, connection_id)
    REFERENCES mcp_server_connection (organization_id, id)
);

CREATE TABLE audit_record (
  organization_id BIGINT NOT NULL,
  sequence BIGINT NOT NULL,            -- 1, 2, 3 ... without a gap.
  recorded_at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id BIGINT NOT NULL,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  target_kind TEXT NOT NULL,
  target_id TEXT NOT NULL,
  result TEXT NOT NULL,
  address TEXT NOT NULL,
  detail TEXT NOT NULL,                -- JSON; never a value that a vendor or a user sent.
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (organization_id, sequence)
);

-- The end of the chain, so that a cut tail is seen.
CREATE TABLE audit_head (
  organization_id BIGINT NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL,
  hash TEXT NOT NULL
);

CREATE TABLE conversation (
  organization_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  title TEXT NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE answer (
  organization_id BIGINT NOT NULL,
  id BIGINT NOT NULL,                  -- The question's id.
  conversation_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  question TEXT NOT NULL,
  plan TEXT,                           -- JSON; absent when no plan was made.
  answer TEXT NOT NULL,                -- JSON, as the API shows it.
  asked_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, conversation_id, position),
  FOREIGN KEY (organization_id, conversation_id) REFERENCES conversation (organization_id, id)
);

CREATE TABLE dashboard (
  organization_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  name TEXT NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE card (
  organization_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  dashboard_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  title TEXT NOT NULL,
  question TEXT NOT NULL,
  plan TEXT NOT NULL,                  -- JSON: what a refresh runs again.
  answer TEXT NOT NULL,                -- JSON: the newest result.
  vendors TEXT NOT NULL,               -- JSON array of slugs: whose disconnect touches this card.
  pinned_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  refreshed_at BIGINT NOT NULL,
  stale_reason TEXT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, dashboard_id) REFERENCES dashboard (organization_id, id)
);

CREATE TABLE uploaded_file (
  organization_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  name TEXT NOT NULL,
  file_format TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  digest TEXT NOT NULL,
  columns_found TEXT NOT NULL,         -- JSON.
  uploaded_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
