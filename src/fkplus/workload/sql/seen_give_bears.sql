/* fkplus:read_back */
select 1 from bear_transfer where from_account_id = %(account_id)s and request_key = 'workload-' || %(key)s::text
