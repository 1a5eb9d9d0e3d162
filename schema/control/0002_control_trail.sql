-- What happens to members, keys, invitations, settings and sessions: one chain an organization, in
-- the transaction of the change itself. Columns as in the organization's own audit_record.
CREATE TABLE control_audit_record (
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
  detail TEXT NOT NULL,                -- JSON.
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (organization_id, sequence)
);

CREATE TABLE control_audit_head (
  organization_id BIGINT NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL,
  hash TEXT NOT NULL,
  seal TEXT NOT NULL                   -- HMAC over both, under the trail's key.
);

-- The random key of all trails, sealed under the master key.
CREATE TABLE audit_key (
  name TEXT NOT NULL PRIMARY KEY,
  sealed TEXT NOT NULL,
  key_source TEXT NOT NULL             -- Where the key ring lay at the last start; no secret.
);

-- What an API key may do of what its maker may: read or manage. Those there are were shown as
-- reading ones.
ALTER TABLE api_key ADD COLUMN scope TEXT NOT NULL DEFAULT 'read';
