-- The newest posts of an author, which a profile shows: chosen by `fkplus tune advise`, figures in docs/query-tuning.md.
-- A partitioned table takes no CONCURRENTLY: this holds up who writes posts while it builds, some 2 s for a million of them. Where that
-- is too long, build the same on each month before, CONCURRENTLY; this statement then only joins them.
-- squawk-ignore-file require-concurrent-index-creation
CREATE INDEX post_author_id_post_id ON post (author_id, post_id);
COMMENT ON INDEX post_author_id_post_id IS 'For speed: the newest posts of an author (profile).';
