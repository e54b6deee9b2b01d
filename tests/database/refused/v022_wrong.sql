-- Who writes by hand is tried in test_written_by_the_database.py: the owner, as whom these run, may.

-- refused by post_reaction_stays_at_its_post
UPDATE post_reaction SET post_id = post_id;

-- refused by month_is_written_through_its_table
DELETE FROM post_y2026m06;
