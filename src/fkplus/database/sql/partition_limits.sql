-- How long may the next statement queue for a lock, and how long may it take?
select set_config('lock_timeout', %(lock)s, false), set_config('statement_timeout', %(statement)s, false)
