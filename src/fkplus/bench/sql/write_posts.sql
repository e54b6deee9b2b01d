insert into post (author_id, locale, body)
select a.ids[1 + n %% cardinality(a.ids)], 'ru', 'Какой прокат! #' || n
from generate_series(1, %(posts)s) as n,
     (select array_agg(account_id) as ids from (
          select account_id from account where status = 'active' order by account_id limit 1000) as some_accounts) as a
