-- What is not one organization's own: users, sessions, organizations, memberships, plans.
-- SQL in the subset that SQLite and PostgreSQL speak: instants are milliseconds since 1970 in
-- BIGINT, flags SMALLINT, structured values JSON in TEXT, ids made by the program.

CREATE TABLE user_account (
  id BIGINT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,          -- Lower case, trimmed: how people sign in.
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,         -- Argon2id, with its own salt and parameters.
  created_at BIGINT NOT NULL
);

CREATE TABLE organization (
  id BIGINT NOT NULL PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  plan TEXT NOT NULL,
  trial_ends_at BIGINT,                -- Only while the plan is trial.
  timezone TEXT NOT NULL,
  currency TEXT NOT NULL,              -- ISO 4217, lower case: what money is reported in.
  exchange_rates TEXT NOT NULL,        -- JSON object: currency -> units of `currency` for one.
  week_starts_on TEXT NOT NULL,        -- monday or sunday.
  created_at BIGINT NOT NULL
);

CREATE TABLE membership (
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  user_id BIGINT NOT NULL REFERENCES user_account (id),
  role TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX membership_by_user ON membership (user_id);

CREATE TABLE user_session (
  token_hash TEXT NOT NULL PRIMARY KEY, -- SHA-256: who reads the table cannot sign in with it.
  id BIGINT NOT NULL UNIQUE,            -- Names the session where its token must not be named.
  user_id BIGINT NOT NULL REFERENCES user_account (id),
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL            -- The absolute end; the sliding one follows last_seen_at.
);
CREATE INDEX user_session_by_user ON user_session (user_id);

CREATE TABLE invitation (
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  id BIGINT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE api_key (
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  id BIGINT NOT NULL,
  name TEXT NOT NULL,
  key_hash TEXT NOT NULL UNIQUE,
  user_id BIGINT NOT NULL REFERENCES user_account (id),
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  PRIMARY KEY (organization_id, id)
);

-- Attempts to sign in that did not succeed, or not yet: the row is written before the password is
-- looked at and removed on success, so that a burst of attempts side by side is counted too.
CREATE TABLE sign_in_failure (
  subject TEXT NOT NULL,               -- account: or address:, and a SHA-256.
  attempt_id BIGINT NOT NULL,
  failed_at BIGINT NOT NULL,
  PRIMARY KEY (subject, attempt_id)
);

CREATE TABLE schedule (
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  id BIGINT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES user_account (id),
  work TEXT NOT NULL,                  -- What is run, as JSON.
  every_minutes BIGINT NOT NULL,
  next_run_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX schedule_by_next_run ON schedule (next_run_at);

-- The names of the master keys that this data was written with; never a key itself.
CREATE TABLE key_check (
  key_name TEXT NOT NULL PRIMARY KEY,
  first_seen_at BIGINT NOT NULL
);

-- Vendor rows that the operator added to the built-in catalog.
CREATE TABLE catalog_entry (
  slug TEXT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL,
  added_at BIGINT NOT NULL
);
