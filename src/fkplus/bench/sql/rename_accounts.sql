update account set display_name = display_name
where account_id in (select account_id from account where status = 'active' order by account_id limit %(accounts)s)
