/* fkplus:read_back */
select 1 from post_reaction where post_id = %(post_id)s and account_id = %(account_id)s
