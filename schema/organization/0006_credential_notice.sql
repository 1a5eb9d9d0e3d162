-- The plan of the organization no longer includes its connections: since when that was known, and
-- when their credentials are deleted if it stays so. One row at most.
CREATE TABLE credential_notice (
  organization_id BIGINT NOT NULL PRIMARY KEY,
  began_at BIGINT NOT NULL,
  deletes_at BIGINT NOT NULL
);
