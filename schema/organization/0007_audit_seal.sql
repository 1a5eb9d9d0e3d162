-- The end of the chain under the trail's key, so that nobody without it can cut the tail. Empty:
-- from before the data had one.
ALTER TABLE audit_head ADD COLUMN seal TEXT NOT NULL DEFAULT '';
