-- When an authorization was begun on the clock that nobody can set, and the start of the machine
-- that it counts from. Absent in rows of before.
ALTER TABLE pending_authorization ADD COLUMN begun_uptime BIGINT;
ALTER TABLE pending_authorization ADD COLUMN begun_boot TEXT;
