/* fkplus:read_back */
select 1 from comment where post_id = %(post_id)s and comment_id = %(key)s
