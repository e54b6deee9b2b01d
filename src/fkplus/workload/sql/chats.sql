/* fkplus:chats */ -- The chats of an account, those with the newest message first, and how much is unread.
select c.chat_id, c.kind, c.title, newest.message_id, newest.body, unread.messages
from private.chat_member as m
join private.chat as c using (chat_id)
left join lateral (
    select message_id, body from private.message as x where x.chat_id = m.chat_id order by message_id desc limit 1
) as newest on true
left join lateral (
    select count(*) as messages from (
        select from private.message as x where x.chat_id = m.chat_id and x.message_id > coalesce(m.last_read_id, 0) limit 100
    ) as beyond
) as unread on true
where m.account_id = %(account_id)s and m.left_at is null
order by newest.message_id desc nulls last
limit 30
