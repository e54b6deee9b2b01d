/* fkplus:react */ -- One reaction of an account to a post, whatever is sent how often.
insert into post_reaction (post_id, account_id, kind) values (%(post_id)s, %(account_id)s, 'applause')
on conflict (post_id, account_id) do nothing
