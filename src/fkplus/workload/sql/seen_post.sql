/* fkplus:read_back */
select 1 from post where post_id = %(key)s
