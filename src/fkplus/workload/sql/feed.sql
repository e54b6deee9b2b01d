/* fkplus:feed */ -- The newest page of what an account follows, with counts.
select f.post_id, f.author_id, a.handle, a.display_name, f.kind, f.body, f.created_at, c.comments, c.reactions
from private.feed(%(account_id)s, 9223372036854775807, 20) as f
join account as a on a.account_id = f.author_id
left join lateral (
    select sum(n.comments) as comments, sum(n.reactions) as reactions from post_counter as n where n.post_id = f.post_id
) as c on true
order by f.post_id desc
