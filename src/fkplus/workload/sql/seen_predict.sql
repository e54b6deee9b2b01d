/* fkplus:read_back */
select 1 from prediction where account_id = %(account_id)s and category_id = %(category_id)s limit 1
