/* fkplus:thread */ -- A post and the first page of its comments in the order of reading.
select c.comment_id, c.path, c.author_id, a.handle, c.body, c.created_at
from comment as c
join account as a on a.account_id = c.author_id
where c.post_id = %(post_id)s and c.hidden_at is null
order by c.path
limit 50
